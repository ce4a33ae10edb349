// The server's small parts without a socket: encodings, proxies, throttle, options, timestamps, ids.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "server/auth/throttle.hpp"
#include "server/command/options.hpp"
#include "server/http/compression.hpp"
#include "server/http/proxy.hpp"
#include "server/http/request_check.hpp"
#include "server/system/ids.hpp"

using namespace countersign;

TEST_CASE("Accept-Encoding is read with its weights") {
    CHECK(accepts_encoding("gzip", "gzip"));
    CHECK(accepts_encoding("deflate , gzip;q=0.5", "gzip"));
    CHECK(accepts_encoding("*", "br"));
    CHECK(accepts_encoding("br;q=0.001", "br"));
    CHECK_FALSE(accepts_encoding("", "gzip"));
    CHECK_FALSE(accepts_encoding("gzip;q=0", "gzip"));
    CHECK_FALSE(accepts_encoding("gzip;q=0.000, *", "gzip"));
    CHECK_FALSE(accepts_encoding("*;q=0", "gzip"));
    CHECK_FALSE(accepts_encoding("x-gzip", "gzip"));
}

TEST_CASE("what is packed comes out again, up to the limit and no further") {
    for (const std::string& data : {std::string(), std::string("żółw"), std::string(100'000, 'a')}) {
        const Unpacked unpacked = gunzip(gzip(data), 100'000);
        CHECK_FALSE(unpacked.problem.has_value());
        CHECK(unpacked.data == data);
    }
    CHECK(gunzip(gzip(std::string(100'001, 'a')), 100'000).problem == UnpackProblem::too_large);
    CHECK(gunzip("", 100).problem == UnpackProblem::malformed);
}

TEST_CASE("the address of the client is the one that the trusted proxy saw") {
    HttpRequest request;
    request.peer_address = "::ffff:127.0.0.1";
    request.headers = {{"Host", "inside:8080"}, {"x-forwarded-for", "6.6.6.6, 203.0.113.9"}, {"X-Forwarded-Proto", "https"}};
    const ProxySettings settings;
    CHECK(origin_of(request, settings).client_address == "203.0.113.9");
    CHECK(origin_of(request, settings).https);
    CHECK(origin_of(request, settings).host == "inside:8080");
    request.peer_address = "198.51.100.4";
    CHECK(origin_of(request, settings).client_address == "198.51.100.4");
    CHECK_FALSE(origin_of(request, settings).https);
}

TEST_CASE("a base path has a slash at both ends and nothing strange between") {
    CHECK(normal_base_path("portal") == "/portal/");
    CHECK(normal_base_path("/a/b/") == "/a/b/");
    CHECK(normal_base_path("/") == "/");
    for (const char* path : {"//evil.example", "/a/../b", "/a b", "/a\"b", "/.a"}) CHECK_FALSE(normal_base_path(path).has_value());
}

TEST_CASE("cookies are found by their whole name") {
    HttpRequest request;
    request.headers = {{"Cookie", "xa=1; a=2;a=3; b"}};
    CHECK(cookie_value(request, "a") == "2");
    CHECK(cookie_value(request, "xa") == "1");
    CHECK(cookie_value(request, "b").empty());
    CHECK(cookie_value(request, "c").empty());
}

TEST_CASE("the throttle doubles the wait, caps it and forgets") {
    Throttle throttle;
    Instant now{1'000'000};
    for (int i = 0; i < 4; ++i) CHECK(throttle.attempt("name", now).count == 0);
    CHECK(throttle.wait("name", now).count == 0);
    std::int64_t expected = 1'000;
    for (int i = 0; i < 12; ++i) {
        CHECK(throttle.attempt("name", now).count == 0);
        const std::int64_t wait = std::min<std::int64_t>(expected, 60'000);
        CHECK(throttle.wait("name", now).count == wait);
        // What comes too early costs nothing but the answer.
        CHECK(throttle.attempt("name", now).count == wait);
        CHECK(throttle.wait("name", now - Milliseconds{500'000}).count == wait);
        CHECK(throttle.wait("name", now + Milliseconds{wait - 1}).count == 1);
        now = now + Milliseconds{wait};
        expected *= 2;
    }
    CHECK(throttle.wait("other", now).count == 0);
    now = now + Milliseconds{3'600'001};
    CHECK(throttle.attempt("name", now).count == 0);
    CHECK(throttle.wait("name", now).count == 0);
    throttle.succeeded("name");
    CHECK(throttle.wait("name", now).count == 0);
}

TEST_CASE("an attempt that is taken back never was, and many at once get no further than one after the other") {
    Throttle throttle;
    const Instant now{1'000'000};
    for (int i = 0; i < 100; ++i) {
        CHECK(throttle.attempt("name", now).count == 0);
        throttle.taken_back("name");
    }
    std::atomic<int> allowed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 20; ++i) threads.emplace_back([&] { allowed += throttle.attempt("name", now).count == 0 ? 1 : 0; });
    for (std::thread& thread : threads) thread.join();
    CHECK(allowed == 5);
}

TEST_CASE("the throttle's memory is bounded") {
    ThrottleLimits limits;
    limits.names_max = 3;
    limits.free_attempts = 1;
    Throttle throttle(limits);
    for (int i = 0; i < 5; ++i) throttle.attempt("name" + std::to_string(i), {1'000 + i});
    CHECK(throttle.wait("name0", {1'005}).count == 0);
    CHECK(throttle.wait("name4", {1'005}).count > 0);
}

TEST_CASE("options are read in both forms, and what is not known is named") {
    const OptionNames known{{"--port", "--name"}, {"--fresh"}, 1};
    auto options = Options::parse({"--port", "80", "word", "--fresh", "--name=a=b"}, known);
    REQUIRE(options.ok());
    CHECK(options->number("--port", 1, 0, 100) == 80);
    CHECK(options->number("--other", 5, 0, 100) == 5);
    CHECK(options->value_or("--name", "") == "a=b");
    CHECK(options->given("--fresh"));
    CHECK(options->operands() == std::vector<std::string>{"word"});
    const auto problem = [&](const std::vector<std::string>& words) { return Options::parse(words, known).error(); };
    CHECK(problem({"--pord", "80"}) == "The option --pord is not known.");
    CHECK(problem({"--port"}) == "--port needs a value.");
    CHECK(problem({"--fresh=1"}) == "--fresh takes no value.");
    CHECK(problem({"a", "b"}) == "'b' is not expected here.");
    for (const char* number : {"", "x", "8o", "-1", "101", "99999999999999999999"}) {
        CHECK_FALSE(Options::parse({"--port", number}, known)->number("--port", 1, 0, 100).has_value());
    }
}

TEST_CASE("the server's ids are UUIDs that sort in the order they were made, even when the clock stands or goes back") {
    std::int64_t time = 1'000;
    SystemIds ids([&] { return Instant{time}; });
    std::string last = ids.next();
    for (int i = 0; i < 10'000; ++i) {
        if (i == 5'000) time = 10;
        const std::string id = ids.next();
        CHECK(is_uuid(id));
        CHECK(last < id);
        last = id;
    }
}
