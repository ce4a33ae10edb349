// A history that is being loaded, as people see it.
#include <doctest/doctest.h>

#include "core/event/chain.hpp"
#include "core/event/codec.hpp"
#include "core/i18n/number.hpp"
#include "tests/web/portal_driver.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* sync_path = "api/v1/sync";

/// A portal whose server has 20 000 entries and sends one with each page.
struct Desk : PortalDriver {
    Desk() : PortalDriver(morning) {
        sign_in(story.manager);
        go_online();
        portal().sync_now();
        send({{"t", "navigate"}, {"path", "/sync"}});
    }
    std::string loaded() { return portal().tr("sync.loaded", {{"held", "2"}, {"all", format_number(portal().texts(), 20'000)}}); }
    void answer_with_a_page(std::int64_t head) {
        const StreamId stream = shared_stream(story.clinic);
        if (seq == 0) chain = chain_start(stream);
        const StoredEvent event = write_event({{ids.next()},
                                               stream,
                                               {Ticket::subject_kind, fixed_id(50)},
                                               "later_than_this_version",
                                               1,
                                               story.technician.user,
                                               {fixed_id(99)},
                                               morning,
                                               Json::object()});
        ++seq;
        chain = chain_next(chain, event.bytes, seq, morning);
        SyncAnswer answer;
        answer.server_time = morning;
        StreamNews& news = answer.streams[stream];
        news.head = head;
        news.chain = chain;
        news.events.push_back({event.bytes, {seq, morning, chain}});
        const auto& requests = platform().requests;
        const auto newest = std::find_if(requests.rbegin(), requests.rend(), [](const auto& one) { return one.path == sync_path; });
        REQUIRE(newest != requests.rend());
        PortalDriver::answer(newest->id, 200, write_sync_answer(answer));
    }

    Story story;
    CountingIds ids;
    std::int64_t seq = 0;
    Digest chain;
};

}  // namespace

TEST_CASE("while a long history is loaded every screen says so, and the sync screen how far it is and how long it takes") {
    Desk desk;
    desk.answer_with_a_page(20'000);
    REQUIRE(desk.portal().sync_view().catch_up.has_value());
    CHECK(desk.portal().sync_view().kind == app::SyncView::Kind::sending);
    CHECK(desk.says(desk.portal().tr("sync.loading", {{"percent", 0}})));
    CHECK(desk.says(desk.portal().tr("sync.loading_explained")));
    // One page tells nothing of the pace.
    CHECK_FALSE(desk.portal().sync_view().catch_up->left().has_value());
    desk.wait(Milliseconds{20'000});
    desk.answer_with_a_page(20'000);
    // One in twenty seconds: 19 998 more take 399 960 seconds, 6 666 minutes.
    CHECK(desk.portal().sync_view().catch_up->left() == Minutes{6'667});
    CHECK(desk.says(desk.loaded() + ", about"));
    desk.go("/tickets");
    CHECK(desk.says(desk.portal().tr("sync.loading_text")));
    SUBCASE("until the last page is here") {
        desk.answer_with_a_page(3);
        CHECK_FALSE(desk.portal().sync_view().catch_up.has_value());
        CHECK_FALSE(desk.says(desk.portal().tr("sync.loading_text")));
        desk.go("/sync");
        CHECK(desk.says(desk.portal().tr_n("sync.entries", 3)));
    }
    SUBCASE("and without a network nothing is said of the time it takes") {
        desk.go_offline();
        desk.go("/sync");
        CHECK(desk.says(desk.loaded()));
        CHECK_FALSE(desk.says(desk.loaded() + ", about"));
    }
}

TEST_CASE("a few pages are loaded without a word") {
    Desk desk;
    desk.answer_with_a_page(1'000);
    CHECK_FALSE(desk.portal().sync_view().catch_up.has_value());
}
