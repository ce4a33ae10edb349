// Software updates: planned with the client, installed, explained (requirements.md C3).
#include "core/domain/software_update.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct NewVersion : Company {
    SubjectLog<SoftwareUpdate> log{*this, fixed_id(40)};

    std::string staff(const SoftwareUpdateCommand& command) { return log.run(story.technician, command); }
    std::string client(const SoftwareUpdateCommand& command) { return log.run(story.contact, command); }
    std::string find() {
        return staff(
            RecordUpdateFound{{"mMedica", "2025.3", "2025.4", "Nowy druk recepty", {story.first_computer, story.second_computer}}});
    }
    std::string plan(Instant start) {
        return staff(PlanUpdate{{start, start + Minutes{60}.milliseconds(), story.technician.user, "Program zamknięty przez godzinę"}});
    }
    std::string install(const AssetId& asset, Instant at, const std::string& why_not_agreed = {}) {
        return staff(RecordUpdateInstalled{{asset, at, "", why_not_agreed}});
    }
    UpdateStanding standing() { return log.state().standing(); }
};

}  // namespace

TEST_CASE("an update is found, planned, agreed, installed everywhere, explained, and finished only then") {
    NewVersion update;
    REQUIRE(update.find() == "");
    CHECK(update.standing() == UpdateStanding::found);
    CHECK(update.client(AgreeToUpdate{}) == "refusal.update.not_planned");
    REQUIRE(update.plan(at_minute(600)) == "");
    CHECK(update.standing() == UpdateStanding::planned);
    REQUIRE(update.client(AgreeToUpdate{}) == "");
    CHECK(update.standing() == UpdateStanding::agreed);
    CHECK(update.log.state().answer->contact_name == "Halina Dębska");
    REQUIRE(update.install(update.story.first_computer, at_minute(610)) == "");
    CHECK(update.standing() == UpdateStanding::agreed);
    REQUIRE(update.install(update.story.second_computer, at_minute(640)) == "");
    CHECK(update.standing() == UpdateStanding::installed);
    CHECK(update.log.state().installed_at == at_minute(640));
    CHECK(update.staff(RecordBriefing{{at_minute(700), "", "Nowy druk"}}) == "refusal.update.briefed_whom_missing");
    CHECK(update.staff(RecordBriefing{{at_minute(700), "rejestracja", ""}}) == "refusal.update.briefed_what_missing");
    REQUIRE(update.staff(RecordBriefing{{at_minute(700), "rejestracja, 4 osoby", "Nowy druk recepty"}}) == "");
    CHECK(update.standing() == UpdateStanding::finished);
}

TEST_CASE("a changed plan must be agreed to anew, and an answer to the old one does not count for it") {
    NewVersion update;
    REQUIRE(update.find() == "");
    REQUIRE(update.plan(at_minute(600)) == "");
    const EventId first_plan = update.log.last();
    REQUIRE(update.client(AgreeToUpdate{}) == "");
    REQUIRE(update.plan(at_minute(900)) == "");
    CHECK(update.standing() == UpdateStanding::planned);
    const Verdict late = update.log.judge(update.story.contact, SoftwareUpdateEvent{UpdateAgreed{first_plan, true, "", ""}});
    CHECK(late.fate == Fate::refused);
    CHECK(late.reason.key == "refusal.update.plan_changed");
}

TEST_CASE("the client may refuse a date, with the reason; only a contact person who may verify work answers") {
    NewVersion update;
    REQUIRE(update.find() == "");
    REQUIRE(update.plan(at_minute(600)) == "");
    CHECK(update.log.run(update.story.other_contact, SoftwareUpdateCommand{AgreeToUpdate{}}) == "refusal.confirmation.not_a_verifier");
    CHECK(update.client(AgreeToUpdate{false, ""}) == "refusal.update.refusal_reason_missing");
    REQUIRE(update.client(AgreeToUpdate{false, "W piątek wypłaty"}) == "");
    CHECK(update.standing() == UpdateStanding::planned);
    CHECK(update.install(update.story.first_computer, at_minute(610)) == "refusal.update.not_agreed");
}

TEST_CASE("installing without an agreed plan is recorded with its reason, and flagged where the reason is missing") {
    NewVersion update;
    REQUIRE(update.find() == "");
    CHECK(update.install(update.story.first_computer, at_minute(5)) == "refusal.update.not_agreed");
    const Body silent = SoftwareUpdateEvent{UpdateInstalled{update.story.first_computer, at_minute(5), "", ""}};
    CHECK(update.log.judge(update.story.technician, silent).fate == Fate::flagged);
    REQUIRE(update.install(update.story.first_computer, at_minute(5), "Luka wykorzystywana od wczoraj") == "");
    CHECK(update.log.state().history.back().text == "Luka wykorzystywana od wczoraj");
    CHECK(update.install({fixed_id(88)}, at_minute(6), "pilne") == "refusal.update.other_computer");
}

TEST_CASE("a plan needs an end after its start and a technician of the client; what is installed or dropped is not planned again") {
    NewVersion update;
    CHECK(update.plan(at_minute(1)) == "refusal.subject.unknown");
    CHECK(update.staff(RecordUpdateFound{{"", "", "2", "", {}}}) == "refusal.update.product_missing");
    CHECK(update.staff(RecordUpdateFound{{"mMedica", "", "", "", {}}}) == "refusal.update.version_missing");
    REQUIRE(update.staff(RecordUpdateFound{{"mMedica", "1", "2", "", {}}}) == "");
    CHECK(update.staff(PlanUpdate{{at_minute(5), at_minute(5), update.story.technician.user, ""}}) == "refusal.update.ends_before_start");
    CHECK(update.staff(PlanUpdate{{at_minute(5), at_minute(6), update.story.contact.user, ""}}) == "refusal.update.technician_unknown");
    SUBCASE("dropped") {
        CHECK(update.staff(DropUpdate{{""}}) == "refusal.update.drop_reason_missing");
        REQUIRE(update.staff(DropUpdate{{"Wersja 3 za tydzień"}}) == "");
        CHECK(update.standing() == UpdateStanding::dropped);
        CHECK(update.plan(at_minute(1)) == "refusal.update.dropped");
    }
    SUBCASE("installed") {
        REQUIRE(update.install({}, at_minute(5), "pilne") == "");
        CHECK(update.plan(at_minute(9)) == "refusal.update.already_installed");
        CHECK(update.staff(DropUpdate{{"x"}}) == "refusal.update.already_installed");
    }
}
