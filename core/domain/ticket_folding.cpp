// Ticket: how its events add up.
#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/ticket.hpp"

namespace countersign {

namespace {

// What was made offline arrives late; the course of a ticket is told in order of time.
void insert(std::vector<Instant>& instants, Instant instant) {
    instants.insert(std::upper_bound(instants.begin(), instants.end(), instant), instant);
}

// The first thing that the provider's side does is the response; the client's own comments are not.
void respond_at(Ticket& ticket, Instant at) {
    if (!ticket.first_response_at || at < *ticket.first_response_at) ticket.first_response_at = at;
    insert(ticket.course.provider_messages, at);
}
void respond(Ticket& ticket, const StoredEvent& stored) { respond_at(ticket, stored.happened_at()); }

void begin_waiting(Ticket& ticket, Instant from, const std::string& reason) { ticket.course.waiting.push_back({from, {}, reason}); }

// Going straight from paused to resolved ends the pause too (rules.md 7).
void end_waiting(Ticket& ticket, Instant to) {
    if (ticket.course.waiting.empty() || ticket.course.waiting.back().to) return;
    ticket.course.waiting.back().to = std::max(to, ticket.course.waiting.back().from);
}

void set_priority(Ticket& ticket, Instant at, Priority priority, const EventId& event) {
    classify(ticket.course, {at, priority, ServiceMode::sla, {}, event}, true);
}

// A change or a pause that arrives late cannot undo a breach that the log has told already (rules.md 10, 11).
Instant takes_effect(const Ticket& ticket, const StoredEvent& stored) {
    Instant at = stored.happened_at();
    for (const TicketWarningTold& told : ticket.warnings) {
        if (told.percent >= 100) at = std::max(at, told.due + Milliseconds{1});
    }
    return at;
}

void resolve(Ticket& ticket, Instant at) {
    end_waiting(ticket, at);
    ticket.course.resolved.push_back({at});
}

void reopen(Ticket& ticket, Instant at) {
    if (ticket.course.resolved.empty() || ticket.course.resolved.back().reopened_at) return;
    ticket.course.resolved.back().reopened_at = std::max(at, ticket.course.resolved.back().at);
}

ClaimedExclusion* claim_of(Ticket& ticket, const EventId& event) {
    for (ClaimedExclusion& claim : ticket.course.exclusions) {
        if (claim.claim == event) return &claim;
    }
    return nullptr;
}

void fold_claim(Ticket& ticket, const TicketExclusionClaimed& body, const EventId& event) {
    ClaimedExclusion claim{body.exclusion, body.from, body.to, body.evidence};
    claim.claim = event;
    ticket.course.exclusions.push_back(std::move(claim));
}

// Whether a later row is known: an import repeated after a broken row was mended brings that row behind the others.
bool is_late(const Ticket& ticket, Instant updated_at) {
    return std::any_of(ticket.history.begin(), ticket.history.end(), [&](const HistoryEntry& entry) {
        return entry.type == TicketUpdateImported::type && entry.occurred_at > updated_at;
    });
}

void fold_imported_course(Ticket& ticket, const TicketUpdateImported& body) {
    const auto is_done = [](TicketState state) { return state == TicketState::resolved || state == TicketState::closed; };
    if (body.priority != ticket.priority) set_priority(ticket, body.updated_at, body.priority, {});
    if (body.state == TicketState::waiting && ticket.state != TicketState::waiting) begin_waiting(ticket, body.updated_at, "");
    if (body.state != TicketState::waiting) end_waiting(ticket, body.updated_at);
    if (is_done(body.state) && !is_done(ticket.state)) resolve(ticket, body.updated_at);
    if (!is_done(body.state) && is_done(ticket.state)) reopen(ticket, body.updated_at);
    // Any handling is an answer; who wrote what is not told by that log.
    if (body.state != TicketState::fresh && !ticket.first_response_at) insert(ticket.course.provider_messages, body.updated_at);
}

void fold_import(Ticket& ticket, const TicketUpdateImported& body) {
    if (is_late(ticket, body.updated_at)) return;
    fold_imported_course(ticket, body);
    ticket.state = body.state;
    ticket.priority = body.priority;
    if (!body.handled_by.empty()) ticket.handled_by = body.handled_by;
    const bool handled = body.state != TicketState::fresh;
    if (handled && !ticket.first_response_at) ticket.first_response_at = body.updated_at;
    // Rows repeat a state for as long as it lasts; it began with the first of them.
    const bool closed = body.state == TicketState::closed;
    const bool resolved = closed || body.state == TicketState::resolved;
    const auto begins = [&](bool holds, std::optional<Instant>& since) {
        if (!holds) since.reset();
        if (holds && !since) since = body.updated_at;
    };
    begins(resolved, ticket.resolved_at);
    begins(closed, ticket.closed_at);
}

void fold_opening(Ticket& ticket, const TicketOpened& body, const StoredEvent& stored) {
    ticket.opened = true;
    ticket.title = body.title;
    ticket.description = body.description;
    ticket.channel = body.channel;
    ticket.site = body.site;
    ticket.asset = body.asset;
    ticket.visit = body.visit;
    ticket.author = stored.envelope.actor;
    ticket.reporter_name = body.reporter_name;
    ticket.external_number = body.external_number;
    ticket.impact = body.impact;
    ticket.urgency = body.urgency;
    ticket.priority = body.priority;
    ticket.promise = body.promise;
    ticket.opened_at = stored.happened_at();
    ticket.course.opened_at = stored.happened_at();
    ticket.course.site = body.site;
    ticket.course.classifications = {{stored.happened_at(), body.priority, ServiceMode::sla, {}, stored.envelope.id}};
}

// What a message of the wrong side was taken for.
void take_back(std::vector<Instant>& instants, Instant instant) {
    const auto found = std::lower_bound(instants.begin(), instants.end(), instant);
    if (found != instants.end() && *found == instant) instants.erase(found);
}

void take_back_comment(Ticket& ticket, const EventId& event) {
    auto& messages = ticket.course.provider_messages;
    for (const HistoryEntry& entry : ticket.history) {
        if (entry.event != event || entry.type != TicketCommentAdded::type) continue;
        const Instant at = entry.received_at ? std::min(*entry.received_at, entry.occurred_at) : entry.occurred_at;
        take_back(messages, at);
        take_back(ticket.course.client_messages, at);
        if (ticket.first_response_at == at) ticket.first_response_at = messages.empty() ? std::nullopt : std::optional(messages.front());
    }
}

void take_back_priority(Ticket& ticket, const EventId& event) {
    ticket.priority = priority_of(ticket.impact, ticket.urgency);
    for (Classification& classification : ticket.course.classifications) {
        if (classification.event == event) classification.priority = ticket.priority;
    }
}

}  // namespace

void apply(Ticket& state, const Flag& flag) {
    // A doubtful time or promise voids nothing: the time is the earlier of two, the promise is the server's.
    const std::string& broken = flag.expectation.key;
    if (broken == "refusal.ticket.comment_side") take_back_comment(state, flag.event);
    if (broken == "refusal.ticket.priority_does_not_follow") take_back_priority(state, flag.event);
    if (broken == "refusal.ticket.exclusion_unknown" || broken == "refusal.ticket.evidence_missing") {
        if (auto* claim = claim_of(state, flag.event)) claim->stands = false;
    }
    if (broken == "refusal.ticket.time_range" || broken == "refusal.ticket.time_description_missing" || broken == "refusal.date.to_come") {
        auto& entries = state.time_entries;
        entries.erase(std::remove_if(entries.begin(), entries.end(), [&](const TicketTime& entry) { return entry.event == flag.event; }),
                      entries.end());
    }
}

void apply(Ticket& state, const TicketEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    if (const auto stream = parse_stream(stored.envelope.stream)) state.organisation = stream->organisation;
    if (!stored.confirmed()) state.pending = true;
    // What the server adds says when the ticket arrived there, not that anything about it changed.
    const bool changes = !std::holds_alternative<TicketNumberGiven>(event) && !std::holds_alternative<TicketPromised>(event) &&
                         !std::holds_alternative<TicketWarningTold>(event);
    if (changes && stored.happened_at() > state.changed_at) state.changed_at = stored.happened_at();

    HistoryEntry entry{stored.envelope.id,
                       stored.envelope.type,
                       stored.envelope.actor,
                       stored.envelope.occurred_at,
                       stored.placement ? std::optional(stored.placement->received_at) : std::nullopt,
                       {}};
    std::visit(Overloaded{
                   [&](const TicketOpened& body) {
                       // A second opening of one ticket is flagged by admit and changes nothing.
                       if (!state.opened) fold_opening(state, body, stored);
                       entry.text = body.description;
                   },
                   [&](const TicketNumberGiven& body) { state.number = body.number; },
                   [&](const TicketAssigned& body) {
                       state.technician = body.technician;
                       // Who is to do it is the provider's own business: nobody has answered the client yet (rules.md 9, 13).
                       if (state.state == TicketState::fresh) state.state = TicketState::assigned;
                   },
                   [&](const TicketWorkStarted&) {
                       end_waiting(state, stored.happened_at());
                       state.state = TicketState::in_progress;
                       respond(state, stored);
                   },
                   [&](const TicketPaused& body) {
                       state.state_before_pause = state.state;
                       state.state = TicketState::waiting;
                       state.waiting_reason = body.reason;
                       entry.text = body.reason;
                       if (body.waiting_for == WaitingFor::client) begin_waiting(state, takes_effect(state, stored), body.reason);
                       respond(state, stored);
                   },
                   [&](const TicketResumed&) {
                       end_waiting(state, stored.happened_at());
                       state.state = state.state_before_pause;
                       state.waiting_reason.clear();
                   },
                   [&](const TicketResolved& body) {
                       state.state = TicketState::resolved;
                       state.solution = body.solution;
                       state.resolved_at = stored.happened_at();
                       resolve(state, stored.happened_at());
                       entry.text = body.solution;
                       respond(state, stored);
                   },
                   [&](const TicketResolutionAccepted&) {
                       state.state = TicketState::closed;
                       state.closed_at = stored.happened_at();
                   },
                   [&](const TicketResolutionRejected& body) {
                       state.state = TicketState::in_progress;
                       state.resolved_at.reset();
                       // Said in time and come after the silence, it reopens what that had closed.
                       state.closed_at.reset();
                       state.closed_by_silence = false;
                       reopen(state, stored.happened_at());
                       entry.text = body.reason;
                   },
                   [&](const TicketReclassified& body) {
                       state.impact = body.impact;
                       state.urgency = body.urgency;
                       state.priority = body.priority;
                       state.promise = promise_in_mode(state, body.promise);
                       set_priority(state, takes_effect(state, stored), body.priority, stored.envelope.id);
                       entry.text = body.reason;
                   },
                   [&](const TicketCommentAdded& body) {
                       entry.text = body.text;
                       if (body.by_provider) {
                           respond(state, stored);
                       } else {
                           insert(state.course.client_messages, stored.happened_at());
                       }
                   },
                   [&](const InternalNoteAdded& body) { entry.text = body.text; },
                   [&](const TicketUpdateImported& body) {
                       fold_import(state, body);
                       entry.text = body.handled_by;
                   },
                   [&](const TicketPromised& body) { state.promise = promise_in_mode(state, body.promise); },
                   [&](const TicketExclusionClaimed& body) {
                       fold_claim(state, body, stored.envelope.id);
                       entry.text = body.evidence;
                   },
                   [&](const TicketExclusionEnded& body) {
                       auto* claim = claim_of(state, body.claim);
                       if (claim != nullptr && !claim->to && !claim->contested && body.to > claim->from) claim->to = body.to;
                   },
                   [&](const TicketExclusionContested& body) {
                       if (auto* claim = claim_of(state, body.claim)) {
                           claim->contested = true;
                           claim->objection = body.reason;
                       }
                       entry.text = body.reason;
                   },
                   [&](const TicketExclusionDecided& body) {
                       if (auto* claim = claim_of(state, body.claim)) {
                           claim->stands = body.stands;
                           claim->answer = body.reason;
                       }
                       entry.text = body.reason;
                   },
                   [&](const TicketArrivalRecorded& body) {
                       // The first arrival is what was promised; one before the opening is flagged and proves nothing.
                       if (body.arrived_at < state.opened_at) return;
                       const Instant at = std::min(body.arrived_at, stored.happened_at());
                       if (!state.course.arrived_at || at < *state.course.arrived_at) state.course.arrived_at = at;
                       respond_at(state, at);
                   },
                   [&](const TicketTimeRecorded& body) {
                       // Flagged as impossible where it was taken in; it uses no hours.
                       if (body.worked.count < 1 || body.worked.count > 24 * 60) return;
                       state.time_entries.push_back({stored.envelope.id, stored.envelope.actor, body});
                       entry.text = body.description;
                   },
                   [&](const TicketMaterialUsed& body) {
                       state.materials.push_back(body);
                       entry.text = body.name;
                   },
                   [&](const TicketClosedBySilence&) {
                       state.state = TicketState::closed;
                       state.closed_at = stored.happened_at();
                       state.closed_by_silence = true;
                   },
                   [&](const TicketRated& body) {
                       state.rating = body;
                       entry.text = body.comment;
                   },
                   [&](const TicketWarningTold& body) { state.warnings.push_back(body); },
                   [&](const TicketModeChanged& body) {
                       fold_move(state, body, takes_effect(state, stored));
                       entry.text = body.reason;
                   },
               },
               event);
    state.history.push_back(std::move(entry));
}

}  // namespace countersign
