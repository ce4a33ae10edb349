// Calendars and schedules in words.
#include "core/document/calendar_wording.hpp"

#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"

namespace countersign {
namespace {

constexpr std::int32_t minutes_per_day = 1'440;

LocalTime time_of(std::int32_t minute) { return {minute / 60, minute % 60}; }

std::string range_in_words(const Catalogue& catalogue, const DayRange& range) {
    if (range.end_minute <= minutes_per_day) return format_time_range(time_of(range.start_minute), time_of(range.end_minute));
    const std::string times = format_time_range(time_of(range.start_minute), time_of(range.end_minute - minutes_per_day));
    return catalogue.tr("document.range_to_next_day", {{"range", times}});
}

std::string_view numbered(const Catalogue& catalogue, const char* key, std::int32_t number) {
    return catalogue.tr(std::string(key) + "_" + std::to_string(number));
}

Markup days_in_words(const Catalogue& catalogue, const std::map<LocalDate, DayRanges>& days) {
    Markup lines;
    for (const auto& [date, ranges] : days) {
        if (!lines.empty()) lines += "\n";
        lines += day_in_words(catalogue, date);
        lines += ": " + ranges_in_words(catalogue, ranges);
    }
    return lines;
}

Markup dates_in_words(const Catalogue& catalogue, const std::vector<LocalDate>& dates) {
    Markup lines;
    for (const LocalDate date : dates) {
        if (!lines.empty()) lines += "\n";
        lines += day_in_words(catalogue, date);
    }
    return lines;
}

}  // namespace

std::string ranges_in_words(const Catalogue& catalogue, const DayRanges& ranges) {
    if (ranges.empty()) return std::string(catalogue.tr("document.free"));
    std::vector<std::string> words;
    for (const DayRange& range : ranges) words.push_back(range_in_words(catalogue, range));
    return join_words(words);
}

std::vector<std::pair<std::string, std::string>> week_in_words(const Catalogue& catalogue, const std::array<DayRanges, 7>& week) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (std::size_t first = 0; first < week.size();) {
        std::size_t last = first;
        while (last + 1 < week.size() && week[last + 1] == week[first]) ++last;
        std::string days(numbered(catalogue, "document.weekday", static_cast<std::int32_t>(first + 1)));
        if (last > first) days.append("\u2013").append(numbered(catalogue, "document.weekday", static_cast<std::int32_t>(last + 1)));
        lines.emplace_back(std::move(days), ranges_in_words(catalogue, week[first]));
        first = last + 1;
    }
    return lines;
}

Facts calendar_in_words(const Catalogue& catalogue, const BusinessCalendar& calendar) {
    Facts facts{{std::string(catalogue.tr("document.time_zone")), calendar.time_zone}};
    if (calendar.around_the_clock) {
        facts.emplace_back(catalogue.tr("document.hours"), catalogue.tr("document.around_the_clock"));
        return facts;
    }
    for (const auto& [days, hours] : week_in_words(catalogue, calendar.week)) facts.emplace_back(days, hours);
    const Markup country = calendar.country ? catalogue.tr(*calendar.country == Country::poland    ? "document.holidays_pl"
                                                           : *calendar.country == Country::czechia ? "document.holidays_cz"
                                                                                                   : "document.holidays_dk")
                                            : catalogue.tr("document.holidays_none");
    facts.emplace_back(catalogue.tr("document.public_holidays"), country);
    if (!calendar.holidays.empty()) facts.emplace_back(catalogue.tr("document.own_holidays"), dates_in_words(catalogue, calendar.holidays));
    if (!calendar.days.empty()) facts.emplace_back(catalogue.tr("document.own_hours"), days_in_words(catalogue, calendar.days));
    return facts;
}

std::string rhythm_in_words(const Catalogue& catalogue, const VisitSchedule& schedule) {
    const auto day = static_cast<std::int32_t>(schedule.weekday);
    if (schedule.rhythm == Rhythm::every_n_weeks)
        return catalogue.tr_n("document.every_weeks", schedule.n, {{"day", numbered(catalogue, "document.on_weekday", day)}});
    if (schedule.n < 0) return catalogue.tr("document.monthly", {{"day", numbered(catalogue, "document.last_weekday", day)}});
    const std::string nth =
        catalogue.tr(std::string("document.nth_") + std::to_string(schedule.n), {{"day", numbered(catalogue, "document.weekday", day)}});
    return catalogue.tr("document.monthly", {{"day", nth}});
}

std::string_view holiday_rule_in_words(const Catalogue& catalogue, HolidayRule rule) {
    const std::string key = "document.on_holiday_" + std::string(holiday_rule_name(rule));
    return catalogue.tr(key);
}

}  // namespace countersign
