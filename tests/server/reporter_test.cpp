// A reporter's way through the server: introduced to the client, reports on a device without an agreement, and sees what was promised.
#include <algorithm>

#include <doctest/doctest.h>

#include "core/domain/organisation.hpp"
#include "core/storage/queries.hpp"
#include "core/storage/replica.hpp"
#include "scene.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

struct Reporting : Scene {
    Reporting() {
        AgreementVersionDrafted draft;
        draft.takes_effect = now - Minutes{60}.milliseconds();
        draft.terms = countersign::test::Story::terms();
        agreement = {ids.next()};
        const Subject subject{Agreement::subject_kind, agreement.value};
        REQUIRE(send(admin, event(admin, subject, AgreementEvent{draft})).fate == EventFate::accepted);
        for (const AgreementEvent& signature : countersign::test::Story::paper_signatures(draft)) {
            REQUIRE(send(admin, event(admin, subject, signature)).fate == EventFate::accepted);
        }
        own = stream_id({StreamKind::reporter, organisation, reporter.user});
    }
    std::unique_ptr<Replica> device_of(const Actor& actor) {
        auto opened = Database::open(":memory:");
        REQUIRE(opened.ok());
        auto replica = Replica::open(std::move(*opened));
        REQUIRE(replica.ok());
        REQUIRE((*replica)->set_identity({actor, "login", {ids.next()}}).ok());
        return std::move(*replica);
    }
    void sync_device(Replica& device) {
        const auto request = device.next_request(now);
        REQUIRE(request.ok());
        auto answer = service.handle(*request, device.identity()->actor, now);
        REQUIRE(answer.ok());
        REQUIRE(device.receive(*answer, request->cursors).ok());
    }
    TicketOpened report() const {
        TicketOpened opened;
        opened.title = "Keyboard";
        opened.impact = 2;
        opened.urgency = 3;
        opened.priority = Priority::high;
        return opened;
    }
    FateOfEvent send_report(const TicketOpened& opened) {
        return send(reporter, event(reporter, new_subject("ticket"), TicketEvent{opened}, StreamKind::reporter));
    }

    AgreementId agreement;
    StreamId own;
};

}  // namespace

TEST_CASE("a reporter opens a ticket on an empty device, and both sides see what was promised") {
    Reporting scene;
    const auto reporters = scene.device_of(scene.reporter);
    const auto technicians = scene.device_of(scene.technician);
    scene.sync_device(*reporters);
    const auto clients = organisations(reporters->database());
    REQUIRE(clients.size() == 1);
    CHECK(clients[0].name == "Drukarnia Jaskółka");
    const auto client = reporters->find<Organisation>(scene.organisation.value);
    CHECK(client->site(scene.site)->name == "Biuro");
    CHECK(client->contacts.empty());
    CHECK(client->staff.empty());

    const std::string id = scene.ids.next();
    OpenTicket command;
    command.title = "Keyboard";
    command.site = scene.site;
    command.impact = 2;
    command.urgency = 3;
    const Instant opened_at = scene.now;
    REQUIRE(reporters->execute({Ticket::subject_kind, id}, scene.organisation, TicketCommand{command}, opened_at, scene.ids).ok());
    CHECK_FALSE(reporters->find<Ticket>(id)->next_due().has_value());
    scene.now = scene.now + Minutes{90}.milliseconds();
    scene.sync_device(*reporters);
    scene.sync_device(*technicians);
    CHECK(reporters->attention().empty());
    for (Replica* device : {reporters.get(), technicians.get()}) {
        const auto ticket = device->find<Ticket>(id);
        CHECK(ticket->number == 1'001);
        CHECK(ticket->promise.agreement == scene.agreement);
        CHECK(ticket->promise.response_due == opened_at + Minutes{240}.milliseconds());
        CHECK(ticket->promise.resolution_due == opened_at + Minutes{480}.milliseconds());
        CHECK(ticket->reporter_name == "Tomasz");
        CHECK(ticket->changed_at == opened_at);
        CHECK(ticket->flags.empty());
        const auto keys = find_tickets(device->database(), {});
        REQUIRE(keys.size() == 1);
        CHECK(keys[0].due_at == opened_at + Minutes{240}.milliseconds());
    }
    CHECK(technicians->find<Organisation>(scene.organisation.value)->staff.size() == 1);
    CHECK(scene.types(scene.own) ==
          std::vector<std::string>{"organisation_introduced", "ticket_opened", "ticket_number_given", "ticket_promised"});
    CHECK_FALSE(reporters->verify_stream(scene.own).has_value());
}

TEST_CASE("a client is introduced once, and again only when what a reporter may know has changed") {
    Reporting scene;
    scene.sync(scene.reporter, {});
    scene.sync(scene.reporter, {});
    CHECK(scene.types(scene.own) == std::vector<std::string>{"organisation_introduced"});
    const Subject client{Organisation::subject_kind, scene.organisation.value};
    Contact contact;
    contact.user = {scene.ids.next()};
    contact.name = "Roman";
    scene.send(scene.admin, scene.event(scene.admin, client, OrganisationEvent{ContactNamed{contact}}));
    scene.sync(scene.reporter, {});
    CHECK(scene.types(scene.own).size() == 1);
    scene.send(scene.admin, scene.event(scene.admin, client, OrganisationEvent{SiteAdded{{{scene.ids.next()}, "Magazyn", ""}}}));
    scene.sync(scene.reporter, {});
    CHECK(scene.types(scene.own) == std::vector<std::string>{"organisation_introduced", "organisation_introduced"});
    const auto device = scene.device_of(scene.reporter);
    scene.sync_device(*device);
    CHECK(device->find<Organisation>(scene.organisation.value)->sites.size() == 2);
}

TEST_CASE("nobody is introduced to a client that is not theirs, or that nobody registered") {
    Reporting scene;
    const Actor elsewhere{{scene.ids.next()}, Role::reporter, "Elsewhere", {{scene.ids.next()}}};
    CHECK(scene.sync(elsewhere, {}).streams.empty());
    scene.sync(scene.contact, {});
    scene.sync(scene.technician, {});
    CHECK(scene.types(scene.own).empty());
}

TEST_CASE("the promise is that of the agreement in force when the ticket was opened, however late it arrives") {
    Reporting scene;
    const std::string opened = scene.event(scene.reporter, scene.new_subject("ticket"), TicketEvent{scene.report()}, StreamKind::reporter);
    const AgreementEvent ended{AgreementEnded{scene.now + Minutes{1}.milliseconds(), "a new one", EndGround::non_performance}};
    REQUIRE(scene.send(scene.admin, scene.event(scene.admin, {Agreement::subject_kind, scene.agreement.value}, ended)).fate ==
            EventFate::accepted);
    scene.now = scene.now + Minutes{60}.milliseconds();
    CHECK(scene.send(scene.reporter, opened).fate == EventFate::accepted);
    CHECK(scene.types(scene.own).back() == "ticket_promised");
    // Now nothing is in force any more.
    CHECK(scene.send_report(scene.report()).fate == EventFate::accepted);
    CHECK(scene.types(scene.own).back() == "ticket_number_given");
}

TEST_CASE("a device whose clock runs ahead does not choose the agreement that will be in force then") {
    Reporting scene;
    const AgreementEvent ended{AgreementEnded{scene.now + Minutes{60}.milliseconds(), "a new one", EndGround::non_performance}};
    REQUIRE(scene.send(scene.admin, scene.event(scene.admin, {Agreement::subject_kind, scene.agreement.value}, ended)).fate ==
            EventFate::accepted);
    const Instant truly = scene.now;
    scene.now = truly + Minutes{120}.milliseconds();
    const std::string opened = scene.event(scene.reporter, scene.new_subject("ticket"), TicketEvent{scene.report()}, StreamKind::reporter);
    scene.now = truly;
    const FateOfEvent fate = scene.send(scene.reporter, opened);
    CHECK(fate.fate == EventFate::flagged);
    CHECK(fate.reason.key == "refusal.time.ahead");
    const auto types = scene.types(scene.own);
    CHECK(std::find(types.begin(), types.end(), "ticket_promised") != types.end());
}

TEST_CASE("a promise that a device made up is kept and flagged, and the ticket is judged by what was agreed") {
    Reporting scene;
    TicketOpened opened = scene.report();
    opened.priority = Priority::critical;
    opened.promise = {scene.agreement, Instant{5}, std::nullopt};
    const FateOfEvent fate = scene.send_report(opened);
    CHECK(fate.fate == EventFate::flagged);
    CHECK(fate.reason.key == "refusal.ticket.priority_does_not_follow");
    CHECK(scene.types(scene.own) == std::vector<std::string>{"organisation_introduced", "ticket_opened", "ticket_number_given",
                                                             "ticket_promised", "fact_flagged", "fact_flagged"});
    Ticket ticket;
    REQUIRE(scene.events
                .write([&](EventWriter& writer) {
                    const auto subjects = writer.subjects_in(scene.own, Ticket::subject_kind);
                    ticket = Intake(writer, scene.ids).state_of(subjects.front()).get<Ticket>();
                })
                .ok());
    CHECK(ticket.priority == Priority::high);
    CHECK(ticket.promise.response_due == scene.now + Minutes{240}.milliseconds());
}
