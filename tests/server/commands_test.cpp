// The commands as they are typed: exit codes for wrong options, missing data, sound and broken logs.
#include <doctest/doctest.h>

#include <fstream>

#include "scene.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"

using namespace countersign;
using namespace countersign::testing;

TEST_CASE("wrong options end with exit code 2 before anything is touched") {
    const TemporaryDirectory directory;
    for (const auto& [command, arguments] :
         {std::pair{&serve_command, std::vector<std::string>{}},
          {&serve_command, {"--data", directory.path(), "--listen", "8080"}},
          {&serve_command, {"--data", directory.path(), "--listen", "127.0.0.1:99999"}},
          {&serve_command, {"--data", directory.path(), "--base", "/a b/"}},
          {&serve_command, {"--data", directory.path(), "--session-days", "0"}},
          // An event that a device may write must fit into a request.
          {&serve_command, {"--data", directory.path(), "--body-max-kb", "589"}},
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
