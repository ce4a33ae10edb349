// HttpServer on cpp-httplib: the library accepts connections, parses requests and writes every answer. What it would do by itself and we do
// differently: it repairs or passes over ambiguous heads, lets a request drip in for ever, inflates bodies without a bound, packs answers
// of its own accord, and takes the rest of an unread body for the next request. So it reads and writes through an Exchange.
#include "server/http/http_server.hpp"

#include <httplib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <exception>

#include "server/http/connection_threads.hpp"
#include "server/http/exchange.hpp"
#include "server/http/file_body.hpp"

namespace countersign {

namespace {

// So many connections at once are told why they are turned away; beyond it they are just closed.
constexpr std::size_t turned_away_max = 128;

class ExchangeStream : public httplib::Stream {
public:
    ExchangeStream(Exchange& exchange, int descriptor) : exchange_(exchange), descriptor_(descriptor) {}
    ssize_t read(char* bytes, std::size_t size) override { return exchange_.read(bytes, size); }
    ssize_t write(const char* bytes, std::size_t size) override { return exchange_.write({bytes, size}) ? static_cast<ssize_t>(size) : -1; }
    bool is_readable() const override { return true; }
    bool is_writable() const override { return exchange_.writable(); }
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return descriptor_; }

private:
    Exchange& exchange_;
    int descriptor_;
};

// The library's callbacks get nothing but its own objects, and these as constants; each connection has its thread.
struct Current {
    Exchange* exchange = nullptr;
    httplib::Request* request = nullptr;
    httplib::Response* response = nullptr;
};
thread_local Current current;

void send_file(const HttpResponse& ours, httplib::Response& response) {
    const auto type =
        std::find_if(ours.headers.begin(), ours.headers.end(), [](const auto& header) { return header.first == "Content-Type"; });
    response.set_content_provider(ours.file->bytes(), type == ours.headers.end() ? "application/octet-stream" : type->second,
                                  [file = ours.file](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                                      std::array<char, 65'536> part;
                                      const ssize_t count = file->read(offset, part.data(), std::min(length, part.size()));
                                      return count > 0 && sink.write(part.data(), static_cast<std::size_t>(count));
                                  });
}

void hand_over(httplib::Response& response) {
    HttpResponse& ours = current.exchange->response();
    current.response = &response;
    response.status = ours.status;
    response.headers.clear();
    for (const auto& [name, value] : ours.headers) {
        if (!ours.file || name != "Content-Type") response.set_header(name, value);
    }
    response.body = std::move(ours.body);
    if (ours.file) send_file(ours, response);
    if (current.request == nullptr) return;
    // What came behind a chunked body is among these by now; it must steer nothing.
    current.request->headers.clear();
    if (current.exchange->last()) current.request->set_header("Connection", "close");
}

void answer(httplib::Response& response) {
    current.exchange->answer();
    hand_over(response);
}

void refuse(Problem problem, httplib::Response& response) {
    current.exchange->refuse(std::move(problem));
    answer(response);
}

// Every answer says how long it is, but those that have no body by their nature; and that parts can be asked for, where they can.
void correct_headers(httplib::Response& response) {
    if (response.status == 204 || response.status == 304) response.headers.erase("Content-Length");
    const auto& ours = current.exchange->response().headers;
    const bool ranges = std::any_of(ours.begin(), ours.end(), [](const auto& header) { return header.first == "Accept-Ranges"; });
    if (!ranges) response.headers.erase("Accept-Ranges");
}

void read_body(const httplib::ContentReader& reader, const httplib::Response& response) {
    Exchange& exchange = *current.exchange;
    const bool complete = reader([&](const char* bytes, std::size_t size) {
        exchange.add_to_body({bytes, size});
        return true;
    });
    if (!complete) exchange.end_body_early(response.status == httplib::StatusCode::PayloadTooLarge_413);
}

class ThreadForEach : public httplib::TaskQueue {
public:
    explicit ThreadForEach(ConnectionThreads& threads) : threads_(threads) {}
    bool enqueue(std::function<void()> serve) override { return threads_.start(std::move(serve)); }
    void shutdown() override {}  // run() ends the connections, when it is not to listen again

private:
    ConnectionThreads& threads_;
};

}  // namespace

class HttpServer::Listener : public httplib::Server {
public:
    Listener(const HttpLimits& limits, HttpCallbacks callbacks)
        : context_{limits, std::move(callbacks), Connections(limits.connections), WorkSlots(limits.requests_at_once_max)},
          threads_(limits.connections.total_max + turned_away_max) {
        set_payload_max_length(limits.body_bytes_max);
        set_keep_alive_max_count(limits.requests_per_connection_max);
        set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(limits.keep_alive).count());
        set_tcp_nodelay(true);
        // The library's own choice, SO_REUSEPORT, would let a second server take half of the first one's connections unnoticed.
        set_socket_options([](socket_t sock) {
            const int yes = 1;
            setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        });
        new_task_queue = [this] { return new ThreadForEach(threads_); };
        set_callbacks();
    }

    ~Listener() override { close_listening(); }

    Result<int, Failure> bind(const std::string& host, int port) {
        errno = 0;
        const int bound = port == 0 ? bind_to_any_port(host) : (bind_to_port(host, port) ? port : -1);
        if (bound < 0) {
            const std::string cause = errno == 0 ? "no such address" : std::strerror(errno);
            return Error{Failure{"failure.http.listen", "listen on", host + ":" + std::to_string(port), cause}};
        }
        host_ = host;
        port_ = bound;
        return bound;
    }

    void run() {
        // The library gives up listening at the first error of accept() that it does not know; some pass, as that of a peer that was quick
        // to leave.
        while (!listen_after_bind() && !stop_asked_) listen_again();
        close_listening();
        context_.connections.begin_stop();
        if (!context_.connections.wait_until_empty(context_.limits.stop_time)) context_.connections.cut_off();
        // What is left now is the handler's own work, which ends by itself; its answer no longer reaches anybody.
        threads_.wait_until_ended();
    }

    // The library's own does nothing before it listens, and closes the descriptor under the thread that may be about to accept.
    void stop_listening() {
        stop_asked_ = true;
        const socket_t listening = svr_sock_.exchange(INVALID_SOCKET);
        if (listening == INVALID_SOCKET) return;
        stopped_ = listening;
        httplib::detail::shutdown_socket(listening);
    }

    bool stopping() const { return context_.connections.stopping(); }
    std::size_t connection_count() const { return context_.connections.count(); }

private:
    void set_callbacks() {
        set_pre_routing_handler([](const httplib::Request&, httplib::Response& response) {
            // Only what has a body to be read goes on to the route below, where that is possible.
            if (current.exchange->body_wanted()) return HandlerResponse::Unhandled;
            answer(response);
            return HandlerResponse::Handled;
        });
        Post("/", [](const httplib::Request&, httplib::Response& response, const httplib::ContentReader& reader) {
            read_body(reader, response);
            answer(response);
        });
        // Whatever a handler throws costs this one answer, not the program.
        set_exception_handler([](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
            refuse({500, "failure.server", "The server failed. Nothing of this request was stored.", {}}, response);
        });
        // A refusal of the library's own, should it find a reason where we found none.
        set_error_handler([](const httplib::Request&, httplib::Response& response) {
            if (current.exchange->answered()) return HandlerResponse::Unhandled;
            refuse({400, "failure.http.head_malformed", "The request is no HTTP.", {}}, response);
            return HandlerResponse::Handled;
        });
        set_post_routing_handler([](const httplib::Request&, httplib::Response& response) { correct_headers(response); });
        // What was sent is still to be counted and logged.
        set_logger([](const httplib::Request&, const httplib::Response&) {
            if (current.response != nullptr) current.exchange->response().body = std::move(current.response->body);
        });
    }

    void listen_again() {
        svr_sock_ = INVALID_SOCKET;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        httplib::Server::stop();  // only takes back that it gave up
        bind_to_port(host_, port_);
        if (stop_asked_) stop_listening();
    }

    void close_listening() {
        for (std::atomic<socket_t>* listening : {&svr_sock_, &stopped_}) {
            if (const socket_t sock = listening->exchange(INVALID_SOCKET); sock != INVALID_SOCKET) httplib::detail::close_socket(sock);
        }
    }

    bool process_and_close_socket(socket_t sock) override {
        std::string address;
        int port = 0;
        httplib::detail::get_remote_ip_and_port(sock, address, port);
        try {
            // Closes it, after it has left the others: its number may be another connection's right after.
            PeerConnection peer(context_, sock, address);
            if (address.empty()) return false;  // gone already
            const auto admission = context_.connections.admit(sock, address);
            if (admission != Connections::Admission::admitted) {
                turn_away(peer, admission);
                return false;
            }
            struct Membership {
                Connections& connections;
                int descriptor;
                ~Membership() { connections.leave(descriptor); }
            } const membership{context_.connections, sock};
            serve_connection(peer);
        } catch (const std::exception&) {
            // Most likely no memory for the answer either: the connection ends, and its device sends again.
            return false;
        }
        return true;
    }

    void serve_connection(PeerConnection& peer) {
        const HttpLimits& limits = context_.limits;
        std::chrono::milliseconds patience = limits.head_time;
        for (std::size_t count = 1; count <= limits.requests_per_connection_max; ++count) {
            if (!context_.connections.set_waiting(peer.socket.descriptor(), true)) return;
            peer.socket.allow(patience, patience);
            if (!peer.reader.wait()) return;
            context_.connections.set_waiting(peer.socket.descriptor(), false);
            Exchange exchange(context_, peer);
            if (count == limits.requests_per_connection_max) exchange.set_last();
            if (!exchange.read_head()) return;
            let_library_answer(exchange, peer);
            if (exchange.last()) return;
            patience = limits.keep_alive;
        }
    }

    void turn_away(PeerConnection& peer, Connections::Admission admission) {
        Exchange exchange(context_, peer);
        if (admission == Connections::Admission::too_many_of_address) {
            exchange.refuse({429,
                             "failure.http.connections_of_address",
                             "Close some of your connections.",
                             {{"count", std::to_string(context_.limits.connections.per_address_max)}}});
        } else {
            exchange.refuse({503, "failure.server_busy", "There are too many connections. Try again.", {}});
        }
        let_library_answer(exchange, peer);
    }

    void let_library_answer(Exchange& exchange, PeerConnection& peer) {
        current = {&exchange, nullptr, nullptr};
        ExchangeStream stream(exchange, peer.socket.descriptor());
        bool closed = false;
        const bool sent = process_request(stream, peer.address, 0, {}, 0, false, closed, [&](httplib::Request& request) {
            current.request = &request;
            // Our handler routes by the target; the library has one route.
            request.path = "/";
            if (exchange.body_wanted()) request.method = "POST";
        });
        exchange.finish(sent);
    }

    ServerContext context_;
    ConnectionThreads threads_;
    std::string host_;
    int port_ = 0;
    std::atomic<bool> stop_asked_ = false;
    std::atomic<socket_t> stopped_{INVALID_SOCKET};
};

HttpServer::HttpServer(const HttpLimits& limits, HttpCallbacks callbacks)
    : listener_(std::make_unique<Listener>(limits, std::move(callbacks))) {}

HttpServer::HttpServer(const HttpLimits& limits, HttpHandler handler, HttpObserver observer)
    : HttpServer(limits, [&] {
          HttpCallbacks callbacks;
          callbacks.handle = std::move(handler);
          callbacks.observe = std::move(observer);
          return callbacks;
      }()) {}

HttpServer::~HttpServer() = default;

Result<int, Failure> HttpServer::bind(const std::string& host, int port) { return listener_->bind(host, port); }

void HttpServer::run() { listener_->run(); }

void HttpServer::stop() { listener_->stop_listening(); }

bool HttpServer::stopping() const { return listener_->stopping(); }

std::size_t HttpServer::connection_count() const { return listener_->connection_count(); }

}  // namespace countersign
