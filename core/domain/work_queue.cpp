// Work queue: the order.
#include "core/domain/work_queue.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace countersign {
namespace {

auto order_of(const QueueItem& item) {
    // What waits for the client cannot be worked on; what has no promise follows what has one.
    const std::int64_t due = item.next_due ? item.next_due->utc_ms : std::numeric_limits<std::int64_t>::max();
    return std::tuple(item.mode, item.paused, due, -static_cast<int>(item.priority), item.opened_at.utc_ms);
}

}  // namespace

ServiceMode lane_of(const Ticket& ticket, const AgreementClock* clock) {
    const auto& classifications = ticket.course.classifications;
    if (!classifications.empty() && classifications.back().mode != ServiceMode::sla) return classifications.back().mode;
    if (ticket.promise.agreement.empty()) return ServiceMode::occasional;
    return clock == nullptr ? ServiceMode::sla : clock->terms().mode;
}

QueueItem queue_item_of(const Ticket& ticket, const AgreementClock* clock) {
    QueueItem item{ticket.id, lane_of(ticket, clock), ticket.priority, ticket.opened_at};
    if (const auto due = next_due(ticket, clock)) {
        item.next_due = due->at;
        item.paused = due->paused;
    } else {
        item.paused = ticket.state == TicketState::waiting;
    }
    return item;
}

bool goes_before(const QueueItem& a, const QueueItem& b) {
    const auto of_a = order_of(a);
    const auto of_b = order_of(b);
    return of_a != of_b ? of_a < of_b : a.ticket.value < b.ticket.value;
}

void sort_queue(std::vector<QueueItem>& items) { std::sort(items.begin(), items.end(), goes_before); }

std::optional<LanePlace> place_in_lane(const std::vector<QueueItem>& items, const TicketId& ticket) {
    const auto own = std::find_if(items.begin(), items.end(), [&](const QueueItem& item) { return item.ticket == ticket; });
    if (own == items.end()) return std::nullopt;
    LanePlace place{own->mode, 1, 0};
    for (const QueueItem& item : items) {
        if (item.mode != own->mode) continue;
        ++place.length;
        if (goes_before(item, *own)) ++place.place;
    }
    return place;
}

}  // namespace countersign
