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

namespace {
// Everything is fetched and sent at `start`.
SyncEngine up_to_date() {
    SyncEngine engine;
    engine.signed_in(start);
    REQUIRE(engine.should_send(start));
    engine.succeeded(start, false);
    return engine;
}
}  // namespace

TEST_CASE("who holds everything waits for news instead of polling, and syncs at once when told") {
    SyncEngine engine = up_to_date();
    REQUIRE(engine.should_wait(start));
    CHECK_FALSE(engine.should_wait(start));
    CHECK(engine.phase() == SyncEngine::Phase::waiting);
    CHECK_FALSE(engine.should_send(after(20'000)));
    engine.waited(after(20'000));
    CHECK(engine.should_send(after(20'000)));
}

TEST_CASE("what is recorded during a wait is sent at once, and the wait's answer then means nothing") {
    SyncEngine engine = up_to_date();
    REQUIRE(engine.should_wait(start));
    engine.hurry(after(3'000));
    CHECK(engine.wake_at() == after(3'000));
    REQUIRE(engine.should_send(after(3'000)));
    engine.waited(after(3'010));
    engine.wait_failed(after(3'010), 0);
    CHECK(engine.phase() == SyncEngine::Phase::in_flight);
    engine.succeeded(after(3'020), false);
    CHECK(engine.should_wait(after(3'020)));
}

TEST_CASE("however often news are told, a second lies between two syncs") {
    SyncEngine engine = up_to_date();
    REQUIRE(engine.should_wait(start));
    engine.waited(after(10));
    CHECK_FALSE(engine.should_send(after(999)));
    CHECK_FALSE(engine.should_wait(after(1'000)));
    CHECK(engine.should_send(after(1'000)));
}

TEST_CASE("where waits fail it polls, and tries to wait ever more seldom") {
    SyncEngine engine = up_to_date();
    std::int64_t now = 0;
    int polls = 0, waits = 0;
    // Ten minutes with a server that knows no waits.
    for (; now < 600'000; now += 100) {
        if (engine.should_send(after(now))) {
            ++polls;
            engine.succeeded(after(now), false);
        }
        if (engine.should_wait(after(now))) {
            ++waits;
            engine.wait_failed(after(now), 500);
        }
    }
    CHECK(polls > 100);
    CHECK(polls < 130);
    CHECK(waits < 20);
    SUBCASE("until one is answered again") {
        while (!engine.should_wait(after(now))) {
            if (engine.should_send(after(now))) engine.succeeded(after(now), false);
            now += 100;
        }
        engine.waited(after(now + 25'000));
        REQUIRE(engine.should_send(after(now + 25'000)));
        engine.succeeded(after(now + 25'000), false);
        CHECK(engine.should_wait(after(now + 25'000)));
    }
}

TEST_CASE("nobody waits while hidden, offline, behind, failing or signed out") {
    SyncEngine engine = up_to_date();
    SUBCASE("hidden") { engine.set_visible(false, start); }
    SUBCASE("offline") { engine.set_online(false, start); }
    SUBCASE("signed out") { engine.signed_out(); }
    SUBCASE("behind") {
        engine.hurry(start);
        REQUIRE(engine.should_send(start));
        engine.succeeded(start, true);
    }
    SUBCASE("failing") {
        engine.hurry(start);
        REQUIRE(engine.should_send(start));
        engine.failed(start, 0);
    }
    CHECK_FALSE(engine.should_wait(start));
}

TEST_CASE("a wait that nobody answers ends by itself, and one that the network took along is forgotten") {
    SyncEngine engine = up_to_date();
    REQUIRE(engine.should_wait(start));
    SUBCASE("nobody answers") {
        CHECK_FALSE(engine.should_send(after(69'999)));
        CHECK(engine.should_send(after(70'000)));
    }
    SUBCASE("the network") {
        engine.set_online(false, after(5'000));
        CHECK(engine.phase() == SyncEngine::Phase::offline);
        engine.wait_failed(after(5'010), 0);
        engine.set_online(true, after(6'000));
        CHECK(engine.should_send(after(6'000)));
        engine.succeeded(after(6'100), false);
        CHECK(engine.should_wait(after(6'100)));
    }
}
