// Business calendar: JSON and the usual ones.
#include "core/domain/business_calendar.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/time_zone.hpp"

namespace countersign {
namespace {

constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::int32_t minutes_per_day = 1'440;

std::string time_text(std::int32_t minute) {
    const std::int32_t of_day = minute > minutes_per_day ? minute - minutes_per_day : minute;
    return to_iso_text(LocalTime{of_day / 60, of_day % 60});
}

Json ranges_json(const DayRanges& ranges) {
    Json list = Json::array();
    for (const DayRange& range : ranges) list.push_back({time_text(range.start_minute), time_text(range.end_minute)});
    return list;
}

std::optional<std::int32_t> minute_of(const Json& value) {
    if (!value.is_string()) return std::nullopt;
    const auto time = parse_local_time(value.get_ref<const std::string&>());
    if (!time || time->second != 0) return std::nullopt;
    return time->hour * 60 + time->minute;
}

DayRanges read_ranges(FieldReader& fields, const char* name, const std::string& where, const Json& list) {
    DayRanges ranges;
    if (!list.is_array()) {
        fields.reject(name, where + " is no list of ranges");
        return ranges;
    }
    for (const Json& entry : list) {
        const auto start = entry.is_array() && entry.size() == 2 ? minute_of(entry[0]) : std::nullopt;
        const auto end = start ? minute_of(entry[1]) : std::nullopt;
        if (!end || *start >= minutes_per_day) {
            fields.reject(name, where + " holds " + write_json(entry) + ", not a range like [\"09:00\",\"17:00\"]");
            return ranges;
        }
        if (*end == *start) {
            fields.reject(name, where + " holds the empty range " + write_json(entry) + "; a whole day is [\"00:00\",\"24:00\"]");
            return ranges;
        }
        // An end before the start is a time of the next day.
        ranges.push_back({*start, *end > *start ? *end : *end + minutes_per_day});
    }
    std::sort(ranges.begin(), ranges.end(), [](const DayRange& a, const DayRange& b) { return a.start_minute < b.start_minute; });
    return ranges;
}

std::optional<LocalDate> date_of(const Json& value) {
    return value.is_string() ? parse_local_date(value.get_ref<const std::string&>()) : std::nullopt;
}

}  // namespace

std::string_view weekday_name(Weekday weekday) { return weekday_names[static_cast<std::size_t>(weekday) - 1]; }

Json BusinessCalendar::to_json() const {
    Json object{{"tz", time_zone}};
    if (around_the_clock) {
        object["around_the_clock"] = true;
        return object;
    }
    Json week_json = Json::object();
    for (std::size_t day = 0; day < week.size(); ++day) {
        if (!week[day].empty()) week_json[std::string(weekday_names[day])] = ranges_json(week[day]);
    }
    object["week"] = week_json;
    if (country) object["country"] = country_code(*country);
    if (!holidays.empty()) {
        Json list = Json::array();
        for (const LocalDate date : holidays) list.push_back(to_iso_text(date));
        object["holidays"] = list;
    }
    if (!days.empty()) {
        Json list = Json::object();
        for (const auto& [date, ranges] : days) list[to_iso_text(date)] = ranges_json(ranges);
        object["days"] = list;
    }
    return object;
}

BusinessCalendar BusinessCalendar::from_json(FieldReader& fields) {
    BusinessCalendar calendar;
    calendar.time_zone = fields.text("tz", 100);
    if (!fields.problem() && !find_time_zone(calendar.time_zone))
        fields.reject("tz", "\"" + calendar.time_zone + "\" is no IANA time zone");
    calendar.around_the_clock = fields.boolean_or("around_the_clock", false);
    if (calendar.around_the_clock) return calendar;
    for (const auto& [name, ranges] : fields.object("week").items()) {
        const auto found = std::find(weekday_names.begin(), weekday_names.end(), name);
        if (found == weekday_names.end()) {
            fields.reject("week", "\"" + name + "\" is no weekday; they are mon, tue, wed, thu, fri, sat, sun");
        } else {
            calendar.week[static_cast<std::size_t>(found - weekday_names.begin())] = read_ranges(fields, "week", name, ranges);
        }
    }
    if (fields.has("country")) {
        const std::string code = fields.text("country", 10);
        calendar.country = parse_country(code);
        if (!calendar.country) fields.reject("country", "\"" + code + "\" is none of PL, CZ, DK");
    }
    if (fields.has("holidays")) {
        for (const Json& entry : fields.array("holidays")) {
            if (const auto date = date_of(entry)) {
                calendar.holidays.push_back(*date);
            } else {
                fields.reject("holidays", write_json(entry) + " is no date like \"2026-12-24\"");
            }
        }
        std::sort(calendar.holidays.begin(), calendar.holidays.end());
    }
    if (fields.has("days")) {
        for (const auto& [text, ranges] : fields.object("days").items()) {
            if (const auto date = parse_local_date(text)) {
                calendar.days[*date] = read_ranges(fields, "days", text, ranges);
            } else {
                fields.reject("days", "\"" + text + "\" is no date like \"2026-12-24\"");
            }
        }
    }
    return calendar;
}

Digest BusinessCalendar::digest() const { return sha256(write_json(to_json())); }

BusinessCalendar office_hours(std::string time_zone, const DayRanges& ranges) {
    BusinessCalendar calendar;
    calendar.time_zone = std::move(time_zone);
    for (std::size_t day = 0; day < 5; ++day) calendar.week[day] = ranges;
    return calendar;
}

BusinessCalendar around_the_clock(std::string time_zone) {
    BusinessCalendar calendar;
    calendar.time_zone = std::move(time_zone);
    calendar.around_the_clock = true;
    return calendar;
}

}  // namespace countersign
