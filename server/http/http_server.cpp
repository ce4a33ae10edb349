// HttpServer on cpp-httplib. What the library would do by itself and we do differently: it inflates request bodies without a bound,
// compresses answers of its own accord, lets a request drip in for ever, and reads the rest of an unread body as the next request. So its
// compression headers and ranges are hidden from it, every request has a deadline, and a connection with an unread body is closed.
#include "server/http/http_server.hpp"

#include <httplib.h>

#include <chrono>
#include <cstring>

namespace countersign {

namespace {

using SteadyClock = std::chrono::steady_clock;

// Passes bytes through until the deadline, and ends the connection after it.
class DeadlineStream : public httplib::Stream {
public:
    DeadlineStream(httplib::Stream& inner, SteadyClock::time_point deadline) : inner_(inner), deadline_(deadline) {}

    bool is_readable() const override { return in_time() && inner_.is_readable(); }
    bool is_writable() const override { return in_time() && inner_.is_writable(); }
    ssize_t read(char* data, std::size_t size) override { return in_time() ? inner_.read(data, size) : -1; }
    ssize_t write(const char* data, std::size_t size) override { return in_time() ? inner_.write(data, size) : -1; }
    void get_remote_ip_and_port(std::string& ip, int& port) const override { inner_.get_remote_ip_and_port(ip, port); }
    void get_local_ip_and_port(std::string& ip, int& port) const override { inner_.get_local_ip_and_port(ip, port); }
    socket_t socket() const override { return inner_.socket(); }

private:
    bool in_time() const { return SteadyClock::now() < deadline_; }
    httplib::Stream& inner_;
    SteadyClock::time_point deadline_;
};

// What belongs to the request being served on this thread and has no place in the library's Request.
struct CurrentRequest {
    HttpRequest request;
    SteadyClock::time_point began;
    bool body_left_unread = false;
};
thread_local CurrentRequest current;

// The library adds these for its own use, and takes instructions from the others.
bool hidden_from_library(const std::string& name) {
    for (const char* hidden : {"Content-Encoding", "Accept-Encoding", "Range", "If-Range"}) {
        if (strcasecmp(name.c_str(), hidden) == 0) return true;
    }
    return false;
}

bool added_by_library(const std::string& name) {
    return name == "REMOTE_ADDR" || name == "REMOTE_PORT" || name == "LOCAL_ADDR" || name == "LOCAL_PORT";
}

void take_over(httplib::Request& request, const std::string& peer_address) {
    HttpRequest& ours = current.request;
    ours.method = request.method;
    ours.target = request.target;
    ours.peer_address = peer_address;
    for (auto header = request.headers.begin(); header != request.headers.end();) {
        if (!added_by_library(header->first)) {
            auto [existing, fresh] = ours.headers.emplace(header->first, header->second);
            if (!fresh) existing->second += ", " + header->second;
        }
        header = hidden_from_library(header->first) ? request.headers.erase(header) : std::next(header);
    }
    request.ranges.clear();
    request.path = "/";  // our handler routes by the target; the library has one route
}

bool has_body(const HttpRequest& request) {
    const std::string& length = request.header("Content-Length");
    return !request.header("Transfer-Encoding").empty() || (!length.empty() && length != "0");
}

}  // namespace

class HttpServer::Listener : public httplib::Server {
public:
    Listener(const HttpLimits& limits, HttpHandler handler, HttpObserver observer)
        : limits_(limits), handler_(std::move(handler)), observer_(std::move(observer)) {
        set_payload_max_length(limits.body_bytes_max);
        set_read_timeout(limits.read_timeout_seconds);
        set_write_timeout(limits.read_timeout_seconds);
        set_keep_alive_timeout(limits.keep_alive_seconds);
        set_keep_alive_max_count(1'000);
        set_tcp_nodelay(true);
        // The library's own choice, SO_REUSEPORT, would let a second server take half of the first one's connections unnoticed.
        set_socket_options([](socket_t sock) {
            const int yes = 1;
            setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        });
        new_task_queue = [limits] { return new httplib::ThreadPool(limits.threads, limits.waiting_connections_max); };
        set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
            // Only a POST with a body goes on to the route below, where a body can be read.
            if (request.method == "POST" && has_body(current.request) && length_allowed()) return HandlerResponse::Unhandled;
            if (has_body(current.request)) {
                current.body_left_unread = true;
                current.request.body_state = BodyState::too_large;
            }
            answer(response);
            return HandlerResponse::Handled;
        });
        Post("/", [this](const httplib::Request&, httplib::Response& response, const httplib::ContentReader& reader) {
            std::string& body = current.request.body;
            const bool complete = reader([&](const char* data, std::size_t size) {
                body.append(data, size);
                return body.size() <= limits_.body_bytes_max;
            });
            if (!complete) {
                current.body_left_unread = true;
                const bool too_large = body.size() > limits_.body_bytes_max || response.status == httplib::StatusCode::PayloadTooLarge_413;
                current.request.body_state = too_large ? BodyState::too_large : BodyState::broken;
            }
            answer(response);
        });
    }

private:
    bool process_and_close_socket(socket_t sock) override {
        std::string peer_address, local_address;
        int peer_port = 0, local_port = 0;
        httplib::detail::get_remote_ip_and_port(sock, peer_address, peer_port);
        httplib::detail::get_local_ip_and_port(sock, local_address, local_port);
        const bool served = httplib::detail::process_server_socket(
            svr_sock_, sock, keep_alive_max_count_, keep_alive_timeout_sec_, read_timeout_sec_, read_timeout_usec_, write_timeout_sec_,
            write_timeout_usec_, [&](httplib::Stream& stream, bool close_connection, bool& connection_closed) {
                current = {};
                current.began = SteadyClock::now();
                DeadlineStream limited(stream, current.began + std::chrono::seconds(limits_.request_seconds_max));
                const bool written =
                    process_request(limited, peer_address, peer_port, local_address, local_port, close_connection, connection_closed,
                                    [&](httplib::Request& request) { take_over(request, peer_address); });
                if (current.body_left_unread) {
                    linger(limited, sock);
                    connection_closed = true;
                }
                return written;
            });
        httplib::detail::shutdown_socket(sock);
        httplib::detail::close_socket(sock);
        return served;
    }

    // Closing with unread bytes resets the connection, and the answer may be lost with it: say that nothing more comes, and read a little
    // on.
    void linger(httplib::Stream& stream, socket_t sock) const {
        ::shutdown(sock, SHUT_WR);
        std::array<char, 16'384> scratch;
        std::size_t left = 2 * limits_.body_bytes_max;
        while (left > 0) {
            const ssize_t count = stream.read(scratch.data(), std::min(scratch.size(), left));
            if (count <= 0) return;
            left -= static_cast<std::size_t>(count);
        }
    }

    bool length_allowed() const {
        const std::string& length = current.request.header("Content-Length");
        if (length.empty()) return true;
        const bool number = length.size() <= 18 && length.find_first_not_of("0123456789") == std::string::npos;
        return number && std::stoull(length) <= limits_.body_bytes_max;
    }

    void answer(httplib::Response& response) {
        HttpResponse ours = handler_(current.request);
        if (current.body_left_unread) ours.set("Connection", "close");
        response.status = ours.status;
        response.headers.clear();
        for (const auto& [name, value] : ours.headers) response.set_header(name, value);
        if (observer_) {
            const std::chrono::duration<double, std::milli> spent = SteadyClock::now() - current.began;
            observer_(current.request, ours, spent.count());
        }
        response.body = std::move(ours.body);
    }

    HttpLimits limits_;
    HttpHandler handler_;
    HttpObserver observer_;
};

HttpServer::HttpServer(const HttpLimits& limits, HttpHandler handler, HttpObserver observer)
    : listener_(std::make_unique<Listener>(limits, std::move(handler), std::move(observer))) {}

HttpServer::~HttpServer() = default;

Result<int, Failure> HttpServer::bind(const std::string& host, int port) {
    const bool any = port == 0;
    const int bound = any ? listener_->bind_to_any_port(host) : (listener_->bind_to_port(host, port) ? port : -1);
    if (bound < 0) {
        return Error{Failure{"failure.http.listen", "listen on", host + ":" + std::to_string(port), std::strerror(errno)}};
    }
    return bound;
}

void HttpServer::run() { listener_->listen_after_bind(); }

void HttpServer::stop() {
    listener_->wait_until_ready();
    listener_->stop();
}

}  // namespace countersign
