// The application as a whole: when it draws, and what it says when the database cannot be used.
#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>

#include "tests/web/portal_driver.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

/// What the page was told about a database that opens like this.
std::string problem_with(app::App::OpenDatabase open_database) {
    SilentPlatform platform;
    app::App app(platform, {[] { return morning; }, [] { return 1.0; }}, std::move(open_database), nullptr);
    app.give_asset("i18n/en.json", std::string(built_in_catalogue_json(Language::en)));
    app.boot(write_json({{"t", "boot"}, {"width", 800}, {"height", 600}, {"dpr", 1}, {"language", "en"}}));
    app.frame(20);
    std::string key;
    for (const Json& message : platform.posted) {
        if (message["t"] == "problem") key = message["key"].get<std::string>();
        CHECK(message["t"] != "ready");
    }
    return key;
}

}  // namespace

TEST_CASE("no frame is wanted when nothing changed") {
    PortalDriver device(morning);
    device.show();
    CHECK_FALSE(device.wants_frame());
    device.send_without_drawing({{"t", "wake"}});
    CHECK_FALSE(device.wants_frame());
    device.send_without_drawing({{"t", "http"}, {"id", 999}, {"status", 200}, {"body", ""}});
    CHECK_FALSE(device.wants_frame());

    SUBCASE("but when the minute has changed, on which times left are told") {
        device.wait(Minutes{1}.milliseconds());
        device.send_without_drawing({{"t", "wake"}});
        CHECK(device.wants_frame());
    }
    SUBCASE("but when somebody moves the pointer") {
        device.send_without_drawing(
            {{"t", "pointer"}, {"kind", "move"}, {"x", 5}, {"y", 5}, {"button", 0}, {"source", "mouse"}, {"pressure", 0}});
        CHECK(device.wants_frame());
    }
}

TEST_CASE("a database of a newer program is not touched, and the page is told") {
    CHECK(problem_with([]() -> Result<std::unique_ptr<Database>, Failure> {
              auto database = Database::open(":memory:");
              REQUIRE((*database)->guarded([&] { (*database)->execute("PRAGMA user_version = 99"); }).ok());
              return database;
          }) == "newer_database");
}

TEST_CASE("a database that cannot be opened is told by its cause") {
    const auto failing = [](const char* key) {
        return [key]() -> Result<std::unique_ptr<Database>, Failure> { return Error{Failure{key, "open the database"}}; };
    };
    CHECK(problem_with(failing("failure.database_corrupt")) == "corrupt_database");
    CHECK(problem_with(failing("failure.storage_full")) == "storage_full");
    CHECK(problem_with(failing("failure.database_open")) == "storage_failed");
}

TEST_CASE("a file that is no database is found out when it is opened") {
    const std::string path = std::string(P_tmpdir) + "/countersign_app_test_garbage.db";
    std::ofstream(path, std::ios::binary) << std::string(20'000, 'Z');
    const auto opened = Database::open(path);
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().key == "failure.database_corrupt");
    std::remove(path.c_str());
}

TEST_CASE("when the device is full an entry is refused with words that say so, nothing else is lost, and it is saved once there is room") {
    PortalDriver device(morning);
    const Story story;
    device.sign_in(story.manager);
    for (const auto& [subject, command] : story.beginnings()) device.record(subject, story.clinic, command);
    Database& database = device.portal().replica().database();
    const auto unsent = device.portal().replica().outbox_size();
    const auto room = [&](const char* pragma) { REQUIRE(database.guarded([&] { database.execute(pragma); }).ok()); };
    const Subject ticket{Ticket::subject_kind, fixed_id(30)};
    OpenTicket opening;
    opening.title = "Dysk pełny";
    opening.description = std::string(90'000, 'x');

    room("PRAGMA max_page_count = 1");
    CHECK_FALSE(device.portal().run(ticket, story.clinic, TicketCommand{opening}));
    CHECK(device.portal().trouble().find(device.portal().tr("failure.storage_full")) == 0);
    CHECK(device.portal().replica().outbox_size() == unsent);
    CHECK(device.portal().organisation(story.clinic) != nullptr);

    room("PRAGMA max_page_count = 1000000");
    CHECK(device.portal().run(ticket, story.clinic, TicketCommand{opening}));
    CHECK(device.portal().replica().outbox_size() == unsent + 1);
}

TEST_CASE("when another tab takes over, the database is closed and nothing is drawn any more") {
    PortalDriver device(morning);
    device.send({{"t", "hand_over"}});
    REQUIRE_FALSE(device.platform().posted.empty());
    CHECK(device.platform().posted.back()["t"] == "handed_over");
    const auto said = device.platform().posted.size();
    device.send({{"t", "wake"}});
    CHECK(device.platform().posted.size() == said);
}

TEST_CASE("an own entry that is too large is refused in words, and the program goes on") {
    PortalDriver device(morning);
    const Story story;
    device.sign_in(story.manager);
    const auto said = device.platform().posted.size();
    OpenTicket opening;
    opening.title = "Dysk pełny";
    opening.description = std::string(300'000, 'x');
    CHECK_FALSE(device.portal().run({Ticket::subject_kind, fixed_id(30)}, story.clinic, TicketCommand{opening}));
    CHECK(device.portal().trouble().find("larger than 256 KB") != std::string::npos);
    CHECK(device.portal().replica().outbox_size() == 0);
    device.show();
    for (std::size_t i = said; i < device.platform().posted.size(); ++i) CHECK(device.platform().posted[i]["t"] != "problem");
}

TEST_CASE("ids of this device grow, when the clock stands still and when it goes back") {
    SilentPlatform platform;
    Instant now = morning;
    app::DeviceIds ids(platform, now);
    std::string last = ids.next();
    const auto grows = [&](int count) {
        for (int i = 0; i < count; ++i) {
            const std::string next = ids.next();
            if (next <= last) FAIL_CHECK(next, " follows ", last);
            CHECK(is_uuid(next));
            last = next;
        }
    };
    grows(5'000);
    now = now - Minutes{60}.milliseconds();
    grows(10);
    now = now + Minutes{120}.milliseconds();
    grows(1);
    CHECK(last.substr(0, 13) == uuid_v7(now, {}).substr(0, 13));

    PortalDriver device(morning);
    const std::string first = device.portal().new_id();
    CHECK(device.portal().new_id() > first);
}

TEST_CASE("whoever signs out is told when what was deleted could not be overwritten, and is signed out all the same") {
    PortalDriver device(morning);
    const Story story;
    device.sign_in(story.manager);
    {
        // SQLite does not VACUUM while any statement is under way.
        auto under_way = device.portal().replica().database().prepare("SELECT 1 UNION ALL SELECT 2");
        REQUIRE(under_way.step());
        device.portal().sign_out();
    }
    device.send({{"t", "wake"}});
    CHECK_FALSE(device.portal().signed_in());
    CHECK(device.portal().path() == "/sign-in");
    CHECK(device.says("Your data have been deleted from this device"));
}

TEST_CASE("a new version that waits is offered quietly on every screen, and starts when it is wanted") {
    PortalDriver device(morning);
    const Story story;
    device.sign_in(story.manager);
    for (const auto& [subject, command] : story.beginnings()) device.record(subject, story.clinic, command);
    CHECK_FALSE(device.sees(semantics::Role::Button, "Reload"));
    device.send_without_drawing({{"t", "update_ready"}});
    CHECK(device.wants_frame());
    for (const char* path : {"/", "/tickets", "/tickets/new", "/settings"}) {
        device.go(path);
        device.check_screen();
        CHECK(device.says("A new version is ready."));
    }
    device.go("/tickets/new");
    device.type("Subject", "Drukarka");
    device.press(semantics::Role::Button, "Reload");
    CHECK(device.posted("reload") != nullptr);
    CHECK(device.portal().replica().draft("ticket_new/title") == "Drukarka");
}

TEST_CASE("texts of a language that are damaged or do not arrive are told, and the others stay") {
    PortalDriver device(morning);
    const Story story;
    device.sign_in(story.manager);
    SUBCASE("damaged") {
        device.give_texts(Language::pl, "{\"sign_in.title\":");
        device.portal().choose_language(Language::pl);
        device.send({{"t", "language_loaded"}, {"lang", "pl"}, {"ok", true}});
        CHECK(device.says(device.portal().tr("failure.catalogue")));
    }
    SUBCASE("not arrived") {
        device.portal().choose_language(Language::pl);
        const auto asked = device.platform().posted.size();
        device.send({{"t", "language_loaded"}, {"lang", "pl"}, {"ok", false}});
        for (std::size_t i = asked; i < device.platform().posted.size(); ++i) CHECK(device.platform().posted[i]["t"] != "load_language");
        CHECK(device.says(device.portal().tr("settings.language_missing")));
    }
    CHECK(device.portal().language() == Language::en);
    CHECK(device.posted("problem") == nullptr);
    device.press(semantics::Role::Button, "Close");
    CHECK(device.portal().note().empty());
}

TEST_CASE("at the start, English stands in for texts that are damaged") {
    SilentPlatform platform;
    app::App app(
        platform, {[] { return morning; }, [] { return 1.0; }}, [] { return Database::open(":memory:"); }, nullptr);
    app.give_asset("i18n/en.json", std::string(built_in_catalogue_json(Language::en)));
    app.give_asset("i18n/pl.json", "damaged");
    app.boot(write_json({{"t", "boot"}, {"width", 800}, {"height", 600}, {"dpr", 1}, {"language", "pl"}}));
    CHECK(app.portal().tr("sign_in.title") == "Sign in");
    CHECK(app.portal().note() == app.portal().tr("failure.catalogue"));
    for (const Json& message : platform.posted) CHECK(message["t"] != "problem");
}

TEST_CASE("rebuilding the rows is told as such") {
    const std::string path = std::string(P_tmpdir) + "/countersign_rebuild_test.db";
    std::remove(path.c_str());
    const Story story;
    {
        PortalDriver device(morning, 800, 600, path);
        device.sign_in(story.manager);
        for (const auto& [subject, command] : story.beginnings()) device.record(subject, story.clinic, command);
        Database& database = device.portal().replica().database();
        REQUIRE(database.guarded([&] { database.execute("UPDATE meta SET value = '0' WHERE name = 'projection_version'"); }).ok());
    }
    PortalDriver device(morning, 800, 600, path);
    device.send({{"t", "wake"}});
    const Json* told = device.posted("progress");
    REQUIRE(told != nullptr);
    CHECK((*told)["phase"] == "rebuild");
    CHECK((*told)["done"] == (*told)["total"]);
    std::remove(path.c_str());
}

TEST_CASE("a storage that fails is told with the browser's own words, and a damaged database ends the program") {
    const std::string path = std::string(P_tmpdir) + "/countersign_failing_test.db";
    std::remove(path.c_str());
    PortalDriver device(morning, 800, 600, path);
    const Story story;
    device.sign_in(story.manager);
    Database& database = device.portal().replica().database();
    SUBCASE("failing") {
        (void)database.guarded([]() -> int { throw DatabaseError{Failure{"failure.storage_failed", "run", "COMMIT", "disk I/O error"}}; });
        device.send({{"t", "wake"}});
        const Json* problem = device.posted("problem");
        REQUIRE(problem != nullptr);
        CHECK((*problem)["key"] == "storage_failed");
        CHECK((*problem)["recoverable"] == true);
        CHECK((*problem)["detail"].get<std::string>().find("InvalidStateError") != std::string::npos);
    }
    SUBCASE("damaged") {
        (void)database.guarded([]() -> int { throw DatabaseError{Failure{"failure.database_corrupt", "run"}}; });
        device.send({{"t", "wake"}});
        CHECK((*device.posted("problem"))["key"] == "corrupt_database");
        CHECK((*device.posted("problem"))["recoverable"] == false);
        CHECK_FALSE(device.portal().is_open());
        // Nothing is written any more, not even the log tidied away: it may hold what is to be rescued.
        CHECK(std::ifstream(path + "-wal").good());
    }
    std::remove(path.c_str());
    std::remove((path + "-wal").c_str());
    std::remove((path + "-shm").c_str());
}
