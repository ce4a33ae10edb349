// Admission: what becomes of facts that break an expectation, and of times that cannot be right (requirements.md A4, T3, T7, V4; rules.md
// 4, 29, 31, 41).
#include "core/domain/admission.hpp"

#include "core/domain/ticket.hpp"
#include "core/domain/ticket_due.hpp"
#include "core/domain/work_record.hpp"
#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

/// A ticket of priority high (answer in 4 h, solution in 8 h), opened in the morning.
struct Desk {
    Desk() {
        OpenTicket printer;
        printer.title = "Drukarka";
        printer.impact = 2;
        printer.urgency = 3;
        REQUIRE(log.run(world.story.contact, TicketCommand{printer}, morning).ok());
    }
    const Story& story() const { return world.story; }
    /// Takes an event in as the server does: made at one time, received at another.
    Verdict send(const Actor& actor, const TicketEvent& event, Instant made_at, Instant received_at) {
        const Body body{event};
        Log::Times times{made_at, received_at};
        const StoredEvent stored = log.written(actor, body, times);
        const Verdict verdict = admit_event(log.state(), stored, body, {received_at, actor, &world.organisation, &world.agreement});
        if (verdict.fate == Fate::refused) return verdict;
        log.add(actor, body, times);
        const EventId id = log.events.back().envelope.id;
        if (verdict.fate == Fate::flagged) flag(id, verdict.reason, received_at);
        for (const Refusal& further : verdict.further) flag(id, further, received_at);
        return verdict;
    }
    void flag(const EventId& id, const Refusal& reason, Instant at) {
        log.add(Actor{{"server"}, Role::server, "server", {}}, FactFlagged{{id, reason}}, at);
    }
    Ticket ticket() const { return log.as<Ticket>(); }
    std::optional<Instant> resolution_due() const {
        const TicketClocks clocks = ticket_clocks(*world.agreement.versions[0].clock, ticket().course, at_minute(60));
        return clocks.find(Measure::resolution)->reading.due;
    }
    World world;
    Log log = world.log(Ticket::subject_kind, 30);
};

}  // namespace

TEST_CASE("A4: an exclusion that the agreement does not know is kept and shown, and stops no clock") {
    Desk desk;
    CHECK(desk.resolution_due() == at_minute(480));
    const auto verdict =
        desk.send(desk.story().technician, TicketExclusionClaimed{"bad_weather", at_minute(10), at_minute(40), "it rained"}, at_minute(50),
                  at_minute(50));
    CHECK(verdict.fate == Fate::flagged);
    CHECK(verdict.reason.key == "refusal.ticket.exclusion_unknown");
    CHECK(desk.resolution_due() == at_minute(480));
    CHECK(desk.ticket().history.back().text == "it rained");
    CHECK(desk.ticket().flags.size() == 1);
    CHECK(desk.send(desk.story().technician, TicketExclusionClaimed{"access", at_minute(10), at_minute(40), "locked"}, at_minute(50),
                    at_minute(50))
              .fate == Fate::accepted);
    CHECK(desk.resolution_due() == at_minute(510));
}

TEST_CASE("T3: a client's comment in the provider's name answers nothing") {
    Desk desk;
    REQUIRE(desk.send(desk.story().contact, TicketCommentAdded{"we are working on it", true}, at_minute(5), at_minute(5)).fate ==
            Fate::flagged);
    CHECK_FALSE(desk.ticket().first_response_at.has_value());
    CHECK(desk.ticket().course.provider_messages.empty());
    REQUIRE(desk.send(desk.story().technician, TicketCommentAdded{"now we are", true}, at_minute(9), at_minute(9)).fate == Fate::accepted);
    CHECK(desk.ticket().first_response_at == at_minute(9));
}

TEST_CASE("T9: a priority that does not follow from impact and urgency is not what the ticket is judged by") {
    Desk desk;
    TicketReclassified low{3, 3, Priority::low, desk.world.agreement.promise_for(Priority::low, {}, morning), "no hurry"};
    REQUIRE(desk.send(desk.story().technician, low, at_minute(20), at_minute(20)).fate == Fate::flagged);
    CHECK(desk.ticket().priority == Priority::critical);
    CHECK(desk.resolution_due() == at_minute(240));
}

TEST_CASE("H1: time that nobody can have worked uses no hours, however it came in") {
    Desk desk;
    TicketTimeRecorded entry;
    entry.worked_on = {2025, 11, 12};
    entry.worked = {30};
    REQUIRE(desk.send(desk.story().technician, entry, at_minute(40), at_minute(40)).fate == Fate::flagged);
    CHECK(desk.ticket().time_entries.empty());
    entry.description = "toner";
    REQUIRE(desk.send(desk.story().technician, entry, at_minute(41), at_minute(41)).fate == Fate::accepted);
    CHECK(desk.ticket().time_entries.size() == 1);
    entry.worked_on = {2062, 1, 1};
    CHECK(desk.send(desk.story().technician, entry, at_minute(42), at_minute(42)).reason.key == "refusal.date.to_come");
    CHECK(desk.ticket().time_entries.size() == 1);
}

TEST_CASE("rules 41: nothing happens after the server has it in hand, and a clock that runs ahead is pointed out") {
    Desk desk;
    const auto verdict = desk.send(desk.story().technician, TicketResolved{"toner"}, at_minute(200), at_minute(90));
    CHECK(verdict.fate == Fate::flagged);
    CHECK(verdict.reason == Refusal{"refusal.time.ahead", {{"minutes", "110"}}});
    CHECK(desk.ticket().resolved_at == at_minute(90));
    CHECK(desk.ticket().course.resolved.front().at == at_minute(90));
    CHECK(desk.ticket().history.at(1).occurred_at == at_minute(200));
    CHECK(desk.send(desk.story().contact, TicketCommentAdded{"thanks", false}, at_minute(99), at_minute(95)).fate == Fate::accepted);
}

TEST_CASE("rules 41: an answer that is said to be weeks old is taken in and pointed out; any number can be said") {
    Desk desk;
    const Instant weeks_later = morning + Minutes{60 * 24 * 20}.milliseconds();
    const auto verdict = desk.send(desk.story().technician, TicketCommentAdded{"called back", true}, at_minute(10), weeks_later);
    CHECK(verdict.reason == Refusal{"refusal.time.far_behind", {{"days", "19"}}});
    CHECK(desk.ticket().first_response_at == at_minute(10));
    for (const std::int64_t said : {INT64_MIN, INT64_MAX}) {
        CHECK(desk.send(desk.story().technician, TicketCommentAdded{"x", true}, {said}, weeks_later).fate == Fate::flagged);
    }
}

TEST_CASE("T7: only a contact person whom the client names for verifying work accepts or rejects a resolution") {
    Desk desk;
    REQUIRE(desk.log.run(desk.story().technician, TicketCommand{ResolveTicket{"toner"}}, at_minute(30)).ok());
    CHECK(refusal(desk.log.run(desk.story().other_contact, TicketCommand{AcceptResolution{}}, at_minute(40))) ==
          "refusal.ticket.contact_may_not_judge");
    CHECK(refusal(desk.log.run(desk.story().stranger, TicketCommand{RejectResolution{"no"}}, at_minute(40))) ==
          "refusal.ticket.contact_unknown");
    CHECK(desk.log.run(desk.story().contact, TicketCommand{AcceptResolution{}}, at_minute(40)).ok());
}

TEST_CASE("V4: a name that is typed counts in the contact person's own session, not on the technician's device") {
    const World world;
    const Story& story = world.story;
    WorkVerified typed;
    typed.contact = story.contact.user;
    typed.contact_name = story.contact.name;
    typed.signature.typed_name = "Halina Dębska";
    typed.signed_on = SignedOn::technicians_device;
    const Context technicians{morning, story.technician, &world.organisation};
    const Context own{morning, story.contact, &world.organisation};
    CHECK(admit_verification(typed, technicians).error().key == "refusal.verification.name_typed_by_technician");
    typed.signature = story.ink();
    CHECK(admit_verification(typed, technicians).ok());
    typed.signature = {{}, "Halina Dębska"};
    typed.signed_on = SignedOn::own_session;
    CHECK(admit_verification(typed, own).ok());
}

TEST_CASE("V4: a verification from a device whose clock is wrong counts all the same") {
    const Flag late{{fixed_id(7)}, {"refusal.time.ahead", {{"minutes", "12"}}}};
    const Flag unknown{{fixed_id(7)}, {"refusal.verification.contact_unknown"}};
    CHECK_FALSE(voids(late));
    CHECK(voids(unknown));
}

TEST_CASE("rule 29: nobody of the provider is a contact person, or signs for one") {
    World world;
    const Story& story = world.story;
    const Context context{morning, story.manager, &world.organisation};
    const Contact staff{story.technician.user, story.technician.name, "", "", "", true, false, false, false};
    CHECK(refusal(admit(world.organisation, ContactNamed{staff}, context)) == "refusal.organisation.contact_is_staff");
    const StaffMember client{story.contact.user, story.contact.name, Role::technician, "", false};
    CHECK(refusal(admit(world.organisation, StaffAssigned{client}, context)) == "refusal.organisation.contact_is_staff");
    WorkVerified own;
    own.contact = story.technician.user;
    own.signed_on = SignedOn::technicians_device;
    own.signature = story.ink();
    CHECK(refusal(admit_verification(own, {morning, story.technician, &world.organisation})) == "refusal.verification.own_work");
    own.contact = story.manager.user;
    CHECK(refusal(admit_verification(own, {morning, story.technician, &world.organisation})) == "refusal.verification.own_work");
}
