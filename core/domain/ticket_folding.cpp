// Ticket: how its events add up.
#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/ticket.hpp"

namespace countersign {

namespace {

void respond(Ticket& ticket, const StoredEvent& stored) {
    // The first thing that the provider's side does is the response; the client's own comments are not.
    if (!ticket.first_response_at) ticket.first_response_at = stored.envelope.occurred_at;
}

// Whether a later row is known: an import repeated after a broken row was mended brings that row behind the others.
bool is_late(const Ticket& ticket, Instant updated_at) {
    return std::any_of(ticket.history.begin(), ticket.history.end(), [&](const HistoryEntry& entry) {
        return entry.type == TicketUpdateImported::type && entry.occurred_at > updated_at;
    });
}

void fold_import(Ticket& ticket, const TicketUpdateImported& body) {
    if (is_late(ticket, body.updated_at)) return;
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
    ticket.opened_at = stored.envelope.occurred_at;
}

}  // namespace

void apply(Ticket& state, const TicketEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    if (const auto stream = parse_stream(stored.envelope.stream)) state.organisation = stream->organisation;
    if (!stored.confirmed()) state.pending = true;
    // What the server adds says when the ticket arrived there, not that anything about it changed.
    const bool changes = !std::holds_alternative<TicketNumberGiven>(event) && !std::holds_alternative<TicketPromised>(event);
    if (changes && stored.envelope.occurred_at > state.changed_at) state.changed_at = stored.envelope.occurred_at;

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
                       if (state.state == TicketState::fresh) state.state = TicketState::assigned;
                       respond(state, stored);
                   },
                   [&](const TicketWorkStarted&) {
                       state.state = TicketState::in_progress;
                       respond(state, stored);
                   },
                   [&](const TicketPaused& body) {
                       state.state_before_pause = state.state;
                       state.state = TicketState::waiting;
                       state.waiting_reason = body.reason;
                       entry.text = body.reason;
                       respond(state, stored);
                   },
                   [&](const TicketResumed&) {
                       state.state = state.state_before_pause;
                       state.waiting_reason.clear();
                   },
                   [&](const TicketResolved& body) {
                       state.state = TicketState::resolved;
                       state.solution = body.solution;
                       state.resolved_at = stored.envelope.occurred_at;
                       entry.text = body.solution;
                       respond(state, stored);
                   },
                   [&](const TicketResolutionAccepted&) {
                       state.state = TicketState::closed;
                       state.closed_at = stored.envelope.occurred_at;
                   },
                   [&](const TicketResolutionRejected& body) {
                       state.state = TicketState::in_progress;
                       state.resolved_at.reset();
                       entry.text = body.reason;
                   },
                   [&](const TicketReclassified& body) {
                       state.impact = body.impact;
                       state.urgency = body.urgency;
                       state.priority = body.priority;
                       state.promise = body.promise;
                       entry.text = body.reason;
                   },
                   [&](const TicketCommentAdded& body) {
                       entry.text = body.text;
                       if (body.by_provider) respond(state, stored);
                   },
                   [&](const InternalNoteAdded& body) { entry.text = body.text; },
                   [&](const TicketUpdateImported& body) {
                       fold_import(state, body);
                       entry.text = body.handled_by;
                   },
                   [&](const TicketPromised& body) { state.promise = body.promise; },
               },
               event);
    state.history.push_back(std::move(entry));
}

}  // namespace countersign
