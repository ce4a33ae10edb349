// The sync engine: one request at a time, whatever happens around it.
#include <doctest/doctest.h>

#include "core/sync/engine.hpp"

using namespace countersign;

namespace {
constexpr Instant start{1'000'000};
Instant after(std::int64_t milliseconds) { return start + Milliseconds{milliseconds}; }
}  // namespace

TEST_CASE("the network going and coming back does not open a second request") {
    SyncEngine engine;
    engine.signed_in(start);
    REQUIRE(engine.should_send(start));
    engine.set_online(false, after(10));
    engine.set_online(true, after(20));
    CHECK_FALSE(engine.should_send(after(30)));
    SUBCASE("its answer counts") {
        engine.succeeded(after(40), false);
        CHECK(engine.phase() == SyncEngine::Phase::idle);
        CHECK(engine.last_success() == after(40));
    }
    SUBCASE("when it was lost, the network that is there now is tried at once") {
        engine.failed(after(40), 999);
        CHECK(engine.should_send(after(40)));
    }
}

TEST_CASE("a request that ends without a network waits for it") {
    SyncEngine engine;
    engine.signed_in(start);
    REQUIRE(engine.should_send(start));
    engine.set_online(false, after(10));
    SUBCASE("failed") { engine.failed(after(20), 0); }
    SUBCASE("answered all the same") { engine.succeeded(after(20), true); }
    CHECK(engine.phase() == SyncEngine::Phase::offline);
    CHECK_FALSE(engine.wake_at().has_value());
    engine.set_online(true, after(30));
    CHECK(engine.should_send(after(30)));
}

TEST_CASE("a page of more is not yet in step: the first sync of a large log says that it goes on") {
    SyncEngine engine;
    engine.signed_in(start);
    REQUIRE(engine.should_send(start));
    engine.succeeded(after(10), true);
    CHECK_FALSE(engine.last_success().has_value());
    CHECK(engine.catching_up());
    REQUIRE(engine.should_send(after(10)));
    engine.succeeded(after(20), false);
    CHECK(engine.last_success() == after(20));
    CHECK_FALSE(engine.catching_up());
}

TEST_CASE("failures wait longer and longer, success starts anew") {
    SyncEngine engine;
    engine.signed_in(start);
    Instant now = start;
    for (const std::int64_t wait : {1'000, 2'000, 4'000, 8'000}) {
        REQUIRE(engine.should_send(now));
        engine.failed(now, 0);
        CHECK(engine.wake_at() == now + Milliseconds{wait});
        CHECK_FALSE(engine.should_send(now + Milliseconds{wait - 1}));
        now = now + Milliseconds{wait};
    }
    REQUIRE(engine.should_send(now));
    engine.succeeded(now, false);
    CHECK(engine.failures() == 0);
    CHECK(engine.wake_at() == now + SyncPace{}.poll);
}

TEST_CASE("for the next person nothing of the last is remembered") {
    SyncEngine engine;
    engine.signed_in(start);
    REQUIRE(engine.should_send(start));
    engine.succeeded(start, false);
    engine.forget();
    CHECK(engine.phase() == SyncEngine::Phase::signed_out);
    CHECK_FALSE(engine.last_success().has_value());
    CHECK_FALSE(engine.should_send(after(100'000)));
}
