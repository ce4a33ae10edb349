// What saying nothing means: requirements.md T7, rules.md 32; and what nobody can change once it is verified (V5, rules.md 33).
#include "core/domain/silence.hpp"

#include <doctest/doctest.h>

#include <random>

#include "core/domain/admission.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/timestamp.hpp"
#include "core/projection/rows.hpp"
#include "tests/support/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

Instant utc(const char* text) { return *parse_timestamp(text); }

const Actor server{{"server"}, Role::server, "server", {}};

// Three days of silence accept work, five close a ticket. What is made at a moment is received then.
struct Desk {
    Desk() {
        AgreementTerms terms = Story::terms();
        terms.deemed_accepted_days = 3;
        terms.close_after_days = 5;
        agreement = Story::agreement_on(terms, story.agreement);
        organisation.id = story.clinic;
        organisation.registered = true;
        organisation.contacts[story.contact.user] = {story.contact.user, story.contact.name, "", "", "", true, false, true, false};
        organisation.staff[story.technician.user] = {story.technician.user, story.technician.name, Role::technician, "", true};
        for (SubjectLog* log : {&work, &ticket}) {
            log->organisation = &organisation;
            log->agreement = &agreement;
        }
    }

    Visit done_visit(std::int64_t minutes) const {
        Visit visit;
        visit.id = {fixed_id(40)};
        visit.state = VisitState::done;
        visit.agreement = story.agreement;
        visit.site = story.reception;
        visit.technician = story.technician.user;
        visit.arrived_at = at_minute(0);
        visit.departed_at = at_minute(180);
        visit.time_entries = {{{minutes}, "Przegląd", at_minute(180)}};
        return visit;
    }
    std::string record(std::int64_t minutes, const std::string& reason, Instant now) {
        const Visit visit = done_visit(minutes);
        return refusal_of(work.run(story.technician, WorkRecordCommand{RecordVisitWork{&visit, "Przegląd", {}, reason}}, now));
    }
    std::string verify(Decision decision, Instant now) {
        return refusal_of(work.run(story.contact, WorkRecordCommand{VerifyWork{decision, "uwaga", story.contact.user, story.ink()}}, now));
    }
    WorkDeemedAccepted deemed(std::int32_t days = 3) const {
        const auto state = work.as<WorkRecord>();
        return {state.latest()->event, state.latest()->digest, story.agreement, 1, days, morning, morning};
    }
    std::string judge(const WorkRecordEvent& event, Instant now) const {
        return refusal_of(admit(work.as<WorkRecord>(), event, {now, server, &organisation, &agreement}));
    }
    std::string judge(const TicketEvent& event, Instant now) const {
        return refusal_of(admit(ticket.as<Ticket>(), event, {now, server, &organisation, &agreement}));
    }

    Story story;
    Organisation organisation;
    Agreement agreement;
    SubjectLog work{WorkRecord::subject_kind, 50};
    SubjectLog ticket{Ticket::subject_kind, 30};
};

}  // namespace

TEST_CASE("silence ends with the n-th calendar day after, in the agreement's zone, through the clock change") {
    const TimeZone& warsaw = **find_time_zone("Europe/Warsaw");
    CHECK(silence_until(warsaw, utc("2026-03-27T15:00:00+01:00"), 3) == utc("2026-03-30T22:00:00Z"));
    CHECK(silence_until(warsaw, utc("2026-10-23T23:30:00+02:00"), 2) == utc("2026-10-25T23:00:00Z"));
    // Just before and just after midnight are a whole day apart.
    CHECK(silence_until(warsaw, utc("2026-05-04T23:59:59+02:00"), 1) == utc("2026-05-06T00:00:00+02:00"));
    CHECK(silence_until(warsaw, utc("2026-05-05T00:00:00+02:00"), 1) == utc("2026-05-07T00:00:00+02:00"));
    CHECK(silence_until(warsaw, utc("2026-12-30T12:00:00+01:00"), 3) == utc("2027-01-03T00:00:00+01:00"));
}

TEST_CASE("rule 32: work is deemed accepted only where it was agreed and only when the days are over, and it is no signature") {
    Desk desk;
    REQUIRE(desk.record(45, "", morning) == "");
    const Instant until = utc("2025-11-16T00:00:00+01:00");  // received on Wednesday 12 November
    const auto silence = silence_of(desk.work.as<WorkRecord>(), &desk.agreement);
    REQUIRE(silence.has_value());
    CHECK(silence->until == until);
    CHECK(desk.judge(desk.deemed(), until - Milliseconds{1}) == "refusal.silence.not_over");
    CHECK(desk.judge(desk.deemed(2), until) == "refusal.silence.not_agreed");
    REQUIRE(desk.judge(desk.deemed(), until) == "");
    desk.work.add(server, WorkRecordEvent{desk.deemed()}, until);
    const auto record = desk.work.as<WorkRecord>();
    CHECK(record.verification() == nullptr);
    CHECK(record.verifications.empty());
    REQUIRE(record.deemed() != nullptr);
    CHECK(standing_of(record) == RecordStanding::deemed_accepted);
    CHECK(row_of(record).verified_by.empty());
    CHECK(desk.judge(desk.deemed(), until) == "refusal.work_record.already_verified");

    AgreementTerms silent = Story::terms();
    desk.agreement = Story::agreement_on(silent, desk.story.agreement);
    Desk other;
    other.agreement = desk.agreement;
    REQUIRE(other.record(45, "", morning) == "");
    CHECK(other.judge(other.deemed(), until) == "refusal.silence.not_agreed");
    CHECK_FALSE(silence_of(other.work.as<WorkRecord>(), nullptr).has_value());
}

TEST_CASE("nobody but the server can say that silence accepted something") {
    CHECK(WorkDeemedAccepted::action == Action::give_number);
    for (const Role role : {Role::technician, Role::account_manager, Role::administrator, Role::contact_person, Role::management}) {
        CHECK_FALSE(may(role, WorkDeemedAccepted::action));
        CHECK_FALSE(may(role, TicketClosedBySilence::action));
    }
}

TEST_CASE("a correction must be answered anew, and its days count from when it was received") {
    Desk desk;
    const Instant until = utc("2025-11-16T00:00:00+01:00");
    REQUIRE(desk.record(45, "", morning) == "");
    desk.work.add(server, WorkRecordEvent{desk.deemed()}, until);
    const WorkDeemedAccepted first = desk.deemed();
    REQUIRE(desk.record(60, "Zapomniany serwer", until) == "");
    CHECK(desk.work.as<WorkRecord>().deemed() == nullptr);
    CHECK(standing_of(desk.work.as<WorkRecord>()) == RecordStanding::to_verify);
    CHECK(desk.judge(first, until + Minutes{60 * 24 * 30}.milliseconds()) == "refusal.work_record.newer_revision");
    CHECK(desk.judge(desk.deemed(), until) == "refusal.silence.not_over");
    CHECK(desk.judge(desk.deemed(), utc("2025-11-20T00:00:00+01:00")) == "");
}

TEST_CASE("a real answer takes the place of silence: a signature always, a rejection when it was made in time") {
    const Instant until = utc("2025-11-16T00:00:00+01:00");
    const auto judged = [&](Decision decision, Instant made_at, std::int64_t minutes_later = 600) {
        Desk desk;
        REQUIRE(desk.record(45, "", morning) == "");
        WorkDeemedAccepted body = desk.deemed();
        body.until = until;
        desk.work.add(server, WorkRecordEvent{body}, until);
        const auto state = desk.work.state();
        const Context context{until + Minutes{minutes_later}.milliseconds(), desk.story.contact, &desk.organisation, &desk.agreement};
        const VerifyWork command{decision, "uwaga", desk.story.contact.user, desk.story.ink()};
        const auto events = decide(state.get<WorkRecord>(), WorkRecordCommand{command}, context);
        REQUIRE(events.ok());
        const Body body_of_event{events->front()};
        const auto stored = stored_event(desk.story.contact, {WorkRecord::subject_kind, fixed_id(50)}, body_of_event, made_at);
        const Verdict verdict = admit_event(state, stored, body_of_event, context);
        SubjectState after = state;
        apply(after, body_of_event, stored);
        if (verdict.fate == Fate::flagged) apply(after, FactFlagged{{stored.envelope.id, verdict.reason}}, stored);
        return std::pair{verdict.reason.key, standing_of(after.get<WorkRecord>())};
    };
    CHECK(judged(Decision::accepted, until) == std::pair{std::string{}, RecordStanding::accepted});
    CHECK(judged(Decision::rejected, until - Milliseconds{1}) == std::pair{std::string{}, RecordStanding::rejected});
    // Nobody is without a network for half a year.
    CHECK(judged(Decision::rejected, until - Milliseconds{1}, 60 * 24 * 180) ==
          std::pair{std::string{"refusal.work_record.rejected_after_silence"}, RecordStanding::deemed_accepted});
    CHECK(judged(Decision::rejected, until) ==
          std::pair{std::string{"refusal.work_record.rejected_after_silence"}, RecordStanding::deemed_accepted});
}

TEST_CASE("a resolved ticket is closed by silence by the version it was promised by, from when the server received it") {
    Desk desk;
    OpenTicket open;
    open.title = "Drukarka";
    REQUIRE(desk.ticket.run(desk.story.contact, TicketCommand{open}, morning).ok());
    CHECK(desk.judge(TicketClosedBySilence{5}, morning) == "refusal.ticket.nothing_to_accept");
    REQUIRE(desk.ticket.run(desk.story.technician, TicketCommand{ResolveTicket{"Nowy toner"}}, at_minute(60)).ok());
    // The technician's clock said the 12th, the server received it on the 14th.
    desk.ticket.events.back().placement->received_at = utc("2025-11-14T09:00:00Z");
    const Instant until = utc("2025-11-20T00:00:00+01:00");
    CHECK(silence_of(desk.ticket.as<Ticket>(), &desk.agreement)->until == until);
    CHECK(desk.judge(TicketClosedBySilence{5}, until - Milliseconds{1}) == "refusal.silence.not_over");
    CHECK(desk.judge(TicketClosedBySilence{4}, until) == "refusal.silence.not_agreed");
    CHECK(desk.judge(TicketClosedBySilence{5}, until) == "");
    Ticket elsewhere = desk.ticket.as<Ticket>();
    elsewhere.promise.agreement = {fixed_id(99)};
    CHECK_FALSE(silence_of(elsewhere, &desk.agreement).has_value());
    desk.ticket.events.back().placement.reset();
    CHECK_FALSE(silence_of(desk.ticket.as<Ticket>(), &desk.agreement).has_value());
}

TEST_CASE("what silence accepted is written and read without loss") {
    Desk desk;
    REQUIRE(desk.record(45, "", morning) == "");
    const Json json = desk.deemed().to_json();
    FieldReader fields(json);
    CHECK(WorkDeemedAccepted::from_json(fields).to_json() == json);
    CHECK_FALSE(fields.problem().has_value());
    Json none = json;
    none["days"] = 0;
    FieldReader wrong(none);
    (void)WorkDeemedAccepted::from_json(wrong);
    CHECK(wrong.problem().has_value());
}

TEST_CASE("rule 33: through any history a revision keeps its bytes, and its verification, whatever comes after it") {
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        Desk desk;
        std::vector<WorkRevision> revisions;  // as they were when they first appeared
        std::vector<VerificationEntry> verified;
        for (int step = 0; step < 30; ++step) {
            const Instant now = at_minute(200 + step * 600);
            const auto before = desk.work.as<WorkRecord>();
            switch (random() % 6) {
                case 0:
                case 1:
                    (void)desk.record(random() % 240, random() % 4 == 0 ? "" : "poprawka", now);
                    break;
                case 2:
                    (void)desk.verify(static_cast<Decision>(random() % 3), now);
                    break;
                case 3:  // a forged revision, number and all, that the server would flag
                    if (!before.revisions.empty()) {
                        WorkRecorded forged = before.revisions[random() % before.revisions.size()].content;
                        forged.worked = {999};
                        desk.work.add(desk.story.technician, WorkRecordEvent{forged}, now);
                    }
                    break;
                case 4:  // a second signature under some revision
                    if (!before.verifications.empty()) {
                        WorkVerified again = before.verifications[random() % before.verifications.size()].content;
                        again.decision = Decision::rejected;
                        const auto refused = admit(before, WorkRecordEvent{again}, {now, desk.story.contact, &desk.organisation, nullptr});
                        desk.work.add(desk.story.contact, WorkRecordEvent{again}, now);
                        if (!refused) desk.work.add(server, FactFlagged{{desk.work.events.back().envelope.id, refused.error()}}, now);
                    }
                    break;
                default:
                    if (before.latest() != nullptr && desk.judge(desk.deemed(), now).empty())
                        desk.work.add(server, WorkRecordEvent{desk.deemed()}, now);
            }
            const auto after = desk.work.as<WorkRecord>();
            REQUIRE(after.revisions.size() >= revisions.size());
            for (std::size_t i = 0; i < revisions.size(); ++i) {
                CHECK(after.revisions[i].event == revisions[i].event);
                CHECK(after.revisions[i].digest == revisions[i].digest);
                CHECK(after.revisions[i].content.to_json() == revisions[i].content.to_json());
            }
            revisions = after.revisions;
            REQUIRE(after.verifications.size() >= verified.size());
            for (std::size_t i = 0; i < verified.size(); ++i) {
                CHECK(after.verifications[i].content.to_json() == verified[i].content.to_json());
                // What counted once counts for that revision for ever.
                if (before.counts(verified[i])) CHECK(after.counts(after.verifications[i]));
            }
            verified = after.verifications;
            if (after.verification() != nullptr) {
                CHECK(after.verification()->content.record == after.latest()->event);
                CHECK(after.verification()->content.record_digest == after.latest()->digest);
                CHECK(after.deemed() == nullptr);
            }
            if (before.verification() != nullptr && after.latest()->event == before.latest()->event) {
                REQUIRE(after.verification() != nullptr);
                CHECK(after.verification()->event == before.verification()->event);
            }
        }
    }
}

TEST_CASE("T7: a rejection that was made in time without a network reopens what silence closed meanwhile") {
    Desk desk;
    OpenTicket open;
    open.title = "Drukarka";
    REQUIRE(desk.ticket.run(desk.story.contact, TicketCommand{open}, morning).ok());
    REQUIRE(desk.ticket.run(desk.story.technician, TicketCommand{ResolveTicket{"Nowy toner"}}, at_minute(60)).ok());
    const Instant closed = morning + Minutes{8 * 24 * 60}.milliseconds();
    desk.ticket.add(server, TicketEvent{TicketClosedBySilence{5}}, closed);
    const auto judged = [&](Instant made_at, Instant now) {
        Context context{now, desk.story.contact, &desk.organisation, &desk.agreement};
        context.made_at = made_at;
        return refusal_of(admit(desk.ticket.as<Ticket>(), TicketResolutionRejected{"Smugi"}, context));
    };
    const Instant on_the_fourth_day = morning + Minutes{4 * 24 * 60}.milliseconds();
    const Instant hour_after = closed + Minutes{60}.milliseconds();
    CHECK(judged(on_the_fourth_day, hour_after) == "");
    CHECK(judged(closed, hour_after) == "refusal.ticket.nothing_to_accept");
    CHECK(judged(on_the_fourth_day, closed + offline_at_most) == "refusal.ticket.nothing_to_accept");
    // On a device that knows of the silence it is too late.
    CHECK(refusal_of(desk.ticket.run(desk.story.contact, TicketCommand{RejectResolution{"Smugi"}}, hour_after)) ==
          "refusal.ticket.nothing_to_accept");
    StoredEvent rejection = stored_event(desk.story.contact, {Ticket::subject_kind, fixed_id(30)},
                                         TicketEvent{TicketResolutionRejected{"Smugi"}}, on_the_fourth_day, fixed_id(78));
    rejection.placement = Placement{9, hour_after, {}};
    desk.ticket.events.push_back(rejection);
    const auto reopened = desk.ticket.as<Ticket>();
    CHECK(reopened.state == TicketState::in_progress);
    CHECK_FALSE(reopened.closed_at.has_value());
    CHECK_FALSE(reopened.closed_by_silence);
    CHECK(reopened.course.resolved.back().reopened_at == on_the_fourth_day);
}
