// Request after request: head, body, handler, answer.
#include "server/http/served_connection.hpp"

#include <algorithm>
#include <exception>
#include <new>

#include "server/http/timed_socket.hpp"

namespace countersign {

namespace {

constexpr std::chrono::milliseconds linger_time{2'000};

const char* reason_of(int status) {
    // Nobody needs to know more in words; the number is the message.
    return status < 300 ? "OK" : status < 400 ? "See headers" : status < 500 ? "Refused" : "Failed";
}

bool sound_header(const std::string& text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

class ServedConnection {
public:
    ServedConnection(ConnectionContext& context, int descriptor, const std::string& peer_address)
        : context_(context),
          limits_(context.limits),
          descriptor_(descriptor),
          peer_address_(peer_address),
          socket_(descriptor),
          reader_(socket_, limits_.head) {}
    // Before the descriptor is closed, since its number may be another connection's right after.
    ~ServedConnection() { context_.connections.leave(descriptor_); }

    void serve() {
        std::chrono::milliseconds patience = limits_.head_time;
        for (std::size_t count = 1; count <= limits_.requests_per_connection_max; ++count) {
            if (!context_.connections.set_waiting(descriptor_, true)) return;
            socket_.allow(patience, patience);
            if (!reader_.wait()) return;
            context_.connections.set_waiting(descriptor_, false);
            if (!serve_one(count == limits_.requests_per_connection_max)) return;
            patience = limits_.keep_alive;
        }
    }

private:
    // Whether another request may follow.
    bool serve_one(bool last) {
        began_ = SteadyClock::now();
        socket_.allow(limits_.head_time, limits_.silence);
        HttpRequest request;
        request.peer_address = peer_address_;
        auto head = reader_.read_head();
        if (!head) {
            if (head.error().problem) refuse(request, *head.error().problem);
            return false;
        }
        request.method = std::move(head->method);
        request.target = std::move(head->target);
        request.headers = std::move(head->headers);
        bool body_left = false;
        socket_.allow(limits_.body_time, limits_.silence);
        if (head->has_body()) {
            if (auto problem = read_body(*head, request, body_left)) {
                refuse(request, *problem);
                return false;
            }
        }
        const WorkSlots::Slot slot = context_.slots.take(limits_.turn_time);
        if (!slot) {
            refuse(request, {503, "failure.server_busy", "Too many requests are being worked on. Send the request again.", {}});
            return false;
        }
        HttpResponse response = handle(request);
        last = last || body_left || head->close_wanted || context_.connections.stopping();
        return answer(request, response, last) && finished(last, body_left);
    }

    // Whatever a handler throws costs this one answer, not the program.
    HttpResponse handle(const HttpRequest& request) {
        try {
            return context_.callbacks.handle(request);
        } catch (const std::exception&) {
            return context_.callbacks.refuse(request,
                                             {500, "failure.server", "The server failed. Nothing of this request was stored.", {}});
        }
    }

    std::optional<Problem> read_body(const RequestHead& head, HttpRequest& request, bool& body_left) {
        if (request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS") {
            // Nobody reads it; and left where it is it would be taken for the next request.
            body_left = true;
            return std::nullopt;
        }
        const bool announced_too_large = head.content_length.value_or(0) > limits_.body_bytes_max;
        if (head.continue_awaited && !announced_too_large && !socket_.send("HTTP/1.1 100 Continue\r\n\r\n")) {
            body_left = true;
            request.body_state = BodyState::broken;
            return std::nullopt;
        }
        auto body = reader_.read_body(head, limits_.body_bytes_max);
        if (body.end == RequestReader::BodyEnd::too_late) return Problem{408, "failure.http.too_slow", "The body came too slowly.", {}};
        if (body.end != RequestReader::BodyEnd::complete) {
            body_left = true;
            request.body_state = body.end == RequestReader::BodyEnd::too_large ? BodyState::too_large : BodyState::broken;
            return std::nullopt;
        }
        request.body = std::move(body.bytes);
        return std::nullopt;
    }

    void refuse(const HttpRequest& request, const Problem& problem) {
        HttpResponse response = context_.callbacks.refuse(request, problem);
        if (answer(request, response, true)) socket_.linger(2 * limits_.body_bytes_max, linger_time);
    }

    bool answer(const HttpRequest& request, HttpResponse& response, bool last) {
        socket_.allow(limits_.body_time, limits_.silence);
        const bool sent = socket_.send(response_text(response, request.method == "HEAD", last));
        if (context_.callbacks.observe) {
            const std::chrono::duration<double, std::milli> spent = SteadyClock::now() - began_;
            context_.callbacks.observe(request, response, spent.count());
        }
        return sent;
    }

    bool finished(bool last, bool body_left) {
        if (body_left) socket_.linger(2 * limits_.body_bytes_max, linger_time);
        return !last;
    }

    ConnectionContext& context_;
    const HttpLimits& limits_;
    int descriptor_;
    std::string peer_address_;
    TimedSocket socket_;
    RequestReader reader_;
    SteadyClock::time_point began_{};
};

}  // namespace

std::string response_text(const HttpResponse& response, bool head_only, bool last) {
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + " " + reason_of(response.status) + "\r\n";
    for (const auto& [name, value] : response.headers) {
        if (sound_header(name) && sound_header(value)) text.append(name).append(": ").append(value).append("\r\n");
    }
    const bool no_body = response.status == 204 || response.status == 304 || response.status < 200;
    if (!no_body) text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    if (last) text += "Connection: close\r\n";
    text += "\r\n";
    if (!no_body && !head_only) text += response.body;
    return text;
}

void serve_connection(ConnectionContext& context, int descriptor, const std::string& peer_address) {
    ServedConnection connection(context, descriptor, peer_address);
    try {
        connection.serve();
    } catch (const std::bad_alloc&) {
        // No memory for the answer either: the connection ends, and its device sends again.
        return;
    }
}

}  // namespace countersign
