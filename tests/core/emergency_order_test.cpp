// Emergency visits: who may order one, what may be promised, and the arrival clock. Requirements.md V2, rules.md 29.
#include "core/domain/emergency_order.hpp"

#include <doctest/doctest.h>

#include "core/domain/admission.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/visit.hpp"
#include "tests/support/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr Target day = {TargetKind::real_minutes, 24 * 60};
constexpr Target two_hours = {TargetKind::real_minutes, 120};

// Tomasz may order, Halina may not; arrival in 24 h, or in 2 h for what is critical.
struct Desk {
    Desk() {
        AgreementTerms terms = Story::terms();
        for (LevelTargets& level : terms.levels.by_priority) level.arrival = day;
        terms.levels.by_priority[3].arrival = two_hours;
        agreement = Story::agreement_on(terms, story.agreement);
        organisation.id = story.clinic;
        organisation.registered = true;
        organisation.sites[story.reception] = {story.reception, "Rejestracja", ""};
        organisation.staff[story.technician.user] = {story.technician.user, story.technician.name, Role::technician, "", true};
        organisation.contacts[story.contact.user] = {story.contact.user, story.contact.name, "", "", "", true, false, true, false};
        organisation.contacts[story.other_contact.user] = {
            story.other_contact.user, story.other_contact.name, "", "", "", false, true, false, false};
        log.organisation = &organisation;
        log.agreement = &agreement;
    }
    OrderEmergencyVisit order() const {
        return {story.reception, {}, "Serwer nie wstaje", "Restart, odłączony UPS", story.other_contact.user, two_hours};
    }
    std::string run(const Actor& actor, const VisitCommand& command, Instant now) { return refusal_of(log.run(actor, command, now)); }
    Visit visit() const { return log.as<Visit>(); }
    ClockReading reading(Instant now) const { return arrival_reading(*visit().order, agreement, visit().arrived_at, now); }

    Story story;
    Organisation organisation;
    Agreement agreement;
    SubjectLog log{Visit::subject_kind, 40};
};

}  // namespace

TEST_CASE("rule 29: only a contact person named for it orders an emergency visit, and only in their own name") {
    Desk desk;
    OrderEmergencyVisit by_halina = desk.order();
    by_halina.ordered_by = desk.story.contact.user;
    CHECK(desk.run(desk.story.contact, by_halina, morning) == "refusal.visit.may_not_order");
    CHECK(desk.run(desk.story.contact, desk.order(), morning) == "refusal.visit.orders_for_another");
    CHECK(desk.run(desk.story.technician, by_halina, morning) == "refusal.visit.may_not_order");
    CHECK_FALSE(may(Role::reporter, EmergencyVisitOrdered::action));
    desk.organisation.contacts.at(desk.story.other_contact.user).withdrawn = true;
    CHECK(desk.run(desk.story.other_contact, desk.order(), morning) == "refusal.visit.may_not_order");
    desk.organisation.contacts.at(desk.story.other_contact.user).withdrawn = false;
    REQUIRE(desk.run(desk.story.other_contact, desk.order(), morning) == "");
    CHECK(desk.visit().state == VisitState::ordered);
    CHECK(desk.visit().kind == VisitKind::emergency);
    CHECK(desk.visit().order->recorded_by_name.empty());
    CHECK(desk.visit().order->ordered_by_name == "Tomasz Wąż");
    CHECK(desk.run(desk.story.other_contact, desk.order(), morning) == "refusal.visit.already_planned");
}

TEST_CASE("a technician records an order by telephone, and the order says who did") {
    Desk desk;
    REQUIRE(desk.run(desk.story.technician, desk.order(), morning) == "");
    CHECK(desk.visit().order->ordered_by == desk.story.other_contact.user);
    CHECK(desk.visit().order->recorded_by_name == "Łukasz Świerk");
    EmergencyVisitOrdered unnamed = *desk.visit().order;
    unnamed.recorded_by_name.clear();
    const Context context{morning, desk.story.technician, &desk.organisation, &desk.agreement};
    CHECK(admit_order(unnamed, context).error().key == "refusal.visit.recorder_missing");
}

TEST_CASE("an order needs a reason, what the hotline tried, and an arrival time that the agreement offers") {
    Desk desk;
    const auto refused = [&](const auto& change) {
        OrderEmergencyVisit order = desk.order();
        change(order);
        return desk.run(desk.story.other_contact, order, morning);
    };
    CHECK(refused([](auto& order) { order.hotline = "  "; }) == "refusal.visit.hotline_not_tried");
    CHECK(refused([](auto& order) { order.reason = ""; }) == "refusal.visit.order_reason_missing");
    CHECK(refused([](auto& order) { order.site = {fixed_id(77)}; }) == "refusal.visit.site_unknown");
    CHECK(refused([](auto& order) { order.reaction = Target::real({60}); }) == "refusal.visit.reaction_not_offered");
    CHECK(refused([](auto& order) { order.reaction = Target::working({120}); }) == "refusal.visit.reaction_not_offered");
    CHECK(refused([](auto& order) { order.reaction = Target::none(); }) == "refusal.visit.reaction_not_offered");
    const auto& clock = *desk.agreement.versions[0].clock;
    CHECK(offered_reactions(clock, desk.story.reception) == std::vector{day, two_hours});
    CHECK(refused([](auto& order) { order.reaction = day; }) == "");
    CHECK(desk.visit().order->arrival_due == at_minute(24 * 60));
}

TEST_CASE("where no arrival time is agreed a visit can be ordered, and nothing is promised") {
    Desk desk;
    desk.agreement = Story::agreement_on(Story::terms(), desk.story.agreement);
    CHECK(offered_reactions(*desk.agreement.versions[0].clock, desk.story.reception).empty());
    CHECK(desk.run(desk.story.other_contact, desk.order(), morning) == "refusal.visit.reaction_not_offered");
    OrderEmergencyVisit order = desk.order();
    order.reaction = Target::none();
    REQUIRE(desk.run(desk.story.other_contact, order, morning) == "");
    CHECK_FALSE(desk.visit().order->arrival_due.has_value());
    CHECK(desk.reading(at_minute(9'999)).state == ClockState::none);
}

TEST_CASE("the arrival clock runs from the order until somebody arrives, planned or not") {
    Desk desk;
    REQUIRE(desk.run(desk.story.other_contact, desk.order(), morning) == "");
    CHECK(desk.visit().starts_at == morning);
    CHECK(desk.visit().ends_at == at_minute(120));
    CHECK(desk.reading(at_minute(30)).state == ClockState::running);
    CHECK(desk.reading(at_minute(30)).left() == Minutes{90}.milliseconds());
    CHECK(desk.reading(at_minute(121)).state == ClockState::breached);

    PlanVisit plan = desk.story.plan();
    plan.starts_at = at_minute(60);
    CHECK(desk.run(desk.story.manager, plan, at_minute(10)) == "refusal.visit.plan_differs_from_order");
    plan.kind = VisitKind::emergency;
    CHECK(desk.run(desk.story.technician, MoveVisit{at_minute(70), at_minute(80), "x"}, at_minute(10)) == "refusal.visit.not_planned");
    REQUIRE(desk.run(desk.story.manager, plan, at_minute(10)) == "");
    CHECK(desk.visit().state == VisitState::planned);
    CHECK(desk.visit().order.has_value());
    REQUIRE(desk.run(desk.story.technician, StartVisit{}, at_minute(120)) == "");
    CHECK(desk.reading(at_minute(500)).state == ClockState::met);

    Desk unplanned;
    REQUIRE(unplanned.run(unplanned.story.other_contact, unplanned.order(), morning) == "");
    CHECK(unplanned.run(unplanned.story.technician, EndVisit{}, at_minute(5)) == "refusal.visit.not_started");
    REQUIRE(unplanned.run(unplanned.story.technician, StartVisit{}, at_minute(121)) == "");
    CHECK(unplanned.visit().technician == unplanned.story.technician.user);
    CHECK(unplanned.reading(at_minute(500)).state == ClockState::breached);
    REQUIRE(unplanned.run(unplanned.story.technician, EndVisit{}, at_minute(150)) == "");
}

TEST_CASE("V8: on a support day an ordered visit is due by that day's longer hours") {
    Desk desk;
    AgreementTerms terms = Story::terms();
    terms.calendars["office"] = office_hours("Europe/Warsaw", {{8 * 60, 10 * 60}});
    terms.levels.calendar = "office";
    for (LevelTargets& level : terms.levels.by_priority) level.arrival = Target::working({120});
    OrderEmergencyVisit order = desk.order();
    order.reaction = Target::working({120});
    // Ordered at 9:30: half an hour until 10:00, the rest on the next morning.
    desk.agreement = Story::agreement_on(terms, desk.story.agreement);
    const Context ordinary{at_minute(30), desk.story.other_contact, &desk.organisation, &desk.agreement};
    CHECK(order_of(order, ordinary).arrival_due == at_minute(24 * 60 + 30));
    terms.support_days = {{.name = "VAT", .days = {12}, .from = {7, 0}, .to = {20, 0}}};
    desk.agreement = Story::agreement_on(terms, desk.story.agreement);
    const EmergencyVisitOrdered placed = order_of(order, {at_minute(30), desk.story.other_contact, &desk.organisation, &desk.agreement});
    CHECK(placed.arrival_due == at_minute(150));
    CHECK(arrival_reading(placed, desk.agreement, {}, at_minute(40)).due == at_minute(150));
    CHECK_FALSE(arrival_differs(placed, desk.agreement));
}

TEST_CASE("an order that was withdrawn can be cancelled with a reason and no longer be planned") {
    Desk desk;
    REQUIRE(desk.run(desk.story.other_contact, desk.order(), morning) == "");
    CHECK(desk.run(desk.story.manager, CancelVisit{""}, at_minute(1)) == "refusal.visit.cancel_reason_missing");
    REQUIRE(desk.run(desk.story.manager, CancelVisit{"Serwer wstał"}, at_minute(1)) == "");
    PlanVisit plan = desk.story.plan();
    plan.kind = VisitKind::emergency;
    CHECK(desk.run(desk.story.manager, plan, at_minute(2)) == "refusal.visit.cancelled");
}

TEST_CASE("an arrival time that is not the agreement's is taken in and flagged; a forged reaction is refused") {
    Desk desk;
    const Context context{at_minute(1), desk.story.other_contact, &desk.organisation, &desk.agreement};
    const auto judge = [&](const EmergencyVisitOrdered& order) {
        const VisitEvent event{order};
        const auto stored = stored_event(desk.story.other_contact, {Visit::subject_kind, fixed_id(40)}, event, morning);
        return admit_event(SubjectState{Visit{}}, stored, event, context);
    };
    EmergencyVisitOrdered order = order_of(desk.order(), {morning, desk.story.other_contact, &desk.organisation, &desk.agreement});
    CHECK(judge(order).fate == Fate::accepted);
    EmergencyVisitOrdered later = order;
    later.arrival_due = at_minute(500);
    CHECK(judge(later).fate == Fate::flagged);
    CHECK(judge(later).reason == Refusal{"refusal.visit.arrival_differs", {{"number", "UM-2024/017"}}});
    EmergencyVisitOrdered dated_back = order;
    dated_back.ordered_at = morning - Minutes{9 * 24 * 60}.milliseconds();
    CHECK(judge(dated_back).reason.key == "refusal.visit.order_time_differs");
    EmergencyVisitOrdered ahead = order;
    ahead.ordered_at = at_minute(30 * 24 * 60);
    CHECK(judge(ahead).fate == Fate::refused);
    order.reaction = Target::real({5});
    CHECK(judge(order).fate == Fate::refused);
    CHECK(judge(order).reason.key == "refusal.visit.reaction_not_offered");
}

TEST_CASE("an order is written and read without loss") {
    Desk desk;
    OrderEmergencyVisit command = desk.order();
    command.ticket = {fixed_id(30)};
    const EmergencyVisitOrdered order = order_of(command, {morning, desk.story.technician, &desk.organisation, &desk.agreement});
    const Json json = order.to_json();
    FieldReader fields(json);
    const EmergencyVisitOrdered read = EmergencyVisitOrdered::from_json(fields);
    CHECK_FALSE(fields.problem().has_value());
    CHECK(read.to_json() == json);
    CHECK(read.reaction == two_hours);
    CHECK(read.arrival_due == at_minute(120));
}

TEST_CASE("V2: the time to the arrival runs from when the server had the order in hand, where the device's clock runs ahead") {
    Desk desk;
    EmergencyVisitOrdered order = order_of(desk.order(), {at_minute(600), desk.story.other_contact, &desk.organisation, &desk.agreement});
    auto stored = stored_event(desk.story.other_contact, {Visit::subject_kind, fixed_id(40)}, VisitEvent{order}, at_minute(600));
    stored.placement->received_at = morning;
    Visit visit;
    apply(visit, VisitEvent{order}, stored);
    CHECK(visit.order->ordered_at == morning);
    CHECK(arrival_reading(*visit.order, desk.agreement, {}, at_minute(121)).state == ClockState::breached);
    // An order of weeks ago is pointed out.
    const Context much_later{at_minute(20 * 24 * 60), desk.story.other_contact, &desk.organisation, &desk.agreement};
    order.ordered_at = morning;
    const auto old = stored_event(desk.story.other_contact, {Visit::subject_kind, fixed_id(40)}, VisitEvent{order}, morning);
    const Verdict verdict = admit_event(SubjectState{Visit{}}, old, VisitEvent{order}, much_later);
    CHECK(verdict.fate == Fate::flagged);
}
