// Comparing what a device stated with the agreement.
#include "core/domain/ticket_promise.hpp"

namespace countersign {

namespace {

struct Stated {
    int impact = 2, urgency = 2;
    Priority priority = Priority::normal;
    Promise promise;
    Instant opened_at;
    SiteId site;
    std::int32_t pinned = 0;  ///< the version that the ticket has already
};

// Nothing for events that say nothing about priority, and for tickets of another system, which have that system's own priorities.
std::optional<Stated> stated_by(const Ticket& state, const TicketEvent& event, Instant made_at, const Actor& actor) {
    if (const auto* opened = std::get_if<TicketOpened>(&event)) {
        // A second opening changes nothing.
        if (state.opened) return std::nullopt;
        if (opened->channel == Channel::import && may(actor.role, Action::import_history)) return std::nullopt;
        return Stated{opened->impact, opened->urgency, opened->priority, opened->promise, made_at, opened->site};
    }
    if (const auto* changed = std::get_if<TicketReclassified>(&event)) {
        return Stated{changed->impact, changed->urgency, changed->priority,    changed->promise,
                      state.opened_at, state.site,       state.promise.version};
    }
    if (const auto* moved = std::get_if<TicketModeChanged>(&event)) {
        if (moved->mode != ServiceMode::sla) return std::nullopt;
        return Stated{state.impact, state.urgency, state.priority, moved->promise, state.opened_at, state.site, moved->promise.version};
    }
    return std::nullopt;
}

Promise agreed(const Stated& stated, Priority priority, const Context& context) {
    return context.agreement->promise_for(priority, stated.site, stated.opened_at, stated.pinned);
}

// The zone table of the device may be another one; what counts is what came out.
bool says_the_same(Promise stated, const Promise& agreed) {
    stated.time_zones = agreed.time_zones;
    return stated == agreed;
}

bool is_empty(const Promise& promise) { return promise == Promise{}; }

}  // namespace

std::optional<TicketPromised> missing_promise(const Ticket& state, const TicketEvent& event, Instant made_at, const Context& context) {
    const auto stated = stated_by(state, event, made_at, context.actor);
    if (!stated || context.agreement == nullptr || !is_empty(stated->promise)) return std::nullopt;
    return TicketPromised{agreed(*stated, priority_of(stated->impact, stated->urgency), context)};
}

std::vector<Refusal> differences_from_agreement(const Ticket& state, const TicketEvent& event, Instant made_at, const Context& context) {
    const auto stated = stated_by(state, event, made_at, context.actor);
    if (!stated) return {};
    std::vector<Refusal> differences;
    // A move says nothing about the priority, which in an imported ticket is the other system's.
    const bool moves = std::holds_alternative<TicketModeChanged>(event);
    if (!moves && stated->priority != priority_of(stated->impact, stated->urgency))
        differences.push_back({"refusal.ticket.priority_does_not_follow"});
    if (is_empty(stated->promise)) return differences;
    // A ticket of an earlier agreement stays with it; the one in force has nothing to say about it.
    const AgreementId& pinned = state.promise.agreement;
    const bool stays = state.opened && !pinned.empty() && stated->promise.agreement == pinned;
    if (stays && (context.agreement == nullptr || context.agreement->id != pinned)) return differences;
    if (context.agreement == nullptr) {
        differences.push_back({"refusal.ticket.promised_without_agreement"});
    } else if (stated->promise.agreement != context.agreement->id) {
        differences.push_back({"refusal.ticket.promised_by_other_agreement", {{"number", context.agreement->number()}}});
    } else if (!says_the_same(stated->promise, agreed(*stated, stated->priority, context))) {
        differences.push_back({"refusal.ticket.promise_differs", {{"number", context.agreement->number()}}});
    }
    return differences;
}

}  // namespace countersign
