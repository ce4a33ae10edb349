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

Markup dates_in_words(const Catalogue& catalogue, const std::vector<LocalDate>& dates) {
    Markup lines;
    for (const LocalDate date : dates) {
        if (!lines.empty()) lines += "\n";
        lines += day_in_words(catalogue, date);
    }
    return lines;
}

class CalendarTeller {
public:
    CalendarTeller(const Catalogue& catalogue, const BusinessCalendar& calendar, CalendarUse use)
        : catalogue_(catalogue), calendar_(calendar), working_(use == CalendarUse::working_hours) {}

    Facts tell() {
        say("document.time_zone", calendar_.time_zone);
        if (calendar_.around_the_clock) {
            say("document.hours", catalogue_.tr("document.around_the_clock"));
            return std::move(facts_);
        }
        say_week();
        say_public_holidays();
        const char* own = working_ ? "document.own_holidays" : "document.days_without_window";
        if (!calendar_.holidays.empty()) say(own, dates_in_words(catalogue_, calendar_.holidays));
        if (!calendar_.days.empty()) say("document.own_hours", days());
        return std::move(facts_);
    }

private:
    void say(const char* key, const Markup& meaning) { facts_.emplace_back(catalogue_.tr(key), meaning); }

    std::string ranges(const DayRanges& ranges) const {
        if (ranges.empty()) return std::string(catalogue_.tr(working_ ? "document.free" : "document.no_window"));
        std::vector<std::string> words;
        for (const DayRange& range : ranges) words.push_back(range_in_words(catalogue_, range));
        return join_words(words);
    }

    void say_week() {
        const auto& week = calendar_.week;
        for (std::size_t first = 0; first < week.size();) {
            std::size_t last = first;
            while (last + 1 < week.size() && week[last + 1] == week[first]) ++last;
            std::string days(numbered(catalogue_, "document.weekday", static_cast<std::int32_t>(first + 1)));
            if (last > first) days.append("\u2013").append(numbered(catalogue_, "document.weekday", static_cast<std::int32_t>(last + 1)));
            facts_.emplace_back(std::move(days), ranges(week[first]));
            first = last + 1;
        }
    }

    void say_public_holidays() {
        const char* country = "document.holidays_none";
        if (calendar_.country == Country::poland) country = "document.holidays_pl";
        if (calendar_.country == Country::czechia) country = "document.holidays_cz";
        if (calendar_.country == Country::denmark) country = "document.holidays_dk";
        if (working_) say("document.public_holidays", catalogue_.tr(country));
        if (!working_ && calendar_.country) say("document.holidays_without_window", catalogue_.tr(country));
    }

    Markup days() const {
        Markup lines;
        for (const auto& [date, hours] : calendar_.days) {
            if (!lines.empty()) lines += "\n";
            lines += day_in_words(catalogue_, date);
            lines += ": " + ranges(hours);
        }
        return lines;
    }

    const Catalogue& catalogue_;
    const BusinessCalendar& calendar_;
    bool working_;
    Facts facts_;
};

}  // namespace

Facts calendar_in_words(const Catalogue& catalogue, const BusinessCalendar& calendar, CalendarUse use) {
    return CalendarTeller(catalogue, calendar, use).tell();
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
