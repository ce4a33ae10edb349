// Ticket promise: what the agreement in force says against what a device stated. A device promises by the agreement it holds, which may be
// none (a reporter's) or an older one. The server never changes what the device wrote: it adds the promise where there is none, and flags
// what differs, so that both sides see the same. Worked example: the agreement promises 4 h for priority high. A reporter opens at 09:00
// with impact 2 and urgency 3, without a promise; the server adds "answered by 13:00". Had the device written "answered by 09:00:05" or
// priority low, the ticket would be flagged.
#pragma once

#include <vector>

#include "core/domain/ticket.hpp"

namespace countersign {

/// What the server adds behind an event that set the ticket's priority on a device without an agreement. `context.agreement` is the one in
/// force when the event was made; nothing when there was none or the device promised by itself.
std::optional<TicketPromised> missing_promise(const Ticket& state, const TicketEvent& event, Instant made_at, const Context& context);

/// The expectations that a stated priority or promise breaks.
std::vector<Refusal> differences_from_agreement(const Ticket& state, const TicketEvent& event, Instant made_at, const Context& context);

}  // namespace countersign
