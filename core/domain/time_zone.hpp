// TimeZone: the wall clocks of the world, from one table that is compiled into the server and the portal alike.
//
// The rule: what is promised is an instant (UTC); a zone only says what a clock on a wall there shows at it. The table is made at build
// time from the system's tzdata (assets/time_zones/), holds every change of offset since 1970 and, for all years after the last
// irregular one, the yearly rule of the zone; moments before 1970 use the offset of 1970. A wall time that a clock change skips (a
// gap) stands for the same distance from midnight as if the clock had not changed, so it is shifted forward; one that comes twice (an
// overlap) stands for the first.
// Worked example: in Europe/Warsaw on 2026-03-29 the clock goes from 2:00 to 3:00 at 01:00 UTC. 2:30 does not exist and resolves to
// 01:30 UTC, shown as 3:30. On 2026-10-25 it goes from 3:00 back to 2:00 at 01:00 UTC; 2:30 comes at 00:30 and at 01:30 UTC, and
// resolves to 00:30.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/instant.hpp"
#include "core/base/refusal.hpp"
#include "core/base/result.hpp"
#include "core/domain/local_time.hpp"

namespace countersign {

/// A day of the year on which clocks change, in the three forms of POSIX (IEEE Std 1003.1, 8.3, TZ).
struct YearlyChange {
    enum class Kind : std::uint8_t {
        weekday_of_month,  ///< the `week`th (5: last) `weekday` of `month`
        day_without_leap,  ///< day 1 to 365, 29 February never counted
        day_with_leap,     ///< day 0 to 365
    };
    Kind kind = Kind::weekday_of_month;
    std::uint8_t month = 1;
    std::uint8_t week = 1;
    std::uint8_t weekday = 0;  ///< 0 is Sunday, as in POSIX
    std::int16_t day = 0;
    /// On the wall clock in force before the change; may be negative or more than a day.
    std::int32_t seconds_after_midnight = 7'200;
};

/// What a zone does every year from some moment on.
struct YearlyRule {
    std::int32_t standard_offset_seconds = 0;
    std::int32_t summer_offset_seconds = 0;
    bool has_summer_time = false;
    YearlyChange summer_start = {};
    YearlyChange summer_end = {};
};

/// One zone of the table. Zones live as long as the program, so a pointer or reference to one may be kept.
struct TimeZone {
    std::string_view name;
    /// Changes of offset since 1970, packed: one byte (index into the table of offsets; the highest bit set: the distance is in seconds,
    /// else in quarters of an hour), then the distance from the change before as a little-endian base-128 number.
    std::span<const std::uint8_t> history;
    std::int64_t rule_from_utc_seconds = 0;
    std::int32_t first_offset_seconds = 0;
    const YearlyRule* rule = nullptr;
};

/// A change of a zone's offset: `at` is the first moment of the new one.
struct OffsetChange {
    Instant at;
    std::int32_t offset_before_seconds = 0;
    std::int32_t offset_after_seconds = 0;
    bool operator==(const OffsetChange&) const = default;
};

/// The instants that a wall time can mean.
struct Resolved {
    enum class Kind : std::uint8_t { unique, gap, overlap };
    Kind kind = Kind::unique;
    /// In a gap: counted with the offset after the change (shown before the gap). In an overlap: the first time it comes.
    Instant earlier;
    /// In a gap: counted with the offset before the change (shown after the gap). In an overlap: the second time it comes.
    Instant later;

    /// The one Countersign takes: shifted forward out of a gap, the first one of an overlap.
    Instant chosen() const { return kind == Kind::gap ? later : earlier; }
};

/// The zone of an IANA name; old names ("Poland") answer the zone they stand for. Failure "failure.time_zone_unknown".
Result<const TimeZone*, Failure> find_time_zone(std::string_view iana_name);

/// Every zone that is not only another name for one, by name.
std::span<const TimeZone> time_zones();

/// The version of tzdata the table was made from, such as "2025b"; written down beside each promise.
std::string_view time_zone_table_version();

/// Seconds that wall clocks of the zone are ahead of UTC.
std::int32_t offset_seconds(const TimeZone& zone, Instant instant);

LocalDateTime to_local(const TimeZone& zone, Instant instant);

Resolved from_local(const TimeZone& zone, LocalDateTime local);

/// The first change after `instant`; nothing where the zone has none any more.
std::optional<OffsetChange> next_offset_change(const TimeZone& zone, Instant instant);
/// The last change at or before `instant`; nothing before the first one since 1970.
std::optional<OffsetChange> previous_offset_change(const TimeZone& zone, Instant instant);

}  // namespace countersign
