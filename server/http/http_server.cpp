// HttpServer on cpp-httplib: the library accepts connections, parses requests and writes every answer. What it would do by itself and we do
// differently: it repairs or passes over ambiguous heads, lets a request drip in for ever, inflates bodies without a bound, packs answers
// of its own accord, and takes the rest of an unread body for the next request. So it reads through RequestStream, which shows it only
// heads that were read strictly before (request_head.hpp), without what it would act upon, and which ends when the time is over.
#include "server/http/http_server.hpp"

#include <httplib.h>

#include <atomic>
#include <cstring>
#include <exception>

#include "server/http/connection_threads.hpp"
#include "server/http/head_reader.hpp"
#include "server/http/timed_socket.hpp"
#include "server/http/work_slots.hpp"

namespace countersign {

namespace {

// Whoever is turned away gets so long to read why, and so many do at once; beyond it connections are just closed.
constexpr std::chrono::milliseconds farewell_time{1'000};
constexpr std::size_t farewells_max = 128;
constexpr std::size_t farewell_bytes_max = 65'536;
constexpr std::chrono::milliseconds linger_time{2'000};

// A request that is refused before there is one, so that the library writes the answer to it too.
constexpr const char* head_of_refused = "GET / HTTP/1.1\r\nConnection: close\r\n\r\n";

// The library inflates, packs, cuts and takes forms apart where these ask for it. All of that is done elsewhere.
bool hidden_from_library(const std::string& name) {
    for (const char* hidden : {"Accept-Encoding", "Content-Encoding", "Content-Type", "Range", "If-Range", "Expect", "Connection"}) {
        if (strcasecmp(name.c_str(), hidden) == 0) return true;
    }
    return false;
}

std::string head_for_library(const RequestHead& head, bool continue_awaited) {
    std::string text = head.method + " " + head.target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : head.headers) {
        if (!hidden_from_library(name)) text.append(name).append(": ").append(value).append("\r\n");
    }
    if (continue_awaited) text += "Expect: 100-continue\r\n";
    return text + "\r\n";
}

// What the library reads: a head that is known already, then the body as it comes, up to a number of bytes.
class RequestStream : public httplib::Stream {
public:
    RequestStream(TimedSocket& socket, HeadReader& reader, std::size_t body_bytes_max)
        : socket_(socket), reader_(reader), body_bytes_left_(body_bytes_max) {}

    void begin(std::string head) { head_ = std::move(head); }
    bool too_late() const { return too_late_; }
    bool too_large() const { return body_bytes_left_ == 0; }

    ssize_t read(char* bytes, std::size_t size) override {
        if (head_used_ < head_.size()) {
            const std::size_t count = head_.copy(bytes, size, head_used_);
            head_used_ += count;
            return static_cast<ssize_t>(count);
        }
        if (too_large()) return -1;
        const std::ptrdiff_t count = reader_.read(bytes, std::min(size, body_bytes_left_));
        too_late_ = count == ByteSource::too_late;
        if (count <= 0) return -1;
        body_bytes_left_ -= static_cast<std::size_t>(count);
        return count;
    }
    ssize_t write(const char* bytes, std::size_t size) override {
        sound_ = sound_ && socket_.send({bytes, size});
        return sound_ ? static_cast<ssize_t>(size) : -1;
    }
    bool is_readable() const override { return true; }
    bool is_writable() const override { return sound_; }
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return socket_.descriptor(); }

private:
    TimedSocket& socket_;
    HeadReader& reader_;
    std::string head_;
    std::size_t head_used_ = 0;
    std::size_t body_bytes_left_;
    bool too_late_ = false;
    bool sound_ = true;
};

// One request and its answer.
struct Exchange {
    Exchange(TimedSocket& socket_of_peer, RequestStream& stream_of_peer, const std::string& peer_address)
        : socket(socket_of_peer), stream(stream_of_peer) {
        request.peer_address = peer_address;
    }

    TimedSocket& socket;
    RequestStream& stream;
    SteadyClock::time_point began = SteadyClock::now();
    HttpRequest request;
    std::optional<Problem> refusal;  ///< in place of what the handler would answer
    HttpResponse response;
    bool body_wanted = false;
    bool bytes_left = false;  ///< unread, or of a body whose end is not beyond doubt: they are never taken for the next request
    bool last = false;        ///< no request follows on this connection
    bool answered = false;
    std::unique_ptr<const WorkSlots::Slot> slot;
    httplib::Request* of_library = nullptr;
    httplib::Response* answer_of_library = nullptr;
};

// The library's callbacks get its own objects only; each connection has its thread.
thread_local Exchange* current = nullptr;

}  // namespace

class HttpServer::Listener : public httplib::Server {
public:
    Listener(const HttpLimits& limits, HttpCallbacks callbacks)
        : limits_(limits),
          callbacks_(std::move(callbacks)),
          connections_(limits.connections),
          slots_(limits.requests_at_once_max),
          threads_(limits.connections.total_max + farewells_max) {
        set_payload_max_length(limits_.body_bytes_max);
        set_keep_alive_max_count(limits_.requests_per_connection_max);
        set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(limits_.keep_alive).count());
        set_tcp_nodelay(true);
        // The library's own choice, SO_REUSEPORT, would let a second server take half of the first one's connections unnoticed.
        set_socket_options([](socket_t sock) {
            const int yes = 1;
            setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        });
        new_task_queue = [this] { return new Starter(threads_); };
        set_pre_routing_handler([this](const httplib::Request&, httplib::Response& response) {
            // Only what has a body to be read goes on to the route below, where that is possible.
            if (current->body_wanted && !current->refusal) return HandlerResponse::Unhandled;
            answer(response);
            return HandlerResponse::Handled;
        });
        Post("/", [this](const httplib::Request&, httplib::Response& response, const httplib::ContentReader& reader) {
            read_body(reader, response);
            answer(response);
        });
        // Whatever a handler throws costs this one answer, not the program.
        set_exception_handler([this](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
            current->refusal = Problem{500, "failure.server", "The server failed. Nothing of this request was stored.", {}};
            answer(response);
        });
        // A refusal of the library's own, should it find one where we did not.
        set_error_handler([this](const httplib::Request&, httplib::Response& response) {
            if (current->answered) return HandlerResponse::Unhandled;
            current->refusal = Problem{400, "failure.http.head_malformed", "The request is no HTTP.", {}};
            answer(response);
            return HandlerResponse::Handled;
        });
        set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
            if (response.status == 204 || response.status == 304) response.headers.erase("Content-Length");
        });
        // What was sent is still to be counted and logged.
        set_logger([](const httplib::Request&, const httplib::Response&) {
            if (current->answer_of_library != nullptr) current->response.body = std::move(current->answer_of_library->body);
        });
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
        connections_.begin_stop();
        if (!connections_.wait_until_empty(limits_.stop_time)) connections_.cut_off();
        // What is left now is the handler's own work, which ends by itself; its answer no longer reaches anybody.
        threads_.wait_until_ended();
    }

    // The library's own would do nothing before it listens, and would close the descriptor under the thread that is about to accept.
    void stop_listening() {
        stop_asked_ = true;
        const socket_t listening = svr_sock_.exchange(INVALID_SOCKET);
        if (listening == INVALID_SOCKET) return;
        stopped_ = listening;
        httplib::detail::shutdown_socket(listening);
    }

    bool stopping() const { return connections_.stopping(); }
    std::size_t connection_count() const { return connections_.count(); }

private:
    class Starter : public httplib::TaskQueue {
    public:
        explicit Starter(ConnectionThreads& threads) : threads_(threads) {}
        bool enqueue(std::function<void()> serve) override { return threads_.start(std::move(serve)); }
        void shutdown() override {}  // run() ends the connections, when it is not to listen again

    private:
        ConnectionThreads& threads_;
    };

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
        // Closes it, after it is no longer among the connections: its number may be another connection's right after.
        TimedSocket socket(sock);
        std::string address;
        int port = 0;
        httplib::detail::get_remote_ip_and_port(sock, address, port);
        if (address.empty()) return false;  // gone already
        try {
            const auto admission = connections_.admit(sock, address);
            if (admission != Connections::Admission::admitted) {
                turn_away(socket, address, admission);
                return false;
            }
            struct Membership {
                Connections& connections;
                int descriptor;
                ~Membership() { connections.leave(descriptor); }
            } const membership{connections_, sock};
            serve_connection(socket, address);
        } catch (const std::exception&) {
            // Most likely no memory for the answer either: the connection ends, and its device sends again.
            current = nullptr;
        }
        return true;
    }

    void serve_connection(TimedSocket& socket, const std::string& address) {
        HeadReader reader(socket, limits_.head);
        std::chrono::milliseconds patience = limits_.head_time;
        for (std::size_t count = 1; count <= limits_.requests_per_connection_max; ++count) {
            if (!connections_.set_waiting(socket.descriptor(), true)) return;
            socket.allow(patience, patience);
            if (!reader.wait()) return;
            connections_.set_waiting(socket.descriptor(), false);
            if (!serve_request(socket, reader, address, count == limits_.requests_per_connection_max)) return;
            patience = limits_.keep_alive;
        }
    }

    // Whether another request may follow.
    bool serve_request(TimedSocket& socket, HeadReader& reader, const std::string& address, bool last) {
        // The lengths of the chunks come on top of the body, and what follows the last of them: as much again as the body, but no more.
        RequestStream stream(socket, reader, 2 * limits_.body_bytes_max + limits_.head.head_bytes_max);
        Exchange exchange(socket, stream, address);
        exchange.last = last;
        socket.allow(limits_.head_time, limits_.silence);
        auto head = reader.read_head();
        if (head) {
            begin(exchange, *head);
        } else if (head.error().problem) {
            exchange.refusal = std::move(head.error().problem);
            stream.begin(head_of_refused);
        } else {
            return false;
        }
        socket.allow(limits_.body_time, limits_.silence);
        const bool sent = let_library_answer(exchange);
        if (sent && exchange.bytes_left) socket.linger(2 * limits_.body_bytes_max, linger_time);
        return sent && !exchange.last;
    }

    void begin(Exchange& exchange, RequestHead& head) const {
        HttpRequest& request = exchange.request;
        const bool reading = head.method == "GET" || head.method == "HEAD" || head.method == "OPTIONS";
        const bool announced_too_large = head.content_length.value_or(0) > limits_.body_bytes_max;
        exchange.body_wanted = head.has_body() && !reading && !announced_too_large;
        // The library is lenient with chunks, so what follows them is no request.
        exchange.bytes_left = head.has_body() && (!exchange.body_wanted || head.chunked);
        exchange.last = exchange.last || head.close_wanted;
        if (announced_too_large && !reading) request.body_state = BodyState::too_large;
        exchange.stream.begin(head_for_library(head, head.continue_awaited && exchange.body_wanted));
        request.method = std::move(head.method);
        request.target = std::move(head.target);
        request.headers = std::move(head.headers);
    }

    void turn_away(TimedSocket& socket, const std::string& address, Connections::Admission admission) {
        HeadReader reader(socket, limits_.head);
        RequestStream stream(socket, reader, 0);
        stream.begin(head_of_refused);
        Exchange exchange(socket, stream, address);
        exchange.refusal = Problem{503, "failure.server_busy", "There are too many connections. Try again.", {}};
        if (admission == Connections::Admission::too_many_of_address) {
            exchange.refusal = Problem{429,
                                       "failure.http.connections_of_address",
                                       "Close some of your connections.",
                                       {{"count", std::to_string(limits_.connections.per_address_max)}}};
        }
        if (let_library_answer(exchange)) socket.linger(farewell_bytes_max, farewell_time);
    }

    bool let_library_answer(Exchange& exchange) {
        current = &exchange;
        bool closed = false;
        const bool sent =
            process_request(exchange.stream, exchange.request.peer_address, 0, {}, 0, false, closed, [&](httplib::Request& request) {
                exchange.of_library = &request;
                // Our handler routes by the target; the library has one route.
                request.path = "/";
                if (exchange.body_wanted) request.method = "POST";
            });
        current = nullptr;
        exchange.slot.reset();
        if (callbacks_.observe && exchange.answered) {
            const std::chrono::duration<double, std::milli> spent = SteadyClock::now() - exchange.began;
            callbacks_.observe(exchange.request, exchange.response, spent.count());
        }
        return sent && exchange.stream.is_writable();
    }

    static void read_body(const httplib::ContentReader& reader, const httplib::Response& response) {
        Exchange& exchange = *current;
        std::string& body = exchange.request.body;
        const bool complete = reader([&](const char* bytes, std::size_t size) {
            body.append(bytes, size);
            return true;
        });
        if (complete) return;
        exchange.bytes_left = true;
        const bool too_large = exchange.stream.too_large() || response.status == httplib::StatusCode::PayloadTooLarge_413;
        exchange.request.body_state = too_large ? BodyState::too_large : BodyState::broken;
        if (!too_large && exchange.stream.too_late())
            exchange.refusal = Problem{408, "failure.http.too_slow", "The body came too slowly.", {}};
    }

    void answer(httplib::Response& response) {
        Exchange& exchange = *current;
        if (!exchange.refusal) {
            exchange.slot.reset(new WorkSlots::Slot(slots_.take(limits_.turn_time)));
            if (!*exchange.slot) {
                exchange.refusal =
                    Problem{503, "failure.server_busy", "Too many requests are being worked on. Send the request again.", {}};
            }
        }
        if (exchange.refusal) {
            exchange.response = callbacks_.refuse(exchange.request, *exchange.refusal);
            if (exchange.refusal->status == 503 || exchange.refusal->status == 429) exchange.response.set("Retry-After", "1");
            exchange.bytes_left = true;
        } else {
            exchange.response = callbacks_.handle(exchange.request);
        }
        exchange.last = exchange.last || exchange.bytes_left || connections_.stopping();
        hand_over(exchange, response);
        exchange.socket.allow(limits_.body_time, limits_.silence);
    }

    static void hand_over(Exchange& exchange, httplib::Response& response) {
        exchange.answered = true;
        exchange.answer_of_library = &response;
        response.status = exchange.response.status;
        response.headers.clear();
        for (const auto& [name, value] : exchange.response.headers) response.set_header(name, value);
        response.body = std::move(exchange.response.body);
        if (exchange.of_library == nullptr) {
            response.set_header("Connection", "close");
            return;
        }
        // What came behind a chunked body is among these by now; it must steer nothing.
        exchange.of_library->headers.clear();
        if (exchange.last) exchange.of_library->set_header("Connection", "close");
    }

    HttpLimits limits_;
    HttpCallbacks callbacks_;
    Connections connections_;
    WorkSlots slots_;
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
