// Emergency order: a contact person calls for a visit because the hotline could not solve it (requirements.md V2; rules.md 29).
//
// The rule: only a contact person who is named for it orders one, in their own session, or on the telephone, where a technician records it
// for them and the order says so. It says what the hotline tried. How soon somebody comes is chosen per order among the arrival times that
// the agreement offers (24 h, shortened down to 2 h); the time runs on the agreement's clock from the order until somebody arrives, on a
// support day by that day's longer hours. Where no arrival time is agreed the visit can be ordered all the same, and nothing is promised.
// Worked example: the agreement offers 24 h and 2 real hours. Tomasz orders at 09:00 with 2 h: arrival is due at 11:00. The technician is
// there at 10:40, so the promise is kept with 20 minutes left.
#pragma once

#include <string>
#include <vector>

#include "core/domain/agreement.hpp"
#include "core/domain/fact.hpp"

namespace countersign {

struct EmergencyVisitOrdered {
    static constexpr const char* type = "emergency_visit_ordered";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::order_emergency_visit;
    SiteId site;
    TicketId ticket;  ///< what it is about; may be empty
    std::string reason;
    std::string hotline;  ///< what the hotline tried
    UserId ordered_by;
    std::string ordered_by_name;
    std::string recorded_by_name;  ///< of the technician who took the call; empty when the contact person ordered by themself
    Instant ordered_at;
    AgreementId agreement;
    std::int32_t agreement_version = 0;  ///< by which the reaction is counted; 0 where nothing is promised
    Target reaction;                     ///< Target::none() where the agreement offers no arrival time
    std::optional<Instant> arrival_due = {};
    Json to_json() const;
    static EmergencyVisitOrdered from_json(FieldReader& fields);
};

struct OrderEmergencyVisit {
    SiteId site;
    TicketId ticket = {};
    std::string reason;
    std::string hotline;
    UserId ordered_by;  ///< on their own session the actor
    Target reaction = {};
};

/// The arrival times that may be chosen for a site, the longest first; empty where none is agreed.
std::vector<Target> offered_reactions(const AgreementClock& agreement, const SiteId& site);

/// What the command says, with what is promised by the agreement in force.
EmergencyVisitOrdered order_of(const OrderEmergencyVisit& command, const Context& context);

Admission admit_order(const EmergencyVisitOrdered& order, const Context& context);

/// The priority whose arrival time was chosen; the lowest of several with the same.
Priority chosen_priority(const EmergencyVisitOrdered& order, const AgreementClock& clock);

/// Whether the arrival time is the agreement's own; a device may hold an older agreement.
bool arrival_differs(const EmergencyVisitOrdered& order, const Agreement& agreement);

/// The arrival clock of an order. `stopped_at`: the arrival, once there is one. No promise, no reading.
ClockReading arrival_reading(const EmergencyVisitOrdered& order, const Agreement& agreement, std::optional<Instant> stopped_at,
                             Instant now);

}  // namespace countersign
