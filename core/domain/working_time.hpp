// Working time: a business calendar laid over the line of instants, so that minutes can be counted along it (rules.md 1 to 4, 14, 16).
//
// The rule: a deadline is the earliest instant at which the time worked since the start equals the target; zero is the start itself, also
// outside hours. Time is elapsed time: a night shift through the clock change in spring is an hour shorter. A range's ends are wall times
// in the calendar's zone (one inside a gap of the clock means the moment of the change, one that comes twice the first time).
// Worked example: 9:00-17:00 from Monday to Friday, 8 h from Friday 9:00 are over on Friday 17:00; 8 h 1 min on Monday 9:01.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/business_calendar.hpp"
#include "core/domain/time_zone.hpp"

namespace countersign {

/// Time worked without a break, [from, to); `day` is the date on which its first range begins.
struct WorkingWindow {
    Instant from;
    Instant to;
    LocalDate day;
    bool operator==(const WorkingWindow&) const = default;
};

/// Windows are worked out a few years at a time when they are first asked for, and kept: answers then take a binary search, however long
/// the span. Not to be shared between threads.
class WorkingTime {
public:
    /// Failure "failure.time_zone_unknown".
    static Result<WorkingTime, Failure> of(BusinessCalendar calendar);

    const BusinessCalendar& calendar() const { return calendar_; }
    const TimeZone& zone() const { return *zone_; }

    /// Time worked from `from` to `to`; zero when `to` is not later.
    Milliseconds between(Instant from, Instant to) const;
    /// The earliest instant at which `worked` has passed since `start`; nothing when the calendar has no such time within a century.
    std::optional<Instant> add(Instant start, Milliseconds worked) const;
    /// The windows that touch [from, to), cut to it.
    std::vector<WorkingWindow> windows(Instant from, Instant to) const;
    /// The end of the n-th working day after the local date of `start`, which does not count itself (art. 111 § 2 k.c., § 605 odst. 1
    /// o.z.); a working day is a date on which a range begins, and it ends with its last range. Around the clock every date is one, ending
    /// at 24:00.
    std::optional<Instant> end_of_working_day(Instant start, std::int32_t n) const;
    /// The next date on which a range begins; nothing within a century.
    std::optional<LocalDate> working_day_after(LocalDate date) const;
    /// When a working day ends: see end_of_working_day.
    Instant end_of(LocalDate working_day) const;
    /// Whether a range begins on the date.
    bool is_working_day(LocalDate date) const;
    /// The ranges of the date by the calendar's rule: own hours, else none on a holiday, else those of the weekday.
    const DayRanges& ranges_of(LocalDate date) const;
    /// Key of the public holiday's name, "holiday.own" for one of the parties' own, or nothing.
    std::optional<std::string_view> holiday_on(LocalDate date) const;

private:
    struct Laid {
        WorkingWindow window;
        std::int64_t worked_before_ms = 0;  ///< from the first window on
    };

    WorkingTime(BusinessCalendar calendar, const TimeZone& zone) : calendar_(std::move(calendar)), zone_(&zone) {}
    void cover(std::int32_t first_year, std::int32_t last_year) const;
    void cover(Instant from, Instant to) const;
    void lay_day(LocalDate date) const;
    std::vector<Laid>::const_iterator first_ending_after(Instant instant) const;
    /// Time worked from the first laid window to `instant`.
    std::int64_t worked_until(Instant instant) const;
    std::int32_t year_of(Instant instant) const;

    BusinessCalendar calendar_;
    const TimeZone* zone_;
    mutable std::vector<Laid> laid_;
    mutable std::vector<Holiday> public_holidays_;
    mutable std::int32_t first_year_ = 0;
    mutable std::int32_t last_year_ = -1;
};

}  // namespace countersign
