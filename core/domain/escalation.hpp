// Escalation: who is warned of a promise that is about to be broken, and when (requirements.md T5; rules.md 18).
//
// The rule: each step of the ladder names a share of the promised time and who is told when it is used. The share is of working time, so a
// pause puts the warning off with the due time. A step is told once; it is armed again only when a change of priority or mode puts the
// share below it again. What was promised under an earlier priority warned then, and stays warned. Worked example: 8 h from Monday 9:00,
// steps 50 % (technician), 80 % (technician) and 100 % (account manager): Monday 13:00, 15:24 and 17:00. A pause from 12:00 to 14:00 moves
// them to 15:00, Tuesday 9:24 and 11:00. Made low (16 h) at 16:00 without a pause, when 7 h are used, the first two are armed again:
// Monday 17:00 and Tuesday 13:48.
#pragma once

#include <vector>

#include "core/domain/permission.hpp"
#include "core/domain/ticket_clocks.hpp"

namespace countersign {

struct EscalationStep {
    std::int32_t percent = 80;  ///< of the promised time; 100 is the due time itself
    Role to = Role::technician;
    bool operator==(const EscalationStep&) const = default;
};
using EscalationLadder = std::vector<EscalationStep>;

/// Half and four fifths of the time to the technician, the breach to the account manager.
EscalationLadder usual_ladder();

struct Warning {
    Instant at;
    Measure measure = Measure::resolution;
    EscalationStep step;
    Instant due = {};  ///< the due time of which the share was used, as it stood then
    bool operator==(const Warning&) const = default;
};

/// Every warning until `now`, in order of time. A promise that was fulfilled before a step was reached warns of nothing.
std::vector<Warning> warnings(const AgreementClock& agreement, const TicketCourse& course, const EscalationLadder& ladder, Instant now);

/// When somebody has to look again: the next warning if nothing happens; nothing while all stand still or are told.
std::optional<Warning> next_warning(const AgreementClock& agreement, const TicketCourse& course, const EscalationLadder& ladder,
                                    Instant now);

}  // namespace countersign
