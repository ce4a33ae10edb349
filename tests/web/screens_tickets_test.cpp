// The screens for tickets: list, detail, a new one, by role and name, on the real widgets and a real replica.
#include <doctest/doctest.h>

#include "tests/web/ticket_desk.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/ticket_list.hpp"

using namespace countersign;
using namespace countersign::test;
using Item = semantics::Role;

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
    desk.record({Ticket::subject_kind, paused.value}, desk.story.clinic, TicketCommand{StartTicketWork{}});
    desk.record({Ticket::subject_kind, paused.value}, desk.story.clinic, TicketCommand{PauseTicket{"a part is on its way"}});
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
    desk.record({Ticket::subject_kind, id.value}, desk.story.clinic, TicketCommand{ResolveTicket{"new scanner"}});
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
    CHECK(desk.says("reply by "));
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
    desk.record({Visit::subject_kind, visit_id.value}, desk.story.clinic, VisitCommand{desk.story.plan()});
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

TEST_CASE("an imported ticket shows every row of the other system, with its state, group and person") {
    MemoryServer server;
    Desk desk;
    desk.sign_in(desk.story.manager);
    desk.sync_with(server, desk.story.manager);
    const TicketId id{fixed_id(41)};
    const auto imported = [&](std::uint8_t number, const TicketEvent& event, Instant at) {
        const auto kind = describe(Body{event});
        REQUIRE(kind.has_value());
        return write_event({{fixed_id(number)},
                            shared_stream(desk.story.clinic),
                            {Ticket::subject_kind, id.value},
                            kind->type,
                            kind->version,
                            desk.story.manager.user,
                            {fixed_id(31)},
                            at,
                            kind->json})
            .bytes;
    };
    TicketOpened opened;
    opened.title = "Category 55 · Subcategory 170 · Symptom 72 and a title that is longer than any drawer is wide";
    opened.description = "Symptom 72\n\nReported by Caller 2403";
    opened.channel = Channel::import;
    opened.external_number = "INC0000045";
    TicketUpdateImported update;
    update.source = "servicenow-csv";
    update.line = 4;
    update.updated_at = at_minute(-600);
    update.state = TicketState::waiting;
    update.handled_by = "Group 56";
    update.fields = {
        {"incident_state", "Awaiting User Info"}, {"assignment_group", "Group 56"}, {"assigned_to", "Resolver 7"}, {"sys_updated_by", "?"}};
    SyncRequest request;
    request.events = {imported(50, opened, at_minute(-700)), imported(51, update, at_minute(-600))};
    for (const FateOfEvent& fate : server.handle(request, desk.story.manager, at_minute(91)).fates) CHECK(fate.fate == EventFate::accepted);
    desk.sync_with(server, desk.story.manager);

    desk.look_at(id);
    desk.check_screen();
    CHECK(desk.sees(Item::Heading, opened.title));
    CHECK(desk.says("Awaiting User Info • Group 56 • Resolver 7"));
    CHECK(desk.says("line 4 of servicenow-csv"));
    CHECK_FALSE(desk.says("?"));
}
