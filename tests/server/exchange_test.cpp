// What the HTTP library does with bodies, answers and connections, seen from outside: no more than it is meant to.
#include <doctest/doctest.h>

#include "running_server.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

// Answers what came.
class EchoServer {
public:
    explicit EchoServer(const HttpLimits& limits = {})
        : server_(limits,
                  [](const HttpRequest& request) {
                      if (request.path() == "/nothing") return HttpResponse{204};
                      if (request.path() == "/unchanged") return HttpResponse{304};
                      const char* state = request.body_state == BodyState::complete    ? "complete"
                                          : request.body_state == BodyState::too_large ? "too large"
                                                                                       : "broken";
                      const std::string text = request.method + " " + request.target + " " + state + " [" + request.body + "] ";
                      return HttpResponse{200, {{"Content-Type", "application/json"}}, text + request.header("X-Sent")};
                  }),
          port(server_.bind("127.0.0.1", 0).value()),
          thread_([this] { server_.run(); }) {}
    ~EchoServer() {
        server_.stop();
        thread_.join();
    }
    std::string ask(const std::string& bytes) const { return raw_http(port, bytes); }
    std::string ask_chunked(const std::string& chunks, const std::string& method = "POST") const {
        return ask(method + " /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
    }

private:
    HttpServer server_;

public:
    const int port;

private:
    std::thread thread_;
};

bool contains(const std::string& text, const std::string& part) {
    CAPTURE(text.substr(0, 1'000));
    CAPTURE(part);
    return text.find(part) != std::string::npos;
}

constexpr const char* behind = "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";

}  // namespace

TEST_CASE("chunks are put together whatever the method, and what follows them is never taken for a request") {
    const EchoServer server;
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
        const std::string answer = server.ask_chunked(std::string("3\r\nabc\r\n2;name=value\r\nde\r\n0\r\n\r\n") + behind, method);
        CHECK(contains(answer, std::string(method) + " /a complete [abcde]"));
        CHECK(contains(answer, "Connection: close\r\n"));
        CHECK_FALSE(contains(answer, "hidden"));
    }
}

TEST_CASE("what is no chunk breaks the body; a long one, and headers without end behind it, are too large") {
    HttpLimits limits;
    limits.body_bytes_max = 10;
    limits.head.head_bytes_max = 1'000;
    const EchoServer server(limits);
    for (const char* chunks : {"g\r\n", "\r\n", "3\r\nabcd\r\n0\r\n\r\n", "ffffffffffffffffff\r\n"}) {
        CHECK(contains(server.ask_chunked(std::string(chunks) + behind), "broken ["));
    }
    for (const char* chunks : {"b\r\n", "8\r\n12345678\r\n3\r\n", "fffffffffffffff\r\n"}) {
        CHECK(contains(server.ask_chunked(std::string(chunks) + behind), "too large ["));
    }
    std::string trailers = "1\r\na\r\n0\r\n";
    for (int i = 0; i < 1'000; ++i) trailers += "A: b\r\n";
    CHECK(contains(server.ask_chunked(trailers), "too large ["));
}

TEST_CASE("no header steers the library: it packs no answer, cuts none, and gives values as they came") {
    const EchoServer server;
    const std::string answer = server.ask(
        "POST /a?b=%41 HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\nRange: bytes=0-1\r\nX-Sent: a%0d%0ab\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
    CHECK(answer.find("HTTP/1.1 200 ") == 0);
    CHECK(contains(answer, "POST /a?b=%41 complete [abc] a%0d%0ab"));
    CHECK_FALSE(contains(answer, "Content-Encoding"));
    CHECK(contains(server.ask_chunked("3\r\nabc\r\n0\r\nAccept-Encoding: gzip\r\n\r\n"), "complete [abc]"));
}

TEST_CASE("answers without a body by their nature do not say how long it is") {
    const EchoServer server;
    for (const char* path : {"/nothing", "/unchanged"}) {
        const std::string answer = server.ask(std::string("GET ") + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        CHECK_FALSE(contains(answer, "Content-Length"));
    }
    const Answer head = http(server.port, "HEAD", "/");
    CHECK(head.status == 200);
    CHECK(head.header("Accept-Ranges").empty());
}

TEST_CASE("100 Continue is said where the body will be read, and only there") {
    const EchoServer server;
    const std::string expecting = "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nConnection: close\r\nContent-Length: ";
    CHECK(server.ask(expecting + "3\r\n\r\nabc").find("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ") == 0);
    const std::string refused = server.ask(expecting + "999999999\r\n\r\n");
    CHECK(refused.find("HTTP/1.1 200 ") == 0);
    CHECK(contains(refused, "too large ["));
}
