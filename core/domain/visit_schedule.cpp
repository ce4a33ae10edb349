// Visit schedule: the dates of a rhythm, and what becomes of those on free days.
#include "core/domain/visit_schedule.hpp"

#include <algorithm>

#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

constexpr std::array<std::string_view, 2> rhythm_names{"every_n_weeks", "nth_weekday_of_month"};

LocalDate next_on(Weekday wanted, LocalDate from) {
    return add_days(from, (static_cast<std::int32_t>(wanted) - static_cast<std::int32_t>(weekday(from)) + 7) % 7);
}

std::optional<LocalDate> nth_weekday(std::int32_t year, std::int32_t month, Weekday wanted, std::int32_t n) {
    if (n < 0) return add_days(next_on(wanted, add_months({year, month, 1}, 1)), -7);
    const LocalDate date = add_days(next_on(wanted, {year, month, 1}), 7 * (n - 1));
    if (date.month != month) return std::nullopt;
    return date;
}

std::vector<LocalDate> regular_dates(const VisitSchedule& schedule, LocalDate from, LocalDate to) {
    std::vector<LocalDate> dates;
    const LocalDate begin = std::max(from, schedule.first);
    const LocalDate end = schedule.last ? std::min(to, *schedule.last) : to;
    if (schedule.rhythm == Rhythm::every_n_weeks) {
        const LocalDate anchor = next_on(schedule.weekday, schedule.first);
        const std::int32_t step = 7 * schedule.n;
        const std::int32_t steps_before = std::max(0, (days_between(anchor, begin) + step - 1) / step);
        for (LocalDate date = add_days(anchor, steps_before * step); date <= end; date = add_days(date, step)) dates.push_back(date);
        return dates;
    }
    for (LocalDate month{begin.year, begin.month, 1}; month <= end; month = add_months(month, 1)) {
        const auto date = nth_weekday(month.year, month.month, schedule.weekday, schedule.n);
        if (date && *date >= begin && *date <= end) dates.push_back(*date);
    }
    return dates;
}

/// The nearest day that is worked in the direction of `step`; nothing within a year.
std::optional<LocalDate> working_day_from(const WorkingTime& time, LocalDate date, std::int32_t step) {
    for (std::int32_t days = 1; days <= 366; ++days) {
        const LocalDate candidate = add_days(date, days * step);
        if (time.is_working_day(candidate)) return candidate;
    }
    return std::nullopt;
}

}  // namespace

std::string_view holiday_rule_name(HolidayRule rule) { return holiday_rule_names[static_cast<std::size_t>(rule)]; }

Json VisitSchedule::to_json() const {
    Json object{{"rhythm", rhythm_names[static_cast<std::size_t>(rhythm)]},
                {"n", n},
                {"weekday", weekday_name(weekday)},
                {"at", to_iso_text(at)},
                {"minutes", length.count},
                {"first", to_iso_text(first)},
                {"holidays", holiday_rule_name(holidays)}};
    if (last) object["last"] = to_iso_text(*last);
    return object;
}

VisitSchedule VisitSchedule::from_json(FieldReader& fields) {
    VisitSchedule schedule;
    schedule.rhythm = read_choice<Rhythm>(fields, "rhythm", rhythm_names);
    schedule.n = static_cast<std::int32_t>(std::clamp<std::int64_t>(fields.integer_or("n", 1), -2, 1'000));
    const bool weeks = schedule.rhythm == Rhythm::every_n_weeks;
    if (weeks && (schedule.n < 1 || schedule.n > 53)) fields.reject("n", "weeks between visits are 1 to 53");
    if (!weeks && schedule.n != -1 && (schedule.n < 1 || schedule.n > 5))
        fields.reject("n", "must be 1 to 5, or -1 for the last of the month");
    const std::string day = fields.text("weekday", 20);
    bool known = false;
    for (int number = 1; number <= 7; ++number) {
        if (weekday_name(static_cast<Weekday>(number)) != day) continue;
        schedule.weekday = static_cast<Weekday>(number);
        known = true;
    }
    if (!known) fields.reject("weekday", "\"" + day + "\" is none of mon, tue, wed, thu, fri, sat, sun");
    const std::string time = fields.text("at", 20);
    const auto at = parse_local_time(time);
    if (!at || at->hour > 23) fields.reject("at", "\"" + time + "\" is no time like \"09:00\"");
    schedule.at = at.value_or(LocalTime{});
    schedule.length = {fields.integer_or("minutes", 60)};
    if (schedule.length.count < 1 || schedule.length.count > 1'440) fields.reject("minutes", "a visit lasts from 1 to 1440 minutes");
    schedule.first = read_date(fields, "first");
    if (fields.has("last")) schedule.last = read_date(fields, "last");
    if (schedule.last && *schedule.last < schedule.first) fields.reject("last", "lies before first");
    if (fields.has("holidays")) schedule.holidays = read_choice<HolidayRule>(fields, "holidays", holiday_rule_names);
    return schedule;
}

std::optional<LocalDate> day_by_rule(HolidayRule rule, const WorkingTime& time, LocalDate regular) {
    switch (rule) {
        case HolidayRule::keep:
            return regular;
        case HolidayRule::skip:
            return std::nullopt;
        case HolidayRule::working_day_before:
            return working_day_from(time, regular, -1);
        case HolidayRule::working_day_after:
            return working_day_from(time, regular, 1);
    }
    return regular;
}

std::vector<ScheduledVisit> scheduled_visits(const VisitSchedule& schedule, const WorkingTime& time, LocalDate from, LocalDate to) {
    std::vector<ScheduledVisit> visits;
    for (const LocalDate regular : regular_dates(schedule, from, to)) {
        ScheduledVisit visit{.regular = regular, .planned = regular, .starts_at = {}, .ends_at = {}};
        if (!time.is_working_day(regular)) {
            visit.planned = day_by_rule(schedule.holidays, time, regular);
            visit.holiday = std::string(time.holiday_on(regular).value_or("holiday.free_day"));
        }
        if (visit.planned) {
            visit.starts_at = from_local(time.zone(), {*visit.planned, schedule.at}).chosen();
            visit.ends_at = *visit.starts_at + schedule.length.milliseconds();
        }
        visits.push_back(std::move(visit));
    }
    return visits;
}

}  // namespace countersign
