// `countersign admin`: links, accounts and second steps from the command line.
#include <doctest/doctest.h>

#include "office.hpp"
#include "printed.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

int admin(const Office& office, std::vector<std::string> words) {
    words.insert(words.end(), {"--data", office.directory.path()});
    return admin_command.run(words);
}

std::string printed_by(const Office& office, const std::vector<std::string>& words) {
    const TemporaryDirectory folder;
    return printed(folder.path() + "/printed", [&] { CHECK(admin(office, words) == exit_done); });
}

// The command works by the real clock; the server under test by this one.
void go_to_present(Office& office) { office.now = system_time(); }

}  // namespace

TEST_CASE("the first administrator gets in by a link from the command line") {
    Office office;
    go_to_present(office);
    const std::string link = printed_by(
        office, {"invite", "--login", "jana", "--name", "Jana Nová", "--role", "administrator", "--url", "https://portal.example.org"});
    const std::string beginning = "https://portal.example.org/invitation#";
    REQUIRE(link.rfind(beginning, 0) == 0);
    REQUIRE(link.size() == beginning.size() + 64 + 1);
    const Json acceptance{{"token", link.substr(beginning.size(), 64)}, {"password", "a password of one's own"}};
    CHECK(office.post("invitation/accept", acceptance).json()["role"] == "administrator");
    CHECK(office.post("invitation/accept", acceptance).status == 410);
}

TEST_CASE("invitations are listed without their secrets, and revoked by id") {
    Office office;
    go_to_present(office);
    const std::string link = printed_by(office, {"invite", "--login", "zofia", "--name", "Zofia", "--role", "reporter", "--organisation",
                                                 office.organisation.value, "--days", "30"});
    const std::string token = link.substr(link.find('#') + 1, 64);
    const std::string list = printed_by(office, {"invitations"});
    CHECK(list.find("zofia") != std::string::npos);
    CHECK(list.find(token) == std::string::npos);
    printed_by(office, {"revoke-invitation", "--id", list.substr(0, 36)});
    CHECK(printed_by(office, {"invitations"}).empty());
    CHECK(office.post("invitation/look", {{"token", token}}).status == 410);
    CHECK(admin(office, {"revoke-invitation", "--id", list.substr(0, 36)}) == exit_failed);
    CHECK(admin(office, {"revoke-invitation"}) == exit_usage);
}

TEST_CASE("what cannot be invited is said, and nothing is printed that looks like a link") {
    Office office;
    CHECK(admin(office, {"invite", "--login", "contact", "--name", "X", "--role", "technician"}) == exit_failed);
    CHECK(admin(office, {"invite", "--login", "x", "--name", "X", "--role", "reporter"}) == exit_failed);
    CHECK(admin(office, {"invite", "--login", "x", "--name", "X", "--role", "reporter", "--organisation", office.ids.next()}) ==
          exit_failed);
    CHECK(admin(office, {"invite", "--login", "x", "--name", "X", "--role", "server"}) == exit_usage);
    CHECK(admin(office, {"invite", "--login", "x", "--role", "technician"}) == exit_usage);
    CHECK(admin(office, {"invite", "--login", "x", "--name", "X", "--role", "technician", "--days", "31"}) == exit_usage);
    CHECK(admin(office, {"password-link", "--login", "nobody"}) == exit_failed);
}

TEST_CASE("a forgotten password, a lost telephone and somebody who leaves are dealt with from the command line too") {
    Office office;
    go_to_present(office);
    const Secured secured = set_up_second_step(office, "contact");
    CHECK(printed_by(office, {"reset-second-step", "--login", "contact"}).find("contact") != std::string::npos);
    CHECK(office.get("session", secured.cookies).status == 401);
    const HeaderList cookie = office.cookie_of("contact");

    const std::string link = printed_by(office, {"password-link", "--login", "contact"});
    const Json acceptance{{"token", link.substr(link.find('#') + 1, 64)}, {"password", "a password of one's own"}};
    CHECK(office.post("invitation/accept", acceptance).status == 200);
    CHECK(office.get("session", cookie).status == 401);

    CHECK(admin(office, {"deactivate", "--login", "admin"}) == exit_failed);
    printed_by(office, {"deactivate", "--login", "contact"});
    CHECK(office.sign_in("contact", "a password of one's own").status == 401);
    CHECK(printed_by(office, {"list-users"}).find("(deactivated)") != std::string::npos);
    printed_by(office, {"reactivate", "--login", "contact"});
    CHECK(office.sign_in("contact", "a password of one's own").status == 200);
}

TEST_CASE("accounts and sessions of an older database go on, and sessions can be named by their owners") {
    Office office;
    const HeaderList cookie = office.cookie_of("contact");
    REQUIRE(office.database
                ->write([](Database& database) {
                    database.execute(
                        "DROP TABLE attachment_part; DROP TABLE attachment_blob; DROP TABLE device; DROP TABLE invitation_organisation; "
                        "DROP TABLE invitation; DROP TABLE recovery_code;"
                        "DROP TABLE second_factor; DROP TABLE known_browser; ALTER TABLE session DROP COLUMN id;"
                        "ALTER TABLE session DROP COLUMN client; ALTER TABLE session DROP COLUMN address;"
                        "ALTER TABLE session DROP COLUMN last_used_at; ALTER TABLE account DROP COLUMN deactivated_at;"
                        "PRAGMA user_version = 3");
                })
                .ok());
    REQUIRE(StoreDatabase::open(database_path(office.directory.path())).ok());
    const Json sessions = office.get("sessions", cookie).json()["sessions"];
    REQUIRE(sessions.size() == 1);
    CHECK(sessions[0]["id"].get<std::string>().size() == 32);
    CHECK(sessions[0]["created_at"] == scene_time.utc_ms);
    CHECK(office.sign_in("contact", right_password).status == 200);
}
