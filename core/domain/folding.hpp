// Folding: what applying an event and deciding a command do alike for every kind of subject whose history people read.
//
// The rule: whatever an event says, it says who wrote it and when, and it stands in the subject's history; a state is pending while one of
// its events is only on this device. Worked example: a repair with three confirmed events and one written in the cellar has a history of
// four lines, the last without a time of arrival, and is pending.
#pragma once

#include <utility>
#include <vector>

#include "core/domain/ticket.hpp"

namespace countersign {

/// Takes over what every event says about its subject, and adds its line to the history; `text` of the line is the caller's to fill.
template <typename State>
HistoryEntry& begin_fold(State& state, const StoredEvent& stored) {
    const Envelope& envelope = stored.envelope;
    state.id = {envelope.subject.id};
    if (const auto stream = parse_stream(envelope.stream)) state.organisation = stream->organisation;
    if (!stored.confirmed()) state.pending = true;
    const auto received_at = stored.placement ? std::optional(stored.placement->received_at) : std::nullopt;
    state.history.push_back({envelope.id, envelope.type, envelope.actor, envelope.occurred_at, received_at, {}});
    return state.history.back();
}

/// A fact that broke an expectation is kept and shown, but proves nothing.
template <typename State>
bool is_flagged(const State& state, const EventId& event) {
    for (const Flag& flag : state.flags) {
        if (flag.event == event && voids(flag)) return true;
    }
    return false;
}

/// The one event of a command, where the state admits it.
template <typename Event, typename State>
Result<std::vector<Event>, Refusal> decided(const State& state, Event event, const Context& context) {
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector<Event>{std::move(event)};
}

}  // namespace countersign
