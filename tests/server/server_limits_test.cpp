// Limits of time, connections and rate, against the real program: who takes too long or asks too often is told so, and others are served
// meanwhile.
#include <doctest/doctest.h>

#include <memory>

#include "server/http/rate_limit.hpp"
#include "server_process.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

const std::string get_health = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n";
// An address that no test connects from, so that connections from this machine are strangers'.
const std::vector<std::string> no_trusted_proxy{"--trusted-proxy", "192.0.2.1"};

std::vector<std::string> with(std::vector<std::string> options, const std::vector<std::string>& more) {
    options.insert(options.end(), more.begin(), more.end());
    return options;
}

// Sends byte after byte for as long as nothing comes back; answers what then did.
std::string drip(RawConnection& connection, char byte) {
    while (!connection.readable(std::chrono::milliseconds(50))) {
        if (!connection.send(std::string(1, byte))) break;
    }
    return connection.rest();
}

// Connections come and go on other threads: asks until it gets that answer.
bool eventually_answers(int port, int status) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < until) {
        if (http(port, "GET", "/healthz").status == status) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("headers that drip in or never end are answered 408 in time, and others are served meanwhile") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path(), {"--head-seconds", "1"});
    std::vector<std::unique_ptr<RawConnection>> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(std::make_unique<RawConnection>(server.port));
        CHECK(slow.back()->send("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: "));
    }
    CHECK(server.call("GET", "/healthz").status == 200);
    const std::string dripped = drip(*slow[0], 'a');
    CHECK(parse_answer(dripped).status == 408);
    CHECK(parse_answer(dripped).key() == "failure.http.too_slow");
    for (std::size_t i = 1; i < slow.size(); ++i) CHECK(parse_answer(slow[i]->rest()).status == 408);
    // Who says nothing at all, as browsers do in advance, is just let go.
    RawConnection silent(server.port);
    CHECK(silent.rest().empty());
}

TEST_CASE("a body that drips in, and one that stops, are answered 408 in time") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path(), {"--body-seconds", "2", "--silence-seconds", "1"});
    const std::string begin = "POST /api/v1/session HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
    RawConnection dripping(server.port), stopping(server.port), leaving(server.port);
    CHECK((dripping.send(begin) && stopping.send(begin)));
    CHECK(parse_answer(stopping.rest()).key() == "failure.http.too_slow");
    const Answer answer = parse_answer(drip(dripping, ' '));
    CHECK(answer.status == 408);
    CHECK(answer.header("Connection") == "close");
    CHECK(server.call("GET", "/healthz").status == 200);
}

TEST_CASE("a connection without requests is closed after a while, also after its first request") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path(), {"--keep-alive-seconds", "1", "--head-seconds", "1"});
    RawConnection connection(server.port);
    CHECK(connection.send(get_health));
    CHECK(parse_answer(connection.answer()).status == 200);
    CHECK(connection.rest().empty());
}

TEST_CASE("more connections than allowed are answered 503, and served again when one is free") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path(), {"--connections-max", "8", "--keep-alive-seconds", "60", "--head-seconds", "60"});
    std::vector<std::unique_ptr<RawConnection>> open;
    for (int i = 0; i < 8; ++i) {
        open.push_back(std::make_unique<RawConnection>(server.port));
        CHECK(open.back()->send(get_health));
        CHECK(parse_answer(open.back()->answer()).status == 200);
    }
    RawConnection ninth(server.port);
    CHECK(ninth.send(get_health));
    const Answer refused = parse_answer(ninth.rest());
    CHECK(refused.status == 503);
    CHECK(refused.key() == "failure.server_busy");
    CHECK(refused.header("Retry-After") == "1");
    open.pop_back();
    CHECK(eventually_answers(server.port, 200));
    CHECK(open[0]->send(get_health));
    CHECK(parse_answer(open[0]->answer()).status == 200);
}

TEST_CASE("one address gets no more connections than its share; another one does, and so does a trusted proxy") {
    const TemporaryDirectory data, other_data;
    const std::vector<std::string> two{"--connections-per-address-max", "2", "--keep-alive-seconds", "60"};
    const auto open_two = [](int port, std::vector<std::unique_ptr<RawConnection>>& open) {
        for (int i = 0; i < 2; ++i) {
            open.push_back(std::make_unique<RawConnection>(port));
            CHECK(open.back()->send(get_health));
            CHECK(parse_answer(open.back()->answer()).status == 200);
        }
    };
    const ServerProcess server(data.path(), with(two, no_trusted_proxy));
    std::vector<std::unique_ptr<RawConnection>> open;
    open_two(server.port, open);
    RawConnection third(server.port);
    CHECK(third.send(get_health));
    const Answer refused = parse_answer(third.rest());
    CHECK(refused.status == 429);
    CHECK(refused.key() == "failure.http.connections_of_address");
    CHECK(refused.json()["params"]["count"] == "2");
    RawConnection elsewhere(server.port, "127.0.0.2");
    CHECK(elsewhere.send(get_health));
    CHECK(parse_answer(elsewhere.answer()).status == 200);

    const ServerProcess behind_proxy(other_data.path(), two);
    std::vector<std::unique_ptr<RawConnection>> of_proxy;
    open_two(behind_proxy.port, of_proxy);
    CHECK(behind_proxy.call("GET", "/healthz").status == 200);
}

TEST_CASE("who asks too often is told how long to wait; the address is the real one, not the one that is claimed") {
    const TemporaryDirectory data, other_data;
    const std::vector<std::string> slow{"--rate-per-address", "1", "--burst-per-address", "3"};
    const ServerProcess server(data.path(), with(slow, no_trusted_proxy));
    const auto ask = [](const ServerProcess& from, const std::string& claimed) {
        return from.call("GET", "/healthz", {{"X-Forwarded-For", claimed}});
    };
    Answer answer;
    int served = 0;
    for (int i = 0; i < 50 && (answer = ask(server, "10.0.0." + std::to_string(i))).status == 200; ++i) ++served;
    CHECK(served >= 3);
    CHECK(served < 50);
    CHECK(answer.status == 429);
    CHECK(answer.key() == "failure.http.too_many_requests");
    CHECK(answer.header("Retry-After") == "1");
    CHECK(answer.json()["params"]["seconds"] == "1");

    const ServerProcess behind_proxy(other_data.path(), slow);
    for (int i = 0; i < 20; ++i) CHECK(ask(behind_proxy, "10.0.0." + std::to_string(i)).status == 200);
    served = 0;
    for (int i = 0; i < 50 && ask(behind_proxy, "1.1.1.1, 10.0.1.1").status == 200; ++i) ++served;
    CHECK(served < 50);
    // What a client writes before the address that the proxy saw changes nothing.
    CHECK(ask(behind_proxy, "2.2.2.2, 10.0.1.1").status == 429);
    CHECK(ask(behind_proxy, "10.0.1.2").status == 200);
}

TEST_CASE("a session has its own rate, from wherever it asks") {
    SceneWithAccounts scene;
    const ServerProcess server(scene.directory.path(), {"--rate-per-session", "1", "--burst-per-session", "3"});
    HeaderList headers = signed_in(server.port, "technician");
    int served = 0;
    for (int i = 0; i < 50; ++i) {
        HeaderList from = headers;
        from.emplace("X-Forwarded-For", "10.0.0." + std::to_string(i));
        const Answer answer = server.call("GET", "/api/v1/session", from);
        if (answer.status != 200) {
            CHECK(answer.key() == "failure.http.too_many_requests");
            break;
        }
        ++served;
    }
    CHECK(served >= 3);
    CHECK(served < 50);
    CHECK(server.call("GET", "/api/v1/session", signed_in(server.port, "contact")).status == 200);
}

TEST_CASE("a bucket gives what is in it, fills with time, and never beyond its size") {
    RateLimit limit({10, 5, 100});
    const RateLimit::Time start{};
    for (int i = 0; i < 5; ++i) CHECK_FALSE(limit.take("a", start).has_value());
    CHECK(limit.take("a", start) == 1);
    CHECK_FALSE(limit.take("b", start).has_value());
    CHECK_FALSE(limit.take("a", start + std::chrono::milliseconds(101)).has_value());
    CHECK(limit.take("a", start + std::chrono::milliseconds(102)) == 1);
    for (int i = 0; i < 5; ++i) CHECK_FALSE(limit.take("a", start + std::chrono::hours(1)).has_value());
    CHECK(limit.take("a", start + std::chrono::hours(1)) == 1);
    RateLimit slow({1, 1, 100});
    CHECK_FALSE(slow.take("a", start).has_value());
    // A clock that stands still or goes back gives nothing away.
    CHECK(slow.take("a", start - std::chrono::hours(1)) == 1);
    RateLimit none({0, 0, 100});
    for (int i = 0; i < 1'000; ++i) CHECK_FALSE(none.take("a", start).has_value());
}

TEST_CASE("the memory of a rate limit is bounded, and who asks too often stays remembered") {
    RateLimit limit({1, 10, 100});
    const RateLimit::Time start{};
    for (int i = 0; i < 11; ++i) (void)limit.take("greedy", start);
    for (int i = 0; i < 10'000; ++i) {
        (void)limit.take(std::to_string(i), start);
        CHECK(limit.size() <= 100);
    }
    CHECK(limit.take("greedy", start).has_value());
}
