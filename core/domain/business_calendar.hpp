// Business calendar: when the provider's people work, as an agreement states it (requirements.md A3; rules.md 3, 14, 15).
//
// The rule: each weekday has any number of ranges on the wall clock of the calendar's zone. A range belongs to the day on which it begins;
// it may end at 24:00 or run past midnight, so a night shift is one range. A holiday takes away the ranges that begin on its date, and
// nothing of the shift that began the evening before. Ranges that overlap count once. A day may have hours of its own (24 December 9:00 to
// 12:00), which also make a public holiday a working day. Worked example: Monday to Friday 9:00-12:30 and 13:00-17:00, Saturday 9:00-13:00,
// holidays of Poland: in the week of Corpus Christi (Thursday 4 June 2026) that is 4 times 7.5 h and 4 h. A night shift Friday 22:00-6:00
// before a Saturday holiday is worked to its end.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/domain/holidays.hpp"

namespace countersign {

/// Minutes from midnight of the day on which the range begins; the end lies after the start and at most at 48:00.
struct DayRange {
    std::int32_t start_minute = 0;
    std::int32_t end_minute = 0;
    bool operator==(const DayRange&) const = default;
};
using DayRanges = std::vector<DayRange>;

struct BusinessCalendar {
    std::string time_zone = "Europe/Warsaw";   ///< IANA name
    bool around_the_clock = false;             ///< every minute counts; week, holidays and days are empty then
    std::array<DayRanges, 7> week = {};        ///< Monday first
    std::optional<Country> country = {};       ///< whose public holidays are free
    std::vector<LocalDate> holidays = {};      ///< the parties' own
    std::map<LocalDate, DayRanges> days = {};  ///< days with hours of their own; an empty list is a free day

    bool operator==(const BusinessCalendar&) const = default;

    Json to_json() const;
    /// Reads what to_json wrote and the form of `countersign clock`: a range ["22:00","06:00"] runs past midnight.
    static BusinessCalendar from_json(FieldReader& fields);
    /// SHA-256 of its JSON: what a promise is pinned to (requirements.md N9).
    Digest digest() const;
};

/// "mon" … "sun".
std::string_view weekday_name(Weekday weekday);

/// The same hours from Monday to Friday.
BusinessCalendar office_hours(std::string time_zone, const DayRanges& ranges);
BusinessCalendar around_the_clock(std::string time_zone);

}  // namespace countersign
