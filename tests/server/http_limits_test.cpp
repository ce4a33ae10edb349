// Bad requests over real HTTP: each gets a precise answer, none brings the server down or into disorder.
#include <doctest/doctest.h>

#include "running_server.hpp"
#include "server/http/compression.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

RunningServerOptions small_limits() {
    RunningServerOptions options;
    options.limits.body_bytes_max = 50'000;
    options.application.body_bytes_max = 200'000;
    return options;
}

std::string sync_body(const Scene& scene, const std::vector<std::string>& events) {
    return write_sync_request({{"device"}, scene_time, {}, events, scene.technician.user});
}

}  // namespace

TEST_CASE("a sync request over HTTP, plain and packed, stores its events") {
    RunningServer server;
    HeaderList headers = server.cookie_of("technician");
    const Answer plain =
        server.post_sync(sync_body(server, {server.open_ticket(server.technician, server.new_subject("ticket"))}), headers);
    CHECK(plain.status == 200);
    auto answer = read_sync_answer(plain.body);
    REQUIRE(answer.ok());
    CHECK(answer->fates.at(0).fate == EventFate::accepted);
    CHECK(answer->server_time == server.now);

    headers.emplace("Content-Encoding", "gzip");
    headers.emplace("Accept-Encoding", "br;q=1.0, gzip;q=0.8");
    const Answer packed =
        server.post_sync(gzip(sync_body(server, {server.open_ticket(server.technician, server.new_subject("ticket"))})), headers);
    CHECK(packed.status == 200);
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK(packed.header("Vary") == "Accept-Encoding");
    const Unpacked unpacked = gunzip(packed.body, 1'000'000);
    REQUIRE_FALSE(unpacked.problem.has_value());
    answer = read_sync_answer(unpacked.data);
    REQUIRE(answer.ok());
    CHECK(answer->streams.at(server.shared).head == 8);
}

TEST_CASE("a body over the limit is refused, whether it says its length or not, and the next request is served") {
    RunningServer server(small_limits());
    const HeaderList cookie = server.cookie_of("technician");
    const Answer announced = server.post_sync(std::string(60'000, ' '), cookie);
    CHECK(announced.status == 413);
    CHECK(announced.key() == "failure.http.body_too_large");
    CHECK(announced.header("Connection") == "close");

    std::string chunked = "POST /api/v1/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/vnd.countersign.sync\r\nCookie: " +
                          cookie.begin()->second + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 8; ++i) chunked += "2710\r\n" + std::string(10'000, ' ') + "\r\n";
    chunked += "0\r\n\r\n";
    const std::string answer = raw_http(server.port, chunked);
    CHECK(answer.find("HTTP/1.1 413 ") == 0);
    CHECK(answer.find("failure.http.body_too_large") != std::string::npos);
    CHECK(server.call("GET", "/healthz").status == 200);
}

TEST_CASE("a gzip bomb is stopped at the limit") {
    RunningServer server(small_limits());
    HeaderList headers = server.cookie_of("technician");
    headers.emplace("Content-Encoding", "gzip");
    const std::string bomb = gzip(std::string(20'000'000, ' '));
    REQUIRE(bomb.size() < 50'000);
    const Answer answer = server.post_sync(bomb, headers);
    CHECK(answer.status == 413);
    CHECK(answer.key() == "failure.http.body_too_large");
    CHECK(answer.json()["params"]["bytes_max"] == "200000");
}

TEST_CASE("a body that is not what it says is refused") {
    RunningServer server;
    const HeaderList cookie = server.cookie_of("technician");
    HeaderList packed = cookie;
    packed.emplace("Content-Encoding", "gzip");
    const std::string sound = gzip(sync_body(server, {}));
    for (const std::string& body : {std::string("not gzip"), sound.substr(0, sound.size() / 2), sound + "rest"}) {
        const Answer answer = server.post_sync(body, packed);
        CHECK(answer.status == 400);
        CHECK(answer.key() == "failure.http.body_malformed");
    }
    HeaderList brotli = cookie;
    brotli.emplace("Content-Encoding", "br");
    CHECK(server.post_sync("x", brotli).key() == "failure.http.encoding_unknown");
    CHECK(server.post_sync("{", cookie).key() == "failure.sync_message");
    CHECK(server.post_sync(R"({"protocol":99,"user":"u","device":"d","device_time":0,"cursors":{},"events":[]})", cookie).status == 400);
    CHECK(server.post_sync("", cookie).status == 400);
    CHECK(server.post_json("/api/v1/session", "{\"login\":5}").key() == "failure.http.fields");
    CHECK(server.post_json("/api/v1/session", std::string(1'000, '[')).key() == "failure.http.not_json");
    CHECK(server.call("POST", "/api/v1/sync", cookie, "{}").key() == "failure.http.not_json");
}

TEST_CASE("addresses and methods that do not exist say so") {
    RunningServer server;
    CHECK(server.call("GET", "/api/v1/nothing").key() == "failure.http.not_found");
    CHECK(server.call("GET", "/api/v1/sync").key() == "failure.http.method_not_allowed");
    CHECK(server.call("GET", "/api/v1/sync").header("Allow") == "POST");
    CHECK(server.call("PUT", "/api/v1/session", {{"Content-Type", "application/json"}}, "{}").status == 405);
    CHECK(server.call("POST", "/tickets", {{"Content-Type", "application/json"}}, "{}").status == 405);
    CHECK(server.call("DELETE", "/index.html").status == 405);
}

TEST_CASE("the unread body of one request is never taken for the next request") {
    RunningServer server(small_limits());
    const std::string smuggled = "DELETE /api/v1/session HTTP/1.1\r\nHost: h\r\n\r\n";
    const std::string answer =
        raw_http(server.port,
                 "PUT /api/v1/session HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(smuggled.size()) + "\r\n\r\n" + smuggled);
    CHECK(answer.find("HTTP/1.1 405 ") == 0);
    CHECK(answer.find("HTTP/1.1", 1) == std::string::npos);
}

TEST_CASE("a request that drips in is cut off") {
    RunningServerOptions options;
    options.limits.silence = std::chrono::milliseconds(100);
    options.limits.body_time = std::chrono::milliseconds(300);
    RunningServer server(options);
    const auto began = std::chrono::steady_clock::now();
    const std::string answer = raw_http(server.port, "POST /api/v1/session HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{", 10);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(6));
    CHECK(answer.find("HTTP/1.1 200") == std::string::npos);
    CHECK(server.call("GET", "/healthz").status == 200);
}

TEST_CASE("a full disk answers 507, tells nothing of the inside, and logs it") {
    RunningServerOptions options;
    options.store.bytes_max = 400'000;
    RunningServer server(options);
    const HeaderList cookie = server.cookie_of("technician");
    Answer answer;
    for (int i = 0; i < 1'000 && (answer.status == 0 || answer.status == 200); ++i) {
        answer = server.post_sync(
            sync_body(server, {server.open_ticket(server.technician, server.new_subject("ticket"), std::string(450, 't'))}), cookie);
    }
    CHECK(answer.status == 507);
    CHECK(answer.key() == "failure.server_full");
    CHECK(answer.body.find("SQL") == std::string::npos);
    CHECK(server.failures.size() == 1);
    CHECK(server.call("GET", "/api/v1/session", cookie).status == 200);
    CHECK(server.post_sync(sync_body(server, {}), cookie).status == 200);
}

TEST_CASE("a port that is taken is not shared") {
    const RunningServer server;
    HttpServer second({}, [](const HttpRequest&) { return HttpResponse{}; });
    auto bound = second.bind("127.0.0.1", server.port);
    REQUIRE_FALSE(bound.ok());
    CHECK(bound.error().key == "failure.http.listen");
    CHECK(bound.error().cause.find("in use") != std::string::npos);
}

TEST_CASE("every answer carries the security headers") {
    RunningServer server;
    for (const Answer& answer :
         {server.call("GET", "/healthz"), server.call("GET", "/api/v1/session"), server.call("GET", "/no/such.file")}) {
        CHECK(answer.header("Content-Security-Policy").find("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';") == 0);
        CHECK(answer.header("X-Content-Type-Options") == "nosniff");
        CHECK(answer.header("Referrer-Policy") == "no-referrer");
        CHECK(answer.header("Cross-Origin-Opener-Policy") == "same-origin");
        CHECK(answer.header("Permissions-Policy").find("microphone=()") != std::string::npos);
    }
}
