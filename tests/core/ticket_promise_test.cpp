// What a device stated of priority and promise, against the agreement; and what a reporter is told of the client.
#include "core/domain/ticket_promise.hpp"

#include <doctest/doctest.h>

#include "core/domain/admission.hpp"
#include "core/domain/organisation.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Desk {
    Desk() { agreement = Story::agreement_on(Story::terms(), story.agreement); }
    TicketOpened opened(int impact, int urgency) const {
        TicketOpened body;
        body.title = "Skaner";
        body.impact = impact;
        body.urgency = urgency;
        body.priority = priority_of(impact, urgency);
        body.promise = agreement.promise_for(body.priority, {}, morning);
        return body;
    }
    Verdict verdict(const TicketEvent& event, const Ticket& state = {}) const {
        const Body body{event};
        const auto kind = describe(body);
        const StoredEvent stored = write_event({{fixed_id(80)},
                                                shared_stream(story.clinic),
                                                {Ticket::subject_kind, fixed_id(30)},
                                                kind->type,
                                                kind->version,
                                                author.user,
                                                {fixed_id(90)},
                                                morning,
                                                kind->json});
        return admit_event(SubjectState{state}, stored, body, {at_minute(30), author, nullptr, in_force ? &agreement : nullptr});
    }

    Story story;
    Actor author = story.technician;
    Agreement agreement;
    bool in_force = true;
};

}  // namespace

TEST_CASE("a promise that is the agreement's own is admitted without a flag") {
    const Desk desk;
    for (int impact = 1; impact <= 3; ++impact) {
        for (int urgency = 1; urgency <= 3; ++urgency) CHECK(desk.verdict(desk.opened(impact, urgency)).fate == Fate::accepted);
    }
}

TEST_CASE("a promise other than the agreement's is admitted and flagged") {
    const Desk desk;
    TicketOpened body = desk.opened(2, 3);
    SUBCASE("an earlier answer") { body.promise.response_due = Instant{5}; }
    SUBCASE("a later repair") { body.promise.resolution_due = at_minute(481); }
    SUBCASE("no answer at all") { body.promise.response_due.reset(); }
    const Verdict verdict = desk.verdict(body);
    CHECK(verdict.fate == Fate::flagged);
    CHECK(verdict.reason == Refusal{"refusal.ticket.promise_differs", {{"number", "UM-2024/017"}}});
    CHECK(verdict.further.empty());
}

TEST_CASE("a priority that does not follow from impact and urgency is flagged, and so is what it hides") {
    const Desk desk;
    TicketOpened body = desk.opened(1, 1);
    body.priority = Priority::critical;
    body.promise.response_due = Instant{5};
    const Verdict verdict = desk.verdict(body);
    CHECK(verdict.fate == Fate::flagged);
    CHECK(verdict.reason.key == "refusal.ticket.priority_does_not_follow");
    REQUIRE(verdict.further.size() == 1);
    CHECK(verdict.further[0].key == "refusal.ticket.promise_differs");
}

TEST_CASE("a device that had another agreement than the one in force is flagged as just that") {
    Desk desk;
    TicketOpened body = desk.opened(2, 2);
    body.promise.agreement = {fixed_id(6)};
    CHECK(desk.verdict(body).reason == Refusal{"refusal.ticket.promised_by_other_agreement", {{"number", "UM-2024/017"}}});
    desk.in_force = false;
    CHECK(desk.verdict(body).reason.key == "refusal.ticket.promised_without_agreement");
}

TEST_CASE("a changed priority is held against the agreement too, from the ticket's opening") {
    const Desk desk;
    Ticket ticket;
    ticket.opened = true;
    ticket.stream = shared_stream(desk.story.clinic);
    ticket.opened_at = at_minute(-100);
    TicketReclassified body;
    body.impact = body.urgency = 3;
    body.priority = Priority::critical;
    body.reason = "everybody waits";
    body.promise = desk.agreement.promise_for(Priority::critical, {}, at_minute(-100));
    CHECK(desk.verdict(body, ticket).fate == Fate::accepted);
    body.promise = desk.agreement.promise_for(Priority::critical, {}, morning);
    CHECK(desk.verdict(body, ticket).fate == Fate::flagged);
}

TEST_CASE("a device without an agreement is not flagged; the server owes it the promise") {
    Desk desk;
    TicketOpened body = desk.opened(2, 3);
    body.promise = {};
    CHECK(desk.verdict(body).fate == Fate::accepted);
    const Context context{at_minute(30), desk.author, nullptr, &desk.agreement};
    const auto owed = owed_promise({}, body, morning, context);
    REQUIRE(owed.has_value());
    CHECK(owed->promise == desk.agreement.promise_for(Priority::high, {}, morning));
    CHECK_FALSE(owed_promise({}, desk.opened(2, 3), morning, context).has_value());
    CHECK_FALSE(owed_promise({}, body, morning, {at_minute(30), desk.author}).has_value());
    Ticket known;
    known.opened = true;
    CHECK_FALSE(owed_promise(known, body, morning, context).has_value());
}

TEST_CASE("N9: a ticket is judged by what the agreement promises, whatever the device stated") {
    Desk desk;
    const Context context{at_minute(30), desk.author, nullptr, &desk.agreement};
    const Promise agreed = desk.agreement.promise_for(Priority::high, {}, morning);
    TicketOpened body = desk.opened(2, 3);
    REQUIRE(body.priority == Priority::high);
    SUBCASE("a later repair") { body.promise.resolution_due = at_minute(9000); }
    SUBCASE("a lower priority") {
        body.priority = Priority::low;
        body.promise = desk.agreement.promise_for(Priority::low, {}, morning);
    }
    SUBCASE("a version that is none") { body.promise.version = 7; }
    SUBCASE("another agreement") { body.promise.agreement = {fixed_id(6)}; }
    const auto owed = owed_promise({}, body, morning, context);
    REQUIRE(owed.has_value());
    CHECK(owed->promise == agreed);
    const auto none = owed_promise({}, body, morning, {at_minute(30), desk.author});
    REQUIRE(none.has_value());
    CHECK(none->promise == Promise{});
}

TEST_CASE("rules 10: a ticket of an earlier agreement is promised by that one when its priority changes, also after it ended") {
    Desk desk;
    AgreementTerms quicker = Story::terms();
    quicker.levels.by_priority[3].resolution = Target::real({30});
    const Agreement newer = Story::agreement_on(quicker, {fixed_id(6)});
    Ticket ticket;
    ticket.opened = true;
    ticket.stream = shared_stream(desk.story.clinic);
    ticket.opened_at = morning;
    ticket.promise = desk.agreement.promise_for(Priority::low, {}, morning);
    Context context{at_minute(30), desk.author, nullptr, &newer};
    context.promised_by = &desk.agreement;
    const auto events = decide(ticket, ReclassifyTicket{3, 3, "everybody waits"}, context);
    REQUIRE(events.ok());
    const auto& changed = std::get<TicketReclassified>(events->front());
    CHECK(changed.promise == desk.agreement.promise_for(Priority::critical, {}, morning));
    CHECK(changed.promise.resolution_due == at_minute(240));
    CHECK(differences_from_agreement(ticket, changed, at_minute(30), context).empty());
    CHECK_FALSE(owed_promise(ticket, changed, at_minute(30), context).has_value());
    TicketReclassified wrong = changed;
    wrong.promise.resolution_due = at_minute(241);
    CHECK(differences_from_agreement(ticket, wrong, at_minute(30), context).size() == 1);
    REQUIRE(owed_promise(ticket, wrong, at_minute(30), context).has_value());
    CHECK(owed_promise(ticket, wrong, at_minute(30), context)->promise == changed.promise);
    CHECK(decide(ticket, ClaimExclusion{"access", morning, {}, "photo of the locked door"}, context).ok());
}

TEST_CASE("a ticket of another system keeps that system's priority, and nobody else can claim to have imported one") {
    Desk desk;
    TicketOpened body = desk.opened(1, 1);
    body.priority = Priority::critical;
    body.promise = {};
    body.channel = Channel::import;
    desk.author = desk.story.manager;
    CHECK(desk.verdict(body).fate == Fate::accepted);
    CHECK_FALSE(owed_promise({}, body, morning, {morning, desk.author, nullptr, &desk.agreement}).has_value());
    desk.author = desk.story.technician;
    CHECK(desk.verdict(body).fate == Fate::flagged);
}

TEST_CASE("nobody but the server promises for it or introduces a client") {
    Desk desk;
    Ticket ticket;
    ticket.opened = true;
    ticket.stream = shared_stream(desk.story.clinic);
    for (const Actor& actor : {desk.story.technician, desk.story.manager, desk.story.contact, desk.story.reporter}) {
        desk.author = actor;
        CHECK(desk.verdict(TicketPromised{}, ticket).fate == Fate::refused);
        CHECK_FALSE(may(actor.role, OrganisationIntroduced::action));
    }
    CHECK(may(Role::server, TicketPromised::action));
}

TEST_CASE("an introduction says the client's name, sites and provider, and never replaces what is known better") {
    const Story story;
    Organisation whole;
    StoredEvent stored;
    stored.envelope.subject = story.organisation_subject();
    OrganisationRegistered details;
    details.name = "Przychodnia Łąkowa";
    details.address = "ul. Łąkowa 3";
    details.provider_name = "Kwarcyt IT";
    details.time_zone = "Europe/Copenhagen";
    apply(whole, SiteAdded{{story.reception, "Rejestracja", "ul. Łąkowa 3"}}, stored);
    apply(whole, details, stored);
    const OrganisationIntroduced introduction = introduction_of(whole);
    const std::string text = write_json(introduction.to_json());
    CHECK(text.find("ul.") == std::string::npos);
    const Json document = introduction.to_json();
    FieldReader fields(document);
    const OrganisationIntroduced read = OrganisationIntroduced::from_json(fields);
    CHECK_FALSE(fields.problem().has_value());

    Organisation reporters;
    apply(reporters, read, stored);
    CHECK(reporters.registered);
    CHECK(reporters.name == "Przychodnia Łąkowa");
    CHECK(reporters.provider_name == "Kwarcyt IT");
    CHECK(reporters.time_zone == "Europe/Copenhagen");
    CHECK(reporters.site(story.reception)->name == "Rejestracja");
    OrganisationIntroduced moved = read;
    moved.sites = {{SiteId{fixed_id(60)}, "Nowa"}};
    apply(reporters, moved, stored);
    CHECK(reporters.sites.size() == 1);
    CHECK(reporters.site({fixed_id(60)})->name == "Nowa");

    apply(whole, moved, stored);
    CHECK(whole.site(story.reception)->address == "ul. Łąkowa 3");
    CHECK(whole.site({fixed_id(60)}) == nullptr);
    apply(reporters, details, stored);
    CHECK(reporters.address == "ul. Łąkowa 3");
    CHECK_FALSE(reporters.introduced);
}
