// Ticket due: what an open ticket is due for next (requirements.md T2, T3, N9).
//
// The rule: by the clocks of the version that the ticket was promised by, with every pause and exclusion so far; where a device holds no
// agreement (a reporter's), by the times that were written into the ticket at its opening. While the ticket waits for the client the time
// is the one that would hold if the waiting ended now. Worked example: due on Monday 17:00, paused from 14:00 to 16:00: due on Tuesday
// 11:00 on a calendar that begins at 9:00.
#pragma once

#include "core/domain/ticket.hpp"

namespace countersign {

struct TicketDue {
    Measure measure = Measure::resolution;
    Instant at;
    bool paused = false;  ///< stands still, and is not broken yet: nobody can work on it now
    bool operator==(const TicketDue&) const = default;
};

/// As of the ticket's last change: due times stand still between changes, except while it waits. Nothing when nothing is promised any more.
std::optional<TicketDue> next_due(const Ticket& ticket, const AgreementClock* clock);

}  // namespace countersign
