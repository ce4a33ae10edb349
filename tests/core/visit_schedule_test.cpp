// Maintenance visits on a fixed schedule: rules.md 27 and 28.
#include "core/domain/visit_schedule.hpp"

#include <doctest/doctest.h>

#include "core/domain/timestamp.hpp"

using namespace countersign;

namespace {

WorkingTime warsaw() {
    BusinessCalendar calendar = office_hours("Europe/Warsaw", {{8 * 60, 16 * 60}});
    calendar.country = Country::poland;
    return *WorkingTime::of(calendar);
}

std::string told(const std::vector<ScheduledVisit>& visits, const WorkingTime& time) {
    std::string text;
    for (const ScheduledVisit& visit : visits) {
        if (!text.empty()) text += " ";
        text +=
            visit.starts_at ? to_timestamp(*visit.starts_at, time.zone()).substr(5, 11) : to_iso_text(visit.regular).substr(5) + ":skipped";
        if (visit.moved()) text += "<" + to_iso_text(visit.regular).substr(5);
    }
    return text;
}

VisitSchedule mondays() {
    VisitSchedule schedule;
    schedule.at = {10, 0};
    schedule.first = {2026, 3, 18};
    return schedule;
}

}  // namespace

TEST_CASE("rule 27: a visit stays at its hour through the clock change, and Easter Monday moves by the rule of the agreement") {
    const WorkingTime time = warsaw();
    VisitSchedule schedule = mondays();
    CHECK(told(scheduled_visits(schedule, time, {2026, 3, 1}, {2026, 4, 13}), time) ==
          "03-23T10:00 03-30T10:00 04-07T10:00<04-06 04-13T10:00");
    const auto visits = scheduled_visits(schedule, time, {2026, 3, 23}, {2026, 3, 30});
    CHECK((*visits[1].starts_at - *visits[0].starts_at).count == 167 * 3'600'000LL);
    schedule.holidays = HolidayRule::working_day_before;
    CHECK(told(scheduled_visits(schedule, time, {2026, 4, 6}, {2026, 4, 6}), time) == "04-03T10:00<04-06");
    schedule.holidays = HolidayRule::skip;
    const auto skipped = scheduled_visits(schedule, time, {2026, 4, 6}, {2026, 4, 6});
    CHECK(told(skipped, time) == "04-06:skipped");
    CHECK(skipped[0].holiday == "holiday.easter_monday");
    schedule.holidays = HolidayRule::keep;
    CHECK(told(scheduled_visits(schedule, time, {2026, 4, 6}, {2026, 4, 6}), time) == "04-06T10:00");
}

TEST_CASE("rule 28: every n weeks are counted in calendar days from the first visit, whatever period is looked at") {
    const WorkingTime time = warsaw();
    VisitSchedule schedule = mondays();
    schedule.n = 3;
    CHECK(told(scheduled_visits(schedule, time, {2026, 3, 1}, {2026, 5, 31}), time) == "03-23T10:00 04-13T10:00 05-04T10:00 05-25T10:00");
    CHECK(told(scheduled_visits(schedule, time, {2026, 4, 14}, {2026, 5, 10}), time) == "05-04T10:00");
    schedule.last = LocalDate{2026, 5, 3};
    CHECK(told(scheduled_visits(schedule, time, {2026, 4, 1}, {2027, 5, 31}), time) == "04-13T10:00");
}

TEST_CASE("the n-th and the last weekday of a month, and a fifth one only where there is one") {
    const WorkingTime time = warsaw();
    VisitSchedule schedule = mondays();
    schedule.rhythm = Rhythm::nth_weekday_of_month;
    schedule.weekday = Weekday::friday;
    schedule.n = 2;
    CHECK(told(scheduled_visits(schedule, time, {2026, 4, 1}, {2026, 6, 30}), time) == "04-10T10:00 05-08T10:00 06-12T10:00");
    schedule.n = -1;
    CHECK(told(scheduled_visits(schedule, time, {2026, 4, 1}, {2026, 6, 30}), time) == "04-24T10:00 05-29T10:00 06-26T10:00");
    schedule.n = 5;
    CHECK(told(scheduled_visits(schedule, time, {2026, 4, 1}, {2026, 7, 31}), time) == "05-29T10:00 07-31T10:00");
}

TEST_CASE("a schedule survives being written and read, and what is wrong with one is named") {
    VisitSchedule schedule = mondays();
    schedule.rhythm = Rhythm::nth_weekday_of_month;
    schedule.n = -1;
    schedule.last = LocalDate{2027, 1, 1};
    schedule.holidays = HolidayRule::skip;
    const Json json = schedule.to_json();
    FieldReader fields(json);
    CHECK(VisitSchedule::from_json(fields) == schedule);
    const auto problem = [&](const char* name, const Json& value) {
        Json changed = json;
        changed[name] = value;
        FieldReader reader(changed);
        (void)VisitSchedule::from_json(reader);
        return reader.problem().value_or("none");
    };
    CHECK(problem("n", 0).find("n: ") == 0);
    CHECK(problem("weekday", "monday").find("weekday: ") == 0);
    CHECK(problem("at", "25:00").find("at: ") == 0);
    CHECK(problem("first", "soon").find("first: ") == 0);
    CHECK(problem("last", "2020-01-01") == "last: lies before first");
    CHECK(problem("holidays", "ignore").find("holidays: ") == 0);
}
