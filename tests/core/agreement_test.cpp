// Versions of an agreement: drafted, signed by both sides, amended, given notice of (requirements.md A8, A11, A12; rules.md 15, 38).
#include "core/domain/agreement.hpp"

#include "core/domain/commercial_agreement.hpp"
#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr Instant summer{1'780'264'800'000};  // 2026-06-01 00:00 in Warsaw

/// High priority is solved within so many minutes.
AgreementTerms solving_in(std::int64_t minutes) {
    AgreementTerms terms = Story::terms();
    terms.levels.by_priority[2].resolution = Target::real({minutes});
    terms.term.starts_on = {2025, 11, 1};
    terms.term.notice = {1, 0, true};
    return terms;
}

struct Desk {
    Desk() {
        world.organisation.contacts[world.story.contact.user].may_sign_agreement = true;
        log.organisation = &world.organisation;
    }
    Agreement state() const { return log.as<Agreement>(); }
    std::string try_to(const Actor& actor, const AgreementCommand& command, Instant now = morning) {
        return refusal(log.run(actor, command, now));
    }
    void sign_both() {
        REQUIRE(try_to(world.story.manager, SignAgreementVersion{}) == "");
        REQUIRE(try_to(world.story.contact, SignAgreementVersion{}) == "");
    }
    World world;
    Log log{world.story, Agreement::subject_kind, 6};
};

}  // namespace

TEST_CASE("A12: an agreement is in force when both sides have signed the same text, each in their own session") {
    Desk desk;
    REQUIRE(desk.try_to(desk.world.story.manager, DraftAgreementVersion{morning, solving_in(480)}) == "");
    CHECK_FALSE(desk.state().in_force_at(morning));
    REQUIRE(desk.try_to(desk.world.story.manager, SignAgreementVersion{}) == "");
    CHECK_FALSE(desk.state().in_force_at(morning));
    REQUIRE(desk.try_to(desk.world.story.contact, SignAgreementVersion{}) == "");
    CHECK(desk.state().in_force_at(morning));
    CHECK_FALSE(desk.state().in_force_at(morning - Milliseconds{1}));
    const Agreement agreement = desk.state();
    const AgreementSignature* signature = agreement.versions[0].signature(Side::client);
    REQUIRE(signature != nullptr);
    CHECK(signature->signer == desk.world.story.contact.user);
    CHECK(signature->how == SignedHow::portal);
}

TEST_CASE("A12: whoever the agreement does not name may not sign it, nor twice, nor for another, nor on paper for the provider") {
    Desk desk;
    const Story& story = desk.world.story;
    CHECK(desk.try_to(story.manager, SignAgreementVersion{}) == "refusal.agreement.nothing_to_sign");
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning, solving_in(480)}) == "");
    CHECK(desk.try_to(story.other_contact, SignAgreementVersion{}) == "refusal.agreement.may_not_sign");
    CHECK(desk.try_to(story.contact, RecordPaperSignature{Side::provider, "A", "drawer"}) == "refusal.agreement.paper_by_provider_only");
    CHECK(desk.try_to(story.manager, RecordPaperSignature{Side::client, "A", ""}) == "refusal.agreement.paper_missing");
    REQUIRE(desk.try_to(story.manager, RecordPaperSignature{Side::client, "Halina Dębska", "drawer 3"}) == "");
    CHECK(desk.try_to(story.contact, SignAgreementVersion{}) == "refusal.agreement.already_signed");
    CHECK(desk.try_to(story.technician, SignAgreementVersion{}) == "refusal.not_permitted");
    AgreementVersionSigned forged{1, desk.state().versions[0].text_digest(), Side::provider, story.manager.user, "x", SignedHow::portal,
                                  ""};
    const Context context{morning, story.contact, &desk.world.organisation};
    CHECK(admit(desk.state(), forged, context).error().key == "refusal.agreement.signs_for_another");
}

TEST_CASE("A12: a text that was changed after a signature has to be signed anew, and the old signature does not fit it") {
    Desk desk;
    const Story& story = desk.world.story;
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning, solving_in(480)}) == "");
    REQUIRE(desk.try_to(story.contact, SignAgreementVersion{}) == "");
    const Digest seen = desk.state().versions[0].text_digest();
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning, solving_in(2'880)}) == "");
    CHECK(desk.state().versions[0].signatures.empty());
    const AgreementVersionSigned late{1, seen, Side::client, story.contact.user, story.contact.name, SignedHow::portal, ""};
    CHECK(admit(desk.state(), late, {morning, story.contact, &desk.world.organisation}).error().key == "refusal.agreement.text_changed");
}

TEST_CASE("A11, N9: a ticket is judged by the version of its day, and an amendment changes only what comes after it") {
    Desk desk;
    REQUIRE(desk.try_to(desk.world.story.manager, DraftAgreementVersion{morning, solving_in(480)}) == "");
    desk.sign_both();
    CHECK(desk.try_to(desk.world.story.manager, DraftAgreementVersion{summer, solving_in(240)}) == "refusal.agreement.change_missing");
    CHECK(desk.try_to(desk.world.story.manager, DraftAgreementVersion{morning, solving_in(240), {}, "faster"}) ==
          "refusal.agreement.effect_before_last_version");
    REQUIRE(desk.try_to(desk.world.story.manager, DraftAgreementVersion{summer, solving_in(240), {}, "faster"}) == "");
    const Agreement unsigned_yet = desk.state();
    CHECK(unsigned_yet.version_at(summer)->number == 1);
    desk.sign_both();
    const Agreement agreement = desk.state();
    const Instant before = summer - Minutes{1}.milliseconds();
    CHECK(agreement.promise_for(Priority::high, {}, before).resolution_due == before + Minutes{480}.milliseconds());
    CHECK(agreement.promise_for(Priority::high, {}, summer).resolution_due == summer + Minutes{240}.milliseconds());
    CHECK(agreement.promise_for(Priority::high, {}, before).version == 1);
    CHECK(agreement.promise_for(Priority::high, {}, summer, 1).resolution_due == summer + Minutes{480}.milliseconds());
    CHECK(agreement.promise_for(Priority::high, {}, summer).calendar == around_the_clock("Europe/Warsaw").digest());
    CHECK(agreement.promise_for(Priority::high, {}, summer).time_zones == time_zone_table_version());
}

TEST_CASE("A8: notice of one month to the end of the month ends the agreement with the next month, for whoever may sign") {
    Desk desk;
    const Story& story = desk.world.story;
    CHECK(desk.try_to(story.contact, GiveNotice{{2026, 1, 15}, "moving"}) == "refusal.agreement.not_in_force");
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning, solving_in(480)}) == "");
    desk.sign_both();
    const Instant january{1'768'478'400'000};  // 2026-01-15 13:00 in Warsaw
    CHECK(desk.try_to(story.contact, GiveNotice{{2025, 12, 31}, "moving"}, january) == "refusal.agreement.notice_day");
    CHECK(desk.try_to(story.contact, GiveNotice{{2026, 1, 17}, "moving"}, january) == "refusal.agreement.notice_day");
    CHECK(desk.try_to(story.other_contact, GiveNotice{{2026, 1, 15}, "moving"}, january) == "refusal.agreement.may_not_sign");
    // A draft with another notice period changes nothing.
    AgreementTerms slower = solving_in(480);
    slower.term.notice = {12, 0, true};
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{summer, slower, {}, "longer notice"}, january) == "");
    REQUIRE(desk.try_to(story.contact, GiveNotice{{2026, 1, 15}, "moving"}, january) == "");
    REQUIRE(desk.state().notice.has_value());
    CHECK(desk.state().notice->last_day == LocalDate{2026, 2, 28});
    // 28 February 24:00 in Warsaw is 23:00 UTC.
    CHECK(desk.state().ends_at == Instant{1'772'319'600'000});
    CHECK(desk.try_to(story.contact, GiveNotice{{2026, 1, 16}, "again"}, january) == "refusal.agreement.already_ended");
    CHECK(desk.try_to(story.manager, DraftAgreementVersion{summer, solving_in(240), {}, "x"}) == "refusal.agreement.already_ended");
}

TEST_CASE("A8: an agreement ends for a ground, and not before it began") {
    Desk desk;
    const Story& story = desk.world.story;
    CHECK(desk.try_to(story.manager, EndAgreement{summer, "insolvent"}) == "refusal.agreement.not_in_force");
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning, solving_in(480)}) == "");
    desk.sign_both();
    CHECK(desk.try_to(story.manager, EndAgreement{morning - Milliseconds{1}, "x"}) == "refusal.agreement.ends_before_start");
    CHECK(desk.try_to(story.manager, EndAgreement{morning, "x", EndGround::insolvency}, summer) == "refusal.agreement.ends_before_today");
    CHECK(desk.try_to(story.manager, EndAgreement{summer, " ", EndGround::insolvency}) == "refusal.agreement.reason_missing");
    REQUIRE(desk.try_to(story.manager, EndAgreement{summer, "levels missed", EndGround::level_breach}) == "");
    CHECK(desk.state().end_ground == EndGround::level_breach);
    CHECK(desk.state().in_force_at(summer - Milliseconds{1}));
    CHECK_FALSE(desk.state().in_force_at(summer));
    // Earlier is still possible: an insolvency in the notice period.
    REQUIRE(desk.try_to(story.manager, EndAgreement{summer - Minutes{60}.milliseconds(), "insolvent", EndGround::insolvency}) == "");
}

TEST_CASE("A8, rule 38: a fixed term that nothing renews is over after its last day, and an amendment can make it longer") {
    Desk desk;
    const Story& story = desk.world.story;
    AgreementTerms terms = solving_in(480);
    terms.term.starts_on = {2025, 11, 12};
    terms.term.months = 1;
    terms.term.renewal_months = 0;
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning, terms}) == "");
    desk.sign_both();
    // The last day is 11 December, which ends at 23:00 UTC.
    const Instant over{1'765'494'000'000};
    CHECK(desk.state().over_at() == over);
    CHECK(desk.state().in_force_at(over - Milliseconds{1}));
    CHECK_FALSE(desk.state().in_force_at(over));
    terms.term.months = 2;
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning + Minutes{60}.milliseconds(), terms, {}, "a month more"}) == "");
    CHECK_FALSE(desk.state().in_force_at(over));
    desk.sign_both();
    CHECK(desk.state().in_force_at(over));
    terms.term.renewal_months = 1;
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning + Minutes{120}.milliseconds(), terms, {}, "renews itself"}) == "");
    desk.sign_both();
    CHECK_FALSE(desk.state().over_at().has_value());
}

TEST_CASE("A8: without a ground the provider ends it no sooner than notice would") {
    Desk desk;
    const Story& story = desk.world.story;
    AgreementTerms terms = solving_in(480);
    terms.term.notice = {1, 0, true};
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning, terms}) == "");
    desk.sign_both();
    // Given in November 2025, one month to the end of the next: 31 December 24:00 in Warsaw is 23:00 UTC.
    const Instant year_ends{1'767'222'000'000};
    CHECK(desk.try_to(story.manager, EndAgreement{morning, "x"}) == "refusal.agreement.ends_before_notice");
    CHECK(desk.try_to(story.manager, EndAgreement{year_ends - Minutes{24 * 60}.milliseconds(), "x"}) ==
          "refusal.agreement.ends_before_notice");
    REQUIRE(desk.try_to(story.manager, EndAgreement{year_ends, "x"}) == "");
    CHECK(desk.state().ends_at == year_ends);
}

TEST_CASE("A8: the client ends it for a ground, by management or who may sign, not for convenience and not before today") {
    Desk desk;
    const Story& story = desk.world.story;
    const Actor management{{fixed_id(16)}, Role::management, "Ilona Mróz", {story.clinic}};
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning - Minutes{60 * 24 * 30}.milliseconds(), solving_in(480)}) == "");
    desk.sign_both();
    const auto end = [](EndGround ground, Instant at = summer) { return EndAgreement{at, "Trzy razy po terminie", ground}; };
    CHECK(desk.try_to(story.other_contact, end(EndGround::level_breach)) == "refusal.agreement.may_not_sign");
    CHECK(desk.try_to(story.reporter, end(EndGround::level_breach)) == "refusal.agreement.may_not_sign");
    CHECK(desk.try_to(management, end(EndGround::convenience)) == "refusal.agreement.client_needs_ground");
    CHECK(desk.try_to(management, end(EndGround::level_breach, morning - Minutes{60 * 24}.milliseconds())) ==
          "refusal.agreement.ends_before_today");
    REQUIRE(desk.try_to(management, end(EndGround::level_breach)) == "");
    CHECK(desk.state().ended_by == Side::client);
    CHECK(desk.state().end_ground == EndGround::level_breach);
    CHECK(desk.state().ends_at == summer);
    // Today, also from its morning on: the day of the client's zone counts.
    REQUIRE(desk.try_to(story.contact, end(EndGround::insolvency, morning - Minutes{60}.milliseconds())) == "");
    CHECK(desk.state().end_ground == EndGround::insolvency);
    CHECK_FALSE(desk.state().in_force_at(morning));
}

TEST_CASE("A8: nobody ends an agreement in the name of the other side, and what was ended before sides were told is the provider's") {
    Desk desk;
    const Story& story = desk.world.story;
    REQUIRE(desk.try_to(story.manager, DraftAgreementVersion{morning, solving_in(480)}) == "");
    desk.sign_both();
    AgreementEnded body{summer, "x", EndGround::level_breach, Side::provider};
    const auto judged = [&](const Actor& actor) {
        const Admission admission = admit(desk.log.state(), AgreementEvent{body}, {morning, actor, &desk.world.organisation});
        return admission ? std::string() : admission.error().key;
    };
    CHECK(judged(story.contact) == "refusal.agreement.wrong_side");
    body.side = Side::client;
    CHECK(judged(story.manager) == "refusal.agreement.wrong_side");
    CHECK(desk.try_to(story.technician, EndAgreement{summer, "x", EndGround::level_breach}) == "refusal.not_permitted");
    const Json old{{"ends_at", summer.utc_ms}, {"reason", "x"}};
    FieldReader fields(old);
    const AgreementEnded read = AgreementEnded::from_json(fields);
    CHECK_FALSE(fields.problem().has_value());
    CHECK(read.side == Side::provider);
    CHECK(read.ground == EndGround::convenience);
}

TEST_CASE("an agreement of the first form is still read, as a version 1 on paper") {
    World world;
    Log log(world.story, Agreement::subject_kind, 7);
    AgreementRecorded old;
    old.number = "UM-2023/1";
    old.valid_from = morning;
    old.levels = {{{{480}, {1440}}, {{480}, {960}}, {{240}, {480}}, {{60}, {0}}}};
    log.add(world.story.manager, AgreementEvent{old}, morning);
    const auto agreement = log.as<Agreement>();
    CHECK(agreement.in_force_at(morning));
    CHECK(agreement.number() == "UM-2023/1");
    CHECK(agreement.promise_for(Priority::high, {}, morning).resolution_due == morning + Minutes{480}.milliseconds());
    CHECK_FALSE(agreement.promise_for(Priority::critical, {}, morning).resolution_due.has_value());
    CHECK(admit(agreement, old, {morning, world.story.manager}).error().key == "refusal.agreement.old_form");
}

TEST_CASE("the commercial terms of a version are found by the hash that was signed with it, and lie in a stream of their own") {
    World world;
    Log prices(world.story, CommercialAgreement::subject_kind, 8);
    CommercialTerms first;
    first.fee_minor = 180'000;
    CommercialTerms second = first;
    second.fee_minor = 170'000;
    for (const CommercialTerms& terms : {first, second}) {
        REQUIRE(prices.run(world.story.manager, CommercialAgreementCommand{DraftCommercialTerms{terms}}, morning).ok());
    }
    CHECK(refusal(prices.run(world.story.manager, CommercialAgreementCommand{DraftCommercialTerms{first}}, morning)) ==
          "refusal.agreement.same_commercial_terms");
    AgreementVersion version;
    version.commercial = digest_of(second);
    const auto known = prices.as<CommercialAgreement>();
    REQUIRE(known.of(version) != nullptr);
    CHECK(known.of(version)->fee_minor == 170'000);
    const auto stream = parse_stream(prices.events[0].envelope.stream);
    REQUIRE(stream.has_value());
    CHECK(stream->kind == StreamKind::commercial);
}

TEST_CASE("A12: a signature stands under the terms as they were written, also what this program cannot read of them") {
    Desk desk;
    REQUIRE(desk.try_to(desk.world.story.manager, DraftAgreementVersion{morning, solving_in(480)}) == "");
    // A newer program writes a field that this one does not know.
    desk.log.events.front().envelope.body["terms"]["drone_delivery"] = true;
    const Digest signed_text = desk.state().versions[0].text_digest();
    desk.sign_both();
    CHECK(desk.state().in_force_at(morning));
    CHECK(desk.state().versions[0].text_digest() == signed_text);
    desk.log.events.front().envelope.body["terms"]["drone_delivery"] = false;
    CHECK_FALSE(desk.state().in_force_at(morning));
}

TEST_CASE("A12: the hash that a draft is offered under is the one of what comes out of the log") {
    Desk desk;
    REQUIRE(desk.try_to(desk.world.story.manager, DraftAgreementVersion{morning, solving_in(480)}) == "");
    CHECK(desk.state().versions[0].terms_digest() == digest_of(solving_in(480)));
}
