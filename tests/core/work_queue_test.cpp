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

TEST_CASE(
    "T2, N12: a ticket stands in the lane of its agreement's mode or of the mode it moved to, and what stands still comes last in it") {
    AgreementTerms terms;
    terms.calendars["always"] = around_the_clock("Europe/Warsaw");
    terms.levels.calendar = "always";
    terms.levels.by_priority[1].next_response = Target::real({60});
    terms.levels.by_priority[1].resolution = Target::real({480});
    const AgreementClock sla = *AgreementClock::of(terms);
    terms.mode = ServiceMode::prepaid;
    terms.levels.by_priority = {};
    const AgreementClock packages = *AgreementClock::of(terms);
    Ticket ticket;
    ticket.id = {"ticket"};
    CHECK(lane_of(ticket, nullptr) == ServiceMode::occasional);
    ticket.promise.agreement = {"agreement"};
    ticket.course.classifications = {{{0}, Priority::normal, ServiceMode::sla}};
    CHECK(lane_of(ticket, nullptr) == ServiceMode::sla);  // a reporter's device holds no agreement
    CHECK(lane_of(ticket, &packages) == ServiceMode::prepaid);

    const auto minute = [](std::int64_t n) { return Instant{n * 60'000}; };
    ticket.opened = true;
    ticket.changed_at = minute(100);
    ticket.course.provider_messages = {minute(10)};
    CHECK(queue_item_of(ticket, &sla).next_due == minute(480));
    ticket.state = TicketState::waiting;
    ticket.course.waiting = {{minute(90), {}, ""}};
    CHECK(queue_item_of(ticket, &sla).paused);
    // A question of the client is to be answered though the ticket waits for them.
    ticket.course.client_messages = {minute(95)};
    CHECK_FALSE(queue_item_of(ticket, &sla).paused);
    CHECK(queue_item_of(ticket, &sla).next_due == minute(155));
    // What is broken is not left alone because it waits.
    ticket.course.client_messages.clear();
    ticket.course.waiting = {{minute(490), {}, ""}};
    ticket.changed_at = minute(500);
    CHECK_FALSE(queue_item_of(ticket, &sla).paused);
    ticket.course.classifications.push_back({minute(50), Priority::normal, ServiceMode::occasional});
    CHECK(queue_item_of(ticket, &sla).mode == ServiceMode::occasional);
}
