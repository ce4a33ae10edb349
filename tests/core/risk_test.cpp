// Risks: grades, reviews, what was thought before (requirements.md C5).
#include "core/domain/risk.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

RiskAssessment ransomware() { return {4, 5, RiskTreatment::reduce, "Szkolenie i filtr poczty", "Łukasz Świerk", {2026, 3, 31}}; }

}  // namespace

TEST_CASE("a risk is likelihood times impact, and overdue for review when its day is over") {
    Company company;
    SubjectLog<Risk> log(company, fixed_id(40));
    const auto run = [&](const RiskCommand& command) { return log.run(company.story.technician, command); };
    CHECK(run(ReassessRisk{{ransomware(), "x"}}) == "refusal.subject.unknown");
    REQUIRE(run(RegisterRisk{{"Ransomware", "Przez pocztę", ransomware()}}) == "");
    CHECK(log.state().current().score() == 20);
    CHECK(log.state().current() == ransomware());
    CHECK_FALSE(log.state().review_overdue({2026, 3, 31}));
    CHECK(log.state().review_overdue({2026, 4, 1}));
    RiskAssessment later = ransomware();
    later.likelihood = 2;
    later.treatment = RiskTreatment::accept;
    later.review_on = {2026, 9, 30};
    CHECK(run(ReassessRisk{{later, ""}}) == "refusal.risk.change_reason_missing");
    REQUIRE(run(ReassessRisk{{later, "Po szkoleniu"}}) == "");
    CHECK(log.state().current().score() == 10);
    CHECK(log.state().assessments.front() == ransomware());
    CHECK_FALSE(log.state().review_overdue({2026, 4, 1}));
    CHECK(run(CloseRisk{{""}}) == "refusal.risk.close_reason_missing");
    REQUIRE(run(CloseRisk{{"Poczta u innego dostawcy"}}) == "");
    CHECK_FALSE(log.state().review_overdue({2030, 1, 1}));
    CHECK(run(ReassessRisk{{later, "x"}}) == "refusal.risk.closed");
}

TEST_CASE("grades go from 1 to 5, and every risk has a title, measures and an owner") {
    Company company;
    SubjectLog<Risk> log(company, fixed_id(40));
    const auto with = [&](const auto& change) {
        RiskRegistered body{"Ransomware", "", ransomware()};
        change(body);
        return log.run(company.story.technician, RiskCommand{RegisterRisk{body}});
    };
    CHECK(with([](RiskRegistered& body) { body.assessment.likelihood = 0; }) == "refusal.risk.grade");
    CHECK(with([](RiskRegistered& body) { body.assessment.impact = 6; }) == "refusal.risk.grade");
    CHECK(with([](RiskRegistered& body) { body.assessment.measures = ""; }) == "refusal.risk.measures_missing");
    CHECK(with([](RiskRegistered& body) { body.assessment.owner = ""; }) == "refusal.risk.owner_missing");
    CHECK(with([](RiskRegistered& body) { body.title = ""; }) == "refusal.risk.title_missing");
    REQUIRE(with([](RiskRegistered&) {}) == "");
    CHECK(with([](RiskRegistered&) {}) == "refusal.subject.already_there");
}
