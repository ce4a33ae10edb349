// Signing in and out and syncing, as far as the portal does it: whose answer is taken, what is never lost, which sessions are ended.
#include <doctest/doctest.h>

#include <cstdio>

#include "tests/support/memory_server.hpp"
#include "tests/web/portal_driver.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* session_path = "api/v1/session";
constexpr const char* sync_path = "api/v1/sync";
constexpr const char* news_path = "api/v1/news";

std::string session_of(const Actor& actor) {
    Json organisations = Json::array();
    for (const OrganisationId& id : actor.organisations) organisations.push_back(id.value);
    return write_json(
        {{"user", actor.user.value}, {"name", actor.name}, {"role", role_name(actor.role)}, {"organisations", organisations}});
}

/// A portal between a person and a server that answers only when it is told to.
struct Desk : PortalDriver {
    explicit Desk(const std::string& path = ":memory:") : PortalDriver(morning, 1440, 900, path) {}

    /// As the form does it; answers the request.
    int ask_to_sign_in() {
        portal().sign_in("login", "password");
        return platform().requests.back().id;
    }
    void sign_in_over_network(const Actor& actor) { answer(ask_to_sign_in(), 200, session_of(actor)); }
    std::size_t count(const std::string& method, const std::string& path) const {
        std::size_t number = 0;
        while (request(method, path, number + 1) != nullptr) ++number;
        return number;
    }
    /// The newest request to sync, which must be there.
    SyncRequest newest_sync() const {
        const auto* sent = request("POST", sync_path, count("POST", sync_path));
        REQUIRE(sent != nullptr);
        auto read = read_sync_request(sent->body);
        REQUIRE(read.ok());
        return *read;
    }
    int newest_sync_id() const { return request("POST", sync_path, count("POST", sync_path))->id; }
    std::string answer_of_server(const SyncRequest& asked, const Actor& actor) {
        return write_sync_answer(server.handle(asked, actor, portal().now()));
    }
    void answer_newest_sync(const Actor& actor) { answer(newest_sync_id(), 200, answer_of_server(newest_sync(), actor)); }
    void begin_as(const Actor& actor) {
        go_online();
        sign_in_over_network(actor);
        answer_newest_sync(actor);
    }
    void record_beginnings() {
        for (const auto& [subject, command] : story.beginnings()) record(subject, story.clinic, command);
    }

    Story story;
    MemoryServer server;
};

Command open_ticket(const std::string& title, std::size_t size = 10) {
    OpenTicket command;
    command.title = title;
    command.description = std::string(size, 'x');
    return TicketCommand{command};
}

Subject ticket(std::uint8_t number) { return {Ticket::subject_kind, fixed_id(number)}; }

}  // namespace

TEST_CASE("a second person is refused while the device holds work of the first, by name, and their session does not stay in the browser") {
    Desk desk;
    desk.begin_as(desk.story.manager);
    const auto name = desk.story.manager.name;
    std::string what;
    SUBCASE("unsent entries") {
        desk.record_beginnings();
        what = "11 unsent entries";
    }
    SUBCASE("entries that need a decision") {
        desk.record(ticket(30), desk.story.clinic, open_ticket("Skaner"));
        desk.send({{"t", "wake"}});
        const auto event = read_event(desk.newest_sync().events.back());
        SyncAnswer refusal;
        refusal.fates.push_back({event->envelope.id, EventFate::refused, 0, {"refusal.unknown", {}}});
        desk.answer(desk.newest_sync_id(), 200, write_sync_answer(refusal));
        what = "1 entry that needs a decision";
    }
    SUBCASE("drafts, however many fields they have") {
        desk.portal().keep_draft("ticket_new/title", "Drukarka");
        desk.portal().keep_draft("ticket_new/description", "nie drukuje");
        desk.portal().keep_draft("ticket/7/comment", "");
        what = "1 draft";
    }
    desk.portal().sync_now();
    desk.send({{"t", "wake"}});
    desk.answer(desk.newest_sync_id(), 401);
    REQUIRE(desk.portal().session_ended());

    desk.sign_in_over_network(desk.story.technician);
    CHECK(desk.portal().sign_in_problem() == desk.portal().tr("sign_in.device_holds_others_work", {{"name", name}, {"what", what}}));
    CHECK(desk.portal().me().user == desk.story.manager.user);
    REQUIRE(desk.count("DELETE", session_path) == 1);
    desk.answer(desk.request("DELETE", session_path)->id, 204);
    CHECK(desk.portal().session_ended());
    CHECK(desk.portal().own_work_words() == what);
}

TEST_CASE("a request to sync says whose device it is, and a session of somebody else counts as none") {
    Desk desk;
    desk.begin_as(desk.story.manager);
    CHECK(desk.newest_sync().user == desk.story.manager.user);
    desk.record_beginnings();
    desk.send({{"t", "wake"}});
    desk.answer(desk.newest_sync_id(), 401, write_json({{"key", "refusal.session.other_user"}}));
    CHECK(desk.portal().session_ended());
    CHECK(desk.portal().replica().outbox_size() == 11);
}

TEST_CASE("an answer that arrives after signing out is not stored") {
    Desk desk;
    desk.go_online();
    Desk other;
    other.begin_as(other.story.manager);
    other.record_beginnings();
    other.send({{"t", "wake"}});
    desk.server.handle(other.newest_sync(), other.story.manager, morning);

    desk.sign_in_over_network(desk.story.manager);
    const int asked = desk.newest_sync_id();
    const std::string news = desk.answer_of_server(desk.newest_sync(), desk.story.manager);
    desk.portal().sign_out();
    desk.answer(asked, 200, news);
    CHECK(desk.portal().replica().streams().empty());
    CHECK_FALSE(desk.portal().signed_in());

    SUBCASE("nor for the next person, whose device is empty") {
        desk.answer(desk.request("DELETE", session_path)->id, 204);
        desk.sign_in_over_network(desk.story.stranger);
        desk.answer(asked, 200, news);
        CHECK(desk.portal().replica().streams().empty());
        CHECK(desk.portal().signed_in());
    }
}

TEST_CASE("signing in waits until the session before has ended, and one that comes too late is ended") {
    Desk desk;
    desk.begin_as(desk.story.manager);
    desk.portal().sign_out();
    desk.portal().sign_in("login", "password");
    CHECK(desk.count("POST", session_path) == 1);
    desk.answer(desk.request("DELETE", session_path)->id, 204);
    REQUIRE(desk.count("POST", session_path) == 2);
    desk.portal().sign_out();
    desk.answer(desk.request("DELETE", session_path, 2)->id, 204);
    desk.answer(desk.request("POST", session_path, 2)->id, 200, session_of(desk.story.manager));
    CHECK_FALSE(desk.portal().signed_in());
    CHECK(desk.count("DELETE", session_path) == 3);
}

TEST_CASE("an empty device becomes a person's with nothing of anybody before, but in the language and look it had") {
    Desk desk;
    desk.portal().choose_language(Language::pl);
    desk.portal().choose_theme("dark");
    desk.portal().keep_draft("ticket_new/title", "cudze");
    desk.begin_as(desk.story.manager);
    CHECK(desk.portal().replica().draft("ticket_new/title").empty());
    CHECK(desk.portal().replica().draft("setting/language") == "pl");
    CHECK(desk.portal().replica().draft("setting/theme") == "dark");
}

TEST_CASE("the same person signing in again keeps everything") {
    Desk desk;
    desk.begin_as(desk.story.manager);
    desk.record_beginnings();
    desk.portal().keep_draft("ticket_new/title", "Drukarka");
    desk.sign_in_over_network(desk.story.manager);
    CHECK(desk.portal().own_work_words() == "11 unsent entries, 1 draft");
}

TEST_CASE("the network going and coming back while a sync is open raises no false alarm") {
    Desk desk;
    desk.begin_as(desk.story.manager);
    desk.record_beginnings();
    desk.send({{"t", "wake"}});
    const int first = desk.newest_sync_id();
    const std::string first_answer = desk.answer_of_server(desk.newest_sync(), desk.story.manager);
    desk.go_offline();
    desk.go_online();
    desk.send({{"t", "wake"}});
    CHECK_MESSAGE(desk.newest_sync_id() == first, "one request at a time");
    desk.answer(first, 200, first_answer);
    CHECK(desk.portal().replica().outbox_size() == 0);

    SUBCASE("an answer of a request that was overtaken is dropped") {
        desk.wait(Minutes{1}.milliseconds());
        desk.send({{"t", "wake"}});
        const int old = desk.newest_sync_id();
        const std::string old_answer = desk.answer_of_server(desk.newest_sync(), desk.story.manager);
        desk.sign_in_over_network(desk.story.manager);  // a new session while the request is open
        desk.send({{"t", "wake"}});
        REQUIRE(desk.newest_sync_id() != old);
        desk.record(ticket(30), desk.story.clinic, open_ticket("Skaner"));
        desk.answer_newest_sync(desk.story.manager);
        desk.send({{"t", "wake"}});
        desk.answer_newest_sync(desk.story.manager);
        CHECK(desk.portal().replica().outbox_size() == 0);
        desk.answer(old, 200, old_answer);
        for (const StreamHolding& holding : desk.portal().replica().streams()) CHECK(holding.alarm.empty());
    }
    for (const StreamHolding& holding : desk.portal().replica().streams()) CHECK(holding.alarm.empty());
}

TEST_CASE("signing out without a network is said to leave the session, which is ended at the next start before anything else") {
    const std::string path = std::string(P_tmpdir) + "/countersign_sign_out_test.db";
    std::remove(path.c_str());
    {
        Desk desk(path);
        desk.begin_as(desk.story.manager);
        desk.go_offline();
        desk.go("/settings");
        desk.press(semantics::Role::Button, "Sign out");
        CHECK(desk.says(desk.portal().tr("settings.sign_out_offline")));
        desk.press(semantics::Role::Button, "Sign out", "Sign out on this device?");
        REQUIRE(desk.count("DELETE", session_path) == 1);
        desk.answer(desk.request("DELETE", session_path)->id, 0);
        CHECK_FALSE(desk.portal().signed_in());
    }
    Desk desk(path);
    CHECK_MESSAGE(desk.platform().requests.empty(), "it is still offline");
    desk.go_online();
    REQUIRE(desk.platform().requests.size() == 1);
    CHECK(desk.platform().requests[0].method == "DELETE");
    SUBCASE("a server that fails leaves it for the next time") {
        desk.answer(desk.platform().requests[0].id, 500);
        desk.go_online();
        REQUIRE(desk.count("DELETE", session_path) == 2);
        desk.answer(desk.request("DELETE", session_path, 2)->id, 204);
        desk.go_online();
        CHECK(desk.count("DELETE", session_path) == 2);
    }
    SUBCASE("a new sign-in ends it too") {
        desk.answer(desk.platform().requests[0].id, 0);
        desk.sign_in_over_network(desk.story.technician);
        desk.go_online();
        CHECK(desk.count("DELETE", session_path) == 1);
        CHECK(desk.portal().me().user == desk.story.technician.user);
    }
    std::remove(path.c_str());
}

TEST_CASE("when a request is too large it is made smaller, and an entry that does not pass alone waits for a decision") {
    Desk desk;
    desk.begin_as(desk.story.manager);
    desk.record_beginnings();
    desk.record(ticket(30), desk.story.clinic, open_ticket("Duże", 60'000));
    desk.record(ticket(31), desk.story.clinic, open_ticket("Małe"));
    desk.send({{"t", "wake"}});
    // A proxy that lets through 20,000 bytes.
    for (int round = 0; round < 40 && desk.portal().replica().outbox_size() > 0; ++round) {
        const auto* sent = desk.request("POST", sync_path, desk.count("POST", sync_path));
        if (sent->body.size() > 20'000) {
            desk.answer(sent->id, 413, "<html>Request Entity Too Large</html>");
        } else {
            desk.answer_newest_sync(desk.story.manager);
        }
    }
    CHECK(desk.portal().replica().outbox_size() == 0);
    const auto attention = desk.portal().replica().attention();
    REQUIRE(attention.size() == 1);
    CHECK(attention[0].event.envelope.subject == ticket(30));
    CHECK(attention[0].reason.key == "refusal.event_too_large");
    CHECK(desk.server.events_of(ticket(31)).empty() == false);

    SUBCASE("a refusal of a request without entries is told and tried again later") {
        desk.portal().sync_now();
        desk.send({{"t", "wake"}});
        desk.answer(desk.newest_sync_id(), 413);
        CHECK(desk.portal().sync_view().trouble == desk.portal().tr("failure.server_answered", {{"status", 413}}));
    }
}

TEST_CASE("the time a request takes is not taken for a wrong clock, and what was measured is kept") {
    const std::string path = std::string(P_tmpdir) + "/countersign_clock_test.db";
    std::remove(path.c_str());
    {
        Desk desk(path);
        desk.go_online();
        desk.sign_in_over_network(desk.story.manager);
        const int asked = desk.newest_sync_id();
        SyncAnswer answer;
        answer.server_time = desk.portal().now() + Milliseconds{4'000 - 90'000};
        desk.wait(Milliseconds{8'000});
        desk.answer(asked, 200, write_sync_answer(answer));
        CHECK(desk.portal().clock_skew() == Milliseconds{90'000});
    }
    Desk desk(path);
    CHECK(desk.portal().clock_skew() == Milliseconds{90'000});
    std::remove(path.c_str());
}

TEST_CASE("what the browser says of its storage is shown at once") {
    Desk desk;
    desk.begin_as(desk.story.manager);
    desk.go("/sync");
    CHECK(desk.says(desk.portal().tr("sync.storage_unknown")));
    CHECK_FALSE(desk.wants_frame());
    desk.send_without_drawing({{"t", "persist"}, {"used", 12'300'000}, {"quota", 5e9}});
    CHECK(desk.wants_frame());
    desk.show();
    CHECK(desk.says("12.3"));
    CHECK(desk.says(desk.portal().tr("sync.persistent_unknown")));
    desk.send_without_drawing({{"t", "persist"}, {"granted", true}, {"used", nullptr}, {"quota", nullptr}});
    CHECK(desk.wants_frame());
    desk.show();
    CHECK(desk.says(desk.portal().tr("sync.persistent_yes")));
}

TEST_CASE("a portal that holds everything waits for news, shows that it is synced, and fetches what it is told of") {
    Desk desk;
    desk.begin_as(desk.story.manager);
    desk.show();
    // Its own key for signing and the like may still be on its way.
    while (desk.portal().replica().outbox_size() > 0) desk.answer_newest_sync(desk.story.manager);
    REQUIRE(desk.count("POST", news_path) == 1);
    const auto* wait = desk.request("POST", news_path);
    CHECK(wait->media_type == std::string(sync_media_type));
    CHECK(desk.portal().sync_view().kind == app::SyncView::Kind::synced);
    const std::size_t syncs = desk.count("POST", sync_path);
    SUBCASE("told") {
        desk.wait(Milliseconds{7'000});
        desk.answer(wait->id, 204);
        CHECK(desk.count("POST", sync_path) == syncs + 1);
        desk.answer_newest_sync(desk.story.manager);
        CHECK(desk.count("POST", news_path) == 2);
    }
    SUBCASE("something is recorded meanwhile: it is sent at once, and the old wait's answer starts nothing") {
        const int old = wait->id;
        desk.record_beginnings();
        desk.show();
        CHECK(desk.count("POST", sync_path) == syncs + 1);
        desk.answer(old, 204);
        CHECK(desk.count("POST", sync_path) == syncs + 1);
        desk.answer_newest_sync(desk.story.manager);
        CHECK(desk.portal().sync_view().kind == app::SyncView::Kind::synced);
    }
    SUBCASE("a server that knows no waits is polled, and nothing is shown as wrong") {
        desk.answer(wait->id, 404, "<html>");
        CHECK(desk.portal().sync_view().kind == app::SyncView::Kind::synced);
        desk.wait(Milliseconds{1'600});
        desk.show();
        CHECK(desk.count("POST", sync_path) == syncs + 1);
    }
}
