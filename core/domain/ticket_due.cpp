// What is due next.
#include "core/domain/ticket_due.hpp"

namespace countersign {

std::optional<TicketDue> next_due(const Ticket& ticket, const AgreementClock* clock) {
    if (!ticket.open()) return std::nullopt;
    // Tickets of another system were promised nothing by us.
    if (ticket.promise.agreement.empty()) return std::nullopt;
    if (clock == nullptr) {
        const auto pinned = ticket.next_due();
        const bool response = !ticket.first_response_at && ticket.promise.response_due;
        if (!pinned) return std::nullopt;
        return TicketDue{response ? Measure::first_response : Measure::resolution, *pinned, ticket.state == TicketState::waiting};
    }
    const TicketClocks clocks = ticket_clocks(*clock, ticket.course, ticket.changed_at);
    const PromiseClock* next = clocks.next();
    if (next == nullptr) return std::nullopt;
    return TicketDue{next->measure, *next->reading.due, next->reading.state == ClockState::paused && !next->breached};
}

}  // namespace countersign
