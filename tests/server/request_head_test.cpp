// Heads of requests without a socket: what is read, and every way in which one can be ambiguous, oversized or broken.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "server/http/head_reader.hpp"
#include "tests/support/memory_source.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

Problem problem_of_head(const std::string& text, const HeadLimits& limits = {}) {
    MemorySource source(text);
    HeadReader reader(source, limits);
    auto head = reader.read_head();
    CAPTURE(text.substr(0, 200));
    REQUIRE_FALSE(head.ok());
    REQUIRE(head.error().problem.has_value());
    return *head.error().problem;
}

std::string with_header(const std::string& header) { return "POST /a HTTP/1.1\r\nHost: h\r\n" + header + "\r\n\r\n"; }

}  // namespace

TEST_CASE("a plain request is read as it is") {
    MemorySource source(
        "POST /a?b=%20c HTTP/1.1\r\nhost: h:80\r\nCookie: a=1\r\nCookie: b=2\r\nX-Forwarded-For: 1.1.1.1\r\n"
        "X-Forwarded-For:\t2.2.2.2 \r\nContent-Length: 3\r\nConnection: Close\r\n\r\nabcGET / HTTP/1.1\r\nHost: h\r\n\r\n");
    source.piece = 1;
    HeadReader reader(source, {});
    auto head = reader.read_head();
    REQUIRE(head.ok());
    CHECK(head->method == "POST");
    CHECK(head->target == "/a?b=%20c");
    CHECK(head->headers.at("Host") == "h:80");
    CHECK(head->headers.at("Cookie") == "a=1; b=2");
    CHECK(head->headers.at("X-Forwarded-For") == "1.1.1.1, 2.2.2.2");
    CHECK(head->close_wanted);
    REQUIRE(head->content_length == 3);
    std::string body;
    std::array<char, 2> some;
    while (body.size() < 3) {
        const std::ptrdiff_t count = reader.read(some.data(), std::min(some.size(), 3 - body.size()));
        REQUIRE(count > 0);
        body.append(some.data(), static_cast<std::size_t>(count));
    }
    CHECK(body == "abc");
    auto next = reader.read_head();
    REQUIRE(next.ok());
    CHECK(next->method == "GET");
    CHECK_FALSE(next->has_body());
    CHECK_FALSE(reader.wait());
}

TEST_CASE("a head that can be read in two ways is refused") {
    for (const char* header : {"Host: other",
                               "Content-Length: 1\r\nContent-Length: 1",
                               "Content-Length: 1, 1",
                               "Content-Length: +1",
                               "Content-Length: -1",
                               "Content-Length: 0x1",
                               "Content-Length:",
                               "Content-Length: 1234567890123456789",
                               "Transfer-Encoding: chunked\r\nContent-Length: 1",
                               "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                               "Transfer-Encoding: gzip, chunked",
                               "Transfer-Encoding: xchunked",
                               "Transfer-Encoding: identity",
                               "Transfer-Encoding:\x0b"
                               "chunked",
                               "X-Folded: one\r\n two",
                               " Host: h",
                               "Name : value",
                               "No colon",
                               ": no name",
                               "Na me: value",
                               "Origin: a\r\nOrigin: b",
                               "Content-Type: a\r\nContent-Type: b",
                               "Range: a\r\nRange: b",
                               "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http",
                               "A: b\rc",
                               "A: b\x01",
                               "A: b\x7f"}) {
        const Problem problem = problem_of_head(with_header(header));
        CHECK(problem.status == 400);
        CHECK(problem.key == "failure.http.head_malformed");
        CHECK_FALSE(problem.detail.empty());
    }
    CHECK(problem_of_head(with_header(std::string("A: b\0c", 6))).status == 400);
    CHECK(problem_of_head("POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").status == 400);
}

TEST_CASE("a first line that is none is refused, each kind by its own status") {
    for (const char* line : {"GET / HTTP/1.1", "GET  / HTTP/1.1", "GET /a b HTTP/1.1", "GET http://h/ HTTP/1.1", "OPTIONS * HTTP/1.1",
                             "GET /\x80 HTTP/1.1", "GET /# HTTP/1.1", "G@T / HTTP/1.1", "GET /", "GET", " / HTTP/1.1"}) {
        CHECK(problem_of_head(std::string(line) + "\r\n\r\n").status == 400);
    }
    CHECK(problem_of_head("BREW / HTTP/1.1\r\nHost: h\r\n\r\n").status == 501);
    CHECK(problem_of_head("CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n").status == 501);
    CHECK(problem_of_head("PRI / HTTP/2.0\r\n\r\nSM\r\n\r\n").status == 501);
    CHECK(problem_of_head("GET / HTTP/2.0\r\nHost: h\r\n\r\n").status == 505);
    CHECK(problem_of_head(with_header("Expect: a miracle")).status == 417);
    // Lines that end with a line feed alone: refused at once, not when the time is over.
    CHECK(problem_of_head("GET / HTTP/1.1\nHost: h\n\n").status == 400);
    CHECK(problem_of_head("GET / HTTP/1.1\r\nHost: h\n").status == 400);
}

TEST_CASE("what is too long is told apart: the address, the headers, their number") {
    HeadLimits limits;
    limits.target_bytes_max = 100;
    limits.head_bytes_max = 1'000;
    limits.header_count_max = 5;
    CHECK(problem_of_head("GET /" + std::string(100, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n", limits).status == 414);
    CHECK(problem_of_head("GET /" + std::string(5'000, 'a'), limits).status == 414);
    CHECK(problem_of_head("GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(5'000, 'a'), limits).status == 431);
    CHECK(problem_of_head("GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(1'000, 'a') + "\r\n\r\n", limits).params.at("bytes_max") ==
          "1000");
    CHECK(problem_of_head("GET / HTTP/1.1\r\nHost: h\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\n\r\n", limits).status == 431);
}

TEST_CASE("a connection that ends in a head is no request; one that takes too long is told so") {
    for (const std::string& text : {std::string(), std::string("GET"), std::string("GET / HTTP/1.1\r\nHost: h\r\n")}) {
        MemorySource source(text);
        HeadReader reader(source, {});
        auto head = reader.read_head();
        REQUIRE_FALSE(head.ok());
        CHECK_FALSE(head.error().problem.has_value());
    }
    MemorySource slow("GET / HT");
    slow.end = ByteSource::too_late;
    HeadReader reader(slow, {});
    CHECK(reader.read_head().error().problem->status == 408);
}
