// Support cover: finding the support day of an instant, and joining hours.
#include "core/domain/support_cover.hpp"

#include <algorithm>

namespace countersign {
namespace {

std::int32_t minute_of(LocalTime time) { return time.hour * 60 + time.minute; }

DayRanges joined(DayRanges ranges, DayRange added) {
    ranges.push_back(added);
    std::sort(ranges.begin(), ranges.end(), [](const DayRange& a, const DayRange& b) { return a.start_minute < b.start_minute; });
    DayRanges all;
    for (const DayRange& range : ranges) {
        if (!all.empty() && range.start_minute <= all.back().end_minute) {
            all.back().end_minute = std::max(all.back().end_minute, range.end_minute);
        } else {
            all.push_back(range);
        }
    }
    return all;
}

}  // namespace

std::vector<SupportDay> support_days_at(const std::vector<SupportDays>& terms, const SiteId& site, const WorkingTime& time, Instant at) {
    std::vector<SupportDay> found;
    if (terms.empty()) return found;
    const LocalDate date = to_local(time.zone(), at).date;
    const LocalDate first{date.year, date.month, 1};
    for (const SupportDays& days : terms) {
        if (!days.site.empty() && days.site != site) continue;
        // A holiday can move a day into the month from its neighbours.
        for (const std::int32_t away : {-1, 0, 1}) {
            const LocalDate month = add_months(first, away);
            for (SupportDay& day : support_days_of_month(days, time, month.year, month.month)) {
                if (day.planned == date) found.push_back(std::move(day));
            }
        }
    }
    return found;
}

BusinessCalendar with_support_hours(const WorkingTime& time, const SupportDay& day) {
    BusinessCalendar calendar = time.calendar();
    // Around the clock there is nothing to add.
    if (calendar.around_the_clock || !day.planned) return calendar;
    const std::int32_t from = minute_of(to_local(time.zone(), *day.starts_at).time);
    const std::int32_t to = minute_of(to_local(time.zone(), *day.ends_at).time);
    calendar.days[*day.planned] = joined(time.ranges_of(*day.planned), {from, to > from ? to : 24 * 60});
    return calendar;
}

}  // namespace countersign
