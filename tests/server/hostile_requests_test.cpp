// Requests that nobody sends by mistake, over raw sockets to the real program: each gets a precise answer, and the next one is served.
#include <doctest/doctest.h>

#include <fstream>

#include "server/http/compression.hpp"
#include "server_process.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

std::string get(const std::string& target, const std::string& headers = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

Answer ask(const ServerProcess& server, const std::string& bytes) {
    RawConnection connection(server.port);
    CHECK(connection.send(bytes));
    return parse_answer(connection.answer());
}

void check_problem(const Answer& answer, int status, const std::string& key) {
    CAPTURE(answer.body);
    CHECK(answer.status == status);
    CHECK(answer.header("Content-Type") == "application/problem+json");
    CHECK(answer.header("Content-Length") == std::to_string(answer.body.size()));
    CHECK(answer.header("X-Request-Id").size() == 24);
    CHECK(answer.json()["status"] == status);
    CHECK(answer.json()["type"] == "urn:countersign:" + key);
    CHECK(answer.key() == key);
}

std::string post_sync(const HeaderList& cookie, const std::string& body, const std::string& headers = {}) {
    return "POST /api/v1/sync HTTP/1.1\r\nHost: h\r\nContent-Type: application/vnd.countersign.sync\r\nCookie: " + cookie.begin()->second +
           "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("path tricks are refused before anybody looks for a file") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path());
    for (const char* target : {"/../etc/passwd",
                               "/..",
                               "/a/../b",
                               "/a/./b",
                               "/%2e%2e/secret",
                               "/%2E%2e%2fsecret",
                               "/a%2fb",
                               "/a%5cb",
                               "/a\\b",
                               "/..\\..\\x",
                               "//etc/passwd",
                               "/a//b",
                               "/a%00.js",
                               "/a%0d%0aX:y",
                               "/%",
                               "/%2",
                               "/%zz",
                               "/a%7f",
                               "/%252e%252e/",
                               "/..;/admin",
                               "/app/..%2f.secret",
                               "/a/..",
                               "/api/v1/../v1/sync",
                               "/healthz/../readyz"}) {
        CAPTURE(target);
        check_problem(ask(server, get(target)), 400, "failure.http.path");
    }
    CHECK(ask(server, get("/healthz?../../%2e%2e")).status == 200);
    CHECK(ask(server, get("/a%20b")).status == 404);
}

TEST_CASE("header tricks are refused, and nothing hidden behind one is taken for a request") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path());
    const std::string hidden = get("/readyz");
    const std::string start = "POST /api/v1/session HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";
    for (const std::string& headers :
         {std::string("Host: other\r\n\r\n"), std::string("Content-Length: 4\r\nContent-Length: 0\r\n\r\n"),
          "Content-Length: " + std::to_string(hidden.size()) + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          std::string("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
          std::string("Transfer-Encoding: \x0b"
                      "chunked\r\n\r\n0\r\n\r\n"),
          std::string("X-Long: a\r\n folded: b\r\n\r\n"), std::string("Content-Length : 4\r\n\r\n"),
          std::string("A: b\nContent-Length: 4\r\n\r\n")}) {
        CAPTURE(headers);
        RawConnection connection(server.port);
        CHECK(connection.send(start + headers + hidden));
        const std::string all = connection.rest();
        check_problem(parse_answer(all), 400, "failure.http.head_malformed");
        CHECK(parse_answer(all).header("Connection") == "close");
        CHECK(all.find("HTTP/1.1", 1) == std::string::npos);
    }
    check_problem(ask(server, "GET /healthz HTTP/1.1\r\n\r\n"), 400, "failure.http.head_malformed");
    check_problem(ask(server, "BREW / HTTP/1.1\r\nHost: h\r\n\r\n"), 501, "failure.http.method_not_allowed");
    check_problem(ask(server, "GET / HTTP/3.0\r\nHost: h\r\n\r\n"), 505, "failure.http.version");
    CHECK(server.call("GET", "/healthz").status == 200);
}

TEST_CASE("addresses and headers that are too large are told apart") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path(), {"--url-max-bytes", "1024", "--header-max-kb", "4", "--header-max-count", "20"});
    check_problem(ask(server, get("/" + std::string(1'024, 'a'))), 414, "failure.http.target_too_long");
    check_problem(ask(server, get("/", "A: " + std::string(8'000, 'a') + "\r\n")), 431, "failure.http.head_too_large");
    std::string many;
    for (int i = 0; i < 20; ++i) many += "A" + std::to_string(i) + ": b\r\n";
    check_problem(ask(server, get("/healthz", many)), 431, "failure.http.head_too_large");
    CHECK(ask(server, get("/" + std::string(1'000, 'a'))).status == 404);
}

TEST_CASE("giant, deep and countless JSON, a bomb, and too many events are refused, each by its limit") {
    SceneWithAccounts scene;
    const ServerProcess server(scene.directory.path(), {"--body-max-kb", "2000", "--batch-max-events", "500"});
    const HeaderList cookie = signed_in(server.port, "technician");
    const auto send = [&](const std::string& body, const std::string& headers = {}) {
        return ask(server, post_sync(cookie, body, headers));
    };
    check_problem(send(std::string(600'000, ' ')), 413, "failure.http.body_too_large");
    check_problem(send(std::string(100'000, '[')), 400, "failure.sync_message");
    check_problem(send("[" + std::string(400'000, '0') + "]"), 400, "failure.sync_message");
    std::string countless = "[";
    for (int i = 0; i < 250'000; ++i) countless += "0,";
    check_problem(send(gzip(countless + countless + countless), "Content-Encoding: gzip\r\n"), 400, "failure.sync_message");
    check_problem(send(gzip(std::string(50'000'000, ' ')), "Content-Encoding: gzip\r\n"), 413, "failure.http.body_too_large");
    const auto batch = [&](std::size_t count) {
        return write_sync_request({{"device"}, scene.now, {}, std::vector<std::string>(count, "{}"), scene.technician.user});
    };
    check_problem(send(batch(501)), 413, "failure.http.batch_too_large");
    CHECK(send(batch(500)).status == 200);
    // Only a sync may be large: a password is not.
    const Answer large = http(server.port, "POST", "/api/v1/session", {{"Content-Type", "application/json"}}, std::string(70'000, '['));
    check_problem(large, 413, "failure.http.body_too_large");
    CHECK(server.call("GET", "/api/v1/session", cookie).status == 200);
}

TEST_CASE("ranges: the part that was asked for, all of it where the range is none, and 416 behind the end") {
    const TemporaryDirectory data, web;
    std::filesystem::create_directories(web.file("app/1"));
    std::ofstream(web.file("index.html")) << "<!doctype html>";
    std::ofstream(web.file("app/1/a.txt")) << "0123456789";
    const ServerProcess server(data.path(), {"--web", web.path()});
    const auto range = [&](const std::string& value) { return ask(server, get("/app/1/a.txt", "Range: " + value + "\r\n")); };
    for (const auto& [value, part] : {std::pair{"bytes=2-4", "234"}, std::pair{"bytes=7-", "789"}, std::pair{"bytes=-2", "89"},
                                      std::pair{"bytes=8-99999999999999999999999", "89"}, std::pair{"bytes=0-0", "0"}}) {
        const Answer answer = range(value);
        CHECK(answer.status == 206);
        CHECK(answer.body == part);
    }
    CHECK(range("bytes=2-4").header("Content-Range") == "bytes 2-4/10");
    for (const char* value :
         {"bytes=4-2", "bytes=a-b", "bytes=", "bytes", "lines=1-2", "bytes=0-1,3-4", "bytes=--1", "bytes=0x1-2", "bytes=1-2-3"}) {
        CAPTURE(value);
        CHECK(range(value).status == 200);
        CHECK(range(value).body == "0123456789");
    }
    for (const char* value : {"bytes=10-", "bytes=99999999999999999999-", "bytes=-0"}) {
        const Answer answer = range(value);
        check_problem(answer, 416, "failure.http.range");
        CHECK(answer.header("Content-Range") == "bytes */10");
    }
    const std::string etag = range("bytes=0-0").header("ETag");
    CHECK(ask(server, get("/app/1/a.txt", "Range: bytes=0-0\r\nIf-Range: " + etag + "\r\n")).status == 206);
    CHECK(ask(server, get("/app/1/a.txt", "Range: bytes=0-0\r\nIf-Range: \"old\"\r\n")).status == 200);
}

TEST_CASE("requests one behind another on one connection are answered one by one, up to the last that is allowed") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path(), {"--requests-per-connection-max", "3"});
    RawConnection connection(server.port);
    CHECK(connection.send(get("/healthz") + "POST /healthz HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc\r\n" + get("/nothing.txt") +
                          get("/healthz")));
    CHECK(parse_answer(connection.answer()).status == 200);
    CHECK(parse_answer(connection.answer()).status == 405);
    const Answer last = parse_answer(connection.answer());
    CHECK(last.status == 404);
    CHECK(last.header("Connection") == "close");
    CHECK(connection.rest().empty());
}
