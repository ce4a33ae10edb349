// Support days: the days of a month, reading and writing.
#include "core/domain/support_days.hpp"

#include <algorithm>
#include <set>

#include "core/domain/read_fields.hpp"

namespace countersign {

namespace {

LocalTime read_time(FieldReader& fields, const char* name) {
    const std::string text = fields.text(name, 20);
    const auto time = parse_local_time(text);
    if (!time) fields.reject(name, "\"" + text + "\" is no time like \"07:00\"");
    return time.value_or(LocalTime{});
}

SupportDay support_day(const SupportDays& terms, const WorkingTime& time, LocalDate regular) {
    SupportDay day{.name = terms.name, .regular = regular, .planned = regular, .starts_at = {}, .ends_at = {}};
    day.first_response = terms.first_response;
    if (!time.is_working_day(regular)) {
        day.planned = day_by_rule(terms.holidays, time, regular);
        day.holiday = std::string(time.holiday_on(regular).value_or("holiday.free_day"));
    }
    if (day.planned) {
        day.starts_at = from_local(time.zone(), {*day.planned, terms.from}).chosen();
        day.ends_at = from_local(time.zone(), {*day.planned, terms.to}).chosen();
    }
    return day;
}

}  // namespace

Json SupportDays::to_json() const {
    Json object{{"name", name},
                {"days", days},
                {"from", to_iso_text(from)},
                {"to", to_iso_text(to)},
                {"first_response", first_response.to_json()},
                {"holidays", holiday_rule_name(holidays)}};
    if (!site.empty()) object["site"] = site.value;
    return object;
}

SupportDays SupportDays::from_json(FieldReader& fields) {
    SupportDays terms;
    terms.name = fields.text("name", 200);
    terms.site = {fields.text_or("site", "", 200)};
    for (const Json& entry : fields.array("days")) {
        const std::int64_t day = entry.is_number_integer() ? entry.get<std::int64_t>() : 0;
        if (day != -1 && (day < 1 || day > 31)) fields.reject("days", "days of the month are 1 to 31, or -1 for the last");
        terms.days.push_back(static_cast<std::int32_t>(std::clamp<std::int64_t>(day, -1, 31)));
    }
    if (terms.days.empty()) fields.reject("days", "at least one day is required");
    terms.from = read_time(fields, "from");
    terms.to = read_time(fields, "to");
    if (terms.to <= terms.from) fields.reject("to", "lies before from");
    terms.first_response = read_part<Target>(fields, "first_response");
    if (fields.has("holidays")) terms.holidays = read_choice<HolidayRule>(fields, "holidays", holiday_rule_names);
    return terms;
}

std::vector<SupportDay> support_days_of_month(const SupportDays& terms, const WorkingTime& time, std::int32_t year, std::int32_t month) {
    const std::int32_t last = days_in_month(year, month);
    // The 30th and the 31st are one day in April.
    std::set<LocalDate> dates;
    for (const std::int32_t day : terms.days) dates.insert({year, month, day < 0 ? last : std::min(day, last)});
    std::vector<SupportDay> days;
    for (const LocalDate date : dates) days.push_back(support_day(terms, time, date));
    return days;
}

}  // namespace countersign
