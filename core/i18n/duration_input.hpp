// Reading lengths of time as people type them, whatever their language.
//
// The rule: a number alone is minutes, "1:15" is hours and minutes, and numbers may carry units: h, hr, hour, godz, g, hod, t, timer, min,
// m and their longer forms. A number after hours needs no unit: "1 h 15". Decimals belong to hours alone: "1,5 h". After hours, minutes go
// to 59. Worked example: "45", "45 min" and "0:45" are 45 minutes; "1:15", "1 h 15", "1h15m", "75 min", "1,25 h" and "1 godz. 15 min"
// are 75.
#pragma once

#include <string_view>

#include "core/base/instant.hpp"
#include "core/base/refusal.hpp"
#include "core/base/result.hpp"

namespace countersign {

/// More than this in one record is taken for a slip.
inline constexpr Minutes duration_input_max{24 * 60};

/// Refusals: refusal.duration.missing, .unreadable, .minutes_over_59, .too_long.
Result<Minutes, Refusal> parse_duration(std::string_view text);

}  // namespace countersign
