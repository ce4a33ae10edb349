// What if, and "would have been": requirements.md N6, N9.
#include "core/domain/what_if.hpp"

#include <doctest/doctest.h>

using namespace countersign;

namespace {

/// In June 2026, Warsaw. The 1st is a Monday.
Instant june(int day, int hour, int minute = 0) { return {wall_milliseconds({{2026, 6, day}, {hour, minute}}) - 2 * 3'600'000}; }

AgreementClock agreement_with(std::int64_t high_minutes) {
    AgreementTerms terms;
    terms.calendars["office"] = office_hours("Europe/Warsaw", {{8 * 60, 16 * 60}});
    terms.levels.calendar = "office";
    terms.levels.by_priority[static_cast<std::size_t>(Priority::normal) - 1].resolution = Target::working({16 * 60});
    terms.levels.by_priority[static_cast<std::size_t>(Priority::high) - 1].resolution = Target::working({high_minutes});
    terms.exclusions = {{"flood", "Powódź", ""}};
    return *AgreementClock::of(terms);
}

/// The worked example of what_if.hpp.
struct Example {
    Example() {
        course.opened_at = june(1, 8);
        course.classifications = {{june(1, 8), Priority::high, ServiceMode::sla}};
        course.resolved = {{june(2, 9)}};
        terms.rules = {{"late", Measure::resolution, {Priority::high}, CreditBasis::per_breach, 0, 5'000, 0}};
        month.promises = judged_promises(ticket, ticket_clocks(agreement, course, now), Priority::high, june(1, 0), june(30, 0));
        month.promises.push_back({{"another"}, Measure::resolution, Priority::high, false});
    }
    PromiseCompared resolution(const WhatIf& other) const {
        const auto compared = what_if(agreement, course, other, now);
        REQUIRE(compared.size() == 1);
        return compared[0];
    }
    CreditCompared credit(const WhatIf& other) const {
        return credit_if(terms, 100'000, month, {ticket, Priority::high, june(1, 0), june(30, 0)}, agreement, course, other, now);
    }
    AgreementClock agreement = agreement_with(8 * 60);
    TicketCourse course;
    TicketId ticket{"ticket"};
    CreditTerms terms;
    MonthJudged month;
    Instant now = june(10, 8);
};

}  // namespace

TEST_CASE("N6: with another priority the due time and the credit of the month are others, and nothing is written") {
    const Example example;
    const WhatIf normal{.priority = Priority::normal};
    const PromiseCompared compared = example.resolution(normal);
    CHECK(compared.promised.due == june(1, 16));
    CHECK(compared.breached);
    CHECK(compared.would_be.due == june(2, 16));
    CHECK_FALSE(compared.would_be_breached);
    CHECK(example.credit(normal).owed.owed_minor == 10'000);
    CHECK(example.credit(normal).would_be.owed_minor == 5'000);
    CHECK(example.course.classifications[0].priority == Priority::high);
}

TEST_CASE("N6: waiting that did not happen moves the due time, and no change changes nothing") {
    const Example example;
    CHECK(example.resolution({.waiting = {{june(1, 10), june(1, 12), ""}}}).would_be.due == june(2, 10));
    CHECK_FALSE(example.resolution({.waiting = {{june(1, 10), june(1, 12), ""}}}).would_be_breached);
    const PromiseCompared same = example.resolution({});
    CHECK(same.promised.due == same.would_be.due);
    CHECK(same.breached == same.would_be_breached);
    CHECK(example.credit({}).owed.owed_minor == example.credit({}).would_be.owed_minor);
}

TEST_CASE("N10: without an exclusion that the client contests the breach and its credit come back") {
    Example example;
    ClaimedExclusion flood{"flood", june(1, 9), june(1, 11), "zdjęcie"};
    flood.claim = {"claim"};
    example.course.exclusions = {flood};
    example.month.promises = judged_promises(example.ticket, ticket_clocks(example.agreement, example.course, example.now), Priority::high,
                                             june(1, 0), june(30, 0));
    const WhatIf upheld{.without_claims = {{"claim"}}};
    CHECK_FALSE(example.resolution(upheld).breached);
    CHECK(example.resolution(upheld).would_be_breached);
    CHECK(example.credit(upheld).owed.owed_minor == 0);
    CHECK(example.credit(upheld).would_be.owed_minor == 5'000);
    CHECK(example.resolution({.without_claims = {{"another"}}}).would_be.due == june(2, 10));
}

TEST_CASE("N9: what a later version would have promised stands beside what was promised") {
    const Example example;
    const AgreementClock later = agreement_with(4 * 60);
    const PromiseCompared compared = example.resolution({.agreement = &later});
    CHECK(compared.promised.due == june(1, 16));
    CHECK(compared.would_be.due == june(1, 12));
    // A version that promises nothing for it leaves the promise alone.
    AgreementTerms nothing;
    nothing.calendars["office"] = office_hours("Europe/Warsaw", {{8 * 60, 16 * 60}});
    nothing.levels.calendar = "office";
    const AgreementClock without = *AgreementClock::of(nothing);
    CHECK(example.resolution({.agreement = &without}).would_be.state == ClockState::none);
    CHECK(example.resolution({.agreement = &without}).promised.due == june(1, 16));
}
