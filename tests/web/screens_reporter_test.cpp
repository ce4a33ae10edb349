// What a reporter finds: the client they were introduced to, a new ticket, and the times that the server adds to it.
#include <doctest/doctest.h>

#include "tests/web/ticket_desk.hpp"

using namespace countersign;
using namespace countersign::test;
using Item = semantics::Role;

namespace {

/// An empty device of the reporter, and the server that has introduced the client to them.
struct ReportersDevice : PortalDriver {
    explicit ReportersDevice(int width = 1440, int height = 900) : PortalDriver(at_minute(5), width, height) {
        sign_in(story.reporter);
        own = stream_id({StreamKind::reporter, story.clinic, story.reporter.user});
        OrganisationIntroduced introduction;
        introduction.name = "Przychodnia Łąkowa";
        introduction.time_zone = "Europe/Warsaw";
        introduction.provider_name = "Kwarcyt IT";
        introduction.sites = {{story.reception, "Rejestracja"}, {SiteId{fixed_id(6)}, "Gabinety"}};
        server.write_as_server(story.organisation_subject(), own, OrganisationEvent{introduction}, at_minute(1));
    }
    void sync() {
        const auto request = portal().replica().next_request(at_minute(6));
        REQUIRE(request.ok());
        REQUIRE(portal().replica().receive(server.handle(*request, story.reporter, at_minute(6)), request->cursors).ok());
        show();
    }
    void pick(const std::string& name, int index) {
        const semantics::Node* node = find(Item::Combobox, name);
        REQUIRE(node != nullptr);
        send({{"t", "value"}, {"id", node->id}, {"text", std::to_string(index)}});
    }

    Story story;
    MemoryServer server;
    StreamId own;
};

}  // namespace

TEST_CASE("a reporter opens a ticket on a device that knows the client only from its introduction") {
    int width = 1440;
    SUBCASE("on a desk") {}
    SUBCASE("on a phone") { width = 390; }
    ReportersDevice device(width, 844);
    device.go("/tickets/new");
    CHECK(device.says("There is no client on this device yet"));
    device.sync();
    CHECK_FALSE(device.says("There is no client on this device yet"));
    device.check_screen();

    device.type("Subject", "Keyboard drowned in coffee");
    device.choose("One person", "Who is affected");
    device.choose("It hinders the work", "How long it can wait");
    device.pick("Site", 1);
    device.press(Item::Button, "Open ticket");
    REQUIRE(device.portal().path().rfind("/tickets/01", 0) == 0);
    const std::string id = device.portal().path().substr(9);
    CHECK(device.portal().find<Ticket>(id)->stream == device.own);
    CHECK(device.portal().find<Ticket>(id)->channel == Channel::portal);
    CHECK(device.sees(Item::Heading, "Keyboard drowned in coffee"));
    CHECK(device.says("Gabinety"));
    CHECK(device.says("Przychodnia Łąkowa"));
    CHECK(device.says("Reported by Ewa Lis"));
    CHECK_FALSE(device.says("Reply in"));
    device.check_screen();

    device.sync();
    Promise promise{device.story.agreement, at_minute(485), at_minute(965)};
    device.server.write_as_server({Ticket::subject_kind, id}, device.own, TicketEvent{TicketPromised{promise}}, at_minute(6));
    device.sync();
    CHECK(device.says("Reply in"));
    CHECK(device.says("Times promised by the agreement"));
    CHECK(device.says("CS-1001"));
    device.check_screen();

    device.type("Your comment", "it is the one by the window");
    device.press(Item::Button, "Add comment");
    CHECK(device.portal().find<Ticket>(id)->history.back().text == "it is the one by the window");
    for (const char* path : {"/", "/tickets", "/log", "/sync", "/settings"}) {
        CAPTURE(path);
        device.go(path);
        device.check_screen();
    }
}

TEST_CASE("a promise that is not the agreement's is marked in the ticket's history") {
    Desk desk;
    const TicketId id = desk.open(41, "Scanner");
    desk.look_at(id);
    CHECK_FALSE(desk.says("not those that agreement"));
    MemoryServer server;
    // The device opened it by an agreement that the server holds no longer as the one in force.
    desk.sign_in(desk.story.manager);
    desk.record(desk.story.agreement_subject(), desk.story.clinic,
                AgreementCommand{EndAgreement{at_minute(0), "replaced", EndGround::non_performance}});
    // Each person sends what they made: the manager first, so that the end is known when the ticket arrives.
    const auto made = desk.portal().replica().next_request(at_minute(90));
    REQUIRE(made.ok());
    const auto send_as = [&](const Actor& actor) {
        SyncRequest request;
        request.device = made->device;
        for (const std::string& event : made->events) {
            if (read_event(event)->envelope.actor == actor.user) request.events.push_back(event);
        }
        return server.handle(request, actor, at_minute(90)).fates;
    };
    for (const FateOfEvent& fate : send_as(desk.story.manager)) CHECK(fate.fate == EventFate::accepted);
    CHECK(send_as(desk.story.technician).at(0).fate == EventFate::flagged);
    desk.sync_with(server, desk.story.technician);
    desk.sign_in(desk.story.technician);
    desk.look_at(id);
    CHECK(desk.says("No agreement was in force when this was recorded"));
}
