// Emergency order: who may, what is offered, when arrival is due.
#include "core/domain/emergency_order.hpp"

#include <algorithm>

#include "core/domain/organisation.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {

namespace {

constexpr std::array<Priority, 4> priorities{Priority::low, Priority::normal, Priority::high, Priority::critical};

const AgreementVersion* version_of(const EmergencyVisitOrdered& order, const Agreement& agreement) {
    if (order.agreement != agreement.id || order.agreement_version < 1) return nullptr;
    return agreement.version(order.agreement_version);
}

std::optional<Priority> priority_chosen(const EmergencyVisitOrdered& order, const AgreementClock& clock) {
    const auto found = std::find_if(priorities.begin(), priorities.end(), [&](Priority priority) {
        return clock.target(Measure::arrival, priority, order.site) == order.reaction;
    });
    return found == priorities.end() ? std::nullopt : std::optional(*found);
}

// The hours by which the chosen arrival time counts: those of its priority, so that a support day's longer hours make it due earlier.
const WorkingTime* time_of(const EmergencyVisitOrdered& order, const AgreementClock& clock) {
    const auto chosen = priority_chosen(order, clock);
    return chosen ? clock.cover(Measure::arrival, *chosen, order.site, order.ordered_at).time : clock.time_at(order.site);
}

std::optional<Instant> due_of(const EmergencyVisitOrdered& order, const AgreementClock& clock) {
    const WorkingTime* time = time_of(order, clock);
    if (time == nullptr) return std::nullopt;
    return SlaClock(*time, {order.ordered_at, order.reaction}, order.ordered_at).due();
}

Admission admit_person(const EmergencyVisitOrdered& order, const Context& context) {
    const Contact* contact = context.organisation == nullptr ? nullptr : context.organisation->contact(order.ordered_by);
    if (contact == nullptr || !contact->may_order_emergency_visit) {
        return refuse("refusal.visit.may_not_order");
    }
    const bool own_session = !is_staff(context.actor.role);
    if (own_session && order.ordered_by != context.actor.user) return refuse("refusal.visit.orders_for_another");
    if (own_session != order.recorded_by_name.empty()) return refuse("refusal.visit.recorder_missing");
    return {};
}

}  // namespace

std::vector<Target> offered_reactions(const AgreementClock& agreement, const SiteId& site) {
    std::vector<Target> offered;
    for (const Priority priority : priorities) {
        const Target target = agreement.target(Measure::arrival, priority, site);
        if (target.kind == TargetKind::none || std::find(offered.begin(), offered.end(), target) != offered.end()) continue;
        offered.push_back(target);
    }
    std::stable_sort(offered.begin(), offered.end(), [](const Target& a, const Target& b) {
        const auto days = [](const Target& target) { return target.kind == TargetKind::working_days; };
        if (days(a) != days(b)) return days(a);
        return a.amount > b.amount;
    });
    return offered;
}

EmergencyVisitOrdered order_of(const OrderEmergencyVisit& command, const Context& context) {
    EmergencyVisitOrdered order;
    order.site = command.site;
    order.ticket = command.ticket;
    order.reason = command.reason;
    order.hotline = command.hotline;
    order.ordered_by = command.ordered_by;
    if (context.organisation != nullptr) order.ordered_by_name = context.organisation->person_name(command.ordered_by);
    if (is_staff(context.actor.role)) order.recorded_by_name = context.actor.name;
    order.ordered_at = context.now;
    order.reaction = command.reaction;
    if (context.agreement == nullptr) return order;
    order.agreement = context.agreement->id;
    if (const AgreementVersion* version = context.agreement->version_at(context.now)) {
        order.agreement_version = version->number;
        order.arrival_due = due_of(order, *version->clock);
    }
    return order;
}

namespace {

// Else an order would reach into another client's log.
Admission admit_ticket(const EmergencyVisitOrdered& order, const Context& context) {
    if (order.ticket.empty() || context.about_stream == nullptr) return {};
    const auto stream = parse_stream(*context.about_stream);
    const bool own = stream && (context.organisation == nullptr || stream->organisation == context.organisation->id);
    return own ? Admission{} : refuse("refusal.visit.ticket_unknown");
}

}  // namespace

Admission admit_order(const EmergencyVisitOrdered& order, const Context& context) {
    if (context.organisation != nullptr && context.organisation->site(order.site) == nullptr) {
        return refuse("refusal.visit.site_unknown");
    }
    if (auto person = admit_person(order, context); !person) return person;
    if (auto ticket = admit_ticket(order, context); !ticket) return ticket;
    if (auto reason = require_text(order.reason, "refusal.visit.order_reason_missing"); !reason) return reason;
    if (auto hotline = require_text(order.hotline, "refusal.visit.hotline_not_tried"); !hotline) return hotline;
    std::vector<Target> offered;
    if (context.agreement != nullptr) {
        const AgreementVersion* version = context.agreement->version_at(order.ordered_at);
        if (version != nullptr) offered = offered_reactions(*version->clock, order.site);
    }
    const bool fits =
        offered.empty() ? order.reaction == Target::none() : std::find(offered.begin(), offered.end(), order.reaction) != offered.end();
    if (!fits) return refuse("refusal.visit.reaction_not_offered");
    return {};
}

Priority chosen_priority(const EmergencyVisitOrdered& order, const AgreementClock& clock) {
    return priority_chosen(order, clock).value_or(Priority::normal);
}

bool arrival_differs(const EmergencyVisitOrdered& order, const Agreement& agreement) {
    const AgreementVersion* version = agreement.version_at(order.ordered_at);
    if (version == nullptr) return order.arrival_due.has_value();
    return order.agreement != agreement.id || order.agreement_version != version->number ||
           order.arrival_due != due_of(order, *version->clock);
}

ClockReading arrival_reading(const EmergencyVisitOrdered& order, const Agreement& agreement, std::optional<Instant> stopped_at,
                             Instant now) {
    const AgreementVersion* version = version_of(order, agreement);
    const WorkingTime* time = version == nullptr ? nullptr : time_of(order, *version->clock);
    if (time == nullptr) return {};
    return SlaClock(*time, {order.ordered_at, order.reaction, {}, stopped_at}, now).read();
}

Json EmergencyVisitOrdered::to_json() const {
    Json object{{"site", site.value},
                {"ticket", ticket.value},
                {"reason", reason},
                {"hotline", hotline},
                {"ordered_by", ordered_by.value},
                {"ordered_by_name", ordered_by_name},
                {"recorded_by_name", recorded_by_name},
                {"ordered_at", ordered_at.utc_ms},
                {"agreement", agreement.value},
                {"agreement_version", agreement_version},
                {"reaction", reaction.to_json()}};
    if (arrival_due) object["arrival_due"] = arrival_due->utc_ms;
    return object;
}

EmergencyVisitOrdered EmergencyVisitOrdered::from_json(FieldReader& fields) {
    EmergencyVisitOrdered order;
    order.site = fields.id<SiteId>("site");
    order.ticket = {fields.text_or("ticket", "", 200)};
    order.reason = fields.text("reason");
    order.hotline = fields.text("hotline");
    order.ordered_by = fields.id<UserId>("ordered_by");
    order.ordered_by_name = fields.text_or("ordered_by_name", "", 200);
    order.recorded_by_name = fields.text_or("recorded_by_name", "", 200);
    order.ordered_at = fields.instant("ordered_at");
    order.agreement = {fields.text_or("agreement", "", 200)};
    order.agreement_version = read_count(fields, "agreement_version", 0, 0, 10'000);
    order.reaction = read_part<Target>(fields, "reaction");
    order.arrival_due = fields.optional_instant("arrival_due");
    return order;
}

}  // namespace countersign
