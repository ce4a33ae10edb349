// Backup and restore: online under load with the real programs, on "another machine" (another folder), and everything that must be refused.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "server/operations/backup.hpp"
#include "server/store/store_schema.hpp"
#include "server/verify/verification.hpp"
#include "server_process.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

std::size_t files_in(const std::string& folder) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
    return count;
}

void change(const std::string& file, const char* sql) {
    auto database = Database::open(file);
    REQUIRE(database.ok());
    REQUIRE((*database)->guarded([&] { (*database)->transaction([&] { (*database)->execute(sql); }); }).ok());
    REQUIRE((*database)->guarded([&] { (*database)->execute("PRAGMA journal_mode=DELETE"); }).ok());
}

struct BackedUp {
    Scene scene;
    TemporaryDirectory place;
    std::string file = place.file("backup.db");

    BackedUp() {
        for (int i = 0; i < 20; ++i)
            scene.send(scene.technician, scene.open_ticket(scene.technician, scene.new_subject("ticket"), std::string(400, 't')));
        REQUIRE(back_up(scene.directory.path(), file).ok());
    }
};

std::string key_of(const Result<BackupSummary, Failure>& outcome) { return outcome ? "" : outcome.error().key; }

}  // namespace

TEST_CASE(
    "a backup under load holds everything that was acknowledged before it began, and is restored elsewhere, where a server serves it") {
    SceneWithAccounts scene;
    const TemporaryDirectory place;
    const ServerProcess server(scene.directory.path(), {"--rate-per-session", "0", "--rate-per-address", "0"});
    const HeaderList cookie = signed_in(server.port, "technician");
    std::vector<std::string> events;
    std::atomic<std::size_t> acknowledged = 0;
    std::atomic<bool> enough = false;
    std::thread writer([&] {
        HeaderList headers = cookie;
        headers.emplace("Content-Type", sync_media_type);
        while (!enough) {
            events.push_back(scene.open_ticket(scene.technician, scene.new_subject("ticket")));
            const std::string body =
                write_sync_request({{"device"}, scene.now, {{scene.shared, 1'000'000}}, {events.back()}, scene.technician.user});
            if (http(server.port, "POST", "/api/v1/sync", headers, body).status != 200) return;
            ++acknowledged;
        }
    });
    std::size_t before_last = 0;
    const int backups = 3;
    for (int i = 0; i < backups; ++i) {
        const std::size_t awaited = acknowledged + 5;
        CHECK(wait_until([&] { return acknowledged >= awaited; }));
        before_last = acknowledged;
        const Ended made = run_program({"backup", "--data", scene.directory.path(), "--to", place.file(std::to_string(i))});
        CAPTURE(made.err);
        CHECK(made.status == 0);
        CHECK(made.out.find("Written and verified: 1 streams, ") == 0);
    }
    // It went on being served all the while.
    const std::size_t awaited = acknowledged + 5;
    CHECK(wait_until([&] { return acknowledged >= awaited; }));
    enough = true;
    writer.join();
    CHECK(files_in(place.path()) == 2 * backups);  // each with the server's key in a file of its own

    const std::string elsewhere = place.path() + "/new/machine";
    std::filesystem::create_directories(place.path() + "/new");
    const Ended restored = run_program({"restore", "--from", place.file("2"), "--data", elsewhere});
    CAPTURE(restored.err);
    CHECK(restored.status == 0);
    CHECK(files_in(elsewhere) == 2);
    struct stat status {};
    REQUIRE(::stat(database_path(elsewhere).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(run_program({"verify", "--data", elsewhere}).status == 0);
    {
        auto database = StoreDatabase::open_to_read(database_path(elsewhere));
        REQUIRE(database.ok());
        SqliteEventStore store(**database);
        for (std::size_t i = 0; i < before_last; ++i) {
            const auto id = read_event(events[i])->envelope.id;
            CHECK((*database)
                      ->read([&](Database& reader) { return reader.prepare("SELECT 1 FROM event WHERE id = ?").bind(1, id.value).step(); })
                      .value());
        }
    }
    const ServerProcess again(elsewhere);
    CHECK(again.call("GET", "/api/v1/session", cookie).status == 200);
    CHECK(again.call("GET", "/readyz").status == 200);
}

TEST_CASE("a backup never overwrites, and leaves nothing behind when it fails") {
    BackedUp made;
    const auto size = std::filesystem::file_size(made.file);
    CHECK(key_of(back_up(made.scene.directory.path(), made.file)) == "failure.backup.exists");
    CHECK(std::filesystem::file_size(made.file) == size);
    CHECK(key_of(back_up(made.place.path(), made.place.file("other"))) == "failure.database_open");
    CHECK(key_of(back_up(made.scene.directory.path(), made.place.path() + "/no/folder/file")) == "failure.backup.write");
    REQUIRE(
        made.scene.database->write([](Database& database) { database.execute("UPDATE event SET bytes = bytes || x'20' WHERE seq = 2"); })
            .ok());
    CHECK(key_of(back_up(made.scene.directory.path(), made.place.file("broken"))) == "failure.backup.damaged");
    CHECK(files_in(made.place.path()) == 1);
}

TEST_CASE("what is restored is what was backed up; a folder that holds anything is refused") {
    BackedUp made;
    const std::string target = made.place.file("target");
    auto restored = restore(made.file, target);
    REQUIRE(restored.ok());
    CHECK(restored->events == 44);
    auto database = StoreDatabase::open(database_path(target));
    REQUIRE(database.ok());
    CHECK(SqliteEventStore(**database).heads()->at(made.scene.shared).chain == made.scene.events.heads()->at(made.scene.shared).chain);
    CHECK(key_of(restore(made.file, target)) == "failure.backup.exists");
    const TemporaryDirectory other;
    std::ofstream(other.file("something")) << "else";
    CHECK(key_of(restore(made.file, other.path())) == "failure.backup.exists");
    CHECK(files_in(other.path()) == 1);
}

TEST_CASE("the server's key goes with the backup, in a file of its own that only its owner reads") {
    BackedUp made;
    const std::string key(32, 'k');
    std::ofstream(made.scene.directory.file("countersign.key"), std::ios::binary) << key;
    const std::string file = made.place.file("with_key");
    REQUIRE(back_up(made.scene.directory.path(), file).value().with_key);
    CHECK(files_in(made.place.path()) == 3);
    struct stat status {};
    REQUIRE(::stat((file + ".key").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    const std::string target = made.place.file("target");
    REQUIRE(restore(file, target).value().with_key);
    std::ifstream restored(target + "/countersign.key", std::ios::binary);
    CHECK(std::string(std::istreambuf_iterator<char>(restored), {}) == key);
    std::filesystem::remove(file);
    CHECK(key_of(back_up(made.scene.directory.path(), file)) == "failure.backup.exists");
    CHECK_FALSE(std::filesystem::exists(file));
    CHECK_FALSE(restore(made.file, made.place.file("without")).value().with_key);
}

TEST_CASE("a backup that is newer, damaged, cut off or none at all is refused, and nothing is made") {
    BackedUp made;
    const TemporaryDirectory other;
    const std::string target = other.file("target");
    const auto refused = [&](const std::string& file) {
        const std::string key = key_of(restore(file, target));
        CHECK_FALSE(std::filesystem::exists(target));
        return key;
    };
    const auto changed = [&](const char* name, const char* sql) {
        const std::string copy = other.file(name);
        std::filesystem::copy_file(made.file, copy);
        change(copy, sql);
        return copy;
    };
    CHECK(refused(changed("newer", ("PRAGMA user_version = " + std::to_string(store_schema_version() + 1)).c_str())) ==
          "failure.database_newer");
    CHECK(refused(changed("event", "UPDATE event SET bytes = bytes || x'20' WHERE seq = 2")) == "failure.backup.damaged");
    CHECK(refused(changed("missing", "DELETE FROM event WHERE seq = 3")) == "failure.backup.damaged");
    CHECK(refused(changed("column", "UPDATE event SET subject = 'ticket/other' WHERE seq = 2")) == "failure.backup.damaged");
    const std::string short_copy = other.file("short");
    std::filesystem::copy_file(made.file, short_copy);
    std::filesystem::resize_file(short_copy, std::filesystem::file_size(short_copy) / 2);
    CHECK_FALSE(refused(short_copy).empty());
    const std::string flipped = other.file("flipped");
    std::filesystem::copy_file(made.file, flipped);
    {
        std::fstream file(flipped, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(flipped) / 2));
        file << std::string(20'000, 'X');  // more than a page, which may be empty
    }
    CHECK_FALSE(refused(flipped).empty());
    std::ofstream(other.file("text")) << "no database at all, whatever its name says";
    CHECK(refused(other.file("text")) == "failure.database_corrupt");
    std::ofstream(other.file("empty")).close();
    CHECK(refused(other.file("empty")) == "failure.backup.damaged");
    CHECK(refused(other.file("nothing")) == "failure.database_open");
    CHECK(refused(other.path()) == "failure.database_open");
}

TEST_CASE("a backup of an older version is restored, and brought up to date when it is opened") {
    BackedUp made;
    const TemporaryDirectory other;
    const std::string older = other.file("older");
    std::filesystem::copy_file(made.file, older);
    change(older, "PRAGMA user_version = 2");
    auto restored = restore(older, other.file("target"));
    REQUIRE(restored.ok());
    CHECK(restored->schema_version == 2);
}

TEST_CASE("wrong options of backup and restore end with exit code 2") {
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"backup"},
                                                      {"backup", "--data", "/d"},
                                                      {"backup", "--to", "/f"},
                                                      {"restore"},
                                                      {"restore", "--from", "/f"},
                                                      {"restore", "x"}}) {
        CHECK(run_program(arguments).status == 2);
    }
    CHECK(run_program({"backup", "--data", "/no/such", "--to", "/no/such/file"}).status == 1);
}

TEST_CASE("a migration that fails leaves the database as it was, all of it") {
    const TemporaryDirectory directory;
    auto opened = Database::open(directory.file("store.db"));
    REQUIRE(opened.ok());
    Database& database = **opened;
    const std::vector<const char*> first{"CREATE TABLE one(x); INSERT INTO one VALUES(1)"};
    REQUIRE(migrate_by(database, first).ok());
    std::vector<const char*> more = first;
    more.insert(more.end(), {"CREATE TABLE two(x); UPDATE one SET x = 2", "CREATE TABLE three(x); CREATE TABLE two(x)"});
    CHECK_FALSE(migrate_by(database, more).ok());
    const auto number = [&](const char* sql) {
        return database
            .guarded([&] {
                auto query = database.prepare(sql);
                query.step();
                return query.integer(0);
            })
            .value();
    };
    CHECK(number("SELECT x FROM one") == 1);
    CHECK(number("SELECT count(*) FROM sqlite_schema") == 1);
    CHECK(number("PRAGMA user_version") == 1);
    more.back() = "CREATE TABLE three(x)";
    REQUIRE(migrate_by(database, more).ok());
    CHECK(number("SELECT x FROM one") == 2);
    CHECK(number("PRAGMA user_version") == 3);
    REQUIRE(migrate_by(database, more).ok());
    CHECK(migrate_by(database, first).error().key == "failure.database_newer");
    CHECK(number("PRAGMA user_version") == 3);
}
