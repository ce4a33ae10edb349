// Service credits: rules.md 37.
#include "core/domain/service_credit.hpp"

#include <doctest/doctest.h>

#include "tests/core/report_month.hpp"

using namespace countersign;

namespace {

JudgedPromise promise(const std::string& ticket, bool kept, Priority priority = Priority::critical) {
    return {{ticket}, Measure::resolution, priority, kept};
}

CreditRule five_percent() {
    CreditRule rule;
    rule.id = "critical";
    rule.priorities = {Priority::critical};
    rule.fee_permille = 50;
    return rule;
}

}  // namespace

TEST_CASE("rule 37: the example of the rule: five missed at 5 % are cut to the cap of 20 %, and the tickets are named") {
    MonthJudged month;
    for (const char* ticket : {"t1", "t2", "t3", "t4", "t5"}) month.promises.push_back(promise(ticket, false));
    month.promises.push_back(promise("kept", true));
    month.promises.push_back(promise("other", false, Priority::high));
    const CreditStatement statement = service_credits({{five_percent()}, 200}, 200'000, month);
    CHECK(statement.sum_minor == 50'000);
    CHECK(statement.owed_minor == 40'000);
    REQUIRE(statement.lines.size() == 1);
    CHECK(statement.lines[0].causes.size() == 5);
    CHECK(statement.lines[0].causes[0] == CauseId{"t1"});
}

TEST_CASE(
    "A4, N10: a ticket whose exclusion stands is solved in time and owes nothing, and owes again once the client's objection is upheld") {
    // T6 of the month that was worked out by hand: critical at 12:00 with one hour left, solved at 15:00.
    std::vector<TicketOfMonth> tickets{june::tickets()[5]};
    const MonthSpan month = month_span(june::agreement().time_at({})->zone(), {2026, 6, 1});
    const auto owed = [&] {
        const MonthJudged judged{judged_in(tickets, month, june::at(7, 3, 12)), {}};
        return service_credits({{five_percent()}, 1'000}, 200'000, judged).owed_minor;
    };
    CHECK(owed() == 10'000);
    // Two hours without power, from 12:30 on: half an hour of the one was used by then, and the rest lasts until 15:00.
    tickets[0].course.exclusions = {{"power", june::at(6, 8, 12, 30), june::at(6, 8, 14, 30), "photo"}};
    CHECK(owed() == 0);
    tickets[0].course.exclusions[0].to = june::at(6, 8, 14, 29);
    CHECK(owed() == 10'000);  // a minute less, and it is late again
    tickets[0].course.exclusions[0].to = june::at(6, 8, 14, 30);
    tickets[0].course.exclusions[0].stands = false;
    CHECK(owed() == 10'000);
}

namespace {

VersionOfMonth version(std::int32_t number, std::vector<CreditRule> rules, std::int64_t fee_minor, std::int32_t days) {
    return {number, {std::move(rules), 200}, fee_minor, days};
}

CreditRule sixty_a_month() {
    CreditRule rule;
    rule.id = "up";
    rule.measure = Measure::availability;
    rule.basis = CreditBasis::per_missed_month;
    rule.threshold_percent_thousandths = 99'500;
    rule.amount_minor = 6'000;
    return rule;
}

}  // namespace

TEST_CASE("A5, A11: each breach owes by the table of the version that promised it, capped by the fee of the days of each") {
    JudgedPromise of_first = promise("t1", false);
    of_first.version = 1;
    JudgedPromise of_second = promise("t2", false);
    of_second.version = 2;
    const std::vector<VersionOfMonth> versions{version(1, {five_percent()}, 120'000, 20), version(2, {}, 80'000, 10)};
    const CreditStatement statement = service_credits(versions, {of_first, of_second});
    CHECK(statement.owed_minor == 10'000);
    CHECK(statement.lines.at(0).causes == std::vector<CauseId>{{"t1"}});
    CHECK(statement.cap_minor == 40'000);
    // A version that is over owes for what it promised, out of the month's fee.
    CHECK(service_credits({version(1, {five_percent()}, 0, 0), version(2, {}, 200'000, 30)}, {of_first}).owed_minor == 10'000);
    // The same rule in both judges both, in one line, and pays once where it pays by the month.
    CreditRule by_month = five_percent();
    by_month.basis = CreditBasis::per_missed_month;
    by_month.threshold_percent_thousandths = 90'000;
    const CreditStatement both =
        service_credits({version(1, {by_month}, 120'000, 20), version(2, {by_month}, 80'000, 10)}, {of_first, of_second});
    CHECK(both.owed_minor == 10'000);
    CHECK(both.lines.at(0).causes.size() == 2);
}

TEST_CASE("A3, A11: availability owes the share of the days on which it was promised and missed, and names the outages") {
    VersionOfMonth first = version(1, {sixty_a_month()}, 200'000, 20);
    first.availability_percent_thousandths = 97'916;
    first.outages = {{"o1"}};
    const VersionOfMonth second = version(2, {}, 100'000, 10);
    const CreditStatement statement = service_credits({first, second}, {});
    CHECK(statement.owed_minor == 4'000);
    CHECK(statement.lines.at(0).causes == std::vector<CauseId>{{"o1"}});
    // Promised by both and missed as one, the parts are the whole.
    VersionOfMonth as_before = second;
    as_before.credits.rules = {sixty_a_month()};
    as_before.availability_percent_thousandths = 97'916;
    as_before.outages = {{"o1"}};
    CHECK(service_credits({first, as_before}, {}).owed_minor == 6'000);
    CHECK(service_credits({first, as_before}, {}).lines.at(0).causes.size() == 1);
}

TEST_CASE("rule 37: a month that stays below its share pays once, exactly on the threshold pays nothing") {
    CreditRule rule = five_percent();
    rule.basis = CreditBasis::per_missed_month;
    rule.threshold_percent_thousandths = 75'000;
    rule.fee_permille = 0;
    rule.amount_minor = 30'000;
    MonthJudged month{{promise("t1", false), promise("t2", true), promise("t3", true), promise("t4", true)}, {}};
    CHECK(service_credits({{rule}, 1'000}, 200'000, month).owed_minor == 0);
    month.promises.push_back(promise("t5", false));
    CHECK(service_credits({{rule}, 1'000}, 200'000, month).owed_minor == 30'000);
    CHECK(service_credits({{rule}, 1'000}, 200'000, {}).owed_minor == 0);
}

TEST_CASE("availability is judged by the month, and unknown availability owes nothing") {
    CreditRule rule;
    rule.id = "up";
    rule.measure = Measure::availability;
    rule.basis = CreditBasis::per_missed_month;
    rule.threshold_percent_thousandths = 99'500;
    rule.fee_permille = 100;
    CHECK(service_credits({{rule}, 1'000}, 200'000, {{}, 99'499}).owed_minor == 20'000);
    CHECK(service_credits({{rule}, 1'000}, 200'000, {{}, 99'500}).owed_minor == 0);
    CHECK(service_credits({{rule}, 1'000}, 200'000, {}).owed_minor == 0);
}

TEST_CASE("attainment is rounded down") {
    std::vector<JudgedPromise> promises(3, promise("t", true));
    promises[0].kept = false;
    CHECK(attainment(promises, Measure::resolution).percent_thousandths() == 66'666);
    CHECK(attainment(promises, Measure::arrival).judged == 0);
}

TEST_CASE("a table of credits survives being written and read, and a rule that owes nothing is refused") {
    const CreditTerms terms{{five_percent()}, 200};
    const Json json = terms.to_json();
    FieldReader fields(json);
    CHECK(CreditTerms::from_json(fields) == terms);
    CHECK_FALSE(fields.problem());
    Json empty = json;
    empty["rules"][0]["fee_permille"] = 0;
    FieldReader reader(empty);
    (void)CreditTerms::from_json(reader);
    CHECK(reader.problem().value_or("").find("rules: number 1: fee_permille") == 0);
}
