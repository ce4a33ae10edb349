// LocalDate, LocalTime, Weekday: what a calendar on the wall and a clock beside it show, with no zone and no instant.
//
// The rule: the proleptic Gregorian calendar, as ISO 8601 counts it; weeks begin on Monday. Dates are added and subtracted as day
// numbers, day 0 being 1970-01-01.
// Worked example: 2026-03-29 is day 20541, a Sunday; 30 days later is 2026-04-28, a Tuesday; one month after 2026-01-31 is 2026-02-28.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

enum class Weekday : std::uint8_t { monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday };

struct LocalDate {
    std::int32_t year = 1970;
    std::int32_t month = 1;
    std::int32_t day = 1;
    constexpr auto operator<=>(const LocalDate&) const = default;
};

/// A time of day. The hour may be 24 (with nothing after it) where the end of a day is meant; 24:00 is the next day's 0:00.
struct LocalTime {
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    std::int32_t second = 0;
    std::int32_t millisecond = 0;
    constexpr auto operator<=>(const LocalTime&) const = default;
};

struct LocalDateTime {
    LocalDate date;
    LocalTime time;
    constexpr auto operator<=>(const LocalDateTime&) const = default;
};

inline constexpr std::int64_t seconds_per_day = 86'400;
inline constexpr std::int64_t milliseconds_per_day = 86'400'000;

/// Whole quotient rounded towards minus infinity, so that moments before 1970 fall on the right day.
constexpr std::int64_t floor_divide(std::int64_t dividend, std::int64_t divisor) {
    const std::int64_t quotient = dividend / divisor;
    return quotient - ((dividend % divisor != 0) && ((dividend < 0) != (divisor < 0)) ? 1 : 0);
}

/// The number of a day; counts years from 1 March, so that the leap day is the last of its year and needs no special case.
constexpr std::int32_t day_number(LocalDate date) {
    const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
    const std::int64_t era = floor_divide(year, 400);
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t months_from_march = (date.month + 9) % 12;
    const std::int64_t day_of_year = (153 * months_from_march + 2) / 5 + date.day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return static_cast<std::int32_t>(era * 146'097 + day_of_era - 719'468);
}

constexpr LocalDate date_of_day_number(std::int32_t number) {
    const std::int64_t shifted = std::int64_t{number} + 719'468;
    const std::int64_t era = floor_divide(shifted, 146'097);
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t months_from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
    const std::int64_t month = months_from_march < 10 ? months_from_march + 3 : months_from_march - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return {static_cast<std::int32_t>(year), static_cast<std::int32_t>(month), static_cast<std::int32_t>(day)};
}

constexpr bool is_leap_year(std::int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
    if (month == 2) return is_leap_year(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

constexpr Weekday weekday_of_day_number(std::int32_t number) {
    // Day 0 was a Thursday, the fourth day of its week.
    const std::int64_t from_monday = std::int64_t{number} + 3;
    return static_cast<Weekday>(from_monday - floor_divide(from_monday, 7) * 7 + 1);
}

constexpr Weekday weekday(LocalDate date) { return weekday_of_day_number(day_number(date)); }

constexpr LocalDate add_days(LocalDate date, std::int32_t days) { return date_of_day_number(day_number(date) + days); }

constexpr std::int32_t days_between(LocalDate from, LocalDate to) { return day_number(to) - day_number(from); }

/// The same day of another month, or the last day of that month where it is shorter.
constexpr LocalDate add_months(LocalDate date, std::int32_t months) {
    const std::int64_t month_count = std::int64_t{date.year} * 12 + date.month - 1 + months;
    const std::int64_t year = floor_divide(month_count, 12);
    LocalDate moved{static_cast<std::int32_t>(year), static_cast<std::int32_t>(month_count - year * 12 + 1), date.day};
    const std::int32_t last_day = days_in_month(moved.year, moved.month);
    if (moved.day > last_day) moved.day = last_day;
    return moved;
}

constexpr LocalDate end_of_month(LocalDate date) { return {date.year, date.month, days_in_month(date.year, date.month)}; }

/// The last day of so many months that begin with `first`: the day before the same day, or the last day of the month where it has no such
/// day (Polish Civil Code art. 112, Czech Civil Code par. 605(2)): of one month from 31 January the 28th of February, not the 27th.
constexpr LocalDate last_day_of_months(LocalDate first, std::int32_t months) {
    const LocalDate same = add_months(first, months);
    return same.day < first.day ? same : add_days(same, -1);
}

/// The first of January is day 1.
constexpr std::int32_t day_of_year(LocalDate date) { return day_number(date) - day_number({date.year, 1, 1}) + 1; }

constexpr bool is_valid(LocalDate date) {
    return date.year >= -9'999 && date.year <= 9'999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in_month(date.year, date.month);
}

constexpr bool is_valid(LocalTime time) {
    if (time.hour == 24) return time.minute == 0 && time.second == 0 && time.millisecond == 0;
    return time.hour >= 0 && time.hour < 24 && time.minute >= 0 && time.minute < 60 && time.second >= 0 && time.second < 60 &&
           time.millisecond >= 0 && time.millisecond < 1'000;
}

constexpr std::int64_t milliseconds_of_day(LocalTime time) {
    return ((std::int64_t{time.hour} * 60 + time.minute) * 60 + time.second) * 1'000 + time.millisecond;
}

/// Milliseconds from 1970-01-01T00:00 on the wall; comparing two of them compares what the wall showed.
constexpr std::int64_t wall_milliseconds(LocalDateTime local) {
    return day_number(local.date) * milliseconds_per_day + milliseconds_of_day(local.time);
}

constexpr LocalDateTime local_of_wall_milliseconds(std::int64_t milliseconds) {
    const std::int64_t number = floor_divide(milliseconds, milliseconds_per_day);
    const std::int64_t rest = milliseconds - number * milliseconds_per_day;
    return {date_of_day_number(static_cast<std::int32_t>(number)),
            {static_cast<std::int32_t>(rest / 3'600'000), static_cast<std::int32_t>(rest / 60'000 % 60),
             static_cast<std::int32_t>(rest / 1'000 % 60), static_cast<std::int32_t>(rest % 1'000)}};
}

/// Reads "2026-03-29"; nothing for any other form or a day that does not exist.
std::optional<LocalDate> parse_local_date(std::string_view text);
/// Reads "8:05", "08:05", "08:05:30" and "24:00".
std::optional<LocalTime> parse_local_time(std::string_view text);

/// "2026-03-29": for storage and exchange, not for people (core/i18n/format.hpp is).
std::string to_iso_text(LocalDate date);
/// "08:05", with seconds and milliseconds only where there are some.
std::string to_iso_text(LocalTime time);
/// "2026-12-24T08:05"; whose clocks these are is said elsewhere.
std::string to_iso_text(LocalDateTime moment);

}  // namespace countersign
