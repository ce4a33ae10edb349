// What lists show of visits, work records and remote sessions, from commands through the replica to the query.
#include <doctest/doctest.h>

#include "core/domain/work_queue.hpp"
#include "core/storage/queries.hpp"
#include "core/storage/replica.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Device {
    Device() {
        auto database = Database::open(":memory:");
        REQUIRE(database.ok());
        auto opened = Replica::open(std::move(*database));
        REQUIRE(opened.ok());
        replica = std::move(*opened);
        be(story.manager);
        for (const auto& [subject, command] : story.beginnings()) record(subject, command, morning);
        be(story.technician);
    }
    void be(const Actor& actor) { REQUIRE(replica->set_identity({actor, "login", {fixed_id(90)}}).ok()); }
    void record(const Subject& subject, const Command& command, Instant now) {
        REQUIRE(replica->execute(subject, story.clinic, command, now, ids).ok());
    }
    Database& database() { return replica->database(); }

    Story story;
    CountingIds ids{3};
    std::unique_ptr<Replica> replica;
};

Subject visit(std::uint8_t number) { return {Visit::subject_kind, fixed_id(number)}; }

}  // namespace

TEST_CASE("the schedule lists planned, moved, skipped and ordered visits with both dates") {
    Device device;
    PlanVisit plan = device.story.plan();
    plan.regular = LocalDate{2025, 11, 11};
    plan.holiday = "holiday.independence_day";
    device.record(visit(40), VisitCommand{plan}, morning);
    device.record(visit(40), VisitCommand{MoveVisit{at_minute(60), at_minute(240), "Inwentaryzacja"}}, morning);
    device.record(visit(41), VisitCommand{SkipVisit{device.story.reception, {2025, 11, 12}, at_minute(120), at_minute(180), "holiday.own"}},
                  morning);
    device.record(visit(42),
                  VisitCommand{OrderEmergencyVisit{device.story.reception, {}, "Serwer", "Restart", device.story.other_contact.user, {}}},
                  at_minute(200));
    const auto rows = visits_between(device.database(), at_minute(0), at_minute(1440));
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].starts_at == at_minute(60));
    CHECK(rows[0].regular == LocalDate{2025, 11, 11});
    CHECK(rows[0].holiday == "holiday.independence_day");
    CHECK(rows[1].state == VisitState::skipped);
    CHECK(rows[1].regular == LocalDate{2025, 11, 12});
    CHECK(rows[2].state == VisitState::ordered);
    CHECK(rows[2].kind == VisitKind::emergency);
    CHECK_FALSE(rows[2].regular.has_value());
    CHECK_FALSE(rows[2].arrival_due.has_value());
}

TEST_CASE("remote sessions are listed with what was run in them") {
    Device device;
    RecordRemoteSession command;
    command.session.started_at = at_minute(0);
    command.session.ended_at = at_minute(20);
    command.session.operator_name = "Łukasz Świerk";
    command.session.device = "REJ-02";
    command.session.asset = device.story.second_computer;
    command.session.tool = "RustDesk";
    command.session.worked = {15};
    command.tasks = {{"sfc /scannow", at_minute(1), 0, {}}, {"driver.msi", at_minute(2), 1603, {}}};
    const Subject subject{RemoteSession::subject_kind, fixed_id(60)};
    device.record(subject, RemoteSessionCommand{command}, at_minute(21));
    device.record(subject, RemoteSessionCommand{NoteOnRemoteSession{"Ponowić"}}, at_minute(22));
    const auto rows = remote_sessions_between(device.database(), at_minute(20), at_minute(21));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].device == "REJ-02");
    CHECK(rows[0].asset == device.story.second_computer);
    CHECK(rows[0].worked == Minutes{15});
    CHECK(rows[0].tasks == 2);
    CHECK(rows[0].failed_tasks == 1);
    CHECK(rows[0].notes == 1);
    CHECK(rows[0].pending);
    CHECK(remote_sessions_between(device.database(), at_minute(21), at_minute(30)).empty());
}

TEST_CASE("T2, N12: the list stands in the order of the queue, whatever was opened first; what stands still is marked") {
    Device device;
    const auto open = [&](std::uint8_t number, int impact, int urgency, std::int64_t minute) {
        OpenTicket ticket;
        ticket.title = "Drukarka " + std::to_string(number);
        ticket.impact = impact;
        ticket.urgency = urgency;
        device.record({Ticket::subject_kind, fixed_id(number)}, TicketCommand{ticket}, at_minute(minute));
    };
    const auto act = [&](std::uint8_t number, const TicketCommand& command, std::int64_t minute) {
        device.record({Ticket::subject_kind, fixed_id(number)}, command, at_minute(minute));
    };
    open(30, 1, 1, 0);  // low
    open(31, 3, 3, 1);  // critical
    open(32, 2, 2, 2);  // normal, moved to occasional help
    open(33, 2, 3, 3);  // high, moved too
    open(34, 2, 3, 4);  // high, waits for the client
    device.be(device.story.manager);
    for (const std::uint8_t moved : {std::uint8_t{32}, std::uint8_t{33}})
        act(moved, MoveTicket{ServiceMode::occasional, "Prywatna drukarka"}, 5);
    device.be(device.story.technician);
    act(34, PauseTicket{"Który pokój?"}, 6);

    std::vector<QueueItem> queue;
    std::string listed;
    for (const TicketKey& key : find_tickets(device.database(), {})) {
        const auto row = ticket_row(device.database(), key.key);
        REQUIRE(row.has_value());
        CHECK(row->stands_still == key.stands_still);
        CHECK(row->stands_still == (row->id.value == fixed_id(34)));
        listed += row->title + ", ";
        const auto ticket = device.replica->find<Ticket>(row->id.value);
        const auto agreement = device.replica->agreement_of(device.story.clinic, at_minute(6));
        queue.push_back(queue_item_of(*ticket, agreement->versions[0].clock.get()));
        CHECK(queue.back().mode == row->lane);
        CHECK(queue.back().next_due == row->due_at);
    }
    CHECK(listed == "Drukarka 31, Drukarka 30, Drukarka 34, Drukarka 33, Drukarka 32, ");
    sort_queue(queue);
    std::string queued;
    for (const QueueItem& item : queue) queued += device.replica->find<Ticket>(item.ticket.value)->title + ", ";
    CHECK(queued == listed);
}
