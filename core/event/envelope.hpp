// The event envelope: what every event says about itself, apart from its body.
// Written by the author's device; the server adds the Placement. An event once written is never changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "core/base/digest.hpp"
#include "core/base/id.hpp"
#include "core/base/instant.hpp"
#include "core/base/json.hpp"

namespace countersign {

/// What an event is about: "ticket/0190…". Events of one subject are folded together.
struct Subject {
    std::string kind;
    std::string id;

    bool operator==(const Subject&) const = default;
    bool operator<(const Subject& other) const { return std::tie(kind, id) < std::tie(other.kind, other.id); }
    std::string text() const { return kind + "/" + id; }
    /// Nothing when the text is not kind/uuid.
    static std::optional<Subject> parse(std::string_view text);
};

/// Author and device of what the server itself writes; no account has this id.
inline constexpr const char* server_author = "server";

struct Envelope {
    EventId id;  ///< UUIDv7 made on the device: sending an event twice is harmless
    StreamId stream;
    Subject subject;
    std::string type;  ///< for example "ticket_opened"
    int version = 1;   ///< of the body's shape
    UserId actor;
    DeviceId device;
    Instant occurred_at;  ///< by the device's clock: a claim, not a proof
    Json body;
};

/// The place that the server gave an event in its stream.
struct Placement {
    std::int64_t seq = 0;  ///< 1, 2, 3 … without gaps in each stream
    Instant received_at;
    Digest chain;

    bool operator==(const Placement&) const = default;
};

/// An event with the exact bytes that its author's device wrote, and its place once it has one.
struct StoredEvent {
    Envelope envelope;
    std::string bytes;
    std::optional<Placement> placement = std::nullopt;

    bool confirmed() const { return placement.has_value(); }
    /// When it happened as far as anybody can know: what the author's device says, but not after the server had it in hand.
    Instant happened_at() const {
        return placement && placement->received_at < envelope.occurred_at ? placement->received_at : envelope.occurred_at;
    }
};

}  // namespace countersign
