// Visit schedule: on which days maintenance visits take place (requirements.md V1, V7; rules.md 27, 28).
//
// The rule: a visit comes on a weekday at an hour of the site's wall clock and stays at that hour through clock changes; every n weeks
// (counted from the first visit, in calendar days) or on the n-th or last such weekday of a month. What falls on a day that is not worked
// is kept, skipped, or moved to the working day before or after, as the agreement says; the regular date and the holiday stay visible
// beside the day it was moved to.
// Worked example: every Monday 10:00 in Warsaw, holidays moved to the next working day: Easter Monday 6 April 2026 moves to Tuesday 7 April
// 10:00; the visits of 23 March (10:00 +01:00) and 30 March (10:00 +02:00) lie 167 hours apart.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/working_time.hpp"

namespace countersign {

enum class Rhythm : std::uint8_t { every_n_weeks, nth_weekday_of_month };
enum class HolidayRule : std::uint8_t { keep, skip, working_day_before, working_day_after };
inline constexpr std::array<std::string_view, 4> holiday_rule_names{"keep", "skip", "working_day_before", "working_day_after"};
std::string_view holiday_rule_name(HolidayRule rule);

struct VisitSchedule {
    Rhythm rhythm = Rhythm::every_n_weeks;
    /// Weeks between visits (1 to 53), or which such weekday of the month: 1 to 5, or -1 for the last. A fifth one that a month lacks is
    /// no visit in that month.
    std::int32_t n = 1;
    Weekday weekday = Weekday::monday;
    LocalTime at = {9, 0};
    Minutes length = {60};
    LocalDate first;                     ///< no visit before it; the weeks are counted from the first such weekday on or after it
    std::optional<LocalDate> last = {};  ///< no regular date after it
    HolidayRule holidays = HolidayRule::working_day_after;
    bool operator==(const VisitSchedule&) const = default;

    Json to_json() const;
    static VisitSchedule from_json(FieldReader& fields);
};

struct ScheduledVisit {
    LocalDate regular;                 ///< the day by the rhythm
    std::optional<LocalDate> planned;  ///< the day it takes place; nothing when it is skipped
    std::optional<Instant> starts_at, ends_at;
    std::string holiday = {};  ///< key of the reason why it was moved or skipped; "holiday.free_day" for any other free day
    bool moved() const { return planned && *planned != regular; }
    bool operator==(const ScheduledVisit&) const = default;
};

/// The day on which something takes place whose regular day is not worked; nothing when it is skipped.
std::optional<LocalDate> day_by_rule(HolidayRule rule, const WorkingTime& time, LocalDate regular);

/// The visits whose regular date lies from `from` to `to`, in order. `time` is the calendar of the site: its zone and free days; its hours
/// do not limit a visit's own hour.
std::vector<ScheduledVisit> scheduled_visits(const VisitSchedule& schedule, const WorkingTime& time, LocalDate from, LocalDate to);

}  // namespace countersign
