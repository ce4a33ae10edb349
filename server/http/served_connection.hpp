// One connection, from its first request to its end.
#pragma once

#include "server/http/connections.hpp"
#include "server/http/http_server.hpp"
#include "server/http/work_slots.hpp"

namespace countersign {

/// What all connections of a server share.
struct ConnectionContext {
    HttpLimits limits;
    HttpCallbacks callbacks;
    Connections connections;
    WorkSlots slots;
};

/// Returns when the connection has ended; the descriptor is closed and no longer among the context's connections.
void serve_connection(ConnectionContext& context, int descriptor, const std::string& peer_address);

/// The bytes of an answer: status line, headers and, where there is one, the body.
std::string response_text(const HttpResponse& response, bool head_only, bool last);

}  // namespace countersign
