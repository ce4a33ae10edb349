// Ticket promise: what the agreement in force says against what a device stated. A device promises by the agreement it holds, which may be
// none (a reporter's) or an older one. The server never changes what the device wrote: behind it, it writes what the agreement promises,
// which is what the ticket is judged by, and flags what was stated otherwise, so that both sides see the same. Worked example: the
// agreement promises 4 h for priority high. A reporter opens at 09:00 with impact 2 and urgency 3, without a promise; the server adds
// "answered by 13:00". Had the device written "answered by 09:00:05" or priority low, the server would add the same, and a flag.
#pragma once

#include <vector>

#include "core/domain/ticket.hpp"

namespace countersign {

/// What the server adds behind an event that set the ticket's priority, where the device did not state just that. `context.agreement` is
/// the one in force when the event was made; without one nothing is promised, whatever the device said.
std::optional<TicketPromised> owed_promise(const Ticket& state, const TicketEvent& event, Instant made_at, const Context& context);

/// The expectations that a stated priority or promise breaks.
std::vector<Refusal> differences_from_agreement(const Ticket& state, const TicketEvent& event, Instant made_at, const Context& context);

}  // namespace countersign
