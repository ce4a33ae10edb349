// The replica: recording, syncing with another device, folding again, drafts, and databases of another version.
#include <doctest/doctest.h>

#include <random>

#include "core/storage/queries.hpp"
#include "core/storage/replica.hpp"
#include "tests/support/memory_server.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

std::unique_ptr<Replica> replica_of(const Actor& actor, std::uint8_t device) {
    auto database = Database::open(":memory:");
    REQUIRE(database.ok());
    auto replica = Replica::open(std::move(*database));
    REQUIRE(replica.ok());
    REQUIRE((*replica)->set_identity({actor, "login", {fixed_id(device)}}).ok());
    return std::move(*replica);
}

struct Device {
    Device(const Actor& who, std::uint8_t number) : actor(who), replica(replica_of(who, number)), ids(number) {}

    Result<void, Trouble> run(const Subject& subject, const Command& command, Instant now) {
        return replica->execute(subject, story.clinic, command, now, ids);
    }
    void record(const Subject& subject, const Command& command, Instant now) { REQUIRE(run(subject, command, now).ok()); }

    ReceiveSummary sync(MemoryServer& server, Instant now, std::size_t page = 1000) {
        ReceiveSummary total;
        for (int round = 0; round < 1000; ++round) {
            auto request = replica->next_request(now);
            REQUIRE(request.ok());
            const auto written = read_sync_request(write_sync_request(*request));
            REQUIRE(written.ok());
            const auto answer = read_sync_answer(write_sync_answer(server.handle(*written, actor, now, page)));
            REQUIRE(answer.ok());
            const auto received = replica->receive(*answer, request->cursors);
            REQUIRE(received.ok());
            total.confirmed += received->confirmed;
            total.arrived += received->arrived;
            total.refused += received->refused;
            if (!received->more) return total;
        }
        FAIL("the sync never came to an end");
        return total;
    }

    Story story;
    Actor actor;
    std::unique_ptr<Replica> replica;
    CountingIds ids;
};

Subject ticket(std::uint8_t number) { return {Ticket::subject_kind, fixed_id(number)}; }
Subject visit_subject() { return {Visit::subject_kind, fixed_id(40)}; }

Command open_ticket(const std::string& title) {
    OpenTicket command;
    command.title = title;
    return TicketCommand{command};
}

// The clinic as the account manager set it up, on the server.
void begin(Device& manager, MemoryServer& server) {
    for (const auto& [subject, command] : manager.story.beginnings()) manager.record(subject, command, morning);
    manager.sync(server, morning);
}

}  // namespace

TEST_CASE("what is recorded on one device is seen on another after both have synced, and nothing is left to send") {
    MemoryServer server;
    const Story story;
    Device manager(story.manager, 101);
    Device technician(story.technician, 102);
    Device contact(story.contact, 103);
    begin(manager, server);
    technician.sync(server, at_minute(1));
    technician.record(ticket(30), open_ticket("Skaner nie działa"), at_minute(2));
    CHECK(technician.replica->outbox_size() == 1);
    CHECK(technician.replica->find<Ticket>(fixed_id(30))->pending);
    technician.sync(server, at_minute(3));
    CHECK(technician.replica->outbox_size() == 0);
    CHECK(technician.replica->find<Ticket>(fixed_id(30))->number == 1001);
    CHECK_FALSE(technician.replica->find<Ticket>(fixed_id(30))->pending);

    contact.sync(server, at_minute(4));
    const auto seen = contact.replica->find<Ticket>(fixed_id(30));
    REQUIRE(seen.has_value());
    CHECK(seen->title == "Skaner nie działa");
    const auto keys = find_tickets(contact.replica->database(), {.text = "SKANER dziala"});
    REQUIRE(keys.size() == 1);
    CHECK(ticket_row(contact.replica->database(), keys[0].key).value().number == 1001);
    CHECK(find_tickets(contact.replica->database(), {.text = "lakowa"}).size() == 1);
    CHECK(find_tickets(contact.replica->database(), {.text = "toner"}).empty());
    CHECK(find_tickets(contact.replica->database(), {.text = "100%_"}).empty());
}

TEST_CASE("internal notes reach staff and never the client") {
    MemoryServer server;
    const Story story;
    Device manager(story.manager, 101);
    Device contact(story.contact, 103);
    begin(manager, server);
    manager.record(ticket(30), open_ticket("Skaner"), at_minute(1));
    manager.record(ticket(30), TicketCommand{AddInternalNote{"Klient zalega z fakturą"}}, at_minute(2));
    manager.sync(server, at_minute(3));
    contact.sync(server, at_minute(4));
    CHECK(manager.replica->find<Ticket>(fixed_id(30))->history.size() == 3);
    CHECK(contact.replica->find<Ticket>(fixed_id(30))->history.size() == 2);
    CHECK(contact.replica->streams().size() == 1);
    for (const auto& [id, events] : server.streams()) {
        for (const StoredEvent& event : events) {
            const bool note = event.envelope.type == InternalNoteAdded::type;
            CHECK(note == (id == internal_stream(story.clinic)));
        }
    }
}

TEST_CASE("two devices that edit one ticket offline lose nothing, and both come to the same state") {
    MemoryServer server;
    const Story story;
    Device manager(story.manager, 101);
    Device technician(story.technician, 102);
    begin(manager, server);
    manager.record(ticket(30), open_ticket("Skaner"), at_minute(1));
    manager.sync(server, at_minute(1));
    technician.sync(server, at_minute(2));
    technician.record(ticket(30), TicketCommand{AddTicketComment{"Sprawdzam sterownik"}}, at_minute(3));
    technician.record(ticket(30), TicketCommand{StartTicketWork{}}, at_minute(4));
    manager.record(ticket(30), TicketCommand{AssignTicket{story.technician.user}}, at_minute(5));
    manager.record(ticket(30), TicketCommand{AddTicketComment{"Pilne dla klienta"}}, at_minute(6));
    manager.sync(server, at_minute(7));
    technician.sync(server, at_minute(8));
    manager.sync(server, at_minute(9));
    const auto here = *manager.replica->find<Ticket>(fixed_id(30));
    const auto there = *technician.replica->find<Ticket>(fixed_id(30));
    CHECK(here.history.size() == 6);
    CHECK(there.history.size() == 6);
    CHECK(here.state == TicketState::in_progress);
    CHECK(there.state == here.state);
    CHECK(there.technician == story.technician.user);
}

TEST_CASE("a guarded change that comes too late is refused, waits for its author and can be given up or tried again") {
    MemoryServer server;
    const Story story;
    Device manager(story.manager, 101);
    Device technician(story.technician, 102);
    begin(manager, server);
    manager.record(ticket(30), open_ticket("Skaner"), at_minute(1));
    manager.sync(server, at_minute(1));
    technician.sync(server, at_minute(2));
    technician.record(ticket(30), TicketCommand{PauseTicket{"Czekamy"}}, at_minute(3));
    manager.record(ticket(30), TicketCommand{ResolveTicket{"Działa"}}, at_minute(4));
    manager.sync(server, at_minute(5));
    CHECK(technician.sync(server, at_minute(6)).refused == 1);
    CHECK(technician.replica->find<Ticket>(fixed_id(30))->state == TicketState::resolved);
    auto attention = technician.replica->attention();
    REQUIRE(attention.size() == 1);
    CHECK(attention[0].reason.key == "refusal.ticket.waits_for_acceptance");
    CHECK(attention[0].event.envelope.body["reason"] == "Czekamy");
    CHECK(technician.replica->outbox_size() == 0);

    REQUIRE(technician.replica->retry(attention[0].event.envelope.id).ok());
    CHECK(technician.replica->outbox_size() == 1);
    CHECK(technician.sync(server, at_minute(7)).refused == 1);
    REQUIRE(technician.replica->discard(attention[0].event.envelope.id).ok());
    CHECK(technician.replica->attention().empty());
}

TEST_CASE("a ticket whose opening was refused is in no list, even where a comment on it was taken in") {
    MemoryServer server;
    Device manager({Story{}.manager}, 60), technician({Story{}.technician}, 61);
    // Nobody has registered the client yet when the first request arrives: the opening is refused.
    technician.record(ticket(30), open_ticket("Drukarka"), at_minute(1));
    const auto opening = technician.replica->next_request(at_minute(1));
    technician.record(ticket(30), TicketCommand{AddTicketComment{"x"}}, at_minute(2));
    SyncAnswer refused;
    refused.fates = {{read_event(opening->events[0])->envelope.id, EventFate::refused, 0, {"refusal.organisation.not_registered", {}}}};
    REQUIRE(technician.replica->receive(refused, {}).ok());
    CHECK(find_tickets(technician.replica->database(), {}).empty());
    begin(manager, server);
    technician.sync(server, at_minute(3));
    CHECK(find_tickets(technician.replica->database(), {}).empty());
    CHECK(technician.replica->attention().size() == 1);
}

TEST_CASE("a visit recorded on two tablets is one visit with a flag, on every replica") {
    MemoryServer server;
    const Story story;
    Device manager(story.manager, 101);
    Device first(story.technician, 102);
    Device second(story.technician, 104);
    begin(manager, server);
    manager.record(visit_subject(), VisitCommand{story.plan()}, at_minute(1));
    manager.sync(server, at_minute(1));
    first.sync(server, at_minute(2));
    second.sync(server, at_minute(2));
    first.record(visit_subject(), VisitCommand{StartVisit{}}, at_minute(5));
    second.record(visit_subject(), VisitCommand{StartVisit{}}, at_minute(6));
    first.sync(server, at_minute(7));
    second.sync(server, at_minute(8));
    first.sync(server, at_minute(9));
    for (Device* device : {&first, &second}) {
        const auto visit = *device->replica->find<Visit>(fixed_id(40));
        CHECK(visit.arrived_at == at_minute(5));
        REQUIRE(visit.flags.size() == 1);
        CHECK(visit.flags[0].expectation.key == "refusal.visit.already_started");
        CHECK(visits_between(device->replica->database(), at_minute(0), at_minute(10)).at(0).flagged);
    }
}

TEST_CASE("sending the same batch twice changes nothing") {
    MemoryServer server;
    const Story story;
    Device manager(story.manager, 101);
    begin(manager, server);
    manager.record(ticket(30), open_ticket("Skaner"), at_minute(1));
    const auto request = manager.replica->next_request(at_minute(2));
    REQUIRE(request.ok());
    const auto first = server.handle(*request, story.manager, at_minute(2));
    const auto again = server.handle(*request, story.manager, at_minute(3));
    CHECK(first.fates.at(0).fate == EventFate::accepted);
    CHECK(again.fates.at(0).fate == EventFate::duplicate);
    CHECK(again.fates.at(0).seq == first.fates.at(0).seq);
    REQUIRE(manager.replica->receive(again, request->cursors).ok());
    REQUIRE(manager.replica->receive(first, request->cursors).ok());
    CHECK(manager.replica->outbox_size() == 0);
    CHECK(manager.replica->find<Ticket>(fixed_id(30))->history.size() == 2);
}

TEST_CASE("a broken event in the middle of a batch is refused alone") {
    MemoryServer server;
    const Story story;
    Device manager(story.manager, 101);
    begin(manager, server);
    manager.record(ticket(30), open_ticket("Eins"), at_minute(1));
    manager.record(ticket(31), open_ticket("Zwei"), at_minute(1));
    auto request = manager.replica->next_request(at_minute(2));
    REQUIRE(request.ok());
    request->events.insert(request->events.begin() + 1, "{\"id\":");
    const auto answer = server.handle(*request, story.manager, at_minute(2));
    CHECK(answer.fates.at(0).fate == EventFate::accepted);
    CHECK(answer.fates.at(1).fate == EventFate::refused);
    CHECK(answer.fates.at(2).fate == EventFate::accepted);
}

TEST_CASE("a server whose history contradicts what the device holds is reported and nothing is taken over from it") {
    MemoryServer server;
    const Story story;
    Device manager(story.manager, 101);
    Device contact(story.contact, 103);
    begin(manager, server);
    contact.sync(server, at_minute(1));
    manager.record(ticket(30), open_ticket("Skaner"), at_minute(2));
    manager.sync(server, at_minute(2));

    SUBCASE("a rewritten past") {
        auto& stream = server.streams().at(shared_stream(story.clinic));
        Digest head = chain_start(shared_stream(story.clinic));
        for (StoredEvent& event : stream) {
            event.placement->received_at = event.placement->received_at + Milliseconds{1};
            head = event.placement->chain = chain_next(head, event.bytes, event.placement->seq, event.placement->received_at);
        }
        contact.sync(server, at_minute(3));
        CHECK(contact.replica->streams().at(0).alarm == "alarm.chain_broken");
    }
    SUBCASE("a shorter past") {
        server.streams().at(shared_stream(story.clinic)).resize(4);
        contact.sync(server, at_minute(3));
        CHECK(contact.replica->streams().at(0).alarm == "alarm.server_holds_less");
    }
    CHECK_FALSE(contact.replica->find<Ticket>(fixed_id(30))->opened);
    CHECK_FALSE(contact.replica->verify_stream(shared_stream(story.clinic)).has_value());
}

TEST_CASE("commands that are run together are recorded together or not at all") {
    const Story story;
    Device manager(story.manager, 101);
    const auto done = manager.replica->atomically([&]() -> Result<void, Trouble> {
        if (auto first = manager.run(ticket(30), open_ticket("Skaner"), morning); !first) return first;
        return manager.run(ticket(30), open_ticket("noch einmal"), morning);
    });
    CHECK_FALSE(done.ok());
    CHECK(manager.replica->outbox_size() == 0);
    CHECK(count_tickets(manager.replica->database(), {.text = "", .filter = TicketFilter::all}) == 0);
}

TEST_CASE("signing out leaves nothing of the person on the device") {
    MemoryServer server;
    const Story story;
    Device manager(story.manager, 101);
    begin(manager, server);
    REQUIRE(manager.replica->keep_draft("note", "prywatne").ok());
    REQUIRE(manager.replica->forget_everything().ok());
    CHECK_FALSE(manager.replica->identity().has_value());
    CHECK(manager.replica->streams().empty());
    CHECK(manager.replica->draft("note").empty());
    CHECK(organisations(manager.replica->database()).empty());
    CHECK(manager.replica->outbox_size() == 0);
}

TEST_CASE("a database of a newer program is refused and not touched") {
    auto database = Database::open(":memory:");
    REQUIRE(database.ok());
    REQUIRE((*database)->guarded([&] { (*database)->execute("PRAGMA user_version = 99"); }).ok());
    auto replica = Replica::open(std::move(*database));
    REQUIRE_FALSE(replica.ok());
    CHECK(replica.error().key == "failure.database_newer");
}

TEST_CASE("any history in any batching gives the same replicas") {
    for (const std::uint32_t seed : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
        INFO("seed " << seed);
        std::mt19937 random(seed);
        const auto pick = [&](std::uint32_t count) { return static_cast<std::size_t>(random() % count); };
        MemoryServer server;
        const Story story;
        Device manager(story.manager, 101);
        std::vector<std::unique_ptr<Device>> devices;
        devices.push_back(std::make_unique<Device>(story.technician, std::uint8_t{102}));
        devices.push_back(std::make_unique<Device>(story.technician, std::uint8_t{103}));
        devices.push_back(std::make_unique<Device>(story.contact, std::uint8_t{104}));
        begin(manager, server);
        for (auto& device : devices) device->sync(server, morning, 1 + pick(5));
        for (int step = 0; step < 60; ++step) {
            Device& device = *devices[pick(3)];
            const Instant now = at_minute(step);
            const auto subject = ticket(static_cast<std::uint8_t>(30 + pick(3)));
            const std::vector<TicketCommand> commands{open_ticket("T" + std::to_string(step)).get<TicketCommand>(),
                                                      AddTicketComment{"c" + std::to_string(step)},
                                                      AssignTicket{story.technician.user},
                                                      StartTicketWork{},
                                                      PauseTicket{"p"},
                                                      ResumeTicket{},
                                                      ResolveTicket{"s"},
                                                      AcceptResolution{},
                                                      RejectResolution{"r"}};
            // A refusal is as good an outcome as any: the device then has nothing to send.
            (void)device.run(subject, commands[pick(static_cast<std::uint32_t>(commands.size()))], now);
            if (pick(4) == 0) device.sync(server, now, 1 + pick(7));
        }
        for (int round = 0; round < 2; ++round) {
            for (auto& device : devices) device->sync(server, at_minute(100 + round), 1 + pick(9));
        }
        for (std::uint8_t number = 30; number < 33; ++number) {
            const auto expected = fold(ticket(number), server.events_of(ticket(number)));
            REQUIRE(expected.ok());
            const auto& truth = expected->get<Ticket>();
            for (auto& device : devices) {
                CHECK(device->replica->outbox_size() == 0);
                const auto held = *device->replica->find<Ticket>(fixed_id(number));
                CHECK(held.state == truth.state);
                CHECK(held.history.size() == truth.history.size());
                CHECK(held.title == truth.title);
                CHECK(held.flags.size() == truth.flags.size());
                CHECK_FALSE(device->replica->verify_stream(shared_stream(story.clinic)).has_value());
            }
        }
    }
}
