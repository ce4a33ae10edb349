// Verifying a store: following the chain of every stream and naming the first place where it breaks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/event_store.hpp"

namespace countersign {

struct VerifiedStream {
    StreamId stream;
    std::int64_t events = 0;
    Digest head;
    std::int64_t signed_events = 0;      ///< by the key that the author's device registered
    std::int64_t unsigned_events = 0;    ///< from devices without a key, such as imports
    std::int64_t forged_events = 0;      ///< the device had a key, and the event is not signed with it
    std::string first_forged;            ///< "event 17 (work_verified, 0190…)"
    std::optional<std::string> problem;  ///< "event 17 (ticket_opened, 0190…): the chain does not fit the content"
};

/// Every stream, in the order of their names. A stream that breaks is not followed further.
Result<std::vector<VerifiedStream>, Failure> verify_store(EventStore& store);

}  // namespace countersign
