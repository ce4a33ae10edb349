// Stronger cover on chosen days of the month: requirements.md V8.
#include "core/domain/support_days.hpp"

#include <doctest/doctest.h>

#include "core/domain/agreement_terms.hpp"
#include "core/domain/timestamp.hpp"

using namespace countersign;

namespace {

WorkingTime warsaw() {
    BusinessCalendar calendar = office_hours("Europe/Warsaw", {{8 * 60, 16 * 60}});
    calendar.country = Country::poland;
    return *WorkingTime::of(calendar);
}

SupportDays taxes() {
    SupportDays terms;
    terms.name = "VAT";
    terms.days = {25, 20};
    terms.first_response = Target::real({30});
    return terms;
}

std::string told(const std::vector<SupportDay>& days) {
    std::string text;
    for (const SupportDay& day : days) {
        text += (text.empty() ? "" : " ") + to_iso_text(day.regular).substr(5);
        if (!day.planned) text += ":skipped";
        if (day.planned && *day.planned != day.regular) text += ">" + to_iso_text(*day.planned).substr(5);
        if (!day.holiday.empty()) text += ":" + day.holiday;
    }
    return text;
}

}  // namespace

TEST_CASE("support days on free days move to the working day before, with both dates and the reason") {
    const WorkingTime time = warsaw();
    CHECK(told(support_days_of_month(taxes(), time, 2026, 11)) == "11-20 11-25");
    const auto december = support_days_of_month(taxes(), time, 2026, 12);
    CHECK(told(december) == "12-20>12-18:holiday.free_day 12-25>12-23:holiday.christmas_day");
    CHECK(december[0].starts_at == parse_timestamp("2026-12-18T07:00:00+01:00"));
    CHECK(december[0].ends_at == parse_timestamp("2026-12-18T20:00:00+01:00"));
    CHECK(december[0].first_response == Target::real({30}));
    SupportDays skipping = taxes();
    skipping.holidays = HolidayRule::skip;
    const auto skipped = support_days_of_month(skipping, time, 2026, 12);
    CHECK(told(skipped) == "12-20:skipped:holiday.free_day 12-25:skipped:holiday.christmas_day");
    CHECK_FALSE(skipped[0].starts_at.has_value());
}

TEST_CASE("a day that the month lacks is its last day, and the last day is counted once") {
    const WorkingTime time = warsaw();
    SupportDays wages = taxes();
    wages.days = {31, 30, -1};
    wages.holidays = HolidayRule::keep;
    CHECK(told(support_days_of_month(wages, time, 2026, 2)) == "02-28:holiday.free_day");
    CHECK(told(support_days_of_month(wages, time, 2026, 4)) == "04-30");
    CHECK(told(support_days_of_month(wages, time, 2026, 7)) == "07-30 07-31");
    CHECK(told(support_days_of_month(wages, time, 2028, 2)) == "02-29");
}

TEST_CASE("hours of a support day stay on the wall clock through the clock change") {
    SupportDays sunday = taxes();
    sunday.days = {29};
    sunday.holidays = HolidayRule::keep;
    sunday.from = {1, 0};
    sunday.to = {4, 0};
    const auto days = support_days_of_month(sunday, warsaw(), 2026, 3);
    CHECK((*days[0].ends_at - *days[0].starts_at).count == 2 * 3'600'000);
}

TEST_CASE("terms with support days are written and read, and terms without them keep the text that was signed") {
    AgreementTerms terms;
    terms.number = "UM-1";
    CHECK_FALSE(terms.to_json().contains("support_days"));
    SupportDays days = taxes();
    days.site = {"s"};
    terms.support_days = {days};
    const Json json = terms.to_json();
    FieldReader fields(json);
    const AgreementTerms read = AgreementTerms::from_json(fields);
    CHECK(read.support_days == terms.support_days);
    CHECK(read.to_json() == json);
}

TEST_CASE("support days that cannot be are named with their field") {
    const auto problem_of = [](const char* name, const Json& value) {
        Json json = taxes().to_json();
        json[name] = value;
        FieldReader fields(json);
        (void)SupportDays::from_json(fields);
        return fields.problem().value_or("");
    };
    CHECK(problem_of("days", Json::array({0})).find("days: ") == 0);
    CHECK(problem_of("days", Json::array({32})).find("days: ") == 0);
    CHECK(problem_of("days", Json::array()).find("days: ") == 0);
    CHECK(problem_of("to", "07:00").find("to: ") == 0);
    CHECK(problem_of("from", "morning").find("from: ") == 0);
    CHECK(problem_of("holidays", "never").find("holidays: ") == 0);
    CHECK(problem_of("days", Json::array({1, -1})).empty());
}
