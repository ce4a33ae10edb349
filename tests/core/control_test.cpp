// Controls: due dates, evidence, the client's word (requirements.md C2).
#include "core/domain/control.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Watch : Company {
    SubjectLog<Control> log{*this, fixed_id(40)};

    std::string staff(const ControlCommand& command, Instant now = morning) { return log.run(story.technician, command, now); }
    std::string plan(ControlKind kind, Interval every, LocalDate first_due = {2025, 11, 30}, bool asks_client = false) {
        return staff(PlanControl{{kind, story.first_computer, story.reception, "30 dni wstecz", every, first_due, asks_client}});
    }
    std::string pass(LocalDate on) { return staff(CarryOutControl{true, "odtworzono 214 plików", {sha256("zrzut")}, on}, noon(on)); }
    std::string fail(LocalDate on) { return staff(CarryOutControl{false, "brak kopii z wtorku", {}, on}, noon(on)); }
    /// As the server takes it in: flagged where it breaks an expectation.
    Verdict receive(const ControlCarriedOut& result, Instant now) {
        const Body body = ControlEvent{result};
        const Verdict verdict = log.judge(story.technician, body, now);
        const EventId event = log.add(story.technician, body, now);
        if (verdict.fate == Fate::flagged) log.add(story.manager, FactFlagged{{event, verdict.reason}}, now);
        return verdict;
    }
    std::optional<LocalDate> due() { return log.state().due_on(); }
    ControlStanding standing(LocalDate today) { return log.state().standing(today); }
};

}  // namespace

TEST_CASE("a control is due so many months after the day it last passed, and overdue when that day is over") {
    Watch watch;
    REQUIRE(watch.plan(ControlKind::restore_tested, {3, 0}) == "");
    CHECK(watch.due() == LocalDate{2025, 11, 30});
    CHECK(watch.standing({2025, 11, 30}) == ControlStanding::current);
    CHECK(watch.standing({2025, 12, 1}) == ControlStanding::overdue);
    REQUIRE(watch.pass({2025, 11, 30}) == "");
    CHECK(watch.due() == LocalDate{2026, 2, 28});
    CHECK(watch.standing({2026, 2, 28}) == ControlStanding::current);
    CHECK(watch.standing({2026, 3, 1}) == ControlStanding::overdue);
}

TEST_CASE("a result that is entered late counts for the day of the control") {
    Watch watch;
    REQUIRE(watch.plan(ControlKind::antivirus, {0, 7}) == "");
    REQUIRE(watch.pass({2025, 12, 10}) == "");
    REQUIRE(watch.fail({2025, 12, 3}) == "");
    CHECK(watch.due() == LocalDate{2025, 12, 17});
    CHECK(watch.standing({2025, 12, 10}) == ControlStanding::current);
    CHECK(watch.log.state().results.front().content.on == LocalDate{2025, 12, 3});
}

TEST_CASE("a failed control stays failed and due until it passes") {
    Watch watch;
    REQUIRE(watch.plan(ControlKind::backup_ran, {0, 1}) == "");
    REQUIRE(watch.fail({2025, 12, 2}) == "");
    CHECK(watch.due() == LocalDate{2025, 12, 2});
    CHECK(watch.standing({2025, 12, 2}) == ControlStanding::failed);
    REQUIRE(watch.pass({2025, 12, 2}) == "");
    CHECK(watch.standing({2025, 12, 2}) == ControlStanding::current);
}

TEST_CASE("done today means the client's today: half past eleven at night in UTC is tomorrow in Poznań") {
    Watch watch;
    REQUIRE(watch.plan(ControlKind::backup_ran, {0, 1}) == "");
    const Instant late = noon({2025, 12, 1}) + Minutes{11 * 60 + 30}.milliseconds();
    REQUIRE(watch.staff(CarryOutControl{true, "kopia z nocy"}, late) == "");
    CHECK(watch.log.state().latest()->content.on == LocalDate{2025, 12, 2});
}

TEST_CASE("that the backup holds what it should is the word of a contact person who may verify work, of nobody else") {
    Watch watch;
    REQUIRE(watch.plan(ControlKind::backup_content, {6, 0}) == "");
    CHECK(watch.log.run(watch.story.contact, ControlCommand{ConfirmControl{}}) == "refusal.control.nothing_to_confirm");
    REQUIRE(watch.pass({2025, 11, 20}) == "");
    CHECK(watch.standing({2025, 11, 20}) == ControlStanding::unconfirmed);
    CHECK(watch.log.run(watch.story.other_contact, ControlCommand{ConfirmControl{}}) == "refusal.confirmation.not_a_verifier");
    CHECK(watch.staff(ConfirmControl{}) == "refusal.confirmation.not_a_verifier");
    REQUIRE(watch.log.run(watch.story.contact, ControlCommand{ConfirmControl{}}) == "");
    CHECK(watch.standing({2025, 11, 20}) == ControlStanding::current);
    CHECK(watch.log.state().words.back().content.contact_name == "Halina Dębska");
    REQUIRE(watch.pass({2026, 5, 20}) == "");
    CHECK(watch.standing({2026, 5, 20}) == ControlStanding::unconfirmed);
}

TEST_CASE("the word of somebody who may not give it is kept, flagged, and does not count") {
    Watch watch;
    REQUIRE(watch.plan(ControlKind::retention, {1, 0}, {2025, 11, 30}, true) == "");
    REQUIRE(watch.pass({2025, 11, 20}) == "");
    const Body word = ControlEvent{ControlConfirmed{watch.log.last(), true, "", "Tomasz Wąż"}};
    const Verdict verdict = watch.log.judge(watch.story.other_contact, word);
    CHECK(verdict.fate == Fate::flagged);
    const EventId event = watch.log.add(watch.story.other_contact, word);
    watch.log.add(watch.story.manager, FactFlagged{{event, verdict.reason}});
    CHECK(watch.log.state().words.size() == 1);
    CHECK(watch.standing({2025, 11, 20}) == ControlStanding::unconfirmed);
}

TEST_CASE("an objection says what is missing and counts as a failure") {
    Watch watch;
    REQUIRE(watch.plan(ControlKind::backup_content, {6, 0}) == "");
    REQUIRE(watch.pass({2025, 11, 20}) == "");
    CHECK(watch.log.run(watch.story.contact, ControlCommand{ConfirmControl{false, ""}}) == "refusal.control.objection_missing");
    REQUIRE(watch.log.run(watch.story.contact, ControlCommand{ConfirmControl{false, "Nie ma skanów z 2024"}}) == "");
    CHECK(watch.standing({2025, 11, 20}) == ControlStanding::failed);
    CHECK(watch.due() == LocalDate{2025, 11, 20});
    REQUIRE(watch.pass({2025, 11, 25}) == "");
    CHECK(watch.standing({2025, 11, 25}) == ControlStanding::unconfirmed);
}

TEST_CASE("a control needs an interval, evidence and a known computer; it is changed and ended with a reason") {
    Watch watch;
    CHECK(watch.pass({2025, 11, 20}) == "refusal.subject.unknown");
    CHECK(watch.plan(ControlKind::anti_spam, {0, 0}) == "refusal.control.interval");
    CHECK(watch.staff(PlanControl{{ControlKind::anti_spam, {fixed_id(88)}, {}, "", {1, 0}, {2026, 1, 1}, false}}) ==
          "refusal.control.asset_unknown");
    CHECK(watch.staff(PlanControl{{ControlKind::anti_spam, {}, {fixed_id(88)}, "", {1, 0}, {2026, 1, 1}, false}}) ==
          "refusal.control.site_unknown");
    REQUIRE(watch.plan(ControlKind::anti_spam, {1, 0}) == "");
    CHECK(watch.plan(ControlKind::anti_spam, {1, 0}) == "refusal.subject.already_there");
    CHECK(watch.staff(CarryOutControl{true, " "}) == "refusal.control.evidence_missing");
    REQUIRE(watch.pass({2025, 12, 1}) == "");
    CHECK(watch.log.state().latest()->content.attachments == std::vector{sha256("zrzut")});
    CHECK(watch.staff(ChangeControl{{{0, 14}, "", ""}}) == "refusal.control.change_reason_missing");
    REQUIRE(watch.staff(ChangeControl{{{0, 14}, "", "Za rzadko"}}) == "");
    CHECK(watch.due() == LocalDate{2025, 12, 15});
    CHECK(watch.staff(EndControl{""}) == "refusal.control.end_reason_missing");
    REQUIRE(watch.staff(EndControl{"Poczta przeniesiona do chmury"}) == "");
    CHECK(watch.standing({2030, 1, 1}) == ControlStanding::ended);
    CHECK_FALSE(watch.due().has_value());
    CHECK(watch.pass({2026, 1, 1}) == "refusal.control.ended");
}

TEST_CASE("C2: a result of a day to come, or without evidence, is shown and proves nothing") {
    Watch watch;
    REQUIRE(watch.plan(ControlKind::restore_tested, {3, 0}) == "");
    CHECK(watch.staff(CarryOutControl{true, "odtworzono", {}, LocalDate{2062, 11, 12}}) == "refusal.date.to_come");
    CHECK(watch.receive({{2062, 11, 12}, true, "odtworzono", {}}, morning).reason.key == "refusal.date.to_come");
    CHECK(watch.due() == LocalDate{2025, 11, 30});
    CHECK(watch.receive({{2025, 11, 12}, true, " ", {}}, morning).reason.key == "refusal.control.evidence_missing");
    CHECK(watch.due() == LocalDate{2025, 11, 30});
    CHECK(watch.log.state().latest() == nullptr);
    CHECK(watch.log.state().results.size() == 2);
    REQUIRE(watch.fail({2025, 12, 12}) == "");
    CHECK(watch.standing({2026, 6, 1}) == ControlStanding::failed);
    // A clock that runs ahead over midnight is no lie.
    CHECK(watch.receive({{2025, 12, 14}, true, "odtworzono", {}}, noon({2025, 12, 13})).fate == Fate::accepted);
}
