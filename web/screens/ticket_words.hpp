// Words and marks for tickets: state, priority, what is left of the time, how the client states impact and urgency.
#pragma once

#include <string>

#include "web/app/portal.hpp"
#include "web/widgets/status.hpp"
#include "web/widgets/table.hpp"

namespace countersign::screens {

widgets::State ticket_state(const app::Portal& portal, TicketState state, bool chip = false);
widgets::Priority ticket_priority(const app::Portal& portal, Priority priority, bool chip = false);

/// Of the agreement's version that the ticket was promised by; null where this device has none.
const AgreementClock* pinned_clock(app::Portal& portal, const Ticket& ticket);

/// "Fix in 1 h 20 min" with the bar that shows it, or "due in 1 h 20 min" where there is little room. Only for open tickets.
widgets::TimeLeft ticket_time_left(app::Portal& portal, const TicketRow& row, bool names_clock = true);
/// How one promise of a ticket stands or was kept: "by today 13:00" and "due in 1 h 5 min", or "today 9:38" and "Met, 1 h 5 min spare".
struct PromiseWords {
    std::string when, how;
};
PromiseWords promise_words(app::Portal& portal, const OrganisationId& organisation, const std::optional<Instant>& due,
                           const std::optional<Instant>& done);

/// "CS-1482", as the row's or the ticket's number.
std::string ticket_number(const app::Portal& portal, const TicketRow& row);
/// A ticket in a short list: title, number and place, state, and what is left of its time.
widgets::ListRow ticket_list_row(app::Portal& portal, const TicketRow& row);

/// The client's own words for what 1, 2 and 3 mean.
std::string impact_words(const app::Portal& portal, int impact);
std::string urgency_words(const app::Portal& portal, int urgency);

/// Whoever deals with it: a colleague by name, or a group of the system it was imported from.
std::string handler_words(app::Portal& portal, const OrganisationId& organisation, const UserId& technician, const std::string& handled_by);

}  // namespace countersign::screens
