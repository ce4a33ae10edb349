// What whoever runs the server sees of it: health, readiness, metrics, the log, and that it stops in time without losing anything.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <set>
#include <thread>

#include "core/event/chain.hpp"
#include "server/operations/log.hpp"
#include "server/operations/metrics.hpp"
#include "server/operations/readiness.hpp"
#include "server/store/store_schema.hpp"
#include "server/verify/verification.hpp"
#include "server_process.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::string token_file(const TemporaryDirectory& directory, const std::string& token) {
    const std::string path = directory.file("token");
    std::ofstream(path) << token << "\n";
    ::chmod(path.c_str(), 0600);
    return path;
}

std::string sync_request(const SceneWithAccounts& scene, std::vector<std::string> events) {
    return write_sync_request({{"device"}, scene.now, {}, std::move(events), scene.technician.user});
}

}  // namespace

TEST_CASE("a server says that it is alive and ready, at the root and below its base path") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path(), {"--base", "/portal/"});
    for (const char* path : {"/healthz", "/readyz", "/portal/healthz", "/portal/readyz"}) {
        const Answer answer = server.call("GET", path);
        CHECK(answer.status == 200);
        CHECK(answer.json()["status"] == "ok");
    }
    CHECK(server.call("POST", "/readyz").status == 405);
}

TEST_CASE("it is not ready when the database takes no writes, has another version, or the server stops") {
    Scene scene;
    CHECK_FALSE(Readiness(*scene.database).problem().has_value());
    Readiness stopping(*scene.database);
    stopping.stopping();
    CHECK(stopping.problem()->status == 503);
    CHECK(stopping.problem()->key == "failure.not_ready");
    const auto set_version = [&](std::int64_t version) {
        REQUIRE(scene.database
                    ->write([&](Database& database) { database.execute(("PRAGMA user_version = " + std::to_string(version)).c_str()); })
                    .ok());
    };
    set_version(store_schema_version() + 1);
    CHECK(Readiness(*scene.database).problem()->detail.find("another version") != std::string::npos);
    set_version(store_schema_version());
    auto evidence = StoreDatabase::open_to_read(database_path(scene.directory.path()));
    REQUIRE(evidence.ok());
    CHECK(Readiness(**evidence).problem()->detail.find("takes no writes") != std::string::npos);
}

TEST_CASE("there are no metrics unless they are asked for") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path());
    CHECK(server.call("GET", "/metrics").status == 404);
}

TEST_CASE("metrics with a token count requests and the fates of events, and tell nobody without it") {
    SceneWithAccounts scene;
    const TemporaryDirectory files;
    const ServerProcess server(scene.directory.path(), {"--metrics-token-file", token_file(files, "0123456789abcdef")});
    for (const char* given : {"", "Bearer 0123456789abcdeX", "Bearer 0123456789abcdef0", "Basic 0123456789abcdef", "0123456789abcdef"}) {
        const Answer answer = server.call("GET", "/metrics", {{"Authorization", given}});
        CHECK(answer.status == 401);
        CHECK(answer.header("WWW-Authenticate") == "Bearer");
        CHECK(answer.body.find("countersign_") == std::string::npos);
    }
    HeaderList headers = signed_in(server.port, "technician");
    headers.emplace("Content-Type", sync_media_type);
    const std::string opened = scene.open_ticket(scene.technician, scene.new_subject("ticket"));
    CHECK(server.call("POST", "/api/v1/sync", headers, sync_request(scene, {opened, "broken"})).status == 200);
    CHECK(server.call("POST", "/api/v1/sync", headers, sync_request(scene, {opened})).status == 200);
    for (int i = 0; i < 5; ++i) (void)server.call("GET", "/api/v1/made-up-" + std::string(1, static_cast<char>('a' + i)));
    // A request is counted after it was answered.
    const std::vector<std::string> expected{"countersign_http_requests_total{route=\"sync\",status=\"200\"} 2\n",
                                            "countersign_http_requests_total{route=\"session\",status=\"200\"} 1\n",
                                            "countersign_http_requests_total{route=\"other\",status=\"404\"} 5\n",
                                            "countersign_http_requests_total{route=\"metrics\",status=\"401\"} 5\n",
                                            "countersign_http_request_duration_seconds_bucket{route=\"sync\",le=\"+Inf\"} 2\n",
                                            "countersign_http_request_duration_seconds_count{route=\"sync\"} 2\n",
                                            "countersign_sync_events_total{fate=\"accepted\"}",
                                            "countersign_sync_events_total{fate=\"duplicate\"} 1\n",
                                            "countersign_sync_events_total{fate=\"refused\"} 1\n",
                                            "# TYPE countersign_connections gauge\n",
                                            "countersign_streams 1\n",
                                            "# TYPE countersign_http_request_duration_seconds histogram\n"};
    Answer answer;
    CHECK(wait_until([&] {
        answer = server.call("GET", "/metrics", {{"Authorization", "Bearer 0123456789abcdef"}});
        return std::all_of(expected.begin(), expected.end(),
                           [&](const std::string& line) { return answer.body.find(line) != std::string::npos; });
    }));
    CAPTURE(answer.body);
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Type").find("text/plain; version=0.0.4") == 0);
    const auto at = answer.body.find("\ncountersign_database_bytes ");
    REQUIRE(at != std::string::npos);
    CHECK(std::stod(answer.body.substr(at + 28)) >= 4'096);
    CHECK(answer.body.find("made-up") == std::string::npos);
    CHECK(answer.body.back() == '\n');
}

TEST_CASE("metrics on an address of their own are not at the portal's, and nothing of the portal is there") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path(), {"--metrics-listen", "127.0.0.1:0", "--log-format", "json"});
    server.wait_for_log("metrics_ready");
    auto line = parse_json(lines_of(server.log()).back());
    for (const std::string& text : lines_of(server.log())) {
        if (text.find("metrics_ready") != std::string::npos) line = parse_json(text);
    }
    REQUIRE(line.ok());
    const int metrics_port = (*line)["port"].get<int>();
    CHECK(http(metrics_port, "GET", "/metrics").body.find("countersign_connections") != std::string::npos);
    CHECK(http(metrics_port, "GET", "/readyz").status == 200);
    CHECK(http(metrics_port, "GET", "/api/v1/session").status == 404);
    CHECK(http(metrics_port, "POST", "/metrics").status == 405);
    CHECK(server.call("GET", "/metrics").status == 404);
}

TEST_CASE("the histogram's buckets add up, and its routes are few whatever clients ask for") {
    Metrics metrics;
    for (const double seconds : {0.0005, 0.003, 0.003, 100.0}) metrics.count_request("sync", 200, seconds);
    std::string text = metrics.text();
    CHECK(text.find("_bucket{route=\"sync\",le=\"0.001\"} 1\n") != std::string::npos);
    CHECK(text.find("_bucket{route=\"sync\",le=\"0.005\"} 3\n") != std::string::npos);
    CHECK(text.find("_bucket{route=\"sync\",le=\"60\"} 3\n") != std::string::npos);
    CHECK(text.find("_bucket{route=\"sync\",le=\"+Inf\"} 4\n") != std::string::npos);
    for (int i = 0; i < 1'000; ++i) metrics.count_request("r" + std::to_string(i), 200, 0);
    CHECK(metrics.text().size() < 100'000);
    CHECK(route_label("api/v1/sync", 200) == "sync");
    CHECK(route_label("api/v1/account/0190/password", 200) == "account");
    CHECK(route_label("api/v1/a\"b", 200) == "other");
    CHECK(route_label("api/v1/anything", 404) == "other");
    CHECK(route_label("app/x.js", 200) == "files");
    CHECK(route_label("app/x.js", 404) == "other");
}

TEST_CASE("every line of the log is one JSON object, with the request's name that was answered, and no request can forge one") {
    SceneWithAccounts scene;
    const ServerProcess server(scene.directory.path(), {"--log-format", "json", "--log-requests"});
    const Answer plain = server.call("GET", "/healthz?password=typed-here", {{"X-Request-Id", "from-the-proxy-1"}});
    CHECK(plain.header("X-Request-Id") == "from-the-proxy-1");
    const Answer forged = server.call("GET", "/healthz", {{"X-Request-Id", "a\" b"}});
    CHECK(forged.header("X-Request-Id").size() == 24);
    (void)server.call("GET", "/healthz\"}{\"event\":\"forged");
    // Lines are written after the answers, on a thread for each connection.
    server.wait_for_log("forged");
    server.wait_for_log("from-the-proxy-1");
    bool found = false;
    for (const std::string& line : lines_of(server.log())) {
        CAPTURE(line);
        auto object = parse_json(line);
        REQUIRE(object.ok());
        CHECK(object->contains("time"));
        CHECK(object->contains("level"));
        if (object->value("request", "") != "from-the-proxy-1") continue;
        found = true;
        CHECK((*object)["event"] == "request");
        CHECK((*object)["method"] == "GET");
        CHECK((*object)["path"] == "/healthz");
        CHECK((*object)["status"] == 200);
        CHECK((*object)["client"] == "127.0.0.1");
        CHECK((*object)["ms"].is_number());
    }
    CHECK(found);
}

TEST_CASE("a stranger's request name is not taken over") {
    const TemporaryDirectory data;
    const ServerProcess server(data.path(), {"--trusted-proxy", "192.0.2.1"});
    const Answer answer = server.call("GET", "/healthz", {{"X-Request-Id", "from-a-stranger-1"}});
    CHECK(answer.header("X-Request-Id").find("stranger") == std::string::npos);
    CHECK(answer.header("X-Request-Id") != server.call("GET", "/healthz").header("X-Request-Id"));
}

TEST_CASE("no password, cookie, token or work of anybody stands in the log") {
    SceneWithAccounts scene;
    const TemporaryDirectory files;
    const ServerProcess server(scene.directory.path(),
                               {"--log-level", "debug", "--log-requests", "--metrics-token-file", token_file(files, "metrics-token-0123")});
    HeaderList headers = signed_in(server.port, "technician");
    const std::string cookie = headers.begin()->second;
    headers.emplace("Content-Type", sync_media_type);
    (void)server.call("POST", "/api/v1/session?password=in-a-query", {{"Content-Type", "application/json"}},
                      write_json({{"login", "technician"}, {"password", "a wrong password"}}));
    (void)server.call("POST", "/api/v1/session", {{"Content-Type", "application/json"}}, "{\"password\": \"in broken json");
    (void)server.call("POST", "/api/v1/sync", headers,
                      sync_request(scene, {scene.open_ticket(scene.technician, scene.new_subject("ticket"), "Secret printer")}));
    (void)server.call("GET", "/metrics", {{"Authorization", "Bearer metrics-token-0123"}});
    (void)server.call("GET", "/last-of-them");
    constexpr std::size_t requests = 6;
    CHECK(wait_until([&] {
        const auto lines = lines_of(server.log());
        return std::count_if(lines.begin(), lines.end(),
                             [](const std::string& line) { return line.find(" request ") != std::string::npos; }) == requests;
    }));
    const std::string log = server.log();
    for (const std::string& secret :
         {std::string(right_password), std::string("a wrong password"), std::string("in-a-query"), std::string("in broken json"),
          cookie.substr(cookie.find('=') + 1), std::string("metrics-token-0123"), std::string("Secret printer")}) {
        CAPTURE(secret);
        CHECK(log.find(secret) == std::string::npos);
    }
}

TEST_CASE("the log in both forms: levels, escapes, numbers") {
    std::string written;
    const auto sink = [&](const std::string& line) { written += line; };
    const auto clock = [] { return Instant{1'760'000'000'123}; };
    Log text(LogFormat::text, LogLevel::info, clock, sink);
    text.write(LogLevel::debug, "unseen");
    text.write(LogLevel::warning, "seen",
               {{"plain", "a/b"}, {"spaced", "a b"}, {"forged", "x\n2025 error=\"y\"\x7f"}, {"count", std::int64_t{5}}, {"ms", 1.25}});
    CHECK(written ==
          "2025-10-09T08:53:20.123Z warning seen plain=a/b spaced=\"a b\" forged=\"x\\n2025 error=\\\"y\\\"\\u007f\" count=5 ms=1.2\n");
    written.clear();
    Log json(LogFormat::json, LogLevel::error, clock, sink);
    json.write(LogLevel::warning, "unseen");
    json.write(LogLevel::error, "seen", {{"text", "a\n\"b\"\xff"}, {"count", std::int64_t{5}}});
    CHECK(written ==
          "{\"time\":\"2025-10-09T08:53:20.123Z\",\"level\":\"error\",\"event\":\"seen\",\"text\":\"a\\n\\\"b\\\"\xef\xbf\xbd\",\"count\":"
          "5}\n");
}

TEST_CASE("it stops within its time while clients hang, and everything that was acknowledged is there") {
    SceneWithAccounts scene;
    auto server = std::make_unique<ServerProcess>(scene.directory.path(), std::vector<std::string>{"--stop-seconds", "5"});
    const HeaderList cookie = signed_in(server->port, "technician");
    // Clients of the worst kind: half a head, half a body, nothing at all, an idle connection, an answer that nobody reads.
    RawConnection half_head(server->port), half_body(server->port), silent(server->port), idle(server->port), deaf(server->port);
    CHECK(half_head.send("GET / HTTP/1.1\r\nHo"));
    CHECK(half_body.send("POST /api/v1/session HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{"));
    CHECK(idle.send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"));
    CHECK(parse_answer(idle.answer()).status == 200);
    CHECK(deaf.send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"));

    std::vector<std::vector<std::string>> prepared(4);
    for (auto& events : prepared) {
        for (int i = 0; i < 2'000; ++i) events.push_back(scene.open_ticket(scene.technician, scene.new_subject("ticket")));
    }
    std::mutex mutex;
    std::set<std::string> acknowledged;
    std::atomic<int> answered = 0;
    std::vector<std::thread> writers;
    for (const auto& events : prepared) {
        writers.emplace_back([&, port = server->port] {
            HeaderList headers = cookie;
            headers.emplace("Content-Type", sync_media_type);
            for (const std::string& event : events) {
                const Answer answer = http(port, "POST", "/api/v1/sync", headers, sync_request(scene, {event}));
                if (answer.status == 429) continue;
                if (answer.status != 200) return;
                const auto synced = read_sync_answer(answer.body);
                const std::lock_guard lock(mutex);
                for (const FateOfEvent& fate : synced.value().fates) {
                    if (fate.fate == EventFate::accepted || fate.fate == EventFate::flagged) acknowledged.insert(fate.id.value);
                }
                ++answered;
            }
        });
    }
    CHECK(wait_until([&] { return answered >= 40; }));
    const Ended ended = server->stop();
    for (std::thread& writer : writers) writer.join();
    CAPTURE(ended.err);
    CHECK(ended.status == 0);
    CHECK(ended.after < std::chrono::milliseconds(5'000));
    CHECK(ended.err.find("stopped") != std::string::npos);
    CHECK(silent.rest().empty());

    std::set<std::string> stored;
    auto entries = scene.events.read_after(scene.shared, 0, {1'000'000, 1'000'000'000});
    REQUIRE(entries.ok());
    for (const LogEntry& entry : *entries) stored.insert(entry.id.value);
    CHECK(acknowledged.size() >= 40);
    for (const std::string& id : acknowledged) CHECK(stored.count(id) == 1);
    const auto streams = verify_store(scene.events);
    for (const VerifiedStream& stream : streams.value()) CHECK_FALSE(stream.problem.has_value());
}

TEST_CASE("an idle server stops at once, and one that is asked twice does not wait") {
    const TemporaryDirectory data, other;
    ServerProcess idle(data.path());
    CHECK(idle.call("GET", "/healthz").status == 200);
    const Ended ended = idle.stop();
    CHECK(ended.status == 0);
    CHECK(ended.after < std::chrono::milliseconds(3'000));

    ServerProcess busy(other.path(), {"--stop-seconds", "300"});
    RawConnection half_body(busy.port);
    CHECK(half_body.send("POST /api/v1/session HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"));
    CHECK(half_body.answer() == "HTTP/1.1 100 Continue\r\n\r\n");
    busy.signal(SIGTERM);
    busy.wait_for_log("stopping");
    busy.signal(SIGINT);
    CHECK(busy.wait().status == 1);
}
