// Yearly plans: sums, the client's budget cycle, approval (requirements.md R5).
#include "core/domain/yearly_plan.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Budget : Company {
    CommercialTerms terms;
    SubjectLog<YearlyPlan> log{*this, fixed_id(40)};

    Budget() { terms.rates.currency = Currency::czk; }
    std::string lead(const YearlyPlanCommand& command, LocalDate on = {2026, 9, 1}) { return log.run(story.manager, command, noon(on)); }
    std::string client(const YearlyPlanCommand& command, LocalDate on = {2026, 10, 1}) { return log.run(management, command, noon(on)); }
    std::string open() { return lead(OpenYearlyPlan{{2027, "Rejestracja", {2026, 10, 31}, 2'000'000, Currency::pln}, &terms}); }
    std::string write(const PlanLineWritten& line) { return lead(WritePlanLine{line}); }
    void fill() {
        REQUIRE(open() == "");
        REQUIRE(write({"1", PlanLineKind::purchase, "Komputery", "Koniec gwarancji", 4, 350'000, 3}) == "");
        REQUIRE(write({"2", PlanLineKind::capacity, "Drugie łącze, miesięcznie", "", 12, 45'000, 1}) == "");
    }
};

}  // namespace

TEST_CASE("all sums of a plan are computed from its lines, in the currency of the agreement") {
    Budget budget;
    budget.fill();
    const YearlyPlan plan = budget.log.state();
    CHECK(plan.frame.currency == Currency::czk);
    CHECK(plan.totals().by_kind_minor == std::array<std::int64_t, 3>{1'400'000, 540'000, 0});
    CHECK(plan.totals().by_month_minor[2] == 1'400'000);
    CHECK(plan.totals().total_minor == 1'940'000);
    CHECK(plan.budget_left_minor() == 60'000);
    REQUIRE(budget.write({"1", PlanLineKind::purchase, "Komputery", "Koniec gwarancji", 5, 350'000, 3}) == "");
    CHECK(budget.log.state().budget_left_minor() == -290'000);
    REQUIRE(budget.lead(RemovePlanLine{{"2", "Za drogo"}}) == "");
    CHECK(budget.log.state().totals().total_minor == 1'750'000);
    CHECK(budget.lead(RemovePlanLine{{"2", ""}}) == "refusal.yearly_plan.line_unknown");
}

TEST_CASE("a plan that was not proposed before the client's budget closed is late, and stays so") {
    Budget budget;
    budget.fill();
    CHECK_FALSE(budget.log.state().late_for_budget({2026, 10, 31}));
    CHECK(budget.log.state().late_for_budget({2026, 11, 1}));
    SUBCASE("proposed in time, it is not late however often it comes back") {
        REQUIRE(budget.lead(ProposeYearlyPlan{}, {2026, 10, 31}) == "");
        REQUIRE(budget.client(SendBackYearlyPlan{"Mniej komputerów"}, {2026, 11, 5}) == "");
        REQUIRE(budget.lead(ProposeYearlyPlan{}, {2026, 11, 6}) == "");
        CHECK_FALSE(budget.log.state().late_for_budget({2026, 12, 1}));
    }
    SUBCASE("proposed a day later") {
        REQUIRE(budget.lead(ProposeYearlyPlan{}, {2026, 11, 1}) == "");
        CHECK(budget.log.state().late_for_budget({2026, 12, 1}));
    }
}

TEST_CASE("the client's management approves what was proposed; from the proposal on the lines stand still") {
    Budget budget;
    REQUIRE(budget.open() == "");
    CHECK(budget.lead(ProposeYearlyPlan{}) == "refusal.yearly_plan.empty");
    REQUIRE(budget.write({"1", PlanLineKind::service, "Szkolenie", "", 1, 100'000, 5}) == "");
    CHECK(budget.client(ApproveYearlyPlan{}) == "refusal.yearly_plan.not_proposed");
    REQUIRE(budget.lead(ProposeYearlyPlan{"Jak uzgodniono w maju"}) == "");
    CHECK(budget.write({"1", PlanLineKind::service, "Szkolenie", "", 2, 100'000, 5}) == "refusal.yearly_plan.proposed");
    CHECK(budget.lead(ApproveYearlyPlan{}) == "refusal.yearly_plan.client_decides");
    CHECK(budget.client(SendBackYearlyPlan{""}) == "refusal.yearly_plan.send_back_reason_missing");
    REQUIRE(budget.client(ApproveYearlyPlan{}) == "");
    CHECK(budget.log.state().state == YearlyPlanState::approved);
    CHECK(budget.log.state().decision->decided_by == "Ilona Mróz");
    CHECK(budget.lead(RemovePlanLine{{"1", ""}}) == "refusal.yearly_plan.approved");
    CHECK(budget.lead(ReopenYearlyPlan{{""}}) == "refusal.yearly_plan.reopen_reason_missing");
    REQUIRE(budget.lead(ReopenYearlyPlan{{"Nowy oddział"}}) == "");
    CHECK(budget.lead(RemovePlanLine{{"1", ""}}) == "");
}

TEST_CASE("an approval is of the proposal that was seen, not of a later one") {
    Budget budget;
    budget.fill();
    REQUIRE(budget.lead(ProposeYearlyPlan{}) == "");
    const EventId first = budget.log.last();
    REQUIRE(budget.lead(ReopenYearlyPlan{{"Poprawka"}}) == "");
    REQUIRE(budget.write({"1", PlanLineKind::purchase, "Komputery", "", 40, 350'000, 3}) == "");
    REQUIRE(budget.lead(ProposeYearlyPlan{}) == "");
    const Verdict verdict =
        budget.log.judge(budget.management, YearlyPlanEvent{YearlyPlanDecided{first, true, {2026, 10, 1}, "Ilona Mróz", ""}});
    CHECK(verdict.fate == Fate::refused);
    CHECK(verdict.reason.key == "refusal.yearly_plan.not_proposed");
}

TEST_CASE("a year is the sum over its business units") {
    Budget reception, surgery;
    reception.fill();
    surgery.fill();
    REQUIRE(surgery.lead(ProposeYearlyPlan{}) == "");
    REQUIRE(surgery.client(ApproveYearlyPlan{}) == "");
    const YearlyPlan one = reception.log.state(), other = surgery.log.state();
    CHECK(planned_minor({&one, &other}, 2027, false) == 3'880'000);
    CHECK(planned_minor({&one, &other}, 2027, true) == 1'940'000);
    CHECK(planned_minor({&one, &other}, 2026, false) == 0);
}

TEST_CASE("a plan has a unit, a line a sound amount, a month and a name; technicians do not plan") {
    Budget budget;
    CHECK(budget.lead(OpenYearlyPlan{{2027, "Rejestracja", {2026, 10, 31}, 0, Currency::pln}, nullptr}) == "refusal.proposal.no_prices");
    CHECK(budget.lead(OpenYearlyPlan{{2027, "", {2026, 10, 31}, 0, Currency::pln}, &budget.terms}) == "refusal.yearly_plan.unit_missing");
    CHECK(budget.lead(OpenYearlyPlan{{2027, "x", {2026, 10, 31}, -1, Currency::pln}, &budget.terms}) == "refusal.yearly_plan.amount");
    CHECK(budget.write({"1", PlanLineKind::purchase, "x", "", 1, 1, 1}) == "refusal.subject.unknown");
    REQUIRE(budget.open() == "");
    CHECK(budget.open() == "refusal.subject.already_there");
    CHECK(budget.write({"1", PlanLineKind::purchase, "x", "", 0, 1, 1}) == "refusal.yearly_plan.amount");
    CHECK(budget.write({"1", PlanLineKind::purchase, "x", "", 1, -1, 1}) == "refusal.yearly_plan.amount");
    CHECK(budget.write({"1", PlanLineKind::purchase, "x", "", 1, 1, 13}) == "refusal.yearly_plan.month");
    CHECK(budget.write({"1", PlanLineKind::purchase, "", "", 1, 1, 1}) == "refusal.yearly_plan.what_missing");
    CHECK(budget.log.run(budget.story.technician, YearlyPlanCommand{WritePlanLine{{"1", PlanLineKind::purchase, "x", "", 1, 1, 1}}}) ==
          "refusal.not_permitted");
    CHECK(budget.log.state().stream == stream_id({StreamKind::commercial, budget.story.clinic, {}}));
}
