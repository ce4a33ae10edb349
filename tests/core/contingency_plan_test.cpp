// Contingency plans: versions and reviews (requirements.md C5).
#include "core/domain/contingency_plan.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Folder : Company {
    SubjectLog<ContingencyPlan> log{*this, fixed_id(40)};

    std::string staff(const ContingencyPlanCommand& command, LocalDate on) { return log.run(story.technician, command, noon(on)); }
    static ContingencyPlanWritten plan(const std::string& change) {
        return {1, "Serwer nie działa", "1. Odciąć sieć 2. Odtworzyć kopię", "Telefon do pani Mróz", 12, {}, change};
    }
    std::string write(LocalDate on, const std::string& change = {}) { return staff(WriteContingencyPlan{plan(change)}, on); }
    std::string review(LocalDate on) { return staff(ReviewContingencyPlan{"Ćwiczenie: 40 minut"}, on); }
};

}  // namespace

TEST_CASE("a plan is due for review the agreed months after it was written or last reviewed") {
    Folder folder;
    CHECK(folder.review({2026, 1, 10}) == "refusal.subject.unknown");
    REQUIRE(folder.write({2026, 1, 10}) == "");
    CHECK(folder.log.state().review_due_on() == LocalDate{2027, 1, 10});
    CHECK_FALSE(folder.log.state().review_overdue({2027, 1, 10}));
    CHECK(folder.log.state().review_overdue({2027, 1, 11}));
    REQUIRE(folder.review({2026, 3, 3}) == "");
    CHECK(folder.log.state().review_due_on() == LocalDate{2027, 3, 3});
}

TEST_CASE("a new version takes the place of the old one, which stays readable, and is due by its own day") {
    Folder folder;
    REQUIRE(folder.write({2026, 1, 10}) == "");
    REQUIRE(folder.review({2026, 6, 1}) == "");
    CHECK(folder.write({2026, 4, 1}) == "refusal.contingency.change_missing");
    REQUIRE(folder.write({2026, 4, 1}, "Kopia w chmurze") == "");
    CHECK(folder.log.state().current()->number == 2);
    CHECK(folder.log.state().versions.front().change.empty());
    CHECK(folder.log.state().review_due_on() == LocalDate{2027, 4, 1});
}

TEST_CASE("two people who both write version 2 do not overwrite each other") {
    Folder folder;
    REQUIRE(folder.write({2026, 1, 10}) == "");
    REQUIRE(folder.write({2026, 4, 1}, "Kopia w chmurze") == "");
    ContingencyPlanWritten second = Folder::plan("Nowy telefon");
    second.number = 2;
    second.on = {2026, 4, 1};
    const Verdict verdict = folder.log.judge(folder.story.technician, ContingencyPlanEvent{second});
    CHECK(verdict.fate == Fate::refused);
    CHECK(verdict.reason.key == "refusal.contingency.newer_version");
    const Body late = ContingencyPlanEvent{ContingencyPlanReviewed{1, {2026, 4, 2}, "x"}};
    CHECK(folder.log.judge(folder.story.technician, late).fate == Fate::flagged);
}

TEST_CASE("a plan says what is done and who is told") {
    Folder folder;
    const auto with = [&](const auto& change) {
        ContingencyPlanWritten body = Folder::plan("");
        change(body);
        return folder.staff(WriteContingencyPlan{body}, {2026, 1, 10});
    };
    CHECK(with([](ContingencyPlanWritten& body) { body.title = ""; }) == "refusal.contingency.title_missing");
    CHECK(with([](ContingencyPlanWritten& body) { body.steps = ""; }) == "refusal.contingency.steps_missing");
    CHECK(with([](ContingencyPlanWritten& body) { body.communication = ""; }) == "refusal.contingency.communication_missing");
    CHECK(with([](ContingencyPlanWritten& body) { body.review_every_months = 0; }) == "refusal.contingency.review_months");
    REQUIRE(folder.write({2026, 1, 10}) == "");
    CHECK(folder.staff(ReviewContingencyPlan{""}, {2026, 1, 11}) == "refusal.contingency.findings_missing");
}
