// What the server writes when nobody answered: through the real intake and the sync request. Requirements.md T7, rules.md 32.
#include <doctest/doctest.h>

#include "core/domain/repair.hpp"
#include "core/domain/timestamp.hpp"
#include "core/domain/work_record.hpp"
#include "scene.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

Instant utc(const char* text) { return *parse_timestamp(text); }

// A client with an agreement under which three days of silence accept work and five close a ticket.
struct Desk {
    explicit Desk(std::int32_t work_days = 3, std::int32_t ticket_days = 5) {
        scene.now = utc("2026-03-02T09:00:00+01:00");
        agreement = scene.new_subject(Agreement::subject_kind);
        AgreementVersionDrafted draft;
        draft.takes_effect = utc("2026-03-01T00:00:00+01:00");
        draft.terms.number = "UM-1";
        draft.terms.calendars["always"] = around_the_clock("Europe/Warsaw");
        draft.terms.levels.calendar = "always";
        draft.terms.deemed_accepted_days = work_days;
        draft.terms.close_after_days = ticket_days;
        draft.terms.replacement = Target::real({72 * 60});
        AgreementVersion version{1, draft.takes_effect,
                                 std::make_shared<const AgreementClock>(std::move(*AgreementClock::of(draft.terms)))};
        accepted(scene.admin, agreement, AgreementEvent{draft});
        for (const Side side : {Side::provider, Side::client}) {
            accepted(scene.admin, agreement,
                     AgreementEvent{AgreementVersionSigned{1, version.text_digest(), side, {}, "Roman", SignedHow::paper, "segregator"}});
        }
    }

    void accepted(const Actor& author, const Subject& subject, const Body& body) {
        CHECK(scene.send(author, scene.event(author, subject, body)).fate == EventFate::accepted);
    }
    Subject resolved_ticket() {
        const Subject ticket = scene.new_subject(Ticket::subject_kind);
        TicketOpened opened;
        opened.title = "Drukarka";
        accepted(scene.technician, ticket, TicketEvent{opened});
        accepted(scene.technician, ticket, TicketEvent{TicketResolved{"Nowy toner"}});
        return ticket;
    }
    WorkRecorded work(int revision, const std::string& correction) const {
        WorkRecorded body;
        body.revision = revision;
        body.agreement = {agreement.id};
        body.site = scene.site;
        body.technician = scene.technician.user;
        body.started_at = body.ended_at = scene.now;
        body.correction_reason = correction;
        return body;
    }
    /// Somebody of the staff syncs with nothing to send.
    void sync_at(const char* time) {
        scene.now = utc(time);
        (void)scene.sync(scene.technician, {});
    }
    template <typename State>
    State state(const Subject& subject) {
        State state;
        REQUIRE(scene.events.write([&](EventWriter& writer) { state = Intake(writer, scene.ids).state_of(subject).template get<State>(); })
                    .ok());
        return state;
    }

    Scene scene;
    Subject agreement;
};

}  // namespace

TEST_CASE("a ticket that nobody objects to is closed by silence at the end of the agreed days, once") {
    Desk desk;
    const Subject ticket = desk.resolved_ticket();  // received on Monday 2 March
    desk.sync_at("2026-03-07T23:59:59+01:00");
    CHECK(desk.state<Ticket>(ticket).state == TicketState::resolved);
    desk.sync_at("2026-03-08T00:00:00+01:00");
    const auto closed = desk.state<Ticket>(ticket);
    CHECK(closed.state == TicketState::closed);
    CHECK(closed.closed_by_silence);
    CHECK(closed.history.back().actor == UserId{server_author});
    const auto types = desk.scene.types(desk.scene.shared);
    CHECK(types.back() == "ticket_closed_by_silence");
    desk.sync_at("2026-04-08T00:00:00+02:00");
    CHECK(desk.scene.types(desk.scene.shared) == types);
}

TEST_CASE("an objection that comes with the very sync that finds the days over is heard first") {
    Desk desk;
    const Subject ticket = desk.resolved_ticket();
    desk.scene.now = utc("2026-03-08T08:00:00+01:00");
    desk.accepted(desk.scene.contact, ticket, TicketEvent{TicketResolutionRejected{"Nadal nie drukuje"}});
    CHECK(desk.state<Ticket>(ticket).state == TicketState::in_progress);
    // Resolved again, the days count again.
    desk.accepted(desk.scene.technician, ticket, TicketEvent{TicketResolved{"Nowy bęben"}});
    desk.sync_at("2026-03-13T23:59:00+01:00");
    CHECK(desk.state<Ticket>(ticket).state == TicketState::resolved);
    desk.sync_at("2026-03-14T00:00:00+01:00");
    CHECK(desk.state<Ticket>(ticket).closed_by_silence);
}

TEST_CASE("work that nobody verifies is deemed accepted, with what it follows from; a correction begins anew") {
    Desk desk;
    const Subject record = desk.scene.new_subject(WorkRecord::subject_kind);
    desk.accepted(desk.scene.technician, record, WorkRecordEvent{desk.work(1, "")});
    desk.sync_at("2026-03-05T23:59:59+01:00");
    CHECK(desk.state<WorkRecord>(record).deemed() == nullptr);
    desk.sync_at("2026-03-06T00:00:01+01:00");
    const auto deemed = desk.state<WorkRecord>(record);
    REQUIRE(deemed.deemed() != nullptr);
    CHECK(deemed.verifications.empty());
    const WorkDeemedAccepted& body = deemed.deemed()->content;
    CHECK(body.record == deemed.latest()->event);
    CHECK(body.record_digest == deemed.latest()->digest);
    CHECK(body.agreement.value == desk.agreement.id);
    CHECK(body.days == 3);
    CHECK(body.since == utc("2026-03-02T09:00:00+01:00"));
    CHECK(body.until == utc("2026-03-06T00:00:00+01:00"));

    desk.accepted(desk.scene.technician, record, WorkRecordEvent{desk.work(2, "Zapomniany serwer")});
    desk.sync_at("2026-03-09T23:59:59+01:00");
    CHECK(desk.state<WorkRecord>(record).deemed() == nullptr);
    desk.sync_at("2026-03-10T00:00:00+01:00");
    CHECK(desk.state<WorkRecord>(record).deemed() != nullptr);
}

TEST_CASE("where nothing was agreed silence means nothing, however long it lasts") {
    Desk desk(0, 0);
    const Subject ticket = desk.resolved_ticket();
    const Subject record = desk.scene.new_subject(WorkRecord::subject_kind);
    desk.accepted(desk.scene.technician, record, WorkRecordEvent{desk.work(1, "")});
    const auto types = desk.scene.types(desk.scene.shared);
    desk.sync_at("2030-01-01T00:00:00+01:00");
    CHECK(desk.scene.types(desk.scene.shared) == types);
    CHECK(desk.state<Ticket>(ticket).state == TicketState::resolved);
}

TEST_CASE("what a verified record says is not deemed accepted besides") {
    Desk desk;
    const Subject record = desk.scene.new_subject(WorkRecord::subject_kind);
    desk.accepted(desk.scene.technician, record, WorkRecordEvent{desk.work(1, "")});
    const auto before = desk.state<WorkRecord>(record);
    WorkVerified verified;
    verified.record = before.latest()->event;
    verified.record_digest = before.latest()->digest;
    verified.contact = desk.scene.contact.user;
    verified.contact_name = desk.scene.contact.name;
    verified.signature.typed_name = desk.scene.contact.name;
    desk.accepted(desk.scene.contact, record, WorkRecordEvent{verified});
    const auto types = desk.scene.types(desk.scene.shared);
    desk.sync_at("2026-04-01T00:00:00+02:00");
    CHECK(desk.scene.types(desk.scene.shared) == types);
}

TEST_CASE("no device can write what silence means") {
    Desk desk;
    const Subject ticket = desk.resolved_ticket();
    desk.scene.now = utc("2026-03-20T00:00:00+01:00");
    for (const Actor& actor : {desk.scene.technician, desk.scene.admin, desk.scene.contact}) {
        const FateOfEvent fate = desk.scene.send(actor, desk.scene.event(actor, ticket, TicketEvent{TicketClosedBySilence{5}}));
        CHECK(fate.fate == EventFate::refused);
        CHECK(fate.reason.key == "refusal.not_permitted");
    }
}

TEST_CASE("what waited before the server remembered it, and before the agreement was signed, is found all the same") {
    Desk desk;
    const Subject ticket = desk.resolved_ticket();
    // As a database of an earlier version: nothing is remembered, and the organisation as a whole is to be looked through.
    REQUIRE(desk.scene.database
                ->write([&](Database& database) {
                    database.execute("DELETE FROM awaited_answer");
                    database.prepare("INSERT INTO awaited_answer(subject, until) VALUES('organisation/' || ?1, 0)")
                        .bind(1, desk.scene.organisation.value)
                        .run();
                })
                .ok());
    desk.sync_at("2026-03-08T00:00:00+01:00");
    CHECK(desk.state<Ticket>(ticket).closed_by_silence);
    // Nothing is left to do: the next sync needs no more than one look.
    CHECK(desk.scene.events.awaits_answer_until(utc("2030-01-01T00:00:00Z")).value() == false);
}

TEST_CASE("an agreement that is signed after the work was recorded gives silence its meaning from its date on") {
    Desk desk(0, 0);
    const Subject record = desk.scene.new_subject(WorkRecord::subject_kind);
    desk.accepted(desk.scene.technician, record, WorkRecordEvent{desk.work(1, "")});
    AgreementVersionDrafted second;
    second.number = 2;
    second.takes_effect = utc("2026-03-02T00:00:00+01:00");
    second.change = "Milczenie";
    second.terms = desk.state<Agreement>(desk.agreement).versions[0].terms();
    second.terms.deemed_accepted_days = 3;
    desk.accepted(desk.scene.admin, desk.agreement, AgreementEvent{second});
    const Digest text = desk.state<Agreement>(desk.agreement).versions[1].text_digest();
    for (const Side side : {Side::provider, Side::client}) {
        desk.accepted(desk.scene.admin, desk.agreement,
                      AgreementEvent{AgreementVersionSigned{2, text, side, {}, "Roman", SignedHow::paper, "segregator"}});
    }
    desk.sync_at("2026-03-05T12:00:00+01:00");
    CHECK(desk.state<WorkRecord>(record).deemed() == nullptr);
    desk.sync_at("2026-03-06T12:00:00+01:00");
    CHECK(desk.state<WorkRecord>(record).deemed() != nullptr);
}

TEST_CASE("T7: a rejection written in time without a network reopens the ticket that silence closed before it arrived") {
    Desk desk;
    const Subject ticket = desk.resolved_ticket();  // received on Monday 2 March
    desk.scene.now = utc("2026-03-05T12:00:00+01:00");
    const std::string in_time = desk.scene.event(desk.scene.contact, ticket, TicketEvent{TicketResolutionRejected{"Smugi"}});
    desk.sync_at("2026-03-09T09:00:00+01:00");
    REQUIRE(desk.state<Ticket>(ticket).closed_by_silence);
    const std::string too_late = desk.scene.event(desk.scene.contact, ticket, TicketEvent{TicketResolutionRejected{"Nadal"}});
    CHECK(desk.scene.send(desk.scene.contact, too_late).reason.key == "refusal.ticket.nothing_to_accept");
    CHECK(desk.scene.send(desk.scene.contact, in_time).fate == EventFate::accepted);
    CHECK(desk.state<Ticket>(ticket).state == TicketState::in_progress);
    // It is solved and waited for anew.
    desk.accepted(desk.scene.technician, ticket, TicketEvent{TicketResolved{"Nowy bęben"}});
    desk.sync_at("2026-03-15T09:00:00+01:00");
    CHECK(desk.state<Ticket>(ticket).closed_by_silence);
}

TEST_CASE("C4, N9: the server writes the replacement that the agreement promises behind a hand-over that knew nothing of it") {
    Desk desk;
    const Subject repair = desk.scene.new_subject(Repair::subject_kind);
    DeviceHandedOver laptop;
    laptop.name = "LEK-03";
    laptop.site = desk.scene.site;
    laptop.fault = "Nie wstaje";
    laptop.at = desk.scene.now;
    desk.accepted(desk.scene.technician, repair, RepairEvent{laptop});
    CHECK(desk.scene.types(desk.scene.shared).back() == "repair_promised");
    CHECK(desk.state<Repair>(repair).device.replacement == Target::real({72 * 60}));
    CHECK(desk.state<Repair>(repair).device.agreement.value == desk.agreement.id);
    // One that knew it needs nothing behind it.
    const Subject another = desk.scene.new_subject(Repair::subject_kind);
    laptop.agreement = {desk.agreement.id};
    laptop.replacement = Target::real({72 * 60});
    desk.accepted(desk.scene.technician, another, RepairEvent{laptop});
    CHECK(desk.scene.types(desk.scene.shared).back() == "device_handed_over");
}
