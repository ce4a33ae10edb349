// The portal's files over real HTTP: forms, caching, deep links, prefixes, and paths that lead outside.
#include "server/http/static_files.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "running_server.hpp"
#include "server/http/compression.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

struct Portal : TemporaryDirectory {
    Portal() {
        std::filesystem::create_directories(file("app/abc/worker"));
        write("index.html", "<base href=\"@BASE@\">");
        write("service_worker.js", "// build abc");
        write("service_worker.js.br", "brotli form");
        write("manifest.webmanifest", "{}");
        write("app/abc/worker/portal.wasm", "plain wasm");
        write("app/abc/worker/portal.wasm.br", "brotli wasm");
        write("app/abc/worker/portal.wasm.gz", "gzip wasm");
        write("app/abc/worker/font.ttf", "font");
        write(".secret", "hidden");
        write("notes.doc", "of no known type");
    }
    void write(const std::string& name, const std::string& content) const { std::ofstream(file(name)) << content; }
};

struct PortalServer {
    Portal portal;
    RunningServer server;
    explicit PortalServer(const std::string& base_path = "/") : server(options(base_path)) {}
    RunningServerOptions options(const std::string& base_path) const {
        RunningServerOptions options;
        options.application.web_directory = portal.path();
        options.application.proxy.base_path = base_path;
        return options;
    }
    Answer get(const std::string& target, const HeaderList& headers = {}) const { return server.call("GET", target, headers); }
};

}  // namespace

TEST_CASE("files come in the form that the browser accepts, and say that it matters") {
    const PortalServer running;
    const auto form = [&](const std::string& accepted) {
        const Answer answer = running.get("/app/abc/worker/portal.wasm", {{"Accept-Encoding", accepted}});
        CHECK(answer.status == 200);
        CHECK(answer.header("Content-Type") == "application/wasm");
        CHECK(answer.header("Vary") == "Accept-Encoding");
        CHECK(answer.header("Cache-Control") == "public, max-age=31536000, immutable");
        return answer.header("Content-Encoding") + ": " + answer.body;
    };
    CHECK(form("gzip, deflate, br") == "br: brotli wasm");
    CHECK(form("gzip, br;q=0") == "gzip: gzip wasm");
    CHECK(form("identity") == ": plain wasm");
    CHECK(form("*") == "br: brotli wasm");
    CHECK(running.get("/app/abc/worker/font.ttf", {{"Accept-Encoding", "br, gzip"}}).body == "font");
    CHECK(running.get("/app/abc/worker/font.ttf").header("Content-Type") == "font/ttf");
}

TEST_CASE("the page and the service worker are asked for anew, but not sent anew") {
    const PortalServer running;
    for (const char* target : {"/", "/service_worker.js", "/manifest.webmanifest"}) {
        CAPTURE(target);
        const Answer first = running.get(target);
        CHECK(first.status == 200);
        CHECK(first.header("Cache-Control") == "no-cache");
        const std::string etag = first.header("ETag");
        REQUIRE_FALSE(etag.empty());
        const Answer second = running.get(target, {{"If-None-Match", etag}});
        CHECK(second.status == 304);
        CHECK(second.body.empty());
        CHECK(second.header("ETag") == etag);
        CHECK(running.get(target, {{"If-None-Match", "\"another\""}}).status == 200);
    }
    CHECK(running.get("/service_worker.js", {{"Accept-Encoding", "br"}}).body == "brotli form");
    CHECK(running.get("/service_worker.js").header("Content-Type") == "text/javascript; charset=utf-8");
    CHECK(running.get("/manifest.webmanifest").header("Content-Type") == "application/manifest+json");
    const Answer head = running.server.call("HEAD", "/service_worker.js");
    CHECK(head.status == 200);
    CHECK(head.body.empty());
}

TEST_CASE("every screen's address answers the page, a missing file does not") {
    const PortalServer running;
    for (const char* target :
         {"/", "/tickets", "/visits/0190f3a2-1111-7000-8000-000000000000/sign-off", "/tickets?state=open", "/index.html"}) {
        CAPTURE(target);
        const Answer answer = running.get(target);
        CHECK(answer.status == 200);
        CHECK(answer.body == "<base href=\"/\">");
        CHECK(answer.header("Content-Type") == "text/html; charset=utf-8");
    }
    for (const char* target : {"/missing.js", "/app/abc/missing.wasm", "/notes.doc", "/favicon.ico"}) {
        CAPTURE(target);
        CHECK(running.get(target).status == 404);
        CHECK(running.get(target).key() == "failure.http.not_found");
    }
}

TEST_CASE("the page knows the prefix it is reached under, packed or not") {
    const PortalServer at_root;
    CHECK(at_root.get("/tickets", {{"X-Forwarded-Prefix", "/portal/"}}).body == "<base href=\"/portal/\">");
    CHECK(at_root.get("/portal/tickets", {{"X-Forwarded-Prefix", "/portal"}}).body == "<base href=\"/portal/\">");
    CHECK(at_root.get("/tickets", {{"X-Forwarded-Prefix", "/\"><script>"}}).body == "<base href=\"/\">");
    const Answer packed = at_root.get("/", {{"Accept-Encoding", "gzip"}});
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK(gunzip(packed.body, 1'000).data == "<base href=\"/\">");

    const PortalServer below("/portal/");
    CHECK(below.get("/portal/").body == "<base href=\"/portal/\">");
    CHECK(below.get("/portal/visits").body == "<base href=\"/portal/\">");
    CHECK(below.get("/portal/app/abc/worker/font.ttf").body == "font");
    CHECK(below.get("/portal").status == 308);
    CHECK(below.get("/portal").header("Location") == "/portal/");
    CHECK(below.get("/portal/api/v1/session").status == 401);
    CHECK(below.get("/").status == 404);
    CHECK(below.get("/healthz").status == 200);
    CHECK(below.get("/portal/healthz").status == 200);
}

TEST_CASE("no path leads out of the portal's folder or to hidden files") {
    const PortalServer running;
    for (const char* target :
         {"/../secret.txt", "/app/../.secret", "/app/..%2f.secret", "/%2e%2e/secret.txt", "/.secret", "/app/%00.js", "/app\\..\\x.js",
          "//etc/passwd.txt", "/app/./abc/worker/font.ttf", "/app/abc//worker/font.ttf", "/%2esecret", "/..", "/app/..;/x.js"}) {
        CAPTURE(target);
        const std::string answer =
            raw_http(running.server.port, std::string("GET ") + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        const bool refused = answer.find("HTTP/1.1 404 ") == 0 || answer.find("HTTP/1.1 400 ") == 0;
        CHECK(refused);
        CHECK(answer.find("hidden") == std::string::npos);
    }
    CHECK(is_plain_path("app/a-b_c.d/e.js"));
    for (const char* path : {"", "/a", "a//b", ".a", "a/.b", "a/../b", "a\\b", "a%2eb", "a b", "ą"}) CHECK_FALSE(is_plain_path(path));
    CHECK_FALSE(is_plain_path(std::string("a\0b", 3)));
    CHECK_FALSE(is_plain_path(std::string(400, 'a')));
}
