// Working time: laying a calendar's windows and counting along them.
#include "core/domain/working_time.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace countersign {
namespace {

const DayRanges no_ranges{};
constexpr std::array<std::int32_t, 5> horizons_years{1, 4, 16, 50, 100};

Instant instant_of(const TimeZone& zone, LocalDate date, std::int32_t minute_of_day) {
    const std::int32_t days = minute_of_day / 1'440;
    const std::int32_t minute = minute_of_day % 1'440;
    const Resolved resolved = from_local(zone, {add_days(date, days), {minute / 60, minute % 60}});
    if (resolved.kind != Resolved::Kind::gap) return resolved.chosen();
    // Shifted as a time of day it could overtake the range's other end.
    return next_offset_change(zone, resolved.earlier)->at;
}

}  // namespace

Result<WorkingTime, Failure> WorkingTime::of(BusinessCalendar calendar) {
    auto zone = find_time_zone(calendar.time_zone);
    if (!zone) return Error{zone.error()};
    return WorkingTime(std::move(calendar), **zone);
}

std::optional<std::string_view> WorkingTime::holiday_on(LocalDate date) const {
    if (std::binary_search(calendar_.holidays.begin(), calendar_.holidays.end(), date)) return "holiday.own";
    if (!calendar_.country) return std::nullopt;
    if (date.year < first_year_ || date.year > last_year_) {
        for (const Holiday& holiday : public_holidays(*calendar_.country, date.year)) {
            if (holiday.date == date) return holiday.key;
        }
        return std::nullopt;
    }
    const auto found = std::lower_bound(public_holidays_.begin(), public_holidays_.end(), date,
                                        [](const Holiday& holiday, LocalDate wanted) { return holiday.date < wanted; });
    if (found == public_holidays_.end() || found->date != date) return std::nullopt;
    return found->key;
}

const DayRanges& WorkingTime::ranges_of(LocalDate date) const {
    if (const auto own = calendar_.days.find(date); own != calendar_.days.end()) return own->second;
    if (holiday_on(date)) return no_ranges;
    return calendar_.week[static_cast<std::size_t>(weekday(date)) - 1];
}

bool WorkingTime::is_working_day(LocalDate date) const { return calendar_.around_the_clock || !ranges_of(date).empty(); }

std::int32_t WorkingTime::year_of(Instant instant) const { return to_local(*zone_, instant).date.year; }

void WorkingTime::lay_day(LocalDate date) const {
    for (const DayRange& range : ranges_of(date)) {
        const Instant from = instant_of(*zone_, date, range.start_minute);
        const Instant to = instant_of(*zone_, date, range.end_minute);
        if (laid_.empty() || from > laid_.back().window.to) {
            if (to <= from) continue;
            const std::int64_t before =
                laid_.empty() ? 0 : laid_.back().worked_before_ms + (laid_.back().window.to - laid_.back().window.from).count;
            laid_.push_back({{from, to, date}, before});
        } else if (to > laid_.back().window.to) {
            laid_.back().window.to = to;
        }
    }
}

void WorkingTime::cover(std::int32_t first_year, std::int32_t last_year) const {
    // Nobody works there; a time typed or forged far away must not fill the memory with centuries of windows.
    constexpr std::int32_t earliest_year = 1'900, latest_year = 2'300;
    first_year = std::clamp(first_year, earliest_year, latest_year);
    last_year = std::clamp(last_year, earliest_year, latest_year);
    if (first_year >= first_year_ && last_year <= last_year_) return;
    const bool empty = last_year_ < first_year_;
    first_year_ = empty ? first_year : std::min(first_year, first_year_);
    last_year_ = empty ? last_year : std::max(last_year, last_year_);
    laid_.clear();
    public_holidays_.clear();
    if (calendar_.country) {
        for (std::int32_t year = first_year_; year <= last_year_; ++year) {
            const auto of_year = public_holidays(*calendar_.country, year);
            public_holidays_.insert(public_holidays_.end(), of_year.begin(), of_year.end());
        }
    }
    const std::int32_t last_day = day_number({last_year_, 12, 31});
    for (std::int32_t day = day_number({first_year_, 1, 1}); day <= last_day; ++day) lay_day(date_of_day_number(day));
}

void WorkingTime::cover(Instant from, Instant to) const {
    // A shift of New Year's Eve reaches into the next year, so the year before belongs to the first.
    cover(year_of({from.utc_ms - 2 * milliseconds_per_day}), year_of({to.utc_ms + milliseconds_per_day}));
}

std::vector<WorkingTime::Laid>::const_iterator WorkingTime::first_ending_after(Instant instant) const {
    return std::upper_bound(laid_.begin(), laid_.end(), instant, [](Instant wanted, const Laid& laid) { return wanted < laid.window.to; });
}

std::int64_t WorkingTime::worked_until(Instant instant) const {
    const auto next = first_ending_after(instant);
    if (next == laid_.end()) {
        return laid_.empty() ? 0 : laid_.back().worked_before_ms + (laid_.back().window.to - laid_.back().window.from).count;
    }
    return next->worked_before_ms + std::max<std::int64_t>(0, (instant - next->window.from).count);
}

Milliseconds WorkingTime::between(Instant from, Instant to) const {
    if (to <= from) return {0};
    if (calendar_.around_the_clock) return to - from;
    cover(from, to);
    return {worked_until(to) - worked_until(from)};
}

std::optional<Instant> WorkingTime::add(Instant start, Milliseconds worked) const {
    if (worked.count <= 0) return start;
    if (calendar_.around_the_clock) return start + worked;
    const std::int32_t year = year_of(start);
    for (const std::int32_t horizon : horizons_years) {
        cover(year - 1, year + horizon);
        const std::int64_t goal = worked_until(start) + worked.count;
        // The first window by whose end the goal is reached holds the earliest such instant.
        const auto found = std::partition_point(laid_.begin(), laid_.end(), [&](const Laid& laid) {
            return laid.worked_before_ms + (laid.window.to - laid.window.from).count < goal;
        });
        if (found != laid_.end()) return found->window.from + Milliseconds{goal - found->worked_before_ms};
    }
    return std::nullopt;
}

std::vector<WorkingWindow> WorkingTime::windows(Instant from, Instant to) const {
    std::vector<WorkingWindow> found;
    if (to <= from) return found;
    if (calendar_.around_the_clock) return {{from, to, to_local(*zone_, from).date}};
    cover(from, to);
    for (auto laid = first_ending_after(from); laid != laid_.end() && laid->window.from < to; ++laid) {
        found.push_back({std::max(laid->window.from, from), std::min(laid->window.to, to), laid->window.day});
    }
    return found;
}

std::optional<LocalDate> WorkingTime::working_day_after(LocalDate date) const {
    constexpr std::int32_t days_of_century = 36'525;
    for (std::int32_t days = 1; days <= days_of_century; ++days) {
        const LocalDate candidate = add_days(date, days);
        if (is_working_day(candidate)) return candidate;
    }
    return std::nullopt;
}

Instant WorkingTime::end_of(LocalDate working_day) const {
    if (calendar_.around_the_clock) return instant_of(*zone_, working_day, 1'440);
    std::int32_t last = 0;
    for (const DayRange& range : ranges_of(working_day)) last = std::max(last, range.end_minute);
    return instant_of(*zone_, working_day, last);
}

std::optional<Instant> WorkingTime::end_of_working_day(Instant start, std::int32_t n) const {
    std::optional<LocalDate> date = to_local(*zone_, start).date;
    for (std::int32_t counted = 0; date && counted < n; ++counted) date = working_day_after(*date);
    if (!date) return std::nullopt;
    return end_of(*date);
}

}  // namespace countersign
