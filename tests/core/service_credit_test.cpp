// Service credits: rules.md 37.
#include "core/domain/service_credit.hpp"

#include <doctest/doctest.h>

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

TEST_CASE("rule 37: a promise that an exclusion turns into a kept one owes nothing any more") {
    MonthJudged month{{promise("t1", false), promise("t2", false)}, {}};
    const CreditTerms terms{{five_percent()}, 1'000};
    CHECK(service_credits(terms, 200'000, month).owed_minor == 20'000);
    month.promises[0].kept = true;
    CHECK(service_credits(terms, 200'000, month).owed_minor == 10'000);
    CHECK(service_credits(terms, 200'000, month).lines[0].causes == std::vector<CauseId>{{"t2"}});
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
