// The rules of tickets, visits, work records and verifications, decided and folded.
#include <doctest/doctest.h>

#include "core/domain/admission.hpp"
#include "core/domain/settlement.hpp"
#include "core/domain/work_record.hpp"
#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

Command ticket(TicketCommand command) { return command; }
Command visit(VisitCommand command) { return command; }
Command record(WorkRecordCommand command) { return command; }

OpenTicket printer() {
    OpenTicket command;
    command.title = "  Drukarka nie drukuje ";
    command.impact = 2;
    command.urgency = 3;
    return command;
}

}  // namespace

TEST_CASE("a ticket gets its priority from impact and urgency, and its promise from the agreement of that moment") {
    World world;
    Log log = world.log(Ticket::subject_kind, 30);
    REQUIRE(log.run(world.story.contact, ticket(printer()), at_minute(60)).ok());
    const auto opened = log.as<Ticket>();
    CHECK(opened.title == "Drukarka nie drukuje");
    CHECK(opened.priority == Priority::high);
    CHECK(opened.promise.response_due == at_minute(60 + 240));
    CHECK(opened.promise.resolution_due == at_minute(60 + 480));
    CHECK(opened.next_due() == opened.promise.response_due);
    CHECK(opened.state == TicketState::fresh);
}

TEST_CASE("priorities follow the sum of impact and urgency") {
    CHECK(priority_of(1, 1) == Priority::low);
    CHECK(priority_of(1, 2) == Priority::normal);
    CHECK(priority_of(2, 2) == Priority::normal);
    CHECK(priority_of(3, 2) == Priority::high);
    CHECK(priority_of(3, 3) == Priority::critical);
}

TEST_CASE("packages and occasional help guarantee no time") {
    World world;
    AgreementTerms terms = Story::terms();
    terms.mode = ServiceMode::prepaid;
    const Promise promise = Story::agreement_on(terms, world.story.agreement).promise_for(Priority::critical, {}, morning);
    CHECK_FALSE(promise.response_due.has_value());
    CHECK_FALSE(promise.resolution_due.has_value());
}

TEST_CASE("a ticket goes from new to closed, and every step that does not fit is refused with its reason") {
    World world;
    const Story& story = world.story;
    Log log = world.log(Ticket::subject_kind, 30);
    CHECK(refusal(log.run(story.contact, ticket(OpenTicket{}), morning)) == "refusal.ticket.title_missing");
    CHECK(refusal(log.run(story.technician, ticket(StartTicketWork{}), morning)) == "refusal.ticket.unknown");
    REQUIRE(log.run(story.contact, ticket(printer()), morning).ok());
    CHECK(refusal(log.run(story.contact, ticket(printer()), morning)) == "refusal.ticket.already_opened");
    CHECK(refusal(log.run(story.technician, ticket(AssignTicket{story.contact.user}), morning)) == "refusal.ticket.technician_unknown");
    REQUIRE(log.run(story.technician, ticket(AssignTicket{story.technician.user}), at_minute(5)).ok());
    CHECK(log.as<Ticket>().state == TicketState::assigned);
    CHECK_FALSE(log.as<Ticket>().first_response_at.has_value());  // nobody has told the client anything
    REQUIRE(log.run(story.technician, ticket(StartTicketWork{}), at_minute(6)).ok());
    CHECK(refusal(log.run(story.technician, ticket(StartTicketWork{}), at_minute(7))) == "refusal.ticket.already_in_progress");
    CHECK(refusal(log.run(story.technician, ticket(PauseTicket{" "}), at_minute(8))) == "refusal.ticket.pause_reason_missing");
    CHECK(refusal(log.run(story.technician, ticket(ResumeTicket{}), at_minute(8))) == "refusal.ticket.not_waiting");
    REQUIRE(log.run(story.technician, ticket(PauseTicket{"Czekamy na toner"}), at_minute(9)).ok());
    CHECK(log.as<Ticket>().waiting_reason == "Czekamy na toner");
    CHECK(refusal(log.run(story.technician, ticket(PauseTicket{"znowu"}), at_minute(9))) == "refusal.ticket.already_waiting");
    REQUIRE(log.run(story.technician, ticket(ResumeTicket{}), at_minute(30)).ok());
    CHECK(log.as<Ticket>().state == TicketState::in_progress);
    CHECK(refusal(log.run(story.technician, ticket(ResolveTicket{""}), at_minute(31))) == "refusal.ticket.solution_missing");
    CHECK(refusal(log.run(story.contact, ticket(AcceptResolution{}), at_minute(31))) == "refusal.ticket.nothing_to_accept");
    REQUIRE(log.run(story.technician, ticket(ResolveTicket{"Wymieniony toner"}), at_minute(40)).ok());
    CHECK_FALSE(log.as<Ticket>().next_due().has_value());
    CHECK(refusal(log.run(story.technician, ticket(AssignTicket{story.manager.user}), at_minute(41))) ==
          "refusal.ticket.waits_for_acceptance");
    CHECK(refusal(log.run(story.contact, ticket(RejectResolution{}), at_minute(42))) == "refusal.ticket.rejection_reason_missing");
    REQUIRE(log.run(story.contact, ticket(RejectResolution{"Smugi"}), at_minute(43)).ok());
    CHECK(log.as<Ticket>().state == TicketState::in_progress);
    CHECK(log.as<Ticket>().next_due() == log.as<Ticket>().promise.resolution_due);
    REQUIRE(log.run(story.technician, ticket(ResolveTicket{"Wyczyszczony bęben"}), at_minute(60)).ok());
    REQUIRE(log.run(story.contact, ticket(AcceptResolution{}), at_minute(70)).ok());
    CHECK(log.as<Ticket>().state == TicketState::closed);
    CHECK(refusal(log.run(story.technician, ticket(PauseTicket{"x"}), at_minute(71))) == "refusal.ticket.closed");
    REQUIRE(log.run(story.contact, ticket(AddTicketComment{"Dziękuję"}), at_minute(72)).ok());
    CHECK(log.as<Ticket>().history.size() == log.events.size());
}

TEST_CASE("a client's own comment is no response, the provider's is") {
    World world;
    Log log = world.log(Ticket::subject_kind, 30);
    REQUIRE(log.run(world.story.contact, ticket(printer()), morning).ok());
    REQUIRE(log.run(world.story.other_contact, ticket(AddTicketComment{"U mnie też"}), at_minute(1)).ok());
    CHECK_FALSE(log.as<Ticket>().first_response_at.has_value());
    REQUIRE(log.run(world.story.technician, ticket(AddTicketComment{"Już patrzę"}), at_minute(2)).ok());
    CHECK(log.as<Ticket>().first_response_at == at_minute(2));
}

TEST_CASE("re-classifying counts the new promise from the opening and needs a reason that the client sees") {
    World world;
    Log log = world.log(Ticket::subject_kind, 30);
    REQUIRE(log.run(world.story.contact, ticket(printer()), morning).ok());
    CHECK(refusal(log.run(world.story.technician, ticket(ReclassifyTicket{1, 1, ""}), at_minute(100))) ==
          "refusal.ticket.reclassify_reason_missing");
    REQUIRE(log.run(world.story.technician, ticket(ReclassifyTicket{3, 3, "Nikt nie może drukować recept"}), at_minute(100)).ok());
    CHECK(log.as<Ticket>().priority == Priority::critical);
    CHECK(log.as<Ticket>().promise.resolution_due == at_minute(240));
}

TEST_CASE("what a role may not do is refused before anything else") {
    World world;
    const Story& story = world.story;
    Log log = world.log(Ticket::subject_kind, 30);
    REQUIRE(log.run(story.contact, ticket(printer()), morning).ok());
    CHECK(refusal(log.run(story.contact, ticket(AssignTicket{story.technician.user}), morning)) == "refusal.not_permitted");
    CHECK(refusal(log.run(story.contact, ticket(AddInternalNote{"psst"}), morning)) == "refusal.not_permitted");
    REQUIRE(log.run(story.technician, ticket(ResolveTicket{"ok"}), morning).ok());
    CHECK(refusal(log.run(story.technician, ticket(AcceptResolution{}), morning)) == "refusal.not_permitted");
    Log plan = world.log(Visit::subject_kind, 40);
    CHECK(refusal(plan.run(story.contact, visit(story.plan()), morning)) == "refusal.not_permitted");
}

TEST_CASE("a visit is planned, carried out and ended, and its figures add up") {
    World world;
    const Story& story = world.story;
    Log log = world.log(Visit::subject_kind, 40);
    CHECK(refusal(log.run(story.technician, visit(StartVisit{}), morning)) == "refusal.visit.unknown");
    PlanVisit backwards = story.plan();
    std::swap(backwards.starts_at, backwards.ends_at);
    CHECK(refusal(log.run(story.manager, visit(backwards), morning)) == "refusal.visit.ends_before_start");
    REQUIRE(log.run(story.manager, visit(story.plan()), morning).ok());
    CHECK(refusal(log.run(story.technician, visit(RecordVisitTime{{45}, "x"}), morning)) == "refusal.visit.not_started");
    REQUIRE(log.run(story.technician, visit(StartVisit{}), at_minute(5)).ok());
    CHECK(refusal(log.run(story.technician, visit(StartVisit{}), at_minute(6))) == "refusal.visit.already_started");
    REQUIRE(log.run(story.technician, visit(RecordCheck{story.first_computer, "backup", CheckResult::ok}), at_minute(10)).ok());
    REQUIRE(
        log.run(story.technician, visit(RecordCheck{story.second_computer, "antivirus", CheckResult::fault, "Baza z 3 lis"}), at_minute(11))
            .ok());
    CHECK(refusal(log.run(story.technician, visit(RecordCheck{story.first_computer, "coffee", CheckResult::ok}), at_minute(12))) ==
          "refusal.visit.check_unknown");
    CHECK(refusal(log.run(story.technician, visit(RecordVisitTime{{0}, "x"}), at_minute(12))) == "refusal.visit.minutes_out_of_range");
    REQUIRE(log.run(story.technician, visit(RecordVisitTime{{45}, "Przegląd"}), at_minute(50)).ok());
    REQUIRE(log.run(story.technician, visit(EndVisit{}), at_minute(165)).ok());
    const auto done = log.as<Visit>();
    CHECK(done.state == VisitState::done);
    CHECK(done.arrived_at == at_minute(5));
    CHECK(done.departed_at == at_minute(165));
    CHECK(done.recorded_time() == Minutes{45});
    CHECK(done.checks_total() == 4);
    CHECK(done.checks_answered() == 2);
    CHECK(done.faults() == 1);
    CHECK(refusal(log.run(story.technician, visit(EndVisit{}), at_minute(166))) == "refusal.visit.already_ended");
    CHECK(refusal(log.run(story.manager, visit(CancelVisit{"x"}), at_minute(166))) == "refusal.visit.already_started");
}

TEST_CASE("V3: a visit that was called off while the technician was there without a network is finished like any other") {
    World world;
    const Story& story = world.story;
    Log log = world.log(Visit::subject_kind, 40);
    REQUIRE(log.run(story.manager, visit(story.plan()), morning).ok());
    REQUIRE(log.run(story.manager, visit(CancelVisit{"Klient prosił"}), at_minute(20)).ok());
    CHECK(refusal(log.run(story.technician, visit(StartVisit{}), at_minute(25))) == "refusal.visit.cancelled");
    // The arrival of 08:05 reaches the server after that.
    const Body arrival = VisitEvent{VisitStarted{at_minute(5)}};
    const Log::Times times{at_minute(5), at_minute(30)};
    const StoredEvent stored = log.written(story.technician, arrival, times);
    const Verdict verdict =
        admit_event(log.state(), stored, arrival, {at_minute(30), story.technician, &world.organisation, &world.agreement});
    CHECK(verdict.fate == Fate::flagged);
    CHECK(verdict.reason.key == "refusal.visit.cancelled");
    log.add(story.technician, arrival, times);
    REQUIRE(log.run(story.technician, visit(RecordVisitTime{{45}, "Przegląd"}), at_minute(50)).ok());
    REQUIRE(log.run(story.technician, visit(EndVisit{}), at_minute(60)).ok());
    const auto done = log.as<Visit>();
    CHECK(done.state == VisitState::done);
    CHECK(done.cancel_reason == "Klient prosił");
    CHECK(done.arrived_at == at_minute(5));
    Log record_log = world.log(WorkRecord::subject_kind, 50);
    CHECK(record_log.run(story.technician, record(RecordVisitWork{&done, "Przegląd"}), at_minute(61)).ok());
}

TEST_CASE("an answer to a check can be taken back") {
    World world;
    Log log = world.log(Visit::subject_kind, 40);
    REQUIRE(log.run(world.story.manager, visit(world.story.plan()), morning).ok());
    REQUIRE(log.run(world.story.technician, visit(StartVisit{}), at_minute(5)).ok());
    REQUIRE(log.run(world.story.technician, visit(RecordCheck{world.story.first_computer, "backup", CheckResult::ok}), at_minute(6)).ok());
    REQUIRE(
        log.run(world.story.technician, visit(RecordCheck{world.story.first_computer, "backup", CheckResult::open}), at_minute(7)).ok());
    CHECK(log.as<Visit>().checks_answered() == 0);
}

namespace {

// A visit of 45 minutes with one finding, recorded.
Log recorded(World& world) {
    const Story& story = world.story;
    Log log = world.log(Visit::subject_kind, 40);
    REQUIRE(log.run(story.manager, visit(story.plan()), morning).ok());
    REQUIRE(log.run(story.technician, visit(StartVisit{}), at_minute(5)).ok());
    REQUIRE(
        log.run(story.technician, visit(RecordCheck{story.second_computer, "antivirus", CheckResult::fault, "Baza z 3 lis"}), at_minute(11))
            .ok());
    REQUIRE(log.run(story.technician, visit(RecordVisitTime{{45}, "Przegląd"}), at_minute(50)).ok());
    Log work = world.log(WorkRecord::subject_kind, 50);
    const auto still_there = log.as<Visit>();
    CHECK(refusal(work.run(story.technician, record(RecordVisitWork{&still_there, "", {}, ""}), at_minute(60))) ==
          "refusal.work_record.visit_not_ended");
    REQUIRE(log.run(story.technician, visit(EndVisit{}), at_minute(165)).ok());
    const auto done = log.as<Visit>();
    REQUIRE(work.run(story.technician, record(RecordVisitWork{&done, "Przegląd rejestracji", {}, ""}), at_minute(165)).ok());
    return work;
}

}  // namespace

TEST_CASE("a work record holds what the visit came to, and a contact person verifies exactly these bytes") {
    World world;
    const Story& story = world.story;
    Log work = recorded(world);
    const auto before = work.as<WorkRecord>();
    REQUIRE(before.latest() != nullptr);
    CHECK(before.latest()->content.worked == Minutes{45});
    CHECK(before.latest()->content.technician_name == "Łukasz Świerk");
    CHECK(before.latest()->content.agreement_number == "UM-2024/017");
    CHECK(before.latest()->content.items.at(1).findings == std::vector<std::string>{"Antywirus: Baza z 3 lis"});
    CHECK(before.latest()->digest == sha256(work.events.front().bytes));
    CHECK(before.verification() == nullptr);

    const VerifyWork no_remark{Decision::accepted_with_remarks, "", story.contact.user, story.ink()};
    CHECK(refusal(work.run(story.contact, record(no_remark), at_minute(170))) == "refusal.verification.remark_missing");
    const VerifyWork unsigned_one{Decision::accepted, "", story.contact.user, {}};
    CHECK(refusal(work.run(story.contact, record(unsigned_one), at_minute(170))) == "refusal.verification.signature_missing");
    const VerifyWork by_other{Decision::accepted, "", story.other_contact.user, story.ink()};
    CHECK(refusal(work.run(story.contact, record(by_other), at_minute(170))) == "refusal.verification.not_own_session");
    CHECK(refusal(work.run(story.other_contact, record(by_other), at_minute(170))) == "refusal.verification.contact_may_not_verify");

    const VerifyWork with_remark{Decision::accepted_with_remarks, "Proszę wymienić dysk", story.contact.user, story.ink()};
    REQUIRE(work.run(story.contact, record(with_remark), at_minute(180)).ok());
    const auto after = work.as<WorkRecord>();
    REQUIRE(after.verification() != nullptr);
    CHECK(after.verification()->content.decision == Decision::accepted_with_remarks);
    CHECK(after.verification()->content.signed_on == SignedOn::own_session);
    CHECK(after.verification()->content.record_digest == before.latest()->digest);
    CHECK(after.verification()->content.signature.strokes == story.ink().strokes);
    CHECK(refusal(work.run(story.contact, record(with_remark), at_minute(181))) == "refusal.work_record.already_verified");
}

TEST_CASE("a signature on the technician's device says so") {
    World world;
    Log work = recorded(world);
    const VerifyWork accepted{Decision::accepted, "", world.story.contact.user, world.story.ink()};
    REQUIRE(work.run(world.story.technician, record(accepted), at_minute(166)).ok());
    REQUIRE(work.as<WorkRecord>().verification() != nullptr);
    CHECK(work.as<WorkRecord>().verification()->content.signed_on == SignedOn::technicians_device);
    CHECK(work.as<WorkRecord>().verification()->content.contact_name == "Halina Dębska");
}

TEST_CASE("a rejected record is corrected by a new revision that must be verified anew, and both stay readable") {
    World world;
    const Story& story = world.story;
    Log work = recorded(world);
    REQUIRE(work.run(story.contact, record(VerifyWork{Decision::rejected, "REJ-02 nadal stara baza", story.contact.user, story.ink()}),
                     at_minute(170))
                .ok());
    Log visits = world.log(Visit::subject_kind, 40);
    REQUIRE(visits.run(story.manager, visit(story.plan()), morning).ok());
    REQUIRE(visits.run(story.technician, visit(StartVisit{}), at_minute(5)).ok());
    REQUIRE(visits.run(story.technician, visit(RecordVisitTime{{60}, "Przegląd"}), at_minute(60)).ok());
    REQUIRE(visits.run(story.technician, visit(EndVisit{}), at_minute(165)).ok());
    const auto done = visits.as<Visit>();
    CHECK(refusal(work.run(story.technician, record(RecordVisitWork{&done, "", {}, ""}), at_minute(190))) ==
          "refusal.work_record.correction_reason_missing");
    REQUIRE(work.run(story.technician, record(RecordVisitWork{&done, "", {}, "Baza zaktualizowana"}), at_minute(190)).ok());
    const auto corrected = work.as<WorkRecord>();
    CHECK(corrected.revisions.size() == 2);
    CHECK(corrected.revisions[0].content.worked == Minutes{45});
    CHECK(corrected.revisions[1].content.worked == Minutes{60});
    CHECK(corrected.verification() == nullptr);
    CHECK(corrected.verifications.size() == 1);
    REQUIRE(work.run(story.contact, record(VerifyWork{Decision::accepted, "", story.contact.user, story.ink()}), at_minute(200)).ok());
    CHECK(work.as<WorkRecord>().verification()->content.record == corrected.revisions[1].event);
}

TEST_CASE("a fact that breaks an expectation is admitted and flagged, a guarded change is refused") {
    World world;
    const Story& story = world.story;
    Log log = world.log(Visit::subject_kind, 40);
    REQUIRE(log.run(story.manager, visit(story.plan()), morning).ok());
    REQUIRE(log.run(story.technician, visit(StartVisit{}), at_minute(5)).ok());
    const auto judge = [&](const Actor& actor, const Body& body) {
        const auto kind = describe(body);
        const auto stored = write_event({{fixed_id(77)},
                                         shared_stream(story.clinic),
                                         {"visit", fixed_id(40)},
                                         kind->type,
                                         1,
                                         actor.user,
                                         {fixed_id(91)},
                                         at_minute(9),
                                         kind->json});
        return admit_event(log.state(), stored, body, {at_minute(9), actor, &world.organisation, nullptr});
    };
    const Verdict second_arrival = judge(story.technician, VisitEvent{VisitStarted{at_minute(7)}});
    CHECK(second_arrival.fate == Fate::flagged);
    CHECK(second_arrival.reason.key == "refusal.visit.already_started");
    CHECK(judge(story.manager, VisitEvent{VisitCancelled{"x"}}).fate == Fate::refused);
    CHECK(judge(story.contact, VisitEvent{VisitEnded{at_minute(9)}}).reason.key == "refusal.not_permitted");
    CHECK(judge(story.stranger, VisitEvent{VisitEnded{at_minute(9)}}).reason.key == "refusal.stream_not_writable");
    CHECK(judge(story.technician, VisitEvent{VisitNumberGiven{5}}).reason.key == "refusal.not_permitted");
    CHECK(judge(story.technician, TicketEvent{TicketPaused{"x"}}).fate == Fate::refused);
    CHECK(judge(story.technician, VisitEvent{VisitEnded{at_minute(9)}}).fate == Fate::accepted);
}

TEST_CASE("a flagged verification is kept but does not count") {
    World world;
    const Story& story = world.story;
    Log work = recorded(world);
    REQUIRE(work.run(story.contact, record(VerifyWork{Decision::accepted, "", story.contact.user, story.ink()}), at_minute(170)).ok());
    const EventId event = work.events.back().envelope.id;
    work.add(story.technician, FactFlagged{{event, {"refusal.verification.contact_unknown", {}}}}, at_minute(171));
    const auto after = work.as<WorkRecord>();
    CHECK(after.verifications.size() == 1);
    CHECK(after.verification() == nullptr);
    CHECK(after.flags.at(0).expectation.key == "refusal.verification.contact_unknown");
}

TEST_CASE("V5: of two first revisions, written on two tablets, the flagged one is shown and is not what is verified") {
    World world;
    const Story& story = world.story;
    Log work = recorded(world);
    const auto first = work.as<WorkRecord>();
    WorkRecorded other = first.latest()->content;
    other.worked = {400};
    work.add(story.technician, WorkRecordEvent{other}, at_minute(168));
    const EventId flagged = work.events.back().envelope.id;
    work.add(story.technician, FactFlagged{{flagged, {"refusal.work_record.revision_number", {}}}}, at_minute(169));
    const auto state = work.as<WorkRecord>();
    CHECK(state.revisions.size() == 2);
    CHECK(state.latest()->event == first.latest()->event);
    REQUIRE(work.run(story.contact, record(VerifyWork{Decision::accepted, "", story.contact.user, story.ink()}), at_minute(170)).ok());
    CHECK(work.as<WorkRecord>().verification()->content.record == first.latest()->event);
}

TEST_CASE("an event of a newer version of the program is kept and changes nothing") {
    World world;
    Log log = world.log(Ticket::subject_kind, 30);
    REQUIRE(log.run(world.story.contact, ticket(printer()), morning).ok());
    auto newer = log.events.back();
    newer.envelope.type = "ticket_sung_about";
    auto next_version = log.events.back();
    next_version.envelope.version = 9;
    log.events.push_back(newer);
    log.events.push_back(next_version);
    CHECK(log.as<Ticket>().history.size() == 1);
}

TEST_CASE("nobody answers, notes or decides about another organisation's subjects from the streams of their own") {
    World world;
    const OrganisationId other{fixed_id(99)};
    Log prices(world.story, Settlement::subject_kind, 5);
    SettlementIssued issued{{2026, 6, 1}, {2026, 6, 30}, 100, 23, 123, {}, false, {{.date = {2026, 6, 1}, .net_minor = 100}}};
    REQUIRE(prices.run(world.story.manager, SettlementCommand{IssueSettlement{issued}}, morning).ok());
    const Actor foreign{{fixed_id(98)}, Role::management, "Bo Krogh", {other}};
    const Body answer{SettlementEvent{SettlementAnswered{{2026, 6, 1}, {2026, 6, 30}, true, ""}}};
    const auto sent = [&](const StreamId& stream, const Actor& actor, const Body& body) {
        return write_event({{fixed_id(80)},
                            stream,
                            {Settlement::subject_kind, fixed_id(5)},
                            describe(body)->type,
                            1,
                            actor.user,
                            {fixed_id(90)},
                            morning,
                            describe(body)->json});
    };
    const StoredEvent forged = sent(stream_id({StreamKind::commercial, other, {}}), foreign, answer);
    CHECK(admit_event(prices.state(), forged, answer, {morning, foreign}).reason.key == "refusal.stream_does_not_fit");

    Log log = world.log(Ticket::subject_kind, 30);
    REQUIRE(log.run(world.story.contact, ticket(printer()), morning).ok());
    const Body note{TicketEvent{InternalNoteAdded{"note"}}};
    StoredEvent elsewhere = sent(internal_stream(other), world.story.technician, note);
    elsewhere.envelope.subject = {Ticket::subject_kind, fixed_id(30)};
    CHECK(admit_event(log.state(), elsewhere, note, {morning, world.story.technician}).reason.key == "refusal.stream_does_not_fit");
}
