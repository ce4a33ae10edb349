// What a ticket is due for, from its own events: pauses, exclusions, reopening, re-classification (requirements.md T3, T6 to T8, A4).
#include "core/domain/ticket_due.hpp"

#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Desk {
    Desk() {
        OpenTicket command;
        command.title = "Drukarka";
        command.impact = 2;
        command.urgency = 3;  // high: 4 h and 8 h, around the clock
        act(world.story.contact, command, 0);
        act(world.story.technician, StartTicketWork{}, 10);
    }
    void act(const Actor& actor, const TicketCommand& command, std::int64_t minute) {
        const auto done = log.run(actor, command, at_minute(minute));
        REQUIRE_MESSAGE(done.ok(), refusal(done));
    }
    std::string try_to(const Actor& actor, const TicketCommand& command, std::int64_t minute) {
        return refusal(log.run(actor, command, at_minute(minute)));
    }
    Ticket ticket() const { return log.as<Ticket>(); }
    std::optional<TicketDue> due() const { return next_due(ticket(), world.agreement.versions[0].clock.get()); }
    EventId claim() const { return ticket().course.exclusions.back().claim; }

    World world;
    Log log = world.log(Ticket::subject_kind, 30);
};

}  // namespace

TEST_CASE("A4: waiting for the client moves what is due, waiting for a supplier does not") {
    Desk desk;
    CHECK(desk.due() == TicketDue{Measure::resolution, at_minute(480)});
    SUBCASE("for the client") {
        desk.act(desk.world.story.technician, PauseTicket{"which printer?"}, 60);
        desk.act(desk.world.story.technician, ResumeTicket{}, 160);
        CHECK(desk.due() == TicketDue{Measure::resolution, at_minute(580)});
    }
    SUBCASE("for a supplier") {
        desk.act(desk.world.story.technician, PauseTicket{"part ordered", WaitingFor::supplier}, 60);
        CHECK(desk.ticket().state == TicketState::waiting);
        desk.act(desk.world.story.technician, ResumeTicket{}, 160);
        CHECK(desk.due() == TicketDue{Measure::resolution, at_minute(480)});
    }
}

TEST_CASE("rule 12: solved and rejected, the clock goes on where it stood; rule 7: solving ends the waiting") {
    Desk desk;
    desk.act(desk.world.story.technician, PauseTicket{"asked"}, 60);
    desk.act(desk.world.story.technician, ResolveTicket{"new drum"}, 100);
    CHECK_FALSE(desk.due().has_value());
    desk.act(desk.world.story.contact, RejectResolution{"still blank"}, 200);
    // 40 minutes of waiting and 100 minutes solved are pauses.
    CHECK(desk.due() == TicketDue{Measure::resolution, at_minute(620)});
}

TEST_CASE("A4: an exclusion needs evidence, the client contests it, and what the account manager decides moves the due time back") {
    Desk desk;
    const Story& story = desk.world.story;
    CHECK(desk.try_to(story.technician, ClaimExclusion{"access", at_minute(100), at_minute(160), " "}, 170) ==
          "refusal.ticket.evidence_missing");
    CHECK(desk.try_to(story.technician, ClaimExclusion{"flood", at_minute(100), {}, "photo"}, 170) == "refusal.ticket.exclusion_unknown");
    CHECK(desk.try_to(story.technician, ClaimExclusion{"access", at_minute(100), at_minute(100), "photo"}, 170) ==
          "refusal.ticket.exclusion_ends_before_start");
    desk.act(story.technician, ClaimExclusion{"access", at_minute(100), at_minute(160), "photo of the locked door"}, 170);
    CHECK(desk.due()->at == at_minute(540));
    const EventId claim = desk.claim();
    CHECK(desk.try_to(story.technician, ContestExclusion{claim, "no"}, 180) == "refusal.not_permitted");
    CHECK(desk.try_to(story.manager, DecideExclusion{claim, true, "it stands"}, 180) == "refusal.ticket.claim_not_contested");
    desk.act(story.contact, ContestExclusion{claim, "the key was at the reception"}, 190);
    CHECK(desk.due()->at == at_minute(540));  // it stands until it is decided
    CHECK(desk.try_to(story.contact, ContestExclusion{claim, "again"}, 191) == "refusal.ticket.claim_already_contested");
    SUBCASE("upheld: the provider's claim falls") {
        desk.act(story.manager, DecideExclusion{claim, false, "right"}, 200);
        CHECK(desk.due()->at == at_minute(480));
        CHECK(desk.try_to(story.contact, ContestExclusion{claim, "x"}, 201) == "refusal.ticket.claim_withdrawn");
        // What was decided for the client is not taken from them later.
        CHECK(desk.try_to(story.manager, DecideExclusion{claim, true, "after all"}, 200'000) == "refusal.ticket.claim_withdrawn");
    }
    SUBCASE("rejected: it goes on standing") {
        desk.act(story.manager, DecideExclusion{claim, true, "nobody was there"}, 200);
        CHECK(desk.due()->at == at_minute(540));
        CHECK(desk.ticket().course.exclusions[0].answer == "nobody was there");
    }
}

TEST_CASE("rule 10: a new priority counts from the opening by the pinned version and keeps what was paused") {
    Desk desk;
    desk.act(desk.world.story.technician, PauseTicket{"asked"}, 60);
    desk.act(desk.world.story.technician, ResumeTicket{}, 90);
    desk.act(desk.world.story.technician, ReclassifyTicket{3, 3, "nobody can work"}, 100);
    CHECK(desk.due() == TicketDue{Measure::resolution, at_minute(240 + 30)});
    CHECK(desk.ticket().promise.resolution_due == at_minute(240));
    CHECK(desk.ticket().promise.version == 1);
}

TEST_CASE("rule 10: a ticket of an agreement that was replaced stays with it when its priority changes") {
    Desk desk;
    const Agreement newer = Story::agreement_on(Story::terms(), AgreementId{fixed_id(77)});
    desk.log.agreement = &newer;
    desk.act(desk.world.story.technician, ReclassifyTicket{3, 3, "nobody can work"}, 100);
    CHECK(desk.ticket().promise.agreement == desk.world.story.agreement);
    CHECK(desk.due() == TicketDue{Measure::resolution, at_minute(240)});
}

TEST_CASE("T3: the device's order of arrival does not change the clock: a late reply from a cellar counts from when it was given") {
    Desk desk;
    Ticket early = desk.ticket();
    CHECK(early.course.provider_messages == std::vector<Instant>{at_minute(10)});
    desk.act(desk.world.story.technician, AddTicketComment{"on my way"}, 5);
    CHECK(desk.ticket().course.provider_messages == std::vector<Instant>{at_minute(5), at_minute(10)});
}

TEST_CASE("T6: time and material are facts of the ticket, and what makes no sense is refused") {
    Desk desk;
    const Story& story = desk.world.story;
    TicketTimeRecorded entry{WorkKind::remote, {2025, 11, 12}, {25}, "driver replaced", false, false};
    desk.act(story.technician, RecordTicketTime{entry}, 60);
    REQUIRE(desk.ticket().time_entries.size() == 1);
    CHECK(desk.ticket().time_entries[0].technician == story.technician.user);
    entry.worked = {0};
    CHECK(desk.try_to(story.technician, RecordTicketTime{entry}, 61) == "refusal.ticket.time_range");
    CHECK(desk.try_to(story.technician, UseMaterial{" ", 1}, 61) == "refusal.ticket.material_missing");
    desk.act(story.technician, UseMaterial{"toner", 2}, 62);
    CHECK(desk.ticket().materials[0].quantity == 2);
    CHECK(desk.try_to(story.contact, RecordTicketTime{}, 63) != "");
}

TEST_CASE("T8: the client rates a closed ticket once, from 1 to 5") {
    Desk desk;
    const Story& story = desk.world.story;
    CHECK(desk.try_to(story.contact, RateService{4, ""}, 60) == "refusal.ticket.rated_before_closing");
    desk.act(story.technician, ResolveTicket{"done"}, 70);
    desk.act(story.contact, AcceptResolution{}, 80);
    CHECK(desk.try_to(story.contact, RateService{6, ""}, 90) == "refusal.ticket.score_range");
    CHECK(desk.try_to(story.technician, RateService{5, ""}, 90) == "refusal.not_permitted");
    desk.act(story.contact, RateService{4, "quick"}, 90);
    CHECK(desk.ticket().rating->score == 4);
    CHECK(desk.try_to(story.contact, RateService{5, ""}, 91) == "refusal.ticket.already_rated");
}

TEST_CASE("every event of a ticket survives being written and read") {
    Desk desk;
    const Story& story = desk.world.story;
    desk.act(story.technician, ClaimExclusion{"access", at_minute(100), {}, "photo"}, 110);
    desk.act(story.technician, EndExclusion{desk.claim()}, 150);
    desk.act(story.technician, RecordArrival{at_minute(160), {fixed_id(40)}}, 161);
    for (const StoredEvent& event : desk.log.events) {
        const auto again = read_event(event.bytes);
        REQUIRE(again.ok());
        const auto body = read_body(again->envelope);
        REQUIRE(body.ok());
        CHECK(describe(*body)->json == event.envelope.body);
    }
    CHECK(desk.ticket().course.arrived_at == at_minute(160));
    CHECK(desk.ticket().course.exclusions[0].to == at_minute(150));
}

TEST_CASE("work that is begun while waiting ends the waiting") {
    Desk desk;
    desk.act(desk.world.story.technician, PauseTicket{"asked"}, 60);
    desk.act(desk.world.story.technician, StartTicketWork{}, 70);
    CHECK(desk.due()->at == at_minute(490));
}

TEST_CASE("A4: an exclusion that ended or was contested keeps its times") {
    Desk desk;
    const Story& story = desk.world.story;
    desk.act(story.technician, ClaimExclusion{"access", at_minute(100), {}, "photo"}, 110);
    desk.act(story.contact, ContestExclusion{desk.claim(), "open door"}, 120);
    CHECK(desk.try_to(story.technician, EndExclusion{desk.claim()}, 900) == "refusal.ticket.claim_ended");
}

TEST_CASE("a priority that was changed offline earlier, and arrives later, takes its place in time") {
    Desk desk;
    desk.act(desk.world.story.technician, ReclassifyTicket{3, 3, "all stand"}, 100);
    desk.act(desk.world.story.technician, ReclassifyTicket{1, 1, "one printer"}, 50);
    const auto course = desk.ticket().course.classifications;
    REQUIRE(course.size() == 3);
    CHECK(course[1].at == at_minute(50));
    CHECK(course[2].priority == Priority::critical);
}

TEST_CASE("rules 9, 13: giving a ticket to somebody answers nobody") {
    Desk desk;
    const Story& story = desk.world.story;
    desk.act(story.contact, AddTicketComment{"Nadal nie działa?"}, 20);
    desk.act(story.manager, AssignTicket{story.technician.user}, 21);
    CHECK(desk.ticket().course.provider_messages.size() == 1);  // the work that was begun
    desk.act(story.technician, AddTicketComment{"Jadę"}, 30);
    CHECK(desk.ticket().course.provider_messages.back() == at_minute(30));
}
