// What a support day adds to a promise: requirements.md V8.
#include "core/domain/support_cover.hpp"

#include <doctest/doctest.h>

#include "core/domain/escalation.hpp"
#include "core/domain/minute_ledger.hpp"

using namespace countersign;

namespace {

/// In November 2026, Warsaw. The 20th is a Friday.
Instant november(int day, int hour, int minute = 0) { return {wall_milliseconds({{2026, 11, day}, {hour, minute}}) - 3'600'000}; }

AgreementTerms terms() {
    AgreementTerms terms;
    terms.calendars["office"] = office_hours("Europe/Warsaw", {{8 * 60, 16 * 60}});
    terms.levels.calendar = "office";
    terms.levels.by_priority[2] = {Target::working({240}), Target::none(), Target::none(), Target::working({480})};
    SupportDays vat;
    vat.name = "VAT";
    vat.site = {"ledger"};
    vat.days = {20};
    vat.first_response = Target::working({60});
    terms.support_days = {vat};
    return terms;
}

const AgreementClock& agreement() {
    static const AgreementClock clock = *AgreementClock::of(terms());
    return clock;
}

std::optional<Instant> due(Measure measure, const char* site, Instant at) { return agreement().due(measure, Priority::high, {site}, at); }

}  // namespace

TEST_CASE("V8: what begins on a support day has its response and its hours where they are due earlier") {
    const Instant at = november(20, 15, 30);
    CHECK(due(Measure::first_response, "ledger", at) == november(20, 16, 30));
    // 4.5 h until 20:00 and 3.5 h on Monday.
    CHECK(due(Measure::resolution, "ledger", at) == november(23, 11, 30));
    const Cover cover = agreement().cover(Measure::first_response, Priority::high, {"ledger"}, at);
    CHECK(cover.support_day == "VAT");
    CHECK(cover.target == Target::working({60}));
}

TEST_CASE("other sites and other days have the ordinary terms") {
    CHECK(due(Measure::first_response, "", november(20, 15, 30)) == november(23, 11, 30));
    CHECK(due(Measure::first_response, "ledger", november(19, 15, 30)) == november(20, 11, 30));
    CHECK(agreement().cover(Measure::first_response, Priority::high, {"ledger"}, november(19, 15, 30)).support_day.empty());
}

TEST_CASE("the earlier due time of the two counts, so nothing becomes weaker") {
    AgreementTerms weak = terms();
    weak.support_days[0].first_response = Target::working({600});
    const AgreementClock clock = *AgreementClock::of(weak);
    const Cover cover = clock.cover(Measure::first_response, Priority::high, {"ledger"}, november(20, 9));
    CHECK(cover.target == Target::working({240}));
    CHECK(cover.support_day.empty());  // 13:00 either way
    CHECK(clock.due(Measure::first_response, Priority::high, {"ledger"}, november(20, 9)) == november(20, 13));
    // The ordinary target, with the hours of the day.
    CHECK(clock.due(Measure::first_response, Priority::high, {"ledger"}, november(20, 15, 30)) == november(20, 19, 30));
}

TEST_CASE("packages and occasional help gain no promise by a support day") {
    AgreementTerms prepaid = terms();
    prepaid.mode = ServiceMode::prepaid;
    const AgreementClock clock = *AgreementClock::of(prepaid);
    CHECK_FALSE(clock.due(Measure::first_response, Priority::high, {"ledger"}, november(20, 9)).has_value());
}

TEST_CASE("V8, N5: the ledger of a ticket names the support day whose hours count, and its warnings follow them") {
    TicketCourse course;
    course.opened_at = november(20, 15, 30);
    course.site = {"ledger"};
    course.classifications = {{course.opened_at, Priority::high}};
    const Instant now = november(20, 15, 31);
    const TicketClocks clocks = ticket_clocks(agreement(), course, now);
    const PromiseClock* resolution = clocks.find(Measure::resolution);
    REQUIRE(resolution != nullptr);
    CHECK(resolution->reading.due == november(23, 11, 30));
    const auto ledger = minute_ledger(SlaClock(*resolution->time, resolution->run, now));
    REQUIRE(ledger.size() == 3);
    CHECK(ledger[0] == LedgerSegment{november(20, 15, 30), november(20, 20), SegmentKind::counted, "VAT", Minutes{270}.milliseconds()});
    CHECK(ledger[1].kind == SegmentKind::outside_hours);
    CHECK(ledger[2].reason.empty());
    const auto told = warnings(agreement(), course, {{50, Role::technician}}, november(24, 9));
    REQUIRE(told.size() == 2);
    CHECK(told[0].at == november(20, 16));      // the response
    CHECK(told[1].at == november(20, 19, 30));  // the solution
    CHECK(told[1].due == november(23, 11, 30));
}

TEST_CASE("hours are joined to those of the day, and a day around the clock has all of them") {
    const WorkingTime split = *WorkingTime::of(office_hours("Europe/Warsaw", {{8 * 60, 12 * 60}, {13 * 60, 16 * 60}, {21 * 60, 22 * 60}}));
    const auto days = support_days_at(terms().support_days, {"ledger"}, split, november(20, 9));
    REQUIRE(days.size() == 1);
    CHECK(with_support_hours(split, days[0]).days.at({2026, 11, 20}) == DayRanges{{7 * 60, 20 * 60}, {21 * 60, 22 * 60}});
    const WorkingTime always = *WorkingTime::of(around_the_clock("Europe/Warsaw"));
    CHECK(with_support_hours(always, days[0]) == around_the_clock("Europe/Warsaw"));
}
