// Waiting for news over real HTTP: who is told, when, and what ends a wait. Each wait is bounded by an hour, so that one which is answered
// was ended by what the test did.
#include <doctest/doctest.h>

#include <sys/stat.h>

#include <fstream>
#include <future>

#include "office.hpp"
#include "server_process.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

const DeviceId tablet{"01990000-0000-7000-8000-0000000000aa"};
const DeviceId phone{"01990000-0000-7000-8000-0000000000bb"};

RunningServerOptions patient(std::chrono::milliseconds wait = std::chrono::hours(1)) {
    RunningServerOptions options;
    options.application.news_wait = wait;
    return options;
}

struct Desk : Office {
    explicit Desk(RunningServerOptions options = patient()) : Office(std::move(options)) {}

    /// As a device that holds everything this person may read.
    std::string up_to_date(const Actor& actor, const DeviceId& device) {
        SyncRequest request{device, now, {}, {}, actor.user};
        for (const auto& [stream, head] : sync(actor, {}).streams) request.cursors[stream] = head.head;
        return write_sync_request(request);
    }
    std::future<Answer> wait(const std::string& login, const Actor& actor, const DeviceId& device) {
        return wait_with(cookie_of(login), actor, device);
    }
    /// Comes back when the server knows of the wait.
    std::future<Answer> wait_with(const HeaderList& cookie, const Actor& actor, const DeviceId& device) {
        const std::size_t before = news.count();
        auto answer = std::async(std::launch::async,
                                 [this, cookie, body = up_to_date(actor, device)] { return post_message("/api/v1/news", body, cookie); });
        REQUIRE(wait_until([&] { return news.count() > before; }));
        return answer;
    }
};

bool unanswered(std::future<Answer>& wait) { return wait.wait_for(std::chrono::seconds(0)) == std::future_status::timeout; }

}  // namespace

TEST_CASE("a device that waits is told of an entry that somebody else sends, and then finds it") {
    Desk desk;
    auto waiting = desk.wait("technician", desk.technician, tablet);
    const Answer sent = desk.post_sync(
        write_sync_request({phone, desk.now, {}, {desk.open_ticket(desk.contact, desk.new_subject("ticket"))}, desk.contact.user}),
        desk.cookie_of("contact"));
    CHECK(sent.status == 200);
    CHECK(waiting.get().status == 204);
}

TEST_CASE("who may not read what was written goes on waiting, and so does everybody when nothing was taken in") {
    Desk desk;
    auto contact = desk.wait("contact", desk.contact, phone);
    desk.news.announce({desk.internal});
    CHECK(desk.sync(desk.technician, {"broken"}).fates.at(0).fate == EventFate::refused);
    CHECK(unanswered(contact));
    desk.news.announce({desk.shared});
    CHECK(contact.get().status == 204);
}

TEST_CASE("what came between the last sync and the wait is told at once") {
    Desk desk;
    const std::string before = desk.up_to_date(desk.technician, tablet);
    desk.send(desk.contact, desk.open_ticket(desk.contact, desk.new_subject("ticket")));
    CHECK(desk.post_message("/api/v1/news", before, desk.cookie_of("technician")).status == 204);
}

TEST_CASE("without news a wait ends after its time") {
    Desk desk(patient(std::chrono::milliseconds(20)));
    CHECK(desk.post_message("/api/v1/news", desk.up_to_date(desk.technician, tablet), desk.cookie_of("technician")).status == 204);
}

TEST_CASE("a device that asks again, or syncs, ends the wait that it left behind, and no other device's") {
    Desk desk;
    const HeaderList cookie = desk.cookie_of("technician");
    auto other = desk.wait_with(cookie, desk.technician, phone);
    auto left = desk.wait_with(cookie, desk.technician, tablet);
    SUBCASE("asks again") {
        auto second = std::async(std::launch::async,
                                 [&] { return desk.post_message("/api/v1/news", desk.up_to_date(desk.technician, tablet), cookie); });
        CHECK(left.get().status == 204);
        desk.news.close();
        CHECK(second.get().status == 204);
    }
    SUBCASE("syncs") {
        CHECK(desk.post_sync(desk.up_to_date(desk.technician, tablet), cookie).status == 200);
        CHECK(left.get().status == 204);
    }
    CHECK((unanswered(other) || other.get().status == 204));
    desk.news.close();
}

TEST_CASE("whose session ends is told at once: signed out, ended elsewhere, deactivated") {
    Desk desk;
    const HeaderList cookie = desk.cookie_of("technician");
    auto waiting = desk.wait_with(cookie, desk.technician, tablet);
    SUBCASE("signed out") { CHECK(desk.call("DELETE", "/api/v1/session", cookie).status == 204); }
    SUBCASE("ended elsewhere") { CHECK(desk.post("sessions/end-others", Json::object(), desk.cookie_of("technician")).status < 300); }
    SUBCASE("deactivated") {
        CHECK(desk.post("people/" + desk.technician.user.value + "/deactivate", Json::object(), desk.cookie_of("admin")).status < 300);
    }
    CHECK(waiting.get().status == 401);
}

TEST_CASE("a device that is to be wiped is told at once, and somebody's signing in disturbs no wait") {
    Desk desk;
    const HeaderList cookie = desk.cookie_of("technician");
    REQUIRE(desk.post_sync(desk.up_to_date(desk.technician, tablet), cookie).status == 200);
    auto waiting = desk.wait_with(cookie, desk.technician, tablet);
    const HeaderList again = desk.cookie_of("technician");
    CHECK(unanswered(waiting));
    CHECK(desk.post("devices/wipe", {{"device", tablet.value}}, again).status == 204);
    CHECK(waiting.get().status == 204);
    CHECK(desk.post_sync(desk.up_to_date(desk.technician, tablet), cookie).key() == "refusal.device.wiped");
}

TEST_CASE("devices that wait keep nobody from being served") {
    RunningServerOptions options = patient();
    options.limits.requests_at_once_max = 1;
    Desk desk(options);
    auto technician = desk.wait("technician", desk.technician, tablet);
    auto contact = desk.wait("contact", desk.contact, phone);
    CHECK(desk.call("GET", "/healthz").status == 200);
    desk.news.announce({desk.shared});
    CHECK(technician.get().status == 204);
    CHECK(contact.get().status == 204);
}

TEST_CASE("a wait carries no events, and is nobody else's") {
    Desk desk;
    const HeaderList cookie = desk.cookie_of("technician");
    const std::string event = desk.open_ticket(desk.technician, desk.new_subject("ticket"));
    CHECK(desk.post_message("/api/v1/news", write_sync_request({tablet, desk.now, {}, {event}, desk.technician.user}), cookie).key() ==
          "failure.sync_message");
    CHECK(desk.post_message("/api/v1/news", desk.up_to_date(desk.contact, tablet), cookie).key() == "refusal.session.other_user");
}

TEST_CASE("the program that is told to stop answers whoever waits, and ends in time") {
    SceneWithAccounts scene;
    SyncRequest request{tablet, scene.now, {}, {}, scene.technician.user};
    for (const auto& [stream, head] : scene.sync(scene.technician, {}).streams) request.cursors[stream] = head.head;
    const std::string token = "0123456789abcdef", token_path = scene.directory.file("token");
    std::ofstream(token_path) << token;
    ::chmod(token_path.c_str(), 0600);
    ServerProcess server(scene.directory.path(), {"--news-wait-seconds", "50", "--metrics-token-file", token_path});
    HeaderList headers = signed_in(server.port, "technician");
    headers.emplace("Content-Type", sync_media_type);
    auto waiting =
        std::async(std::launch::async, [&] { return server.call("POST", "/api/v1/news", headers, write_sync_request(request)); });
    REQUIRE(wait_until([&] {
        return server.call("GET", "/metrics", {{"Authorization", "Bearer " + token}}).body.find("countersign_waiting_for_news 1\n") !=
               std::string::npos;
    }));
    const Ended ended = server.stop();
    CHECK(ended.status == 0);
    CHECK(waiting.get().status == 204);
}
