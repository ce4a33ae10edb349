// The log as it stood at a moment (requirements.md R1, N10).
#include "core/projection/log_as_of.hpp"

#include "core/domain/ticket.hpp"
#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Desk {
    Desk() {
        OpenTicket printer;
        printer.title = "Drukarka";
        REQUIRE(log.run(world.story.contact, TicketCommand{printer}, morning).ok());
        log.add(server, TicketEvent{TicketNumberGiven{1001}}, at_minute(5));
    }
    Ticket as_of(Instant at) const {
        const auto state = fold({Ticket::subject_kind, fixed_id(30)}, log_as_of(log.events, at));
        REQUIRE(state.ok());
        return state->get<Ticket>();
    }
    World world;
    Actor server{{"server"}, Role::server, "server", {}};
    Log log = world.log(Ticket::subject_kind, 30);
};

}  // namespace

TEST_CASE("what happened later is not in the log as of a moment, what only arrived later is") {
    Desk desk;
    desk.log.add(desk.world.story.technician, TicketEvent{TicketCommentAdded{"made in the cellar", true}}, {at_minute(60), at_minute(600)});
    desk.log.add(desk.world.story.technician, TicketEvent{TicketResolved{"toner"}}, {at_minute(120), at_minute(120)});
    CHECK(desk.as_of(at_minute(119)).state == TicketState::fresh);
    CHECK(desk.as_of(at_minute(119)).first_response_at == at_minute(60));
    CHECK(desk.as_of(at_minute(59)).history.size() == 2);
    CHECK(desk.as_of(at_minute(120)).state == TicketState::resolved);
    CHECK(desk.as_of(at_minute(10'000)).history.size() == desk.log.events.size());
}

TEST_CASE("what the server writes about an event goes with it") {
    Desk desk;
    desk.log.add(desk.world.story.contact, TicketEvent{TicketCommentAdded{"answered", true}}, {at_minute(1), at_minute(90)});
    desk.log.add(desk.server, FactFlagged{{desk.log.events.back().envelope.id, {"refusal.ticket.comment_side"}}}, at_minute(90));
    CHECK(desk.as_of(at_minute(2)).number == 1001);
    CHECK(desk.as_of(at_minute(2)).flags.size() == 1);
    CHECK_FALSE(desk.as_of(at_minute(2)).first_response_at.has_value());
    CHECK(log_as_of(desk.log.events, at_minute(-1)).empty());
}

TEST_CASE("what was agreed is taken as it stands, because versions have dates of their own") {
    const World world;
    Log terms(world.story, Agreement::subject_kind, 5);
    for (const auto& [subject, command] : world.story.beginnings()) {
        if (subject.kind == Agreement::subject_kind) REQUIRE(terms.run(world.story.manager, command, morning).ok());
    }
    CHECK(log_as_of(terms.events, at_minute(-60 * 24 * 365)).size() == terms.events.size());
}

TEST_CASE("a promise goes with the change that it belongs to") {
    Desk desk;
    const Promise other{{fixed_id(77)}};
    const TicketReclassified changed{3, 3, Priority::critical, other, "x"};
    desk.log.add(desk.world.story.technician, TicketEvent{changed}, at_minute(60));
    desk.log.add(desk.server, TicketEvent{TicketPromised{other}}, at_minute(60));
    desk.log.add(desk.server, FactFlagged{{desk.log.events[2].envelope.id, {"refusal.ticket.promise_differs"}}}, at_minute(60));
    CHECK(desk.as_of(at_minute(60)).promise == other);
    CHECK(desk.as_of(at_minute(59)).promise != other);
    CHECK(desk.as_of(at_minute(59)).flags.empty());
}
