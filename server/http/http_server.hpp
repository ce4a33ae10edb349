// HttpServer: listens, reads requests within limits, and hands each to one handler. Slow, oversized and broken requests end here, each with
// an answer that says what was wrong. One thread per connection: they are few, and mostly wait.
#pragma once

#include <functional>
#include <memory>

#include "core/base/refusal.hpp"
#include "core/base/result.hpp"
#include "server/http/connections.hpp"
#include "server/http/message.hpp"
#include "server/http/request_head.hpp"

namespace countersign {

struct HttpLimits {
    HeadLimits head;
    ConnectionLimits connections;
    std::size_t body_bytes_max = 2'000'000;  ///< as it comes over the wire
    std::size_t requests_at_once_max = 64;   ///< worked on; others wait for their turn
    std::size_t requests_per_connection_max = 1'000;
    std::chrono::milliseconds head_time{10'000};  ///< from the first byte of a head to its last
    std::chrono::milliseconds body_time{60'000};  ///< the same of a body, and of an answer
    std::chrono::milliseconds silence{10'000};    ///< without a single byte
    std::chrono::milliseconds turn_time{10'000};  ///< waiting for one's turn to be worked on
    std::chrono::milliseconds keep_alive{5'000};  ///< between two requests
    std::chrono::milliseconds stop_time{4'000};   ///< for what is under way when the server stops; then it is cut off
};

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;
/// How a request that never reached the handler is answered. Of the request only what could be read is there.
using HttpRefuser = std::function<HttpResponse(const HttpRequest&, const Problem&)>;
/// Called after each request, with its length in milliseconds from its first byte.
using HttpObserver = std::function<void(const HttpRequest&, const HttpResponse&, double milliseconds)>;

struct HttpCallbacks {
    HttpHandler handle;
    HttpRefuser refuse = [](const HttpRequest&, const Problem& problem) { return answer_problem(problem); };
    HttpObserver observe = nullptr;
};

class HttpServer {
public:
    HttpServer(const HttpLimits& limits, HttpCallbacks callbacks);
    HttpServer(const HttpLimits& limits, HttpHandler handler, HttpObserver observer = nullptr);
    ~HttpServer();

    /// Port 0 takes any free one. Answers the port. Failure "failure.http.listen".
    Result<int, Failure> bind(const std::string& host, int port);
    /// Serves until stop() is called, then finishes what is under way.
    void run();
    /// May be called from any thread, also before run().
    void stop();
    /// Whether it was told to: a handler that waits should end then.
    bool stopping() const;
    std::size_t connection_count() const;

private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

}  // namespace countersign
