// Dates, times and lengths of time as people read them, in the language of a catalogue.
//
// The rule (the project's wording): 24-hour clock without a leading zero on the hour; the weekday before the date; ranges with an en dash
// and no spaces; a number and its unit are joined by a no-break space; nothing is said of zero minutes. Worked example: 2025-11-10 is "Mon
// 10 Nov", "pon. 10 lis", "po 10. 11.", "man. 10. nov."; 80 minutes are "1 h 20 min", "1 godz. 20 min", "1 h 20 min", "1 t 20 min"; 8:05 to
// 10:50 is "8:05–10:50".
#pragma once

#include <string>

#include "core/base/instant.hpp"
#include "core/domain/local_time.hpp"
#include "core/domain/time_zone.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

/// "8:05".
std::string format_time(LocalTime time);
/// "8:05–10:50".
std::string format_time_range(LocalTime from, LocalTime to);

/// "10 Nov".
std::string format_date_short(const Catalogue& catalogue, LocalDate date);
/// "Mon 10 Nov".
std::string format_date(const Catalogue& catalogue, LocalDate date);
/// "Mon 10 Nov 2025".
std::string format_date_with_year(const Catalogue& catalogue, LocalDate date);
/// "Mon 10 Nov", with the year only where it is another than today's.
std::string format_date_near(const Catalogue& catalogue, LocalDate date, LocalDate today);
/// "10 November 2025": for documents.
std::string format_date_long(const Catalogue& catalogue, LocalDate date);
/// "10–14 Nov", "28 Nov–2 Dec", with years where the two differ from today's.
std::string format_date_range(const Catalogue& catalogue, LocalDate from, LocalDate to, LocalDate today);
/// "November 2025": a month on its own, as the title of a calendar or a report.
std::string format_month(const Catalogue& catalogue, LocalDate any_day_of_it);

/// "today", "yesterday", "tomorrow" or the date.
std::string format_day(const Catalogue& catalogue, LocalDate date, LocalDate today);
/// "today 10:31", "yesterday 16:02", "Mon 10 Nov 16:02": a moment seen from now on the clocks of a zone.
std::string format_moment(const Catalogue& catalogue, const TimeZone& zone, Instant moment, Instant now);

/// Work and waiting, in hours however many: "45 min", "1 h 20 min", "30 h"; nothing worked is "0 min".
std::string format_duration(const Catalogue& catalogue, Minutes duration);
/// What is left or late, in days from 24 hours on: "1 h 20 min", "2 days 3 h".
std::string format_span(const Catalogue& catalogue, Minutes span);

}  // namespace countersign
