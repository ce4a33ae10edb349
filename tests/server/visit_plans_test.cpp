// Plans of visits at the server: a regular date once, numbers for orders, and facts of remote sessions. Rules.md 27, 29, 34.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/domain/organisation.hpp"
#include "core/domain/visit.hpp"
#include "scene.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

VisitPlanned plan(const Scene& scene, LocalDate regular) {
    VisitPlanned body;
    body.site = scene.site;
    body.technician = scene.technician.user;
    body.starts_at = scene.now;
    body.ends_at = scene.now + Minutes{60}.milliseconds();
    body.regular = regular;
    return body;
}

FateOfEvent send(Scene& scene, const Subject& visit, const VisitEvent& event) {
    return scene.send(scene.technician, scene.event(scene.technician, visit, event));
}

EmergencyVisitOrdered order_about(const Scene& scene, const TicketId& ticket) {
    EmergencyVisitOrdered order;
    order.site = scene.site;
    order.ticket = ticket;
    order.reason = "Serwer nie wstaje";
    order.hotline = "Restart";
    order.ordered_by = scene.contact.user;
    order.ordered_by_name = scene.contact.name;
    order.ordered_at = scene.now;
    return order;
}

void let_contact_order(Scene& scene) {
    Contact rights;
    rights.user = scene.contact.user;
    rights.name = scene.contact.name;
    rights.may_order_emergency_visit = true;
    const Subject client{Organisation::subject_kind, scene.organisation.value};
    REQUIRE(scene.send(scene.admin, scene.event(scene.admin, client, OrganisationEvent{ContactNamed{rights}})).fate == EventFate::accepted);
}

/// The contact person opens the ticket and orders a visit for it.
Subject order_for(Scene& scene, const Subject& ticket) {
    let_contact_order(scene);
    TicketOpened opened;
    opened.title = "Serwer";
    REQUIRE(scene.send(scene.contact, scene.event(scene.contact, ticket, TicketEvent{opened})).fate == EventFate::accepted);
    const Subject visit = scene.new_subject(Visit::subject_kind);
    const VisitEvent order{order_about(scene, {ticket.id})};
    REQUIRE(scene.send(scene.contact, scene.event(scene.contact, visit, order)).fate == EventFate::accepted);
    return visit;
}

}  // namespace

TEST_CASE("rule 27: the second device that plans a regular date of a site is refused, in another sync and in the same one") {
    Scene scene;
    const Subject first = scene.new_subject(Visit::subject_kind);
    CHECK(send(scene, first, plan(scene, {2026, 4, 6})).fate == EventFate::accepted);
    const Subject second = scene.new_subject(Visit::subject_kind);
    CHECK(send(scene, second, plan(scene, {2026, 4, 6})).reason.key == "refusal.visit.regular_date_taken");
    const VisitSkipped skip{scene.site, {}, {2026, 4, 6}, scene.now, scene.now + Minutes{60}.milliseconds(), "holiday.easter_monday"};
    CHECK(send(scene, second, skip).reason.key == "refusal.visit.regular_date_taken");
    CHECK(send(scene, second, plan(scene, {2026, 4, 13})).fate == EventFate::accepted);

    const auto of = [&](LocalDate regular) {
        return scene.event(scene.technician, scene.new_subject(Visit::subject_kind), VisitEvent{plan(scene, regular)});
    };
    const auto fates = scene.sync(scene.technician, {of({2026, 4, 20}), of({2026, 4, 27}), of({2026, 4, 20})}).fates;
    CHECK(fates[0].fate == EventFate::accepted);
    CHECK(fates[1].fate == EventFate::accepted);
    CHECK(fates[2].reason.key == "refusal.visit.regular_date_taken");
    // Cancelled, the date is free again.
    CHECK(send(scene, first, VisitCancelled{"Remont"}).fate == EventFate::accepted);
    CHECK(send(scene, scene.new_subject(Visit::subject_kind), plan(scene, {2026, 4, 6})).fate == EventFate::accepted);
}

TEST_CASE("rule 29: an emergency order gets a number at once, and a contact person without the right is refused") {
    Scene scene;
    const EmergencyVisitOrdered order = order_about(scene, {});
    const Subject visit = scene.new_subject(Visit::subject_kind);
    const auto ordered = [&] { return scene.send(scene.contact, scene.event(scene.contact, visit, VisitEvent{order})); };
    CHECK(ordered().reason.key == "refusal.visit.may_not_order");
    let_contact_order(scene);
    CHECK(ordered().fate == EventFate::accepted);
    const auto types = scene.types(scene.shared);
    CHECK(std::vector<std::string>(types.end() - 2, types.end()) ==
          std::vector<std::string>{"emergency_visit_ordered", "visit_number_given"});
}

TEST_CASE("V2: who arrives on a visit that was ordered for a ticket has arrived for the ticket, once and at the time of the visit") {
    Scene scene;
    const Subject ticket = scene.new_subject(Ticket::subject_kind);
    const Subject visit = order_for(scene, ticket);
    const Instant arrived = scene.now;
    scene.now = scene.now + Minutes{30}.milliseconds();
    REQUIRE(send(scene, visit, VisitStarted{arrived}).fate == EventFate::accepted);
    (void)send(scene, visit, VisitStarted{scene.now});

    std::vector<Json> told;
    const auto entries = scene.events.read_after(scene.shared, 0, {1'000, 1'000'000});
    REQUIRE(entries.ok());
    for (const LogEntry& entry : *entries) {
        const auto event = read_event(entry.event.bytes);
        if (event->envelope.type == TicketArrivalRecorded::type) told.push_back(event->envelope.body);
    }
    REQUIRE(told.size() == 1);
    CHECK(told[0] == Json{{"arrived_at", arrived.utc_ms}, {"visit", visit.id}});
}

TEST_CASE(
    "V2: a visit that was called off before the technician came stops no ticket's clock, and no order reaches a ticket that is not there") {
    Scene scene;
    const Subject ticket = scene.new_subject(Ticket::subject_kind);
    const Subject visit = order_for(scene, ticket);
    REQUIRE(send(scene, visit, VisitCancelled{"Działa"}).fate == EventFate::accepted);
    CHECK(send(scene, visit, VisitStarted{scene.now}).fate == EventFate::flagged);
    const auto types = scene.types(scene.shared);
    CHECK(std::count(types.begin(), types.end(), std::string(TicketArrivalRecorded::type)) == 0);
    EmergencyVisitOrdered order = order_about(scene, {"0199c82c-0000-7000-8000-00000000dead"});
    CHECK(scene.send(scene.contact, scene.event(scene.contact, scene.new_subject(Visit::subject_kind), VisitEvent{order})).reason.key ==
          "refusal.visit.ticket_unknown");
}
