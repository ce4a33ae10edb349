// The commands as they are typed: exit codes for wrong options, missing data, sound and broken logs.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "core/domain/organisation.hpp"
#include "scene.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/verify/verification.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

/// Everything in a folder, byte by byte.
std::map<std::string, std::string> content_of(const std::string& folder) {
    std::map<std::string, std::string> content;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        content[entry.path().filename()] = std::string(std::istreambuf_iterator<char>(file), {});
    }
    return content;
}

}  // namespace

TEST_CASE("wrong options end with exit code 2 before anything is touched") {
    const TemporaryDirectory directory;
    for (const auto& [command, arguments] :
         {std::pair{&serve_command, std::vector<std::string>{}},
          {&serve_command, {"--data", directory.path(), "--listen", "8080"}},
          {&serve_command, {"--data", directory.path(), "--listen", "127.0.0.1:99999"}},
          {&serve_command, {"--data", directory.path(), "--base", "/a b/"}},
          {&serve_command, {"--data", directory.path(), "--session-days", "0"}},
          // An event that a device may write must fit into a request.
          {&serve_command, {"--data", directory.path(), "--body-max-kb", "327"}},
          {&serve_command, {"--data", directory.path(), "--verbose"}},
          {&demo_command, {"--data", directory.path(), "--port", "http"}},
          {&demo_command, {"--data", directory.path(), "--now", "yesterday"}},
          {&admin_command, {}},
          {&admin_command, {"delete-user"}},
          {&admin_command, {"list-users"}},
          {&admin_command, {"create-user", "--data", directory.path(), "--login", "x", "--name", "X"}},
          {&admin_command, {"create-user", "--data", directory.path(), "--login", "x", "--name", "X", "--role", "server"}},
          {&admin_command, {"create-user", "--data", directory.path(), "--login", "x", "--name", "X", "--role", "reporter"}},
          {&verify_command, {}},
          {&import_command, {}},
          {&import_command, {"excel", "file"}}}) {
        CAPTURE(command->name);
        CHECK(command->run(arguments) == exit_usage);
    }
}

TEST_CASE("verify tells a sound, a broken, a missing, an empty and an unreadable database apart") {
    Scene scene;
    const std::string path = database_path(scene.directory.path());
    const auto verify = [&] { return verify_command.run({"--data", scene.directory.path()}); };
    CHECK(verify() == 0);
    REQUIRE(
        scene.database->write([](Database& database) { database.execute("UPDATE event SET bytes = bytes || x'20' WHERE seq = 2"); }).ok());
    CHECK(verify() == 1);

    CHECK(verify_command.run({"--data", scene.directory.path() + "/elsewhere"}) == 2);
    const TemporaryDirectory other;
    std::ofstream(database_path(other.path())).close();
    CHECK(verify_command.run({"--data", other.path()}) == 2);
    std::ofstream(database_path(other.path())) << "this is no database, whatever its name says";
    CHECK(verify_command.run({"--data", other.path()}) == 2);
}

TEST_CASE("verify names a truncated database as unreadable") {
    const TemporaryDirectory directory;
    const std::string path = database_path(directory.path());
    {
        Scene scene;
        for (int i = 0; i < 60; ++i)
            scene.send(scene.technician, scene.open_ticket(scene.technician, scene.new_subject("ticket"), std::string(400, 't')));
        auto copied = Database::open(database_path(scene.directory.path()));
        REQUIRE(copied.ok());
        REQUIRE((*copied)->guarded([&] { (*copied)->execute(("VACUUM INTO '" + path + "'").c_str()); }).ok());
    }
    CHECK(verify_command.run({"--data", directory.path()}) == 0);
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    CHECK(verify_command.run({"--data", directory.path()}) == 2);
}

TEST_CASE("verify changes nothing, not even beside the file, and needs no right to write") {
    const TemporaryDirectory directory;
    {
        auto database = StoreDatabase::open(database_path(directory.path()));
        REQUIRE(database.ok());
        SqliteEventStore events(**database);
        SeededIds ids{3};
        const std::string client = ids.next();
        OrganisationRegistered details;
        details.name = "Drukarnia Jaskółka";
        const Body body = OrganisationEvent{details};
        const StoredEvent registered = write_event({{ids.next()},
                                                    shared_stream({client}),
                                                    {Organisation::subject_kind, client},
                                                    describe(body)->type,
                                                    1,
                                                    {ids.next()},
                                                    {"device"},
                                                    scene_time,
                                                    describe(body)->json});
        REQUIRE(events.write([&](EventWriter& writer) { writer.append(registered, scene_time); }).ok());
    }
    const auto before = content_of(directory.path());
    REQUIRE(before.size() == 1);
    using std::filesystem::perms;
    const perms may_write = perms::owner_write | perms::group_write | perms::others_write;
    for (const std::string& path : {database_path(directory.path()), directory.path()}) {
        std::filesystem::permissions(path, may_write, std::filesystem::perm_options::remove);
    }
    CHECK(verify_command.run({"--data", directory.path()}) == 0);
    std::filesystem::permissions(directory.path(), perms::owner_write, std::filesystem::perm_options::add);
    CHECK(content_of(directory.path()) == before);
}

TEST_CASE("verify beside a running server sees what was just taken in, and leaves the files as they are") {
    Scene scene;
    scene.send(scene.technician, scene.open_ticket(scene.technician, scene.new_subject("ticket")));
    const std::string wal = database_path(scene.directory.path()) + "-wal";
    REQUIRE(std::filesystem::file_size(wal) > 0);
    auto before = content_of(scene.directory.path());
    CHECK(verify_command.run({"--data", scene.directory.path()}) == 0);
    auto after = content_of(scene.directory.path());
    // The shared memory holds the locks of whoever reads; it is no part of the evidence.
    for (auto* content : {&before, &after}) content->erase("countersign.db-shm");
    CHECK(before == after);

    auto evidence = StoreDatabase::open_to_read(database_path(scene.directory.path()));
    REQUIRE(evidence.ok());
    SqliteEventStore events(**evidence);
    CHECK(verify_store(events)->at(0).events == 6);
    // All of it belongs to one moment.
    scene.send(scene.technician, scene.open_ticket(scene.technician, scene.new_subject("ticket")));
    CHECK(verify_store(events)->at(0).events == 6);
    CHECK_FALSE(events.write([](EventWriter& writer) { writer.next_number("ticket"); }).ok());
}
