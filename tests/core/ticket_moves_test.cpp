// A ticket moves to another mode or agreement: requirements.md T3, A6; rules.md 10, 11.
#include "core/domain/ticket_moves.hpp"

#include "core/domain/ticket.hpp"
#include "core/projection/organisation_book.hpp"
#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

/// Priority high: first response in 4 h, solution in 8 h, all of real time.
struct Desk {
    Desk() {
        log.organisation = &world.organisation;
        move_to(sla);
        REQUIRE(run(world.story.contact, opening(), 0) == "");
    }
    static TicketCommand opening() {
        OpenTicket command;
        command.title = "Drukarka";
        command.urgency = 3;
        return command;
    }
    static Agreement other(ServiceMode mode, std::uint8_t id, std::int64_t minutes) {
        AgreementTerms terms = Story::terms();
        terms.mode = mode;
        terms.levels.by_priority[2].resolution = Target::real({minutes});
        return Story::agreement_on(terms, {fixed_id(id)});
    }
    void move_to(const Agreement& agreement) { log.agreement = &agreement; }
    std::string run(const Actor& actor, const TicketCommand& command, std::int64_t minute) {
        return refusal(log.run(actor, command, at_minute(minute)));
    }
    Ticket state() const { return log.as<Ticket>(); }
    PromiseClock resolution(const Agreement& by, std::int64_t minute) const {
        const TicketClocks clocks = ticket_clocks(*by.versions[0].clock, state().course, at_minute(minute));
        REQUIRE(clocks.find(Measure::resolution) != nullptr);
        return *clocks.find(Measure::resolution);
    }

    World world;
    Log log{world.story, Ticket::subject_kind, 30};
    Agreement sla = other(ServiceMode::sla, 5, 480), packages = other(ServiceMode::prepaid, 6, 480),
              strict = other(ServiceMode::sla, 7, 120);
};

}  // namespace

TEST_CASE("rule 11: moving to occasional help ends the clocks with the reason, and erases nothing") {
    Desk desk;
    const Story& story = desk.world.story;
    CHECK(desk.run(story.contact, MoveTicket{ServiceMode::occasional, "Własna drukarka"}, 100) == "refusal.not_permitted");
    CHECK(desk.run(story.technician, MoveTicket{ServiceMode::occasional, " "}, 100) == "refusal.ticket.mode_reason_missing");
    CHECK(desk.run(story.technician, MoveTicket{ServiceMode::sla, "x"}, 100) == "refusal.ticket.mode_unchanged");
    REQUIRE(desk.run(story.technician, MoveTicket{ServiceMode::occasional, "Własna drukarka"}, 100) == "");
    CHECK(desk.run(story.technician, MoveTicket{ServiceMode::occasional, "x"}, 101) == "refusal.ticket.mode_unchanged");
    const PromiseClock ended = desk.resolution(desk.sla, 1'000);
    CHECK_FALSE(ended.breached);
    CHECK_FALSE(ended.open());
    CHECK(ended.ended_at == at_minute(100));
    CHECK(ended.ended_because == "Własna drukarka");
    CHECK(ended.reading.state == ClockState::none);
    CHECK_FALSE(desk.state().next_due().has_value());
    CHECK(desk.state().promise.agreement == desk.sla.id);  // by which the record of before is judged
    CHECK(desk.state().history.back().text == "Własna drukarka");
    // What ended before it was fulfilled was neither kept nor broken.
    REQUIRE(desk.run(story.technician, ResolveTicket{"Nowy toner"}, 300) == "");
    const auto clocks = ticket_clocks(*desk.sla.versions[0].clock, desk.state().course, at_minute(1'000));
    CHECK(judged_promises({"t"}, clocks, Priority::high, at_minute(0), at_minute(1'000)).empty());
    CHECK(desk.run(story.technician, MoveTicket{ServiceMode::sla, "x"}, 310) == "refusal.ticket.waits_for_acceptance");
}

TEST_CASE("rule 10: back under the agreement the clocks count from the opening again") {
    Desk desk;
    const Actor& technician = desk.world.story.technician;
    REQUIRE(desk.run(technician, MoveTicket{ServiceMode::occasional, "a"}, 100) == "");
    // Another priority while nothing is guaranteed guarantees nothing.
    REQUIRE(desk.run(technician, ReclassifyTicket{3, 3, "b"}, 150) == "");
    CHECK(desk.resolution(desk.sla, 1'000).ended_at == at_minute(100));
    CHECK_FALSE(desk.state().next_due().has_value());
    REQUIRE(desk.run(technician, ReclassifyTicket{2, 3, "c"}, 160) == "");
    REQUIRE(desk.run(technician, MoveTicket{ServiceMode::sla, "d"}, 200) == "");
    const PromiseClock again = desk.resolution(desk.sla, 210);
    CHECK(again.reading.due == at_minute(480));
    CHECK_FALSE(again.ended_at.has_value());
    CHECK(again.open());
    CHECK(desk.state().promise.resolution_due == at_minute(480));
}

TEST_CASE("a breach that was suffered before the ticket moved stays") {
    Desk desk;
    REQUIRE(desk.run(desk.world.story.technician, MoveTicket{ServiceMode::occasional, "a"}, 500) == "");
    const PromiseClock broken = desk.resolution(desk.sla, 1'000);
    CHECK(broken.breached);
    CHECK(broken.breached_at == at_minute(480));
    CHECK_FALSE(broken.open());
}

TEST_CASE("a ticket goes on under another agreement, whose hours it then uses") {
    Desk desk;
    const Actor& technician = desk.world.story.technician;
    desk.move_to(desk.packages);
    CHECK(desk.run(technician, MoveTicket{ServiceMode::sla, "x"}, 100) == "refusal.ticket.mode_not_agreed");
    REQUIRE(desk.run(technician, MoveTicket{ServiceMode::prepaid, "Z pakietu"}, 100) == "");
    CHECK(desk.state().promise.agreement == desk.sla.id);
    CHECK(served_under(desk.state(), at_minute(99)) == desk.sla.id);
    CHECK(served_under(desk.state(), at_minute(100)) == desk.packages.id);
    // Help without an agreement stays with the last one.
    REQUIRE(desk.run(technician, MoveTicket{ServiceMode::occasional, "Pakiet się skończył"}, 120) == "");
    CHECK(served_under(desk.state(), at_minute(130)) == desk.packages.id);
}

TEST_CASE("under another agreement that guarantees time the new one judges from the move on, and the old one what it promised") {
    Desk desk;
    const Actor& technician = desk.world.story.technician;
    desk.move_to(desk.strict);
    REQUIRE(desk.run(technician, MoveTicket{ServiceMode::sla, "Nowa umowa"}, 500) == "");
    const Ticket ticket = desk.state();
    CHECK(ticket.promise.agreement == desk.strict.id);
    CHECK(ticket.promise.resolution_due == at_minute(120));  // counted from the opening
    const PromiseClock now = desk.resolution(desk.strict, 600);
    CHECK(now.breached_at == at_minute(500));
    REQUIRE(ticket.earlier.size() == 1);
    CHECK(ticket.earlier[0].promise.agreement == desk.sla.id);
    const TicketClocks before = ticket_clocks(*desk.sla.versions[0].clock, course_under(ticket, ticket.earlier[0]), at_minute(600));
    CHECK(before.find(Measure::resolution)->breached_at == at_minute(480));
    CHECK(before.find(Measure::resolution)->ended_at == at_minute(500));
    CHECK(served_under(ticket, at_minute(10)) == desk.sla.id);

    OrganisationBook book;
    book.agreements = {desk.sla, desk.strict};
    book.tickets = {ticket};
    const auto missed = [&](const Agreement& agreement) {
        std::size_t count = 0;
        for (const LevelAttainment& level : report_of(book, agreement, {2025, 11, 1}, at_minute(700)).attainment) {
            if (level.measure == Measure::resolution) count += level.missed.size();
        }
        return count;
    };
    CHECK(missed(desk.sla) == 1);
    CHECK(missed(desk.strict) == 1);
    CHECK(sum_of(report_of(book, desk.sla, {2025, 11, 1}, at_minute(700)).tickets).opened == 0);
}

TEST_CASE("N9: a move does not choose the version that a ticket is judged by") {
    Desk desk;
    AgreementTerms lenient = desk.sla.versions[0].terms();
    lenient.levels.by_priority[2].resolution = Target::real({6'000});
    AgreementVersion second = desk.sla.versions[0];
    second.number = 2;
    second.takes_effect = at_minute(50);
    second.clock = std::make_shared<const AgreementClock>(std::move(*AgreementClock::of(lenient)));
    desk.sla.versions.push_back(second);
    const Story& story = desk.world.story;
    REQUIRE(desk.run(story.technician, MoveTicket{ServiceMode::occasional, "Własna drukarka"}, 600) == "");
    TicketModeChanged back{ServiceMode::sla, desk.sla.promise_for(Priority::high, {}, morning, 2), "Jednak umowa"};
    const Context context{at_minute(610), story.technician, &desk.world.organisation, &desk.sla};
    CHECK(admit_move(desk.state(), back, context).error().key == "refusal.ticket.mode_not_agreed");
    back.promise = desk.sla.promise_for(Priority::high, {}, morning, 1);
    CHECK(admit_move(desk.state(), back, context).ok());
}

TEST_CASE("rules 10, 11: a change that arrives late cannot undo a breach that the log has told") {
    for (const bool moves : {true, false}) {
        Desk desk;
        const Story& story = desk.world.story;
        const Actor server{{"server"}, Role::server, "server", {}};
        desk.log.add(server, TicketEvent{TicketWarningTold{Measure::resolution, 100, at_minute(480), at_minute(480)}}, at_minute(481));
        const Log::Times backdated{at_minute(400), at_minute(700)};
        const Promise weaker = desk.sla.promise_for(Priority::low, {}, morning);
        if (moves) {
            desk.log.add(story.technician, TicketEvent{TicketModeChanged{ServiceMode::occasional, {}, "Własna drukarka"}}, backdated);
        } else {
            desk.log.add(story.technician, TicketEvent{TicketReclassified{1, 1, Priority::low, weaker, "x"}}, backdated);
        }
        CHECK(desk.resolution(desk.sla, 1'000).breached_at == at_minute(480));
    }
}

TEST_CASE("rules 10, 11: a ticket that comes back to an agreement has broken each promise of it once, by the version it had") {
    Desk desk;
    const Actor& technician = desk.world.story.technician;
    desk.move_to(desk.strict);
    REQUIRE(desk.run(technician, MoveTicket{ServiceMode::sla, "there"}, 500) == "");
    desk.move_to(desk.sla);
    REQUIRE(desk.run(technician, MoveTicket{ServiceMode::sla, "and back"}, 600) == "");
    const Ticket ticket = desk.state();
    REQUIRE(ticket.earlier.size() == 1);
    CHECK(ticket.earlier[0].promise.agreement == desk.strict.id);
    CHECK(ticket.promise.version == 1);
    CHECK(desk.resolution(desk.sla, 700).breached_at == at_minute(480));
    OrganisationBook book;
    book.agreements = {desk.sla, desk.strict};
    book.tickets = {ticket};
    for (const Agreement* agreement : {&desk.sla, &desk.strict}) {
        std::int64_t judged = 0, kept = 0;
        for (const LevelAttainment& level : report_of(book, *agreement, {2025, 11, 1}, at_minute(700)).attainment) {
            if (level.measure != Measure::resolution) continue;
            judged += level.share.judged;
            kept += level.share.kept;
        }
        CHECK(judged == 1);
        CHECK(kept == 0);
    }
    CHECK(served_under(ticket, at_minute(10)) == desk.sla.id);
    CHECK(served_under(ticket, at_minute(550)) == desk.strict.id);
    CHECK(served_under(ticket, at_minute(650)) == desk.sla.id);
}

TEST_CASE("H1: work before the first move is not charged to the agreement moved to") {
    Desk desk;
    Log log(desk.world.story, Ticket::subject_kind, 31);
    log.organisation = &desk.world.organisation;
    REQUIRE(refusal(log.run(desk.world.story.contact, Desk::opening(), at_minute(0))) == "");
    log.agreement = &desk.sla;
    const TicketCommand move = MoveTicket{ServiceMode::sla, "Nowa umowa"};
    REQUIRE(refusal(log.run(desk.world.story.technician, move, at_minute(500))) == "");
    CHECK(served_under(log.as<Ticket>(), at_minute(10)).empty());
    CHECK(served_under(log.as<Ticket>(), at_minute(510)) == desk.sla.id);
    // Nobody had promised anything before: what was due by then is broken from the move on.
    const TicketClocks clocks = ticket_clocks(*desk.sla.versions[0].clock, log.as<Ticket>().course, at_minute(600));
    CHECK(clocks.find(Measure::resolution)->breached_at == at_minute(500));
}

TEST_CASE("rule 10: a pause that arrives late cannot undo a breach that the log has told") {
    Desk desk;
    const Actor server{{"server"}, Role::server, "server", {}};
    const Log::Times backdated{at_minute(400), at_minute(600)};
    SUBCASE("told") {
        desk.log.add(server, TicketEvent{TicketWarningTold{Measure::resolution, 100, at_minute(480), at_minute(480)}}, at_minute(481));
        desk.log.add(desk.world.story.technician, TicketEvent{TicketPaused{"Który pokój?"}}, backdated);
        CHECK(desk.resolution(desk.sla, 1'000).breached_at == at_minute(480));
    }
    SUBCASE("not told yet, as nobody had synced: it counts from when it was made") {
        desk.log.add(desk.world.story.technician, TicketEvent{TicketPaused{"Który pokój?"}}, backdated);
        CHECK_FALSE(desk.resolution(desk.sla, 1'000).breached);
    }
}
