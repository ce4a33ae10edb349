// HttpServer with handlers of the test's own: how many work at once, what a handler that fails or waits does to others, and how it stops.
#include "server/http/http_server.hpp"

#include <doctest/doctest.h>

#include <future>
#include <thread>

#include "server/http/work_slots.hpp"
#include "server_process.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

struct Served {
    HttpServer server;
    int port;
    std::thread thread;

    Served(const HttpLimits& limits, HttpHandler handler) : server(limits, std::move(handler)), port(server.bind("127.0.0.1", 0).value()) {
        thread = std::thread([this] { server.run(); });
    }
    ~Served() {
        server.stop();
        thread.join();
    }
    std::future<Answer> ask(const std::string& target) const {
        return std::async(std::launch::async, [target, where = port] { return http(where, "GET", target); });
    }
};

HttpLimits one_at_once() {
    HttpLimits limits;
    limits.requests_at_once_max = 1;
    limits.turn_time = std::chrono::milliseconds(100);
    return limits;
}

}  // namespace

TEST_CASE("a request whose turn does not come is answered 503, and the next one is served") {
    std::promise<void> entered, leave;
    Served served(one_at_once(), [&, left = leave.get_future().share()](const HttpRequest& request) {
        if (request.path() == "/slow") {
            entered.set_value();
            left.wait();
        }
        return HttpResponse{200, {}, "done"};
    });
    auto slow = served.ask("/slow");
    entered.get_future().wait();
    const Answer refused = http(served.port, "GET", "/");
    CHECK(refused.status == 503);
    CHECK(refused.key() == "failure.server_busy");
    leave.set_value();
    CHECK(slow.get().status == 200);
    CHECK(http(served.port, "GET", "/").status == 200);
}

TEST_CASE("a handler that waits for news leaves its turn to others, and ends when the server stops") {
    std::promise<void> waiting;
    std::unique_ptr<Served> served;
    std::atomic<bool> ended = false;
    served = std::make_unique<Served>(one_at_once(), [&](const HttpRequest& request) {
        if (request.path() == "/news") {
            const WorkSlots::Pause pause;
            waiting.set_value();
            while (!served->server.stopping()) std::this_thread::yield();
            ended = true;
        }
        return HttpResponse{200, {}, "done"};
    });
    auto news = served->ask("/news");
    waiting.get_future().wait();
    CHECK(http(served->port, "GET", "/").status == 200);
    served->server.stop();
    CHECK(news.get().status == 200);
    CHECK(ended);
}

TEST_CASE("a handler that throws costs its own answer, not the server") {
    Served served({}, [](const HttpRequest& request) -> HttpResponse {
        if (request.path() == "/throws") throw std::runtime_error("inside");
        return {200, {{"X-Sound", "yes"}, {"X-Broken", "a\r\nX-Forged: b"}}, "done"};
    });
    const Answer answer = http(served.port, "GET", "/throws");
    CHECK(answer.status == 500);
    CHECK(answer.key() == "failure.server");
    CHECK(answer.body.find("inside") == std::string::npos);
    const Answer sound = http(served.port, "GET", "/");
    CHECK(sound.header("X-Sound") == "yes");
    CHECK(sound.header("X-Forged").empty());
    const Answer head = http(served.port, "HEAD", "/");
    CHECK(head.header("Content-Length") == "4");
    CHECK(head.body.empty());
}

TEST_CASE("a large answer that nobody reads is given up, and the connection counts no longer") {
    HttpLimits limits;
    limits.silence = std::chrono::milliseconds(200);
    std::promise<void> entered;
    Served served(limits, [&](const HttpRequest&) {
        entered.set_value();
        return HttpResponse{200, {}, std::string(50'000'000, 'x')};
    });
    const RawConnection deaf(served.port);
    CHECK(deaf.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
    entered.get_future().wait();
    CHECK(wait_until([&] { return served.server.connection_count() == 0; }));
}

TEST_CASE("it can be told to stop before it runs") {
    HttpServer server({}, [](const HttpRequest&) { return HttpResponse{}; });
    REQUIRE(server.bind("127.0.0.1", 0).ok());
    server.stop();
    server.run();
    CHECK(server.stopping());
}
