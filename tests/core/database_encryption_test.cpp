// A device's database under its key: what lies on the disk, whose key opens it, and a database of an earlier program that is encrypted
// where it lies while its disk fails at every single operation.
#ifndef __EMSCRIPTEN__
#include <doctest/doctest.h>

#include <string>

#include "core/storage/database.hpp"
#include "tests/simulation/sim_disk.hpp"

namespace countersign {
namespace {

using simulation::Bytes;
using simulation::Chance;
using simulation::SimDisk;

constexpr const char* vfs = "simulation";
constexpr std::string_view secret = "The alarm code of the shop in Brno is on the note";
constexpr std::string_view sqlite_header = "SQLite format 3";
constexpr int rows = 60;

DataKey key_of(char letter) { return DataKey::of(std::string(DataKey::size, letter)).value(); }

bool holds(const SimDisk& disk, std::string_view text) {
    for (const auto& [path, bytes] : disk.backup()) {
        const std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (content.find(text) != std::string_view::npos) return true;
    }
    return false;
}

// More than one page, in two tables, with some pages free again.
void fill(Database& database) {
    database.transaction([&] {
        database.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT); CREATE TABLE gone(text TEXT)");
        for (int i = 0; i < rows; ++i) {
            const std::string text = std::string(secret) + " " + std::to_string(i) + std::string(300, 'x');
            database.prepare("INSERT INTO note(text) VALUES(?)").bind(1, text).run();
            database.prepare("INSERT INTO gone(text) VALUES(?)").bind(1, text).run();
        }
    });
    database.transaction([&] { database.execute("DELETE FROM gone"); });
}

bool whole(Database& database) {
    Statement check = database.prepare("PRAGMA integrity_check");
    if (!check.step() || check.text(0) != "ok") return false;
    Statement count = database.prepare("SELECT count(*) FROM note WHERE text LIKE ? || '%'");
    count.bind(1, secret);
    return count.step() && count.integer(0) == rows;
}

struct Device {
    Device() { simulation::register_sim_vfs(simulation::SimVfs::by_name); }
    SimDisk disk{"tablet"};
    std::string path = disk.path("countersign.db");

    Result<std::unique_ptr<Database>, Failure> open(char letter) { return Database::open_encrypted(path, key_of(letter), vfs); }
    std::map<std::string, Bytes> files_of_an_earlier_program() {
        fill(*Database::open(path, vfs).value());
        return disk.backup();
    }
};

}  // namespace

TEST_CASE("nothing that a device keeps can be read on its disk, neither in the database nor in its log") {
    Device device;
    {
        auto database = device.open('k').value();
        fill(*database);
        REQUIRE(device.disk.backup().count(device.path + "-wal") == 1);
        CHECK_FALSE(holds(device.disk, secret));
        CHECK_FALSE(holds(device.disk, sqlite_header));
        database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
        CHECK_FALSE(holds(device.disk, secret));
    }
    CHECK_FALSE(holds(device.disk, secret));
    CHECK_FALSE(holds(device.disk, sqlite_header));
    CHECK(whole(*device.open('k').value()));
}

TEST_CASE("another key opens nothing, says so and changes no byte") {
    Device device;
    fill(*device.open('k').value());
    const auto before = device.disk.backup();
    auto refused = device.open('z');
    REQUIRE_FALSE(refused.ok());
    CHECK_EQ(refused.error().key, "failure.database_key");
    CHECK(device.disk.backup() == before);
    auto without = Database::open(device.path, vfs);
    REQUIRE_FALSE(without.ok());
    CHECK(device.disk.backup() == before);
    CHECK(whole(*device.open('k').value()));
}

TEST_CASE("another key leaves a log that was cut off as it is") {
    Device device;
    std::map<std::string, Bytes> cut_off;
    {
        auto database = device.open('k').value();
        fill(*database);
        cut_off = device.disk.backup();
    }
    device.disk.restore(cut_off);
    auto refused = device.open('z');
    REQUIRE_FALSE(refused.ok());
    CHECK_EQ(refused.error().key, "failure.database_key");
    CHECK(whole(*device.open('k').value()));
}

TEST_CASE("one bit that changed on the disk is found out") {
    Device device;
    fill(*device.open('k').value());
    auto files = device.disk.backup();
    files.at(device.path).at(3 * 4096 + 100) ^= 1;
    device.disk.restore(files);
    auto opened = device.open('k');
    REQUIRE(opened.ok());
    const auto read = (*opened)->guarded([&] { return whole(**opened); });
    CHECK((!read.ok() || !*read));
}

TEST_CASE("a database of an earlier program is encrypted where it lies and loses nothing, also what is only in its log") {
    Device device;
    std::map<std::string, Bytes> cut_off;
    {
        auto plain = Database::open(device.path, vfs).value();
        fill(*plain);
        cut_off = device.disk.backup();
    }
    device.disk.restore(cut_off);
    REQUIRE(holds(device.disk, secret));
    CHECK(whole(*device.open('k').value()));
    CHECK_FALSE(holds(device.disk, secret));
    CHECK_FALSE(holds(device.disk, sqlite_header));
}

TEST_CASE("a full disk while a database is encrypted leaves it as it was") {
    Device device;
    const auto before = device.files_of_an_earlier_program();
    device.disk.limit(device.disk.bytes_used() + 1024);
    auto full = device.open('k');
    REQUIRE_FALSE(full.ok());
    CHECK_EQ(full.error().key, "failure.storage_full");
    device.disk.limit(0);
    CHECK(whole(*Database::open(device.path, vfs).value()));
    CHECK(whole(*device.open('k').value()));
}

TEST_CASE("the power may fail at any operation while a database is encrypted: nothing is lost, and the next start does it again") {
    Device device;
    const auto before = device.files_of_an_earlier_program();
    bool finished = false;
    std::int64_t operation = 1;
    for (; !finished; ++operation) {
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            CAPTURE(operation);
            CAPTURE(seed);
            device.disk.restore(before);
            device.disk.fail_after(operation);
            {
                auto opened = device.open('k');
                finished = !device.disk.failed();
                CHECK_EQ(opened.ok(), finished);
            }
            Chance chance(static_cast<std::uint64_t>(operation) * 1000 + seed);
            device.disk.power_cut(chance);
            auto again = device.open('k');
            CAPTURE(again.ok() ? "" : again.error().describe());
            REQUIRE(again.ok());
            REQUIRE(whole(**again));
            again->reset();
            REQUIRE_FALSE(holds(device.disk, secret));
        }
    }
    CHECK(operation > 20);
}

TEST_CASE("the power may fail at any operation while an encrypted database is written: what was committed stays") {
    Device device;
    fill(*device.open('k').value());
    const auto before = device.disk.backup();
    bool finished = false;
    for (std::int64_t operation = 1; !finished; ++operation) {
        CAPTURE(operation);
        device.disk.restore(before);
        device.disk.fail_after(operation);
        std::int64_t committed = 0;
        if (auto opened = device.open('k'); opened.ok()) {
            for (int i = 0; i < 8; ++i) {
                const auto written = (*opened)->guarded(
                    [&] { (*opened)->transaction([&] { (*opened)->prepare("INSERT INTO gone(text) VALUES(?)").bind(1, secret).run(); }); });
                if (!written) break;
                ++committed;
            }
        }
        finished = !device.disk.failed();
        Chance chance(static_cast<std::uint64_t>(operation));
        device.disk.power_cut(chance);
        auto again = device.open('k');
        REQUIRE(again.ok());
        REQUIRE(whole(**again));
        Statement count = (*again)->prepare("SELECT count(*) FROM gone");
        REQUIRE(count.step());
        CHECK(count.integer(0) >= committed);
        CHECK(count.integer(0) <= committed + 1);
    }
}

TEST_CASE("a data key has 32 bytes") {
    CHECK(DataKey::of(std::string(32, 'a')).ok());
    REQUIRE_FALSE(DataKey::of("short").ok());
    CHECK_EQ(DataKey::of("short").error().key, "failure.database_key");
}

}  // namespace countersign
#endif
