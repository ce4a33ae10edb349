// Log as of: one organisation's log as it stood at a moment, for reports that must come out the same whenever they are made
// (requirements.md R1, N10).
//
// The rule: what had happened by then is in it, also what arrived later; what happened later is not. What the server writes about an event
// (its number, its promise, a flag) goes with that event. What was agreed is taken as it stands today, because versions have dates of their
// own and tickets are pinned to them. Worked example: a report of June as of 1 July 8:00. A visit of 30 June that was synced on 3 July is
// in it; a rejection of 2 July is not.
#pragma once

#include <vector>

#include "core/event/envelope.hpp"

namespace countersign {

std::vector<StoredEvent> log_as_of(std::vector<StoredEvent> events, Instant at);

}  // namespace countersign
