// Events to bytes and back. The bytes are written once, by the author's device, and from then on stored, sent and hashed as they are;
// nothing ever writes them again, so what was signed cannot change in translation.
#pragma once

#include "core/event/envelope.hpp"

namespace countersign {

/// Largest event that is written or read, in bytes.
inline constexpr std::size_t event_bytes_max = 256 * 1024;

/// Writes an event for the first time.
StoredEvent write_event(Envelope envelope);

/// Reads bytes that some device wrote. Failure "failure.event" names the field that is wrong.
Result<StoredEvent, Failure> read_event(std::string bytes);

}  // namespace countersign
