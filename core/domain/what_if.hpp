// What if: a ticket's promises under other circumstances, beside those that hold (requirements.md N6, N9).
//
// The rule: the same clocks are asked twice, once as it is and once with another priority from the opening on, with waiting that did not
// happen, without an exclusion, or by another version of the agreement; nothing is written. Which credit would be owed follows from the
// month's promises with this ticket's taken out and put in anew. With the version in force today it answers N9's "would have been" beside
// "promised". Worked example: high, 8 working hours, opened Monday 8:00, due Monday 16:00 and solved Tuesday 9:00: missed. Had it been
// normal (16 h) it would have been due on Tuesday at 16:00, kept, and the credit of 50.00 not owed.
#pragma once

#include "core/domain/service_credit.hpp"
#include "core/domain/ticket_clocks.hpp"

namespace countersign {

struct WhatIf {
    std::optional<Priority> priority = {};      ///< in place of every classification
    std::vector<Pause> waiting = {};            ///< for the client, on top
    std::vector<EventId> without_claims = {};   ///< exclusions that are taken as withdrawn
    const AgreementClock* agreement = nullptr;  ///< another version; null: the one that the ticket was promised by
};

struct PromiseCompared {
    Measure measure = Measure::resolution;
    ClockReading promised, would_be;  ///< ClockState::none where it is not promised
    bool breached = false, would_be_breached = false;
};

/// `agreement`: by which the ticket was promised. Promises of one measure are compared in order; several awaited next responses are
/// several.
std::vector<PromiseCompared> what_if(const AgreementClock& agreement, const TicketCourse& course, const WhatIf& other, Instant now);

struct CreditCompared {
    CreditStatement owed, would_be;
};

/// The credits of a month in which the ticket is judged among others. `month` holds what is judged as it is, the ticket's own included;
/// `from` and `until` are the month, `priority` the ticket's as it is judged.
struct TicketInMonth {
    TicketId ticket;
    Priority priority = Priority::normal;
    Instant from, until;
};
CreditCompared credit_if(const CreditTerms& terms, std::int64_t month_fee_minor, const MonthJudged& month, const TicketInMonth& judged,
                         const AgreementClock& agreement, const TicketCourse& course, const WhatIf& other, Instant now);

}  // namespace countersign
