// DeviceHoldings: how much of what is on a device, for the person whose device it is.
#pragma once

#include <vector>

#include "core/event/envelope.hpp"
#include "core/storage/database.hpp"

namespace countersign {

struct StreamHeld {
    StreamId stream;
    std::int64_t entries = 0;  ///< that have their place
    Instant since;             ///< when the server received the first of them
};

struct DeviceHoldings {
    std::vector<StreamHeld> streams;  ///< those with entries, in the order of their names
    std::int64_t files = 0;           ///< photos and files whose bytes are here
    std::int64_t file_bytes = 0;
};

Result<DeviceHoldings, Failure> holdings_of(Database& database);

}  // namespace countersign
