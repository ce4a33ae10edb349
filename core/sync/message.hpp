// The one request of the sync protocol and its answer (docs/protocol.md): POST /api/v1/sync carries the outbox and a cursor per stream; the
// answer has the fate of each sent event and what is new. Both sides write and read them with this code.
#pragma once

#include <map>
#include <vector>

#include "core/event/codec.hpp"

namespace countersign {

inline constexpr int sync_protocol = 1;
/// No request with a single event is larger: as a JSON text every letter of the event may need a backslash, and there are the cursors.
inline constexpr std::size_t one_event_request_bytes = 2 * event_bytes_max + 64 * 1024;

struct SyncRequest {
    DeviceId device;
    Instant device_time;                       ///< for measuring the device's clock against the server's
    std::map<StreamId, std::int64_t> cursors;  ///< last sequence number held; a stream not named is asked for from its start
    std::vector<std::string> events;           ///< the authors' bytes, in the order they were made
    UserId user = {};                          ///< whose device this is: a session of anybody else must not send in their name
};

enum class EventFate { accepted, flagged, duplicate, refused };

struct FateOfEvent {
    EventId id;
    EventFate fate = EventFate::accepted;
    std::int64_t seq = 0;  ///< 0 when refused
    Refusal reason = {};   ///< for flagged and refused
};

struct PlacedBytes {
    std::string bytes;
    Placement placement;
};

struct StreamNews {
    std::vector<PlacedBytes> events;  ///< in sequence, the first one follows the cursor
    std::int64_t head = 0;            ///< the last sequence number there is: more than the last event's when there are further pages
};

struct SyncAnswer {
    Instant server_time;
    std::vector<FateOfEvent> fates;
    std::map<StreamId, StreamNews> streams;  ///< every stream this account may read
    bool more() const;                       ///< whether to ask again at once
};

std::string write_sync_request(const SyncRequest& request);
/// Failure "failure.sync_message" names what is wrong. Events are not read here: one broken event must not stop the others.
Result<SyncRequest, Failure> read_sync_request(std::string_view text);

std::string write_sync_answer(const SyncAnswer& answer);
Result<SyncAnswer, Failure> read_sync_answer(std::string_view text);

}  // namespace countersign
