// Writing dates, times and lengths of time with the texts of a catalogue.
#include "core/i18n/format.hpp"

namespace countersign {
namespace {

/// The two with an en dash between them.
std::string range_of(const std::string& from, const std::string& to) { return from + "\u2013" + to; }

std::string_view numbered(const Catalogue& catalogue, std::string_view key, std::int32_t number) {
    return catalogue.tr(std::string(key) + "_" + std::to_string(number));
}

std::string_view month_in_date(const Catalogue& catalogue, LocalDate date) { return numbered(catalogue, "time.month_short", date.month); }

std::string with_weekday(const Catalogue& catalogue, LocalDate date, std::string_view date_text) {
    const auto number = static_cast<std::int32_t>(weekday(date));
    return catalogue.tr("time.date_with_weekday", {{"weekday", numbered(catalogue, "time.weekday_short", number)}, {"date", date_text}});
}

std::string with_year(const Catalogue& catalogue, LocalDate date, std::string_view date_text) {
    return catalogue.tr("time.date_with_year", {{"date", date_text}, {"year", std::to_string(date.year)}});
}

std::string join(const std::string& larger, const std::string& smaller) {
    if (smaller.empty()) return larger;
    return larger.empty() ? smaller : larger + " " + smaller;
}

std::string hours_and_minutes(const Catalogue& catalogue, std::int64_t minutes) {
    const std::int64_t hours = minutes / 60;
    const std::int64_t rest = minutes % 60;
    return join(hours > 0 ? catalogue.tr("time.hours", {{"n", hours}}) : std::string(),
                rest > 0 || hours == 0 ? catalogue.tr("time.minutes", {{"n", rest}}) : std::string());
}

}  // namespace

std::string format_time(LocalTime time) {
    return std::to_string(time.hour) + (time.minute < 10 ? ":0" : ":") + std::to_string(time.minute);
}

std::string format_time_range(LocalTime from, LocalTime to) { return range_of(format_time(from), format_time(to)); }

std::string format_date_short(const Catalogue& catalogue, LocalDate date) {
    return catalogue.tr("time.date", {{"day", date.day}, {"month", month_in_date(catalogue, date)}});
}

std::string format_date(const Catalogue& catalogue, LocalDate date) {
    return with_weekday(catalogue, date, format_date_short(catalogue, date));
}

std::string format_date_with_year(const Catalogue& catalogue, LocalDate date) {
    return with_year(catalogue, date, format_date(catalogue, date));
}

std::string format_date_near(const Catalogue& catalogue, LocalDate date, LocalDate today) {
    return date.year == today.year ? format_date(catalogue, date) : format_date_with_year(catalogue, date);
}

std::string format_date_long(const Catalogue& catalogue, LocalDate date) {
    return catalogue.tr(
        "time.date_long",
        {{"day", date.day}, {"month", numbered(catalogue, "time.month_in_date", date.month)}, {"year", std::to_string(date.year)}});
}

std::string format_date_range(const Catalogue& catalogue, LocalDate from, LocalDate to, LocalDate today) {
    if (from == to)
        return from.year == today.year ? format_date_short(catalogue, from)
                                       : with_year(catalogue, from, format_date_short(catalogue, from));
    if (from.year != to.year) {
        const std::string start = with_year(catalogue, from, format_date_short(catalogue, from));
        return range_of(start, with_year(catalogue, to, format_date_short(catalogue, to)));
    }
    std::string range;
    if (from.month == to.month) {
        const std::string days = catalogue.tr("time.day_range", {{"from", from.day}, {"to", to.day}});
        range = catalogue.tr("time.date", {{"day", days}, {"month", month_in_date(catalogue, to)}});
    } else {
        range = range_of(format_date_short(catalogue, from), format_date_short(catalogue, to));
    }
    return to.year == today.year ? range : with_year(catalogue, to, range);
}

std::string format_month(const Catalogue& catalogue, LocalDate any_day_of_it) {
    return catalogue.tr("time.month_and_year", {{"month", numbered(catalogue, "time.month_alone", any_day_of_it.month)},
                                                {"year", std::to_string(any_day_of_it.year)}});
}

std::string format_day(const Catalogue& catalogue, LocalDate date, LocalDate today) {
    switch (days_between(today, date)) {
        case -1:
            return std::string(catalogue.tr("time.yesterday"));
        case 0:
            return std::string(catalogue.tr("time.today"));
        case 1:
            return std::string(catalogue.tr("time.tomorrow"));
        default:
            return format_date_near(catalogue, date, today);
    }
}

std::string format_moment(const Catalogue& catalogue, const TimeZone& zone, Instant moment, Instant now) {
    const LocalDateTime shown = to_local(zone, moment);
    return catalogue.tr("time.day_and_time",
                        {{"day", format_day(catalogue, shown.date, to_local(zone, now).date)}, {"time", format_time(shown.time)}});
}

std::string format_duration(const Catalogue& catalogue, Minutes duration) {
    // Corrections are negative; their sign stands once, before the whole.
    if (duration.count < 0) return "\u2212" + hours_and_minutes(catalogue, -duration.count);
    return hours_and_minutes(catalogue, duration.count);
}

std::string format_span(const Catalogue& catalogue, Minutes span) {
    constexpr std::int64_t minutes_per_day = 24 * 60;
    if (span.count < minutes_per_day) return hours_and_minutes(catalogue, span.count);
    const std::int64_t hours = span.count % minutes_per_day / 60;
    return join(catalogue.tr_n("time.days", span.count / minutes_per_day),
                hours > 0 ? catalogue.tr("time.hours", {{"n", hours}}) : std::string());
}

}  // namespace countersign
