// The monthly report against a month worked out by hand (tests/core/report_month.hpp).
#include "core/domain/monthly_report.hpp"

#include <doctest/doctest.h>

#include "tests/core/report_month.hpp"

using namespace countersign;

TEST_CASE("a month begins and ends at midnight of the agreement's zone, also when a clock change lies in it") {
    const TimeZone& zone = **find_time_zone("Europe/Warsaw");
    const MonthSpan march = month_span(zone, {2026, 3, 17});
    CHECK(march.first == LocalDate{2026, 3, 1});
    CHECK(march.last == LocalDate{2026, 3, 31});
    // 31 days less the hour that the clock skips on 29 March.
    CHECK((march.until - march.from).count == (31 * 24 - 1) * 3'600'000LL);
    CHECK(month_span(zone, {2026, 6, 30}).from == june::at(6, 1, 0));
}

TEST_CASE("R1: attainment counts each promise in the month and under the priority in which it was kept or broken") {
    const MonthlyReport report = june::report();
    const std::vector<LevelAttainment> expected{{Measure::first_response, Priority::critical, {1, 1}, {}},
                                                {Measure::first_response, Priority::high, {2, 2}, {}},
                                                {Measure::resolution, Priority::critical, {2, 3}, {{"T6"}}},
                                                {Measure::resolution, Priority::high, {1, 2}, {{"T1"}}}};
    CHECK(report.attainment == expected);
}

TEST_CASE("every promise is judged in exactly one month") {
    std::size_t judged = 0;
    const TimeZone& zone = june::agreement().time_at({})->zone();
    for (int month = 5; month <= 8; ++month)
        judged += judged_in(june::tickets(), month_span(zone, {2026, month, 1}), june::at(8, 31, 12)).size();
    // Six answers and six solutions; by the end of August those of T4 are broken, and T5's solution counts in June only.
    CHECK(judged == 12);
}

TEST_CASE("R1: tickets open before, opened and reopened are those resolved and open at the end") {
    const TicketCountsByPriority counts = june::report().tickets;
    CHECK(counts[2] == TicketCounts{1, 2, 0, 2, 1});
    CHECK(counts[3] == TicketCounts{0, 2, 1, 3, 0});
    CHECK(sum_of(counts) == TicketCounts{1, 4, 1, 5, 1});
}

TEST_CASE("what is open at the end of a month is open before the next one") {
    const TimeZone& zone = june::agreement().time_at({})->zone();
    TicketCounts last;
    for (int month = 5; month <= 8; ++month) {
        const TicketCounts counts = sum_of(count_tickets(june::tickets(), month_span(zone, {2026, month, 1})));
        CAPTURE(month);
        CHECK(counts.open_before == last.open_at_end);
        CHECK(counts.open_before + counts.opened + counts.reopened == counts.resolved + counts.open_at_end);
        last = counts;
    }
}

TEST_CASE("R1: visits are counted by their regular date; moved, skipped, late and unplanned ones show all their dates") {
    const MonthlyReport report = june::report();
    REQUIRE(report.visits.size() == 7);
    const auto day = [](int number) { return LocalDate{2026, 6, number}; };
    CHECK(report.visits[0] == VisitOfMonth{{"office"}, day(1), day(1), "", day(1), VisitOutcome::held});
    CHECK(report.visits[1] == VisitOfMonth{{"office"}, day(8), day(9), "holiday.own", day(9), VisitOutcome::held});
    CHECK(report.visits[2] == VisitOfMonth{{"depot"}, day(8), {}, "holiday.own", {}, VisitOutcome::skipped});
    CHECK(report.visits[3] == VisitOfMonth{{"office"}, day(15), day(15), "", day(16), VisitOutcome::held});
    CHECK(report.visits[4] == VisitOfMonth{{"office"}, day(17), {}, "", day(17), VisitOutcome::extra});
    CHECK(report.visits[5] == VisitOfMonth{{"office"}, day(22), day(22), "", {}, VisitOutcome::missed});
    CHECK(count_visits(report.visits) == VisitCounts{5, 3, 1, 1, 2, 1});
}

TEST_CASE("a visit that a holiday moved into the next month is the month's of its regular date, and no extra one there") {
    const LocalDate regular{2026, 5, 31};
    const LocalDate moved{2026, 6, 1};
    const std::vector<SiteSchedule> schedules{
        {{"s"}, {{.regular = regular, .planned = moved, .starts_at = {}, .ends_at = {}, .holiday = "holiday.own"}}}};
    const TimeZone& zone = **find_time_zone("Europe/Warsaw");
    const auto in = [&](int month) {
        return visits_of(schedules, {{{"s"}, moved, moved}}, month_span(zone, {2026, month, 1}), {2026, 7, 1});
    };
    CHECK(in(6).empty());
    REQUIRE(in(5).size() == 1);
    CHECK(in(5)[0].outcome == VisitOutcome::held);
}

TEST_CASE("a visit whose day has not come is ahead, not missed") {
    const auto visits = visits_of(june::schedules(), {}, month_span(june::agreement().time_at({})->zone(), {2026, 6, 1}), {2026, 6, 22});
    CHECK(visits[visits.size() - 3].outcome == VisitOutcome::missed);
    CHECK(visits[visits.size() - 2].regular == LocalDate{2026, 6, 22});
    CHECK(visits[visits.size() - 2].outcome == VisitOutcome::ahead);
}

TEST_CASE("R1: hours, availability, satisfaction and credits of the month") {
    const MonthlyReport report = june::report();
    REQUIRE(report.hours.has_value());
    CHECK(report.hours->granted == Minutes{600});
    CHECK(report.hours->debited == Minutes{90});
    CHECK(report.hours->closing == Minutes{510});
    REQUIRE(report.credits.has_value());
    CHECK(report.credits->owed_minor == 10'000);
    CHECK(report.credits->lines.at(0).causes == std::vector<CauseId>{{"T6"}});
    // 14 / 3 = 4.666…
    CHECK(report.satisfaction[1].average_hundredths() == 467);
    CHECK_FALSE(Satisfaction{}.average_hundredths().has_value());
    CHECK(report.made_on == LocalDate{2026, 7, 3});
}

TEST_CASE("A3, A5: a month whose measured availability is lower than the threshold owes a credit") {
    CommercialTerms terms = june::commercial();
    terms.credits.rules = {{.id = "up",
                            .measure = Measure::availability,
                            .basis = CreditBasis::per_missed_month,
                            .threshold_percent_thousandths = 99'715,
                            .amount_minor = 5'000}};
    const auto owed = [&](std::optional<AvailabilityOfMonth> availability) {
        MonthlyReport report;
        report.month = {2026, 6, 1};
        MonthFacts facts;
        facts.versions = {{0, terms.credits, terms.fee_minor, 30}};
        if (availability) {
            facts.versions[0].availability_percent_thousandths = availability->measured_thousandths;
            facts.versions[0].outages = {{"O1"}};
            facts.availability = {*availability};
        }
        work_out(report, facts, june::agreement().time_at({})->zone(), june::at(7, 3, 12));
        return report.credits->owed_minor;
    };
    CHECK(owed(june::availability()) == 0);
    terms.credits.rules[0].threshold_percent_thousandths = 99'716;
    CHECK(owed(june::availability()) == 5'000);
    CHECK(owed({}) == 0);  // a month without a target
}

TEST_CASE("without commercial terms a report has no credits") {
    MonthlyReport report;
    report.month = {2026, 6, 1};
    work_out(report, {.tickets = june::tickets()}, june::agreement().time_at({})->zone(), june::at(7, 3, 12));
    CHECK_FALSE(report.credits.has_value());
    CHECK_FALSE(report.hours.has_value());
    CHECK(report.attainment.size() == 4);
}
