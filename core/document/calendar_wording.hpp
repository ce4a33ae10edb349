// Calendars and schedules in words (requirements.md A3, V1; rules.md 14, 15, 27).
//
// The rule: neighbouring days with the same hours are one line; a range that ends on the next day says so; days on which nobody works are
// named too. Worked example: 9:00-17:00 from Monday to Friday and a night shift on Saturday: "Monday–Friday: 9:00–17:00", "Saturday:
// 22:00–6:00 (next day)", "Sunday: free". Every second Monday: "every 2 weeks on Monday"; n = -1 on Friday: "last Friday of each month".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/document/html.hpp"
#include "core/domain/business_calendar.hpp"
#include "core/domain/visit_schedule.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

/// What a calendar's ranges are: hours in which people work, or windows for maintenance.
enum class CalendarUse : std::uint8_t { working_hours, maintenance };

/// Everything that a calendar says: its zone, week, public holidays, own holidays, days with hours of their own.
Facts calendar_in_words(const Catalogue& catalogue, const BusinessCalendar& calendar, CalendarUse use = CalendarUse::working_hours);
std::string rhythm_in_words(const Catalogue& catalogue, const VisitSchedule& schedule);
std::string_view holiday_rule_in_words(const Catalogue& catalogue, HolidayRule rule);

}  // namespace countersign
