// Ticket clocks: the promises of one ticket from what happened to it (requirements.md T3, T5, T7, A4, N9; rules.md 6 to 12, 18).
//
// The rule: every clock of the client runs from the opening by the version that was pinned then. A new priority or mode counts from the
// opening too, with everything consumed and paused kept, and a breach already suffered stays. Waiting for the client pauses arrival and
// resolution, not the response; an exclusion that stands pauses all of them. Resolved time is a pause when the ticket is reopened. A
// message of the client after our first response starts the next-response clock, our answer stops it. Worked example: opened Monday 9:00
// with 8 h (priority high), re-classified to critical (4 h) at 14:00: due Monday 13:00, breached from then on; back to high at 15:00 the
// resolution is due at 17:00 again, and the breach suffered between 14:00 and 15:00 stays.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/agreement_clock.hpp"

namespace countersign {

/// From `at` on the ticket had this priority and mode.
struct Classification {
    Instant at;
    Priority priority = Priority::normal;
    ServiceMode mode = ServiceMode::sla;
    std::string reason = {};  ///< of a change of mode, in words
    EventId event = {};       ///< which said so
};

/// An exclusion claimed by the provider (A4). It stands unless it was withdrawn or the client's objection was upheld.
struct ClaimedExclusion {
    std::string exclusion;  ///< its id in the agreement
    Instant from;
    std::optional<Instant> to = {};
    std::string evidence;
    bool contested = false;
    bool stands = true;
    EventId claim = {};
    std::string objection = {};  ///< of the client, in words
    std::string answer = {};     ///< of the account manager
};

/// What the clocks need to know of a ticket, in order of time within each list.
struct TicketCourse {
    Instant opened_at;
    SiteId site = {};
    std::vector<Classification> classifications;  ///< the first at the opening
    std::vector<Pause> waiting = {};              ///< for the client
    std::vector<ClaimedExclusion> exclusions = {};
    std::vector<Instant> client_messages = {};  ///< after the opening
    std::vector<Instant> provider_messages = {};
    std::optional<Instant> arrived_at = {};
    /// Each time it was resolved, and when that was undone by a reopening.
    struct Resolved {
        Instant at;
        std::optional<Instant> reopened_at = {};
    };
    std::vector<Resolved> resolved = {};
};

/// One promise of a ticket as it stands.
struct PromiseClock {
    Measure measure = Measure::resolution;
    ClockRun run;                       ///< what the due time follows from, for the ledger
    const WorkingTime* time = nullptr;  ///< on which it is counted; lives as long as the agreement's clock
    ClockReading reading;
    bool breached = false;  ///< now, or under a classification that held when its due time passed
    std::optional<Instant> breached_at = {};
    /// When it moved to a mode without guaranteed time, and why (rules.md 11), or, for an arrival, was solved before anybody came; nothing
    /// is due any more, and what was broken stays so.
    std::optional<Instant> ended_at = {};
    std::string ended_because = {};
    bool open() const {
        if (ended_at) return false;
        return reading.state == ClockState::running || reading.state == ClockState::paused || (breached && !run.stopped_at);
    }
};

struct TicketClocks {
    std::vector<PromiseClock> promises;  ///< first response, arrival, resolution where promised, then one for each awaited next response

    const PromiseClock* find(Measure measure) const;
    /// The promise that is due next among those not fulfilled yet; breached ones first.
    const PromiseClock* next() const;
};

TicketClocks ticket_clocks(const AgreementClock& agreement, const TicketCourse& course, Instant now);

/// The promises that were fulfilled or fell due until `until` (exclusive) and from `from` on, for attainment and credits.
std::vector<JudgedPromise> judged_promises(const TicketId& ticket, const TicketClocks& clocks, Priority priority, Instant from,
                                           Instant until);

}  // namespace countersign
