// Timestamps as RFC 3339 writes them: "2025-11-12T09:42:00Z", "2025-11-12T10:42:00.500+01:00".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/instant.hpp"
#include "core/domain/time_zone.hpp"

namespace countersign {

/// Nothing for any other form, a day that does not exist, or a time without Z or an offset; finer than milliseconds is cut off.
std::optional<Instant> parse_timestamp(std::string_view text);

/// In UTC, with milliseconds only where there are some.
std::string to_timestamp(Instant instant);
/// On the zone's wall clock, with its offset.
std::string to_timestamp(Instant instant, const TimeZone& zone);

}  // namespace countersign
