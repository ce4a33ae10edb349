// The one request of the sync protocol and its answer (docs/protocol.md): POST /api/v1/sync carries the outbox and a cursor per stream; the
// answer has the fate of each sent event and what is new. Both sides write and read them with this code. A message is one line of JSON and
// behind it the events as their authors wrote them, each after a line with its length: nobody packs JSON into JSON, and nobody can change
// bytes by unpacking them. Worked example of an answer's event: "41 1762934400000 7\n{"id"…}\n".
#pragma once

#include <map>
#include <vector>

#include "core/event/codec.hpp"

namespace countersign {

inline constexpr int sync_protocol = 2;
/// No request with a single event is larger: there are the cursors, too.
inline constexpr std::size_t one_event_request_bytes = event_bytes_max + 64 * 1024;
inline constexpr const char* sync_media_type = "application/vnd.countersign.sync";

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
    Placement placement;  ///< on the wire without its chain: whoever receives it follows the chain by themself
};

struct StreamNews {
    std::vector<PlacedBytes> events = {};  ///< in sequence, the first one follows the cursor
    std::int64_t head = 0;                 ///< the last sequence number there is: more than the last event's when there are further pages
    /// At the last of the events; without any at the cursor. Nothing where the server does not hold that much.
    std::optional<Digest> chain = {};
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
