// The way of a request from its first byte to the last of its answer.
#include "server/http/exchange.hpp"

#include <strings.h>

#include <algorithm>

#include "server/http/file_body.hpp"

namespace countersign {

namespace {

// Closing with unread bytes resets the connection, and the answer may be lost with it; so the peer gets so long to read it.
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

std::string text_for_library(const RequestHead& head, bool continue_awaited) {
    std::string text = head.method + " " + head.target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : head.headers) {
        if (!hidden_from_library(name)) text.append(name).append(": ").append(value).append("\r\n");
    }
    if (continue_awaited) text += "Expect: 100-continue\r\n";
    return text + "\r\n";
}

// A file is let go on at 16 KiB/s; who takes nothing at all is cut off by the silence.
std::chrono::milliseconds time_to_send(const HttpResponse& response) {
    return std::chrono::milliseconds(response.file ? response.file->bytes() / 16 : 0);
}

}  // namespace

// The lengths of chunks come on top of a body, and so do headers behind the last of them: as much again as the body, but no more.
Exchange::Exchange(ServerContext& context, PeerConnection& peer)
    : context_(context),
      peer_(peer),
      head_for_library_(head_of_refused),
      body_bytes_left_(2 * context.limits.body_bytes_max + context.limits.head.head_bytes_max) {
    request_.peer_address = peer.address;
}

bool Exchange::read_head() {
    const HttpLimits& limits = context_.limits;
    peer_.socket.allow(limits.head_time, limits.silence);
    auto head = peer_.reader.read_head();
    if (head) {
        take_over(*head);
    } else if (head.error().problem) {
        refuse(std::move(*head.error().problem));
    } else {
        return false;
    }
    peer_.socket.allow(limits.body_time, limits.silence);
    return true;
}

void Exchange::take_over(RequestHead& head) {
    const bool reading = head.method == "GET" || head.method == "HEAD" || head.method == "OPTIONS";
    const bool announced_too_large = head.content_length.value_or(0) > context_.limits.body_bytes_max;
    body_wanted_ = head.has_body() && !reading && !announced_too_large;
    // The library is lenient with chunks: what follows them could be anything.
    bytes_left_ = head.has_body() && (!body_wanted_ || head.chunked);
    last_ = last_ || head.close_wanted;
    if (announced_too_large && !reading) request_.body_state = BodyState::too_large;
    head_for_library_ = text_for_library(head, head.continue_awaited && body_wanted_);
    request_.method = std::move(head.method);
    request_.target = std::move(head.target);
    request_.headers = std::move(head.headers);
}

void Exchange::refuse(Problem problem) {
    refusal_ = std::move(problem);
    bytes_left_ = true;
}

std::ptrdiff_t Exchange::read(char* bytes, std::size_t size) {
    if (head_used_ < head_for_library_.size()) {
        const std::size_t count = head_for_library_.copy(bytes, size, head_used_);
        head_used_ += count;
        return static_cast<std::ptrdiff_t>(count);
    }
    if (body_bytes_left_ == 0) return -1;
    const std::ptrdiff_t count = peer_.reader.read(bytes, std::min(size, body_bytes_left_));
    too_late_ = count == ByteSource::too_late;
    if (count <= 0) return -1;
    body_bytes_left_ -= static_cast<std::size_t>(count);
    return count;
}

bool Exchange::write(std::string_view bytes) {
    writable_ = writable_ && peer_.socket.send(bytes);
    return writable_;
}

void Exchange::end_body_early(bool too_large) {
    bytes_left_ = true;
    if (too_large || body_bytes_left_ == 0) {
        request_.body_state = BodyState::too_large;
    } else if (too_late_) {
        refuse({408, "failure.http.too_slow", "The body came too slowly.", {}});
    } else {
        request_.body_state = BodyState::broken;
    }
}

void Exchange::answer() {
    if (!refusal_) {
        slot_.reset(new WorkSlots::Slot(context_.slots.take(context_.limits.turn_time)));
        if (!*slot_) refuse({503, "failure.server_busy", "Too many requests are being worked on. Send the request again.", {}});
    }
    if (refusal_) {
        response_ = context_.callbacks.refuse(request_, *refusal_);
        if (refusal_->status == 503 || refusal_->status == 429) response_.set("Retry-After", "1");
    } else {
        response_ = context_.callbacks.handle(request_);
    }
    answered_ = true;
    last_ = last_ || bytes_left_ || context_.connections.stopping();
    peer_.socket.allow(context_.limits.body_time + time_to_send(response_), context_.limits.silence);
    // Sending a file is no work, and may take long.
    if (response_.file) slot_.reset();
}

void Exchange::finish(bool sent) {
    slot_.reset();
    if (answered_ && context_.callbacks.observe) {
        const std::chrono::duration<double, std::milli> spent = SteadyClock::now() - began_;
        context_.callbacks.observe(request_, response_, spent.count());
    }
    if (!sent || !writable_) {
        last_ = true;
    } else if (bytes_left_) {
        peer_.socket.linger(2 * context_.limits.body_bytes_max, linger_time);
    }
}

}  // namespace countersign
