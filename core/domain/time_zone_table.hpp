// The shape of the generated time zone table (assets/time_zones/generate_time_zone_table.py writes the data).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/domain/time_zone.hpp"

namespace countersign::time_zone_table {

struct Alias {
    std::string_view name;
    std::uint16_t zone_index;
};

extern const std::string_view version;
/// By name, for binary search.
extern const std::span<const TimeZone> zones;
/// By name; none of them is the name of a zone.
extern const std::span<const Alias> aliases;
/// The offsets that histories refer to by index.
extern const std::span<const std::int32_t> offsets_seconds;

}  // namespace countersign::time_zone_table
