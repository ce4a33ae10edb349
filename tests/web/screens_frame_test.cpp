// The screens around the work: the first screen, sign-in, log, sync, settings, and what stands where nothing is.
#include <doctest/doctest.h>

#include "tests/web/ticket_desk.hpp"

using namespace countersign;
using namespace countersign::test;
using Item = semantics::Role;

TEST_CASE("the first screen shows each side what waits for it") {
    Desk desk;
    desk.open(41, "Mail is slow");
    desk.record({Visit::subject_kind, visit_id.value}, desk.story.clinic, VisitCommand{desk.story.plan()});
    desk.go("/");
    desk.check_screen();
    CHECK(desk.sees(Item::Heading, "Today"));
    CHECK(desk.sees(Item::Link, "Mail is slow", "Next due"));
    CHECK(desk.sees(Item::Link, "Maintenance visit", "Visits today"));

    desk.sign_in(desk.story.contact);
    desk.go("/");
    desk.check_screen();
    CHECK(desk.sees(Item::Heading, "Good day, Halina Dębska"));
    CHECK(desk.says("Nothing waits for your signature"));
    CHECK(desk.sees(Item::Link, "Mail is slow", "Open tickets"));
    CHECK(desk.sees(Item::Link, "Maintenance visit", "Next visits"));
}

TEST_CASE("what changed tells the client what people did, however much the server noted after it") {
    MemoryServer server;
    Desk desk;
    const Subject ticket{Ticket::subject_kind, desk.open(41, "Mail is slow").value};
    desk.sync_with(server, desk.story.technician);
    const StreamId shared = shared_stream(desk.story.clinic);
    for (int i = 0; i < 60; ++i) {
        const TicketWarningTold told{Measure::resolution, 50, at_minute(60), at_minute(i)};
        server.write_as_server(ticket, shared, TicketEvent{told}, at_minute(80));
    }
    desk.sync_with(server, desk.story.technician);
    desk.sign_in(desk.story.contact);
    desk.go("/");
    CHECK(desk.sees(Item::Link, "Ticket opened", "What changed"));
    CHECK_FALSE(desk.says("Warned that time runs out"));
}

TEST_CASE("the log counts, names and verifies its chain, and names the first place where it is broken") {
    MemoryServer server;
    Desk desk;
    desk.sign_in(desk.story.manager);
    desk.open(41, "Mail is slow");
    desk.sync_with(server, desk.story.manager);
    desk.go("/log");
    desk.check_screen();
    const auto streams = desk.portal().replica().streams();
    REQUIRE_FALSE(streams.empty());
    CHECK(desk.says(to_hex(streams.front().chain)));
    CHECK(desk.says("Ticket opened"));
    desk.press(Item::Button, "Verify the chain");
    CHECK(desk.says("The chain holds"));

    desk.portal().replica().database().execute("UPDATE event SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Mail', 'Mial') AS BLOB)");
    desk.press(Item::Button, "Verify the chain");
    CHECK(desk.says("The chain is broken at event"));
}

TEST_CASE("what the server refused waits with its reason, and is given up only after a question") {
    MemoryServer server;
    Desk desk;
    desk.sign_in(desk.story.manager);
    const TicketId id = desk.open(41, "Mail is slow");
    desk.sync_with(server, desk.story.manager);
    desk.record({Ticket::subject_kind, id.value}, desk.story.clinic, TicketCommand{StartTicketWork{}});
    desk.go("/sync");
    desk.check_screen();
    CHECK(desk.says("There is no connection"));
    CHECK(desk.says("Work started"));

    SyncAnswer answer;
    const auto request = desk.portal().replica().next_request(at_minute(95));
    REQUIRE(request.ok());
    REQUIRE(request->events.size() == 1);
    const auto refused = read_event(request->events[0]);
    REQUIRE(refused.ok());
    answer.fates.push_back({refused->envelope.id, EventFate::refused, {}, Refusal{"refusal.ticket.closed", {}}});
    REQUIRE(desk.portal().replica().receive(answer, request->cursors).ok());
    desk.show();
    desk.check_screen();
    CHECK(desk.says(desk.portal().tr("refusal.ticket.closed")));
    CHECK(desk.portal().replica().outbox_size() == 0);

    desk.press(Item::Button, "Try again");
    CHECK(desk.portal().replica().outbox_size() == 1);
    REQUIRE(desk.portal().replica().receive(answer, request->cursors).ok());
    desk.show();
    desk.press(Item::Button, "Give it up");
    CHECK(desk.portal().replica().attention().size() == 1);
    desk.press(Item::Button, "Keep it");
    CHECK(desk.portal().replica().attention().size() == 1);
    desk.press(Item::Button, "Give it up");
    desk.press(Item::Button, "Delete the entry");
    CHECK(desk.portal().replica().attention().empty());
}

TEST_CASE("signing out says what would be lost before it empties the device") {
    Desk desk;
    desk.open(41, "Mail is slow");
    desk.go("/settings");
    desk.check_screen();
    desk.press(Item::Button, "Sign out");
    CHECK(desk.says("cannot be brought back"));
    desk.press(Item::Button, "Stay signed in");
    CHECK(desk.portal().signed_in());
    desk.press(Item::Button, "Sign out");
    desk.press(Item::Button, "Sign out and lose them");
    CHECK_FALSE(desk.portal().signed_in());
    CHECK(desk.portal().path() == "/sign-in");
    desk.check_screen();
    CHECK(desk.sees(Item::Button, "Sign in"));
    CHECK(desk.says("The first sign-in needs the network"));
}

TEST_CASE("signing in asks for both fields and says so") {
    PortalDriver device(at_minute(5));
    device.go("/sign-in");
    device.check_screen();
    device.type("User name", "lukasz");
    device.press(Item::Button, "Sign in");
    CHECK(device.says("Enter the user name and the password."));
    CHECK(device.find(Item::Textbox, "User name")->input->autocomplete == "username");
    CHECK(device.find(Item::Textbox, "Password")->input->autocomplete == "current-password");
}

TEST_CASE("a place that does not exist leads back") {
    Desk desk;
    desk.go("/nowhere");
    desk.check_screen();
    desk.press(Item::Link, "To the first page");
    CHECK(desk.portal().path() == "/");
    desk.go("/tickets/" + fixed_id(77));
    CHECK(desk.says(desk.portal().tr("work.not_here_title")));
}
