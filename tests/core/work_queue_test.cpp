// The one queue by promise: requirements.md T2, N12.
#include "core/domain/work_queue.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace countersign;

namespace {

QueueItem item(const std::string& id, ServiceMode mode, std::optional<Instant> due, Priority priority = Priority::normal) {
    return {{id}, mode, priority, {0}, due};
}

std::string order(std::vector<QueueItem> items) {
    sort_queue(items);
    std::string text;
    for (const QueueItem& one : items) text += one.ticket.value + " ";
    return text;
}

}  // namespace

TEST_CASE("the next promise is on top, agreement before package before occasional") {
    CHECK(order({item("occasional", ServiceMode::occasional, {}, Priority::critical), item("sla-15", ServiceMode::sla, Instant{15}),
                 item("prepaid", ServiceMode::prepaid, {}, Priority::critical), item("sla-11", ServiceMode::sla, Instant{11}),
                 item("sla-none", ServiceMode::sla, {}, Priority::critical)}) == "sla-11 sla-15 sla-none prepaid occasional ");
}

TEST_CASE("without a promise priority decides, then age, then the id; what waits for the client comes last in its lane") {
    QueueItem waiting = item("waiting", ServiceMode::prepaid, {}, Priority::critical);
    waiting.paused = true;
    QueueItem old_one = item("old", ServiceMode::prepaid, {});
    old_one.opened_at = {-5};
    CHECK(order({waiting, item("b", ServiceMode::prepaid, {}), item("a", ServiceMode::prepaid, {}), old_one,
                 item("high", ServiceMode::prepaid, {}, Priority::high)}) == "high old a b waiting ");
}

TEST_CASE("N12: a client sees the place in the lane and not who stands before") {
    const std::vector<QueueItem> items{item("a", ServiceMode::sla, Instant{1}), item("b", ServiceMode::prepaid, {}, Priority::high),
                                       item("c", ServiceMode::prepaid, {})};
    CHECK(place_in_lane(items, {"c"}) == LanePlace{ServiceMode::prepaid, 2, 2});
    CHECK(place_in_lane(items, {"a"}) == LanePlace{ServiceMode::sla, 1, 1});
    CHECK_FALSE(place_in_lane(items, {"x"}).has_value());
}
