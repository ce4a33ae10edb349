// Offsets, wall times and clock changes computed from the time zone table.
#include "core/domain/time_zone.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/domain/time_zone_table.hpp"

namespace countersign {
namespace {

struct Change {
    std::int64_t at_utc_seconds;
    std::int32_t offset_seconds;
};

/// Walks the packed changes of one zone from the first to the last.
class HistoryReader {
public:
    explicit HistoryReader(std::span<const std::uint8_t> packed) : next_(packed.data()), end_(packed.data() + packed.size()) {}

    bool read(Change& change) {
        if (next_ == end_) return false;
        const std::uint8_t head = *next_++;
        std::int64_t distance = 0;
        int shift = 0;
        std::uint8_t part = 0;
        do {
            part = *next_++;
            distance |= static_cast<std::int64_t>(part & 0x7f) << shift;
            shift += 7;
        } while ((part & 0x80) != 0);
        at_utc_seconds_ += (head & 0x80) != 0 ? distance : distance * 900;
        change = {at_utc_seconds_, time_zone_table::offsets_seconds[head & 0x7f]};
        return true;
    }

private:
    const std::uint8_t* next_;
    const std::uint8_t* end_;
    std::int64_t at_utc_seconds_ = 0;
};

std::int32_t day_of_change(const YearlyChange& change, std::int32_t year) {
    if (change.kind == YearlyChange::Kind::weekday_of_month) {
        const std::int32_t first = day_number({year, change.month, 1});
        const std::int32_t first_weekday = static_cast<std::int32_t>(weekday_of_day_number(first)) % 7;
        const std::int32_t day = (change.weekday - first_weekday + 7) % 7 + 7 * (change.week - 1);
        return first + (day < days_in_month(year, change.month) ? day : day - 7);
    }
    const std::int32_t new_year = day_number({year, 1, 1});
    if (change.kind == YearlyChange::Kind::day_with_leap) return new_year + change.day;
    const std::int32_t leap_day = is_leap_year(year) && change.day >= 60 ? 1 : 0;
    return new_year + change.day - 1 + leap_day;
}

std::int64_t summer_start_utc_seconds(const YearlyRule& rule, std::int32_t year) {
    return day_of_change(rule.summer_start, year) * seconds_per_day + rule.summer_start.seconds_after_midnight -
           rule.standard_offset_seconds;
}

std::int64_t summer_end_utc_seconds(const YearlyRule& rule, std::int32_t year) {
    return day_of_change(rule.summer_end, year) * seconds_per_day + rule.summer_end.seconds_after_midnight - rule.summer_offset_seconds;
}

std::int32_t local_year(const YearlyRule& rule, std::int64_t utc_seconds) {
    const std::int64_t number = floor_divide(utc_seconds + rule.standard_offset_seconds, seconds_per_day);
    return date_of_day_number(static_cast<std::int32_t>(number)).year;
}

std::int32_t offset_by_rule(const YearlyRule& rule, std::int64_t utc_seconds) {
    if (!rule.has_summer_time) return rule.standard_offset_seconds;
    const std::int32_t year = local_year(rule, utc_seconds);
    const std::int64_t start = summer_start_utc_seconds(rule, year);
    const std::int64_t end = summer_end_utc_seconds(rule, year);
    // South of the equator summer spans the new year, and its end comes first in a calendar year.
    const bool summer = start < end ? utc_seconds >= start && utc_seconds < end : utc_seconds < end || utc_seconds >= start;
    return summer ? rule.summer_offset_seconds : rule.standard_offset_seconds;
}

std::int32_t offset_at(const TimeZone& zone, std::int64_t utc_seconds) {
    if (utc_seconds >= zone.rule_from_utc_seconds) return offset_by_rule(*zone.rule, utc_seconds);
    std::int32_t offset = zone.first_offset_seconds;
    HistoryReader history(zone.history);
    for (Change change{}; history.read(change) && change.at_utc_seconds <= utc_seconds;) offset = change.offset_seconds;
    return offset;
}

OffsetChange change_at(const TimeZone& zone, std::int64_t utc_seconds) {
    return {{utc_seconds * 1'000}, offset_at(zone, utc_seconds - 1), offset_at(zone, utc_seconds)};
}

/// The six changes of the rule around a moment, in order of time.
std::array<std::int64_t, 6> changes_around(const YearlyRule& rule, std::int64_t utc_seconds) {
    const std::int32_t year = local_year(rule, utc_seconds);
    std::array<std::int64_t, 6> changes{};
    for (std::int32_t index = 0; index < 3; ++index) {
        const auto place = static_cast<std::size_t>(index) * 2;
        changes[place] = summer_start_utc_seconds(rule, year - 1 + index);
        changes[place + 1] = summer_end_utc_seconds(rule, year - 1 + index);
    }
    std::sort(changes.begin(), changes.end());
    return changes;
}

template <typename Named>
const Named* find_by_name(std::span<const Named> table, std::string_view name) {
    const auto found =
        std::lower_bound(table.begin(), table.end(), name, [](const Named& entry, std::string_view wanted) { return entry.name < wanted; });
    return found != table.end() && found->name == name ? &*found : nullptr;
}

}  // namespace

Result<const TimeZone*, Failure> find_time_zone(std::string_view iana_name) {
    if (const TimeZone* zone = find_by_name(time_zone_table::zones, iana_name)) return zone;
    if (const auto* alias = find_by_name(time_zone_table::aliases, iana_name)) return &time_zone_table::zones[alias->zone_index];
    return Error{Failure{.key = "failure.time_zone_unknown",
                         .operation = "find time zone",
                         .object = std::string(iana_name),
                         .cause = "not a name of tzdata " + std::string(time_zone_table::version)}};
}

std::span<const TimeZone> time_zones() { return time_zone_table::zones; }

std::string_view time_zone_table_version() { return time_zone_table::version; }

std::int32_t offset_seconds(const TimeZone& zone, Instant instant) { return offset_at(zone, floor_divide(instant.utc_ms, 1'000)); }

LocalDateTime to_local(const TimeZone& zone, Instant instant) {
    return local_of_wall_milliseconds(instant.utc_ms + std::int64_t{offset_seconds(zone, instant)} * 1'000);
}

Resolved from_local(const TimeZone& zone, LocalDateTime local) {
    const std::int64_t wall_ms = wall_milliseconds(local);
    // No offset is as much as a day, so these two lie on either side of any change that can make the wall time unclear.
    const std::int32_t offset_before = offset_seconds(zone, {wall_ms - milliseconds_per_day});
    const std::int32_t offset_after = offset_seconds(zone, {wall_ms + milliseconds_per_day});
    const Instant by_before{wall_ms - std::int64_t{offset_before} * 1'000};
    const Instant by_after{wall_ms - std::int64_t{offset_after} * 1'000};
    if (by_before == by_after) return {Resolved::Kind::unique, by_before, by_before};

    const bool before_holds = offset_seconds(zone, by_before) == offset_before;
    const bool after_holds = offset_seconds(zone, by_after) == offset_after;
    const Instant earlier = std::min(by_before, by_after);
    const Instant later = std::max(by_before, by_after);
    if (before_holds && after_holds) return {Resolved::Kind::overlap, earlier, later};
    if (before_holds) return {Resolved::Kind::unique, by_before, by_before};
    if (after_holds) return {Resolved::Kind::unique, by_after, by_after};
    return {Resolved::Kind::gap, earlier, later};
}

std::optional<OffsetChange> next_offset_change(const TimeZone& zone, Instant instant) {
    const std::int64_t utc_seconds = floor_divide(instant.utc_ms, 1'000);
    if (utc_seconds < zone.rule_from_utc_seconds) {
        HistoryReader history(zone.history);
        for (Change change{}; history.read(change);) {
            if (change.at_utc_seconds > utc_seconds) return change_at(zone, change.at_utc_seconds);
        }
        if (zone.rule->has_summer_time) return change_at(zone, zone.rule_from_utc_seconds);
    }
    if (!zone.rule->has_summer_time) return std::nullopt;
    for (const std::int64_t at : changes_around(*zone.rule, utc_seconds)) {
        if (at > utc_seconds) return change_at(zone, at);
    }
    return std::nullopt;
}

std::optional<OffsetChange> previous_offset_change(const TimeZone& zone, Instant instant) {
    const std::int64_t utc_seconds = floor_divide(instant.utc_ms, 1'000);
    std::optional<std::int64_t> last;
    if (utc_seconds >= zone.rule_from_utc_seconds && zone.rule->has_summer_time) {
        // The rule begins with a change of its own, so the last one found is never from before it.
        for (const std::int64_t at : changes_around(*zone.rule, utc_seconds)) {
            if (at <= utc_seconds) last = at;
        }
    } else {
        HistoryReader history(zone.history);
        for (Change change{}; history.read(change) && change.at_utc_seconds <= utc_seconds;) last = change.at_utc_seconds;
    }
    if (!last) return std::nullopt;
    return change_at(zone, *last);
}

}  // namespace countersign
