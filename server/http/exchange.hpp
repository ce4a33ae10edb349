// Exchange: one request and its answer, around what the HTTP library does with them: the head is read strictly before the library sees it,
// the body comes to it within limits, and the answer is that of the handler or of a refusal. It knows no library.
#pragma once

#include <memory>

#include "server/http/connections.hpp"
#include "server/http/head_reader.hpp"
#include "server/http/http_server.hpp"
#include "server/http/timed_socket.hpp"
#include "server/http/work_slots.hpp"

namespace countersign {

/// What all connections of a server share.
struct ServerContext {
    HttpLimits limits;
    HttpCallbacks callbacks;
    Connections connections;
    WorkSlots slots;
};

/// One connection, whatever is read of it and written to it.
struct PeerConnection {
    PeerConnection(const ServerContext& context, int descriptor, std::string peer_address)
        : socket(descriptor), reader(socket, context.limits.head), address(std::move(peer_address)) {}
    TimedSocket socket;
    HeadReader reader;
    std::string address;
};

class Exchange {
public:
    Exchange(ServerContext& context, PeerConnection& peer);

    /// False when the connection ended instead.
    bool read_head();
    /// The answer will be this, whatever the handler would say.
    void refuse(Problem problem);

    /// What the library reads: the head, without what it would act upon by itself, then the body as it comes. Negative where it ends early.
    std::ptrdiff_t read(char* bytes, std::size_t size);
    bool write(std::string_view bytes);
    bool writable() const { return writable_; }

    bool body_wanted() const { return body_wanted_ && !refusal_; }
    void add_to_body(std::string_view bytes) { request_.body.append(bytes); }
    void end_body_early(bool too_large);

    /// Waits for its turn, and asks the handler unless it is refused.
    void answer();
    bool answered() const { return answered_; }
    HttpResponse& response() { return response_; }
    /// Counts and logs what was sent, and sees to it that the peer can read it.
    void finish(bool sent);

    /// Whether no request follows on this connection.
    bool last() const { return last_; }
    void set_last() { last_ = true; }

private:
    void take_over(RequestHead& head);

    ServerContext& context_;
    PeerConnection& peer_;
    SteadyClock::time_point began_ = SteadyClock::now();
    std::string head_for_library_;
    std::size_t head_used_ = 0;
    std::size_t body_bytes_left_;
    HttpRequest request_;
    std::optional<Problem> refusal_;
    HttpResponse response_;
    std::unique_ptr<const WorkSlots::Slot> slot_;
    bool body_wanted_ = false;
    bool too_late_ = false;
    bool bytes_left_ = false;  ///< unread, or behind a body whose end is not beyond doubt: they are never taken for a request
    bool writable_ = true;
    bool answered_ = false;
    bool last_ = false;
};

}  // namespace countersign
