// Support days: stronger cover on chosen days of the month, when taxes or wages are due (requirements.md V8; rules.md 14, 27).
//
// The rule: the agreement names days of the month with hours and a response of their own, for one site or for all. A day that is free moves
// as the agreement says, as visits do, and keeps its regular date beside it; -1 is the last day of the month, and so is a day that the
// month lacks, because wages are due in February too. Hours stay on the wall clock of the site. Worked example: the 20th and 25th,
// 7:00-20:00, moved to the working day before, in December 2026 in Poland: the 20th is a Sunday and moves to Friday 18 December; the 25th
// is Christmas and moves to Wednesday 23 December, because the 24th is free too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/domain/sla_clock.hpp"
#include "core/domain/visit_schedule.hpp"

namespace countersign {

struct SupportDays {
    std::string name;                ///< in the client's language: "VAT"
    SiteId site = {};                ///< empty: every site
    std::vector<std::int32_t> days;  ///< of the month, 1 to 31, or -1 for the last
    LocalTime from = {7, 0}, to = {20, 0};
    Target first_response = {};  ///< Target::none(): as on other days
    HolidayRule holidays = HolidayRule::working_day_before;
    bool operator==(const SupportDays&) const = default;

    Json to_json() const;
    static SupportDays from_json(FieldReader& fields);
};

struct SupportDay {
    std::string name;
    LocalDate regular;
    std::optional<LocalDate> planned;  ///< nothing when it is skipped
    std::optional<Instant> starts_at, ends_at;
    std::string holiday = {};  ///< key of the reason why it was moved or skipped
    Target first_response = {};
    bool operator==(const SupportDay&) const = default;
};

/// The support days whose regular date lies in the month, in order. `time` is the calendar of the site.
std::vector<SupportDay> support_days_of_month(const SupportDays& terms, const WorkingTime& time, std::int32_t year, std::int32_t month);

}  // namespace countersign
