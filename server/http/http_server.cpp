// Listening: accepts connections while there is room for them, turns others away with an answer, and ends all of them in time.
#include "server/http/http_server.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>

#include "server/http/served_connection.hpp"
#include "server/http/timed_socket.hpp"

namespace countersign {

namespace {

// The kernel's queue of connections that nobody accepted yet.
constexpr int backlog = 128;
// Whoever is turned away gets so long to read why, and so many do at once; beyond it connections are just closed.
constexpr std::chrono::milliseconds farewell_time{1'000};
constexpr std::size_t farewells_max = 128;

std::string address_of(const sockaddr_storage& address, socklen_t size) {
    std::array<char, NI_MAXHOST> text{};
    const auto* plain = reinterpret_cast<const sockaddr*>(&address);
    if (getnameinfo(plain, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0) return {};
    return text.data();
}

int port_of(int descriptor) {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return -1;
    if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
    return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

// The descriptor, or -1 with the cause.
int listen_on(const addrinfo& address, std::string& cause) {
    const int descriptor = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address.ai_protocol);
    if (descriptor >= 0) {
        const int yes = 1;
        ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        if (::bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 && ::listen(descriptor, backlog) == 0) return descriptor;
    }
    cause = std::strerror(errno);
    if (descriptor >= 0) ::close(descriptor);
    return -1;
}

}  // namespace

class HttpServer::Listener {
public:
    Listener(const HttpLimits& limits, HttpCallbacks callbacks)
        : context_(
              new ConnectionContext{limits, std::move(callbacks), Connections(limits.connections), WorkSlots(limits.requests_at_once_max)}),
          woken_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    ~Listener() {
        close_listening();
        for (const Farewell& farewell : farewells_) ::close(farewell.descriptor);
        ::close(woken_);
    }

    Result<int, Failure> bind(const std::string& host, int port) {
        addrinfo hints{};
        hints.ai_family = AF_UNSPEC;
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
        addrinfo* found = nullptr;
        std::string cause;
        if (const int code = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); code != 0) cause = gai_strerror(code);
        for (const addrinfo* address = found; address != nullptr && listening_ < 0; address = address->ai_next) {
            listening_ = listen_on(*address, cause);
        }
        if (found != nullptr) freeaddrinfo(found);
        if (listening_ < 0) return Error{Failure{"failure.http.listen", "listen on", host + ":" + std::to_string(port), cause}};
        return port_of(listening_);
    }

    void run() {
        while (!stop_asked()) {
            accept_waiting();
            say_farewell();
            wait();
        }
        close_listening();
        context_->connections.begin_stop();
        if (context_->connections.wait_until_empty(context_->limits.stop_time)) return;
        context_->connections.cut_off();
        // What is left now is the handler's own work, which ends by itself; its answer no longer reaches anybody.
        while (!context_->connections.wait_until_empty(std::chrono::milliseconds(1'000))) {
        }
    }

    void stop() {
        const std::uint64_t one = 1;
        // Fails only when the counter is full, and then the server is woken already.
        [[maybe_unused]] const ssize_t written = ::write(woken_, &one, sizeof(one));
    }

    bool stopping() const { return context_->connections.stopping(); }

    std::size_t connection_count() const { return context_->connections.count(); }

private:
    struct Farewell {
        int descriptor;
        SteadyClock::time_point until;
    };

    void close_listening() {
        if (listening_ >= 0) ::close(listening_);
        listening_ = -1;
    }

    bool stop_asked() const {
        std::uint64_t count = 0;
        return ::read(woken_, &count, sizeof(count)) == static_cast<ssize_t>(sizeof(count));
    }

    void wait() {
        std::vector<pollfd> waiting{{woken_, POLLIN, 0}};
        // Without descriptors left, accepting fails at once and for ever: look again a little later.
        if (!out_of_descriptors_) waiting.push_back({listening_, POLLIN, 0});
        int milliseconds = out_of_descriptors_ ? 50 : -1;
        for (const Farewell& farewell : farewells_) {
            waiting.push_back({farewell.descriptor, POLLIN, 0});
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(farewell.until - SteadyClock::now()).count();
            const int at_most = static_cast<int>(std::max<std::int64_t>(left, 0));
            milliseconds = milliseconds < 0 ? at_most : std::min(milliseconds, at_most);
        }
        ::poll(waiting.data(), waiting.size(), milliseconds);
    }

    void accept_waiting() {
        out_of_descriptors_ = false;
        while (true) {
            sockaddr_storage address{};
            socklen_t size = sizeof(address);
            const int descriptor = ::accept4(listening_, reinterpret_cast<sockaddr*>(&address), &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
            if (descriptor < 0) {
                if (errno == EINTR || errno == ECONNABORTED) continue;
                out_of_descriptors_ = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
                return;
            }
            const int yes = 1;
            ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
            begin(descriptor, address_of(address, size));
        }
    }

    void begin(int descriptor, const std::string& address) {
        const auto admission = context_->connections.admit(descriptor, address);
        if (admission == Connections::Admission::too_many_of_address) {
            return turn_away(descriptor, address,
                             {429,
                              "failure.http.connections_of_address",
                              "Close some of your connections.",
                              {{"count", std::to_string(context_->limits.connections.per_address_max)}}});
        }
        const Problem busy{503, "failure.server_busy", "There are too many connections. Try again.", {}};
        if (admission == Connections::Admission::too_many) return turn_away(descriptor, address, busy);
        try {
            std::thread([context = context_, descriptor, address] { serve_connection(*context, descriptor, address); }).detach();
        } catch (const std::system_error&) {
            context_->connections.leave(descriptor);
            turn_away(descriptor, address, busy);
        }
    }

    // Its answer fits into what the kernel keeps for a fresh connection, so nothing here waits for the peer.
    void turn_away(int descriptor, const std::string& address, const Problem& problem) {
        HttpRequest nothing_read;
        nothing_read.peer_address = address;
        HttpResponse response = context_->callbacks.refuse(nothing_read, problem);
        response.set("Retry-After", "1");
        const std::string text = response_text(response, false, true);
        const bool sent = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT) == static_cast<ssize_t>(text.size());
        if (context_->callbacks.observe) context_->callbacks.observe(nothing_read, response, 0);
        if (!sent || farewells_.size() >= farewells_max) {
            ::close(descriptor);
            return;
        }
        ::shutdown(descriptor, SHUT_WR);
        farewells_.push_back({descriptor, SteadyClock::now() + farewell_time});
    }

    void say_farewell() {
        const auto now = SteadyClock::now();
        std::erase_if(farewells_, [&](const Farewell& farewell) {
            std::array<char, 4'096> scratch;
            ssize_t count = 0;
            while ((count = ::recv(farewell.descriptor, scratch.data(), scratch.size(), MSG_DONTWAIT)) > 0 && now < farewell.until) {
            }
            const bool goes_on = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) && now < farewell.until;
            if (!goes_on) ::close(farewell.descriptor);
            return !goes_on;
        });
    }

    // Shared with the threads of the connections: the last of them may end a moment after run().
    std::shared_ptr<ConnectionContext> context_;
    int woken_;
    int listening_ = -1;
    bool out_of_descriptors_ = false;
    std::vector<Farewell> farewells_;
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

void HttpServer::stop() { listener_->stop(); }

bool HttpServer::stopping() const { return listener_->stopping(); }

std::size_t HttpServer::connection_count() const { return listener_->connection_count(); }

}  // namespace countersign
