// Support cover: what a support day adds to the ordinary hours and promises (requirements.md V8).
//
// The rule: what begins on a support day of its site is counted with the longer hours of that day, and a first response with the target
// that the day promises, wherever that is due earlier than by the ordinary terms; otherwise the ordinary terms hold. Nothing becomes
// weaker, and what began on another day gains nothing. Worked example: 8:00-16:00 and a first response in 4 working hours, on the 20th
// 7:00-20:00 and one hour. Opened on Friday the 20th at 15:30: ordinary Monday 11:30, by the support day 16:30 the same day.
#pragma once

#include <vector>

#include "core/domain/support_days.hpp"

namespace countersign {

/// The support days of a site that fall on the local date of `at`; `time` is the calendar of the site.
std::vector<SupportDay> support_days_at(const std::vector<SupportDays>& terms, const SiteId& site, const WorkingTime& time, Instant at);

/// The calendar with the support day's hours joined to its own.
BusinessCalendar with_support_hours(const WorkingTime& time, const SupportDay& day);

}  // namespace countersign
