// Work queue: what to do next (requirements.md T2, N12).
//
// The rule: one queue by promise, in three lanes: what an agreement guarantees, then prepaid packages, then occasional help. Within a lane
// the next promise comes first, a broken one before all; what has no promise follows by priority and then by age. A client sees the lane
// and how many stand before their ticket in it, never whose they are. Worked example: an SLA ticket due at 15:00, a prepaid critical one
// without due time and an SLA ticket due at 11:00 stand in the order SLA 11:00, SLA 15:00, prepaid.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/domain/ticket_due.hpp"

namespace countersign {

struct QueueItem {
    TicketId ticket;
    ServiceMode mode = ServiceMode::sla;
    Priority priority = Priority::normal;
    Instant opened_at;
    std::optional<Instant> next_due = {};  ///< of the next promise not fulfilled
    bool paused = false;                   ///< its next promise stands still: stays in its lane behind what can be worked on
    bool operator==(const QueueItem&) const = default;
};

/// By what it was promised: a mode it was moved to, else its agreement's. What nobody promised anything for is occasional help.
ServiceMode lane_of(const Ticket& ticket, const AgreementClock* clock);

/// An open ticket as it stands in the queue; `clock` of the version that it was promised by, null where this device does not hold it.
QueueItem queue_item_of(const Ticket& ticket, const AgreementClock* clock);

/// Whether `a` is to be done before `b`. A strict order over tickets with different ids.
bool goes_before(const QueueItem& a, const QueueItem& b);

void sort_queue(std::vector<QueueItem>& items);

/// Where a ticket stands in its lane, from 1; nothing when it is not in the queue.
struct LanePlace {
    ServiceMode lane = ServiceMode::sla;
    std::int64_t place = 0;
    std::int64_t length = 0;
    bool operator==(const LanePlace&) const = default;
};
std::optional<LanePlace> place_in_lane(const std::vector<QueueItem>& items, const TicketId& ticket);

}  // namespace countersign
