// The screens around tickets: list, detail, a new one, sign-in, log, sync and settings, by role and name, on the real widgets and a real
// replica.
#include <doctest/doctest.h>

#include "tests/support/memory_server.hpp"
#include "tests/web/portal_driver.hpp"
#include "web/screens/path_query.hpp"
#include "web/screens/ticket_list.hpp"

using namespace countersign;
using namespace countersign::test;
using Item = semantics::Role;

namespace {

const VisitId visit_id{fixed_id(40)};

/// A device of the technician on which the client and the agreement are known.
struct Desk : PortalDriver {
    explicit Desk(int width = 1440, int height = 900) : PortalDriver(at_minute(5), width, height) {
        sign_in(story.manager);
        for (const auto& [subject, command] : story.beginnings()) record(subject, story.clinic, command);
        sign_in(story.technician);
    }

    TicketId open(std::uint8_t number, const std::string& title, int impact = 2, int urgency = 2) {
        OpenTicket command;
        command.title = title;
        command.description = "since this morning";
        command.site = story.reception;
        command.impact = impact;
        command.urgency = urgency;
        const TicketId id{fixed_id(number)};
        record({Ticket::subject_kind, id.value}, story.clinic, command);
        return id;
    }
    const Ticket& ticket(const TicketId& id) { return *portal().find<Ticket>(id.value); }
    void look_at(const TicketId& id) { go("/tickets/" + id.value); }
    void pick(const std::string& name, int index, const std::string& inside) {
        const semantics::Node* node = find(Item::Combobox, name, inside);
        REQUIRE(node != nullptr);
        send({{"t", "value"}, {"id", node->id}, {"text", std::to_string(index)}});
    }
    void sync_with(MemoryServer& server, const Actor& actor) {
        const auto request = portal().replica().next_request(at_minute(90));
        REQUIRE(request.ok());
        REQUIRE(portal().replica().receive(server.handle(*request, actor, at_minute(90))).ok());
        show();
    }

    Story story;
};

}  // namespace

TEST_CASE("a path with a query leaves out what is empty and encodes the rest") {
    CHECK(screens::with_query("/tickets", {{"show", ""}, {"q", ""}}) == "/tickets");
    CHECK(screens::with_query("/tickets", {{"show", "late"}, {"q", "ł a&b"}}) == "/tickets?show=late&q=%C5%82%20a%26b");
    const auto match = screens::match_route(screens::with_query("/tickets", {{"q", "ł a&b=c"}}));
    CHECK(match.place.asked("q") == "ł a&b=c");
}

TEST_CASE("the list groups open tickets by what is due next, and each chip counts what it shows") {
    Desk desk;
    const TicketId critical = desk.open(41, "No internet", 3, 3);
    desk.open(42, "Slow mail");
    const TicketId paused = desk.open(43, "Plotter is off by a hand", 1, 1);
    desk.record({Ticket::subject_kind, paused.value}, desk.story.clinic, StartTicketWork{});
    desk.record({Ticket::subject_kind, paused.value}, desk.story.clinic, PauseTicket{"a part is on its way"});
    // The reply to the critical one was due after an hour.
    desk.wait(Minutes{61}.milliseconds());
    desk.send({{"t", "visible"}, {"visible", true}});

    screens::TicketList list;
    list.update(desk.portal(), {});
    REQUIRE(list.groups().size() == 3);
    CHECK(list.groups()[0].kind == screens::GroupKind::late);
    CHECK(list.groups()[1].first_row == 1);
    CHECK(list.groups()[2].kind == screens::GroupKind::paused);
    CHECK(list.row(desk.portal(), 0)->id == critical);
    CHECK(list.row(desk.portal(), 2)->id == paused);
    CHECK(list.row(desk.portal(), 3) == nullptr);
    CHECK(list.count(screens::Shown::late) == 1);
    CHECK(list.count(screens::Shown::open) == 3);
    CHECK(list.count(screens::Shown::waiting) == 1);
    CHECK(list.count(screens::Shown::closed) == 0);

    list.update(desk.portal(), {screens::Shown::late, {}, {}});
    CHECK(list.size() == 1);
    list.update(desk.portal(), {screens::Shown::open, "plotter", {}});
    CHECK(list.size() == 1);
    CHECK(list.count(screens::Shown::late) == 0);
}

TEST_CASE("what is searched and filtered stands in the path and comes back from it") {
    Desk desk;
    desk.open(41, "Zażółć gęślą jaźń");
    desk.open(42, "Slow mail");
    desk.go("/tickets");
    desk.check_screen();
    CHECK(desk.sees(Item::Link, "Number follows Slow mail"));
    CHECK(desk.sees(Item::Button, "2 all open"));

    desk.type("Search tickets", "gesla");
    CHECK(desk.portal().path() == "/tickets?q=gesla");
    CHECK_FALSE(desk.sees(Item::Link, "Number follows Slow mail"));
    CHECK(desk.sees(Item::Link, "Number follows Zażółć gęślą jaźń"));

    desk.press(Item::Button, "0 closed");
    CHECK(desk.portal().path() == "/tickets?show=closed&q=gesla");
    CHECK(desk.says("No ticket fits"));
    desk.press(Item::Button, "Show all open tickets");
    CHECK(desk.portal().path() == "/tickets");

    desk.go("/tickets?q=mail");
    CHECK(desk.value_of(Item::Textbox, "Search tickets") == "mail");
    CHECK(desk.sees(Item::Link, "Number follows Slow mail"));
    desk.press(Item::Link, "Number follows Slow mail");
    CHECK(desk.portal().path() == "/tickets/" + fixed_id(42) + "?q=mail");
    CHECK(desk.sees(Item::Heading, "Slow mail"));
    desk.press(Item::Link, "Close ticket");
    CHECK(desk.portal().path() == "/tickets?q=mail");
}

TEST_CASE("a ticket goes from opening to acceptance, by role and name") {
    int width = 1440;
    SUBCASE("on a desk") {}
    SUBCASE("on a phone") { width = 390; }
    Desk desk(width, 844);
    const TicketId id = desk.open(41, "Scanner does not answer", 2, 3);
    desk.look_at(id);
    desk.check_screen();
    CHECK(desk.says("Reply in"));

    desk.press(Item::Button, "Assign to me");
    CHECK(desk.ticket(id).technician == desk.story.technician.user);
    CHECK_FALSE(desk.sees(Item::Button, "Assign to me"));
    desk.press(Item::Button, "Start work");
    CHECK(desk.ticket(id).state == TicketState::in_progress);

    desk.press(Item::Button, "Pause");
    desk.check_screen();
    desk.press(Item::Button, "Pause ticket");
    CHECK(desk.ticket(id).state == TicketState::in_progress);
    CHECK(desk.says(desk.portal().tr("refusal.ticket.pause_reason_missing")));
    desk.type("What it waits for", "the supplier");
    desk.press(Item::Button, "Pause ticket");
    CHECK(desk.ticket(id).state == TicketState::waiting);
    CHECK(desk.says("the supplier"));
    desk.press(Item::Button, "Resume");
    CHECK(desk.ticket(id).state == TicketState::in_progress);

    desk.press(Item::Button, "Resolve");
    desk.type("What was done", "new cable");
    desk.press(Item::Button, "Propose solution");
    CHECK(desk.ticket(id).state == TicketState::resolved);
    CHECK_FALSE(desk.sees(Item::Button, "Accept solution"));

    desk.sign_in(desk.story.contact);
    desk.look_at(id);
    desk.check_screen();
    CHECK_FALSE(desk.sees(Item::Button, "Resolve"));
    desk.press(Item::Button, "Send back");
    desk.type("What is still wrong", "still silent");
    desk.press(Item::Button, "Send back", "Send the solution back?");
    CHECK(desk.ticket(id).state == TicketState::in_progress);

    desk.sign_in(desk.story.technician);
    desk.record({Ticket::subject_kind, id.value}, desk.story.clinic, ResolveTicket{"new scanner"});
    desk.sign_in(desk.story.contact);
    desk.look_at(id);
    desk.press(Item::Button, "Accept solution");
    CHECK(desk.ticket(id).state == TicketState::closed);
    CHECK(desk.says("Closed"));
}

TEST_CASE("the priority is changed with a reason, and a colleague takes over") {
    Desk desk;
    const TicketId id = desk.open(41, "Mail is slow", 1, 1);
    desk.look_at(id);
    desk.press(Item::Button, "Change priority");
    desk.check_screen();
    desk.pick("Who is affected", 2, "Change the priority?");
    desk.pick("How long it can wait", 2, "Change the priority?");
    CHECK(desk.says("Critical"));
    desk.press(Item::Button, "Change priority", "Change the priority?");
    CHECK(desk.says(desk.portal().tr("refusal.ticket.reclassify_reason_missing")));
    desk.type("Reason", "the whole company is down");
    desk.press(Item::Button, "Change priority", "Change the priority?");
    CHECK(desk.ticket(id).priority == Priority::critical);
    CHECK(desk.says("the whole company is down"));

    desk.press(Item::Button, "Assign to…");
    desk.press(Item::Button, "Assign", "Who takes this ticket?");
    CHECK(desk.ticket(id).technician.empty());
    desk.pick("Colleague", 1, "Who takes this ticket?");
    desk.press(Item::Button, "Assign", "Who takes this ticket?");
    CHECK_FALSE(desk.ticket(id).technician.empty());
}

TEST_CASE("comments go to the client, internal notes stay with the provider, and what is typed survives leaving") {
    Desk desk;
    const TicketId id = desk.open(41, "Mail is slow");
    desk.look_at(id);
    desk.type("Your comment", "we look at it");
    desk.go("/visits");
    desk.look_at(id);
    CHECK(desk.value_of(Item::Textbox, "Your comment") == "we look at it");
    desk.press(Item::Button, "Add comment");
    CHECK(desk.ticket(id).history.back().text == "we look at it");
    CHECK(desk.value_of(Item::Textbox, "Your comment").empty());

    desk.press(Item::Button, "Add comment");
    CHECK(desk.says(desk.portal().tr("refusal.ticket.comment_empty")));

    desk.press(Item::Radio, "Internal note");
    desk.type("Your internal note", "third time this month");
    desk.press(Item::Button, "Save note");
    CHECK(desk.ticket(id).history.back().type == "internal_note_added");
    CHECK(desk.says("Internal note, Łukasz Świerk"));
    CHECK(desk.says("The client never receives this."));

    desk.sign_in(desk.story.contact);
    desk.look_at(id);
    CHECK_FALSE(desk.sees(Item::Radio, "Internal note"));
}

TEST_CASE("a new ticket keeps every keystroke, names what is missing, and is opened as a phone call") {
    Desk desk;
    desk.go("/tickets/new");
    desk.check_screen();
    desk.press(Item::Button, "Open ticket");
    CHECK(desk.portal().path() == "/tickets/new");
    CHECK(desk.says(desk.portal().tr("refusal.ticket.title_missing")));
    CHECK(desk.says("Choose who is affected"));

    desk.type("Subject", "Printer prints nothing");
    desk.choose("Several people", "Who is affected");
    desk.choose("It hinders the work", "How long it can wait");
    CHECK(desk.says("reply within 8"));
    desk.go("/visits");
    desk.go("/tickets/new");
    CHECK(desk.value_of(Item::Textbox, "Subject") == "Printer prints nothing");
    desk.type("Reported by", "Pani Halina");
    desk.press(Item::Button, "Open ticket");

    REQUIRE(desk.portal().path().rfind("/tickets/01", 0) == 0);
    const Ticket& made = desk.ticket({desk.portal().path().substr(9)});
    CHECK(made.title == "Printer prints nothing");
    CHECK(made.channel == Channel::phone);
    CHECK(made.reporter_name == "Pani Halina");
    CHECK(made.site == desk.story.reception);
    CHECK(made.priority == priority_of(2, 2));
    CHECK(desk.says("Reported by Pani Halina"));
    desk.go("/tickets/new");
    CHECK(desk.value_of(Item::Textbox, "Subject").empty());
}

TEST_CASE("a ticket found on a visit belongs to it and leads back") {
    Desk desk;
    desk.record({Visit::subject_kind, visit_id.value}, desk.story.clinic, desk.story.plan());
    desk.go("/tickets/new?visit=" + visit_id.value);
    desk.check_screen();
    desk.type("Subject", "Disk is nearly full");
    desk.choose("One person", "Who is affected");
    desk.choose("It can wait", "How long it can wait");
    desk.press(Item::Button, "Open ticket");
    CHECK(desk.portal().path() == "/visits/" + visit_id.value);
    const auto rows = tickets_of_visit(desk.portal().replica().database(), visit_id);
    REQUIRE(rows.size() == 1);
    CHECK(desk.ticket(rows[0].id).channel == Channel::visit);
    CHECK(desk.ticket(rows[0].id).site == desk.story.reception);
}

TEST_CASE("the first screen shows each side what waits for it") {
    Desk desk;
    desk.open(41, "Mail is slow");
    desk.record({Visit::subject_kind, visit_id.value}, desk.story.clinic, desk.story.plan());
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

    desk.portal().replica().database().execute("UPDATE event SET bytes = replace(bytes, 'Mail', 'Mial') WHERE bytes LIKE '%Mail is slow%'");
    desk.press(Item::Button, "Verify the chain");
    CHECK(desk.says("The chain is broken at event"));
}

TEST_CASE("what the server refused waits with its reason, and is given up only after a question") {
    MemoryServer server;
    Desk desk;
    desk.sign_in(desk.story.manager);
    const TicketId id = desk.open(41, "Mail is slow");
    desk.sync_with(server, desk.story.manager);
    desk.record({Ticket::subject_kind, id.value}, desk.story.clinic, StartTicketWork{});
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
    REQUIRE(desk.portal().replica().receive(answer).ok());
    desk.show();
    desk.check_screen();
    CHECK(desk.says(desk.portal().tr("refusal.ticket.closed")));
    CHECK(desk.portal().replica().outbox_size() == 0);

    desk.press(Item::Button, "Try again");
    CHECK(desk.portal().replica().outbox_size() == 1);
    REQUIRE(desk.portal().replica().receive(answer).ok());
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
