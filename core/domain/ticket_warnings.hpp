// Ticket warnings: which warnings of a ticket's promises are to be told now, and which have been (requirements.md T5; rules.md 18).
//
// The rule: the server writes each warning of the ladder (escalation.hpp) into the log when a sync finds its share used, so that everybody
// sees who was told what. It is never told twice for the same due time; when the due time moved it is told again only if the share was
// reached anew. Nothing is told while the clock stands still, of a promise that was kept, or of a resolved or closed ticket.
// Worked example: 8 h from Monday 9:00; a sync at 13:01 tells "50 % of 17:00", one at 14:00 nothing. A pause that was made offline from
// 12:00 to 14:00 arrives: due Tuesday 11:00, the half is reached at 15:00, and a sync then tells "50 % of Tuesday 11:00". A pause from
// 16:00 on moves the due time too, but the half was reached before it: nothing is told again.
#pragma once

#include <vector>

#include "core/domain/escalation.hpp"
#include "core/domain/fact.hpp"

namespace countersign {

struct Ticket;

/// Written by the server alone.
struct TicketWarningTold {
    static constexpr const char* type = "ticket_warning_told";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    Measure measure = Measure::resolution;
    std::int32_t percent = 100;  ///< of the promised time; 100 is the due time
    Instant due;
    Instant reached_at;  ///< when the share was used
    Role to = Role::technician;
    Json to_json() const;
    static TicketWarningTold from_json(FieldReader& fields);
};

/// In order of time. `agreement` is the clock of the version that the ticket was promised by.
std::vector<TicketWarningTold> warnings_to_tell(const Ticket& ticket, const AgreementClock& agreement, Instant now);
/// When the server has to look again: at once where there is something to tell; nothing while nothing runs.
std::optional<Instant> next_look_at(const Ticket& ticket, const AgreementClock& agreement, Instant now);

Admission admit_warning(const Ticket& state, const TicketWarningTold& body);

}  // namespace countersign
