// Warnings that are told, once for each due time: requirements.md T5, rules.md 18.
#include "core/domain/ticket_warnings.hpp"

#include "core/domain/ticket.hpp"
#include "core/domain/ticket_moves.hpp"
#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

/// Priority high: first response in 4 h, solution in 8 h, all of real time; answered after 10 minutes.
struct Desk {
    Desk() {
        OpenTicket command;
        command.title = "Drukarka";
        command.urgency = 3;
        run(world.story.contact, command, 0);
        run(world.story.technician, AddTicketComment{"Już patrzę"}, 10);
    }
    void run(const Actor& actor, const TicketCommand& command, std::int64_t minute) {
        REQUIRE(log.run(actor, command, at_minute(minute)).ok());
    }
    Ticket state() const { return log.as<Ticket>(); }
    const AgreementClock& clock() const { return *world.agreement.versions[0].clock; }
    /// What the server writes when it looks, as it does at a sync.
    std::string look(std::int64_t minute) {
        std::string told;
        for (const TicketWarningTold& one : warnings_to_tell(state(), clock(), at_minute(minute))) {
            REQUIRE(admit_warning(state(), one));
            log.add(server, TicketEvent{one}, at_minute(minute));
            told += std::to_string(one.percent) + "% of " + std::to_string((one.due - morning).count / 60'000) + " to " +
                    std::string(role_name(one.to)) + "; ";
        }
        return told;
    }

    World world;
    Log log = world.log(Ticket::subject_kind, 30);
    Actor server{{"server"}, Role::server, "server", {}};
};

}  // namespace

TEST_CASE("T5: each step is told once, to whom the ladder names, and stands in the log") {
    Desk desk;
    CHECK(next_look_at(desk.state(), desk.clock(), at_minute(20)) == at_minute(240));
    CHECK(desk.look(239) == "");
    CHECK(desk.look(241) == "50% of 480 to technician; ");
    CHECK(desk.look(242) == "");
    CHECK(next_look_at(desk.state(), desk.clock(), at_minute(242)) == at_minute(384));
    CHECK(desk.look(600) == "80% of 480 to technician; 100% of 480 to account_manager; ");
    CHECK(desk.look(601) == "");
    const Ticket told = desk.state();
    CHECK(told.warnings.size() == 3);
    CHECK(told.history.back().type == TicketWarningTold::type);
    CHECK(told.changed_at == at_minute(10));  // nothing about the ticket changed
    const Admission again = admit_warning(told, told.warnings.back());
    REQUIRE_FALSE(again.ok());
    CHECK(again.error().key == "refusal.ticket.warning_told");
}

TEST_CASE("rule 18: a pause cancels a warning, and only a share that is reached anew is told for the new due time") {
    Desk desk;
    desk.run(desk.world.story.technician, PauseTicket{"Czekamy na klienta"}, 200);
    CHECK(desk.look(300) == "");
    CHECK_FALSE(next_look_at(desk.state(), desk.clock(), at_minute(300)).has_value());
    desk.run(desk.world.story.technician, ResumeTicket{}, 320);
    CHECK(desk.look(359) == "");
    CHECK(desk.look(360) == "50% of 600 to technician; ");
    // The half was used before this pause: its due time moved, and nothing has to be told again.
    desk.run(desk.world.story.technician, PauseTicket{"Czekamy na klienta"}, 400);
    desk.run(desk.world.story.technician, ResumeTicket{}, 460);
    CHECK(desk.look(461) == "");
    CHECK(desk.look(564) == "80% of 660 to technician; ");
}

TEST_CASE("told again when a pause that was made offline arrives late and moves the due time") {
    Desk desk;
    CHECK(desk.look(241) == "50% of 480 to technician; ");
    desk.run(desk.world.story.technician, PauseTicket{"Czekamy na klienta"}, 180);
    desk.run(desk.world.story.technician, ResumeTicket{}, 300);
    CHECK(desk.look(301) == "");
    CHECK(desk.look(360) == "50% of 600 to technician; ");
}

TEST_CASE("another priority arms the steps again") {
    Desk desk;
    CHECK(desk.look(241) == "50% of 480 to technician; ");
    desk.run(desk.world.story.technician, ReclassifyTicket{1, 1, "Jest druga drukarka"}, 250);  // low: 24 h
    CHECK(desk.look(251) == "");
    CHECK(desk.look(720) == "50% of 1440 to technician; ");
}

TEST_CASE("nothing is told of tickets that are solved or closed, or promised nothing any more") {
    Desk solved;
    solved.run(solved.world.story.technician, ResolveTicket{"Nowy toner"}, 100);
    CHECK(solved.look(1'000) == "");
    CHECK_FALSE(next_look_at(solved.state(), solved.clock(), at_minute(1'000)).has_value());
    const Admission late = admit_warning(solved.state(), {Measure::resolution, 50, at_minute(480), at_minute(240)});
    CHECK_FALSE(late.ok());
    Desk moved;
    moved.run(moved.world.story.technician, MoveTicket{ServiceMode::occasional, "Własna drukarka"}, 100);
    CHECK(moved.look(1'000) == "");
    CHECK_FALSE(next_look_at(moved.state(), moved.clock(), at_minute(1'000)).has_value());
}

TEST_CASE("an exclusion whose end is known is looked at again when it ends") {
    Desk desk;
    desk.run(desk.world.story.technician, ClaimExclusion{"access", at_minute(100), at_minute(400), "locked"}, 110);
    CHECK(next_look_at(desk.state(), desk.clock(), at_minute(200)) == at_minute(400));
    CHECK(next_look_at(desk.state(), desk.clock(), at_minute(400)) == at_minute(540));
}
