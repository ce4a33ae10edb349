// HttpServer: listens, reads requests within limits, and hands each to one handler. Slow, oversized and broken requests end here.
#pragma once

#include <functional>
#include <memory>

#include "core/base/refusal.hpp"
#include "core/base/result.hpp"
#include "server/http/message.hpp"

namespace countersign {

struct HttpLimits {
    std::size_t body_bytes_max = 2'000'000;  ///< as it comes over the wire
    int read_timeout_seconds = 10;           ///< without a single byte
    int request_seconds_max = 60;            ///< from the first byte of a request to the last of its answer
    int keep_alive_seconds = 5;
    std::size_t threads = 64;  ///< connections served at once
    std::size_t waiting_connections_max = 256;
};

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;
/// Called after each request, with its length in milliseconds.
using HttpObserver = std::function<void(const HttpRequest&, const HttpResponse&, double milliseconds)>;

class HttpServer {
public:
    HttpServer(const HttpLimits& limits, HttpHandler handler, HttpObserver observer = nullptr);
    ~HttpServer();

    /// Port 0 takes any free one. Answers the port. Failure "failure.http.listen".
    Result<int, Failure> bind(const std::string& host, int port);
    /// Serves until stop() is called, then finishes what is under way.
    void run();
    /// May be called from any thread.
    void stop();

private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

}  // namespace countersign
