// Promises beside tickets: emergency orders and replacement devices, judged like the promises of tickets (requirements.md V2, C4, A5, R1;
// rules.md 29, 35, 37).
//
// The rule: an ordered visit counts under arrival, and under the priority whose arrival time was chosen for it, instead of the
// arrival that the ticket it was ordered for had been promised; a device that is away
// counts under replacement, under the priority of the ticket it belongs to, else under normal. Kept when somebody arrived, or a replacement
// was lent or the device was back, by the due time; broken when that passed. An order that was cancelled in time promises nothing. Worked
// example: ordered at 9:00 with 2 real hours, arrived at 11:30: one broken arrival of that day's month, named by the reason of the order.
#pragma once

#include "core/projection/organisation_book.hpp"

namespace countersign {

struct PromiseBesideTickets {
    JudgedPromise judged;
    std::string name;  ///< in the words of who ordered it, or the device's
};

/// When visits were ordered for tickets with an arrival time of their own, the first of each; those that were called off in time left out.
std::map<TicketId, Instant> visits_ordered(const OrganisationBook& book, const Agreement& agreement);

/// Those under the agreement that were fulfilled or fell due in the month and by `now`.
std::vector<PromiseBesideTickets> promises_beside_tickets(const OrganisationBook& book, const Agreement& agreement, const MonthSpan& month,
                                                          Instant now);

}  // namespace countersign
