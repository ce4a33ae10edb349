// The promises of a ticket through everything that happens to it: rules.md 6 to 13.
#include "core/domain/ticket_clocks.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace countersign;

namespace {

/// In June 2026, Warsaw. The 1st is a Monday.
Instant june(int day, int hour, int minute = 0) { return {wall_milliseconds({{2026, 6, day}, {hour, minute}}) - 2 * 3'600'000}; }

const AgreementClock& agreement() {
    static const AgreementClock clock = [] {
        AgreementTerms terms;
        terms.calendars["office"] = office_hours("Europe/Warsaw", {{9 * 60, 17 * 60}});
        terms.levels.calendar = "office";
        const auto level = [&](Priority priority) -> LevelTargets& {
            return terms.levels.by_priority[static_cast<std::size_t>(priority) - 1];
        };
        level(Priority::high) = {Target::working({120}), Target::working({60}), Target::none(), Target::working({480})};
        level(Priority::critical) = {Target::working({60}), Target::working({60}), Target::real({120}), Target::working({240})};
        return *AgreementClock::of(terms);
    }();
    return clock;
}

TicketCourse opened(Priority priority, Instant at = june(1, 9)) {
    TicketCourse course;
    course.opened_at = at;
    course.classifications = {{at, priority, ServiceMode::sla}};
    return course;
}

PromiseClock read(const TicketCourse& course, Measure measure, Instant now) {
    const TicketClocks clocks = ticket_clocks(agreement(), course, now);
    const PromiseClock* promise = clocks.find(measure);
    REQUIRE(promise != nullptr);
    return *promise;
}

}  // namespace

TEST_CASE("what is promised is what the agreement has a target for, and the next due is on top") {
    const TicketClocks clocks = ticket_clocks(agreement(), opened(Priority::critical), june(1, 9));
    CHECK(clocks.promises.size() == 3);
    CHECK(clocks.next()->measure == Measure::first_response);
    CHECK(clocks.find(Measure::arrival)->reading.due == june(1, 11));
    CHECK(ticket_clocks(agreement(), opened(Priority::low), june(1, 9)).promises.empty());
}

TEST_CASE("rule 8: waiting for the client pauses the resolution and not the response") {
    TicketCourse course = opened(Priority::high);
    course.waiting = {{june(1, 10), june(1, 12), "waiting"}};
    CHECK(read(course, Measure::first_response, june(1, 13)).reading.due == june(1, 11));
    CHECK(read(course, Measure::resolution, june(1, 13)).reading.due == june(2, 11));
}

TEST_CASE("rule 9: the next response starts at the client's message, stops at ours and leaves the first alone") {
    TicketCourse course = opened(Priority::high);
    course.client_messages = {june(1, 9, 30), june(1, 13), june(1, 13, 30)};
    course.provider_messages = {june(1, 10), june(1, 14, 30)};
    const TicketClocks clocks = ticket_clocks(agreement(), course, june(1, 16));
    CHECK(clocks.find(Measure::first_response)->reading.state == ClockState::met);
    CHECK(clocks.find(Measure::first_response)->reading.due == june(1, 11));
    const PromiseClock* next = clocks.find(Measure::next_response);
    REQUIRE(next != nullptr);
    CHECK(next->run.start == june(1, 13));
    CHECK(next->breached);
    CHECK(next->breached_at == june(1, 14));
    course.client_messages.push_back(june(1, 15));
    CHECK(ticket_clocks(agreement(), course, june(1, 15, 30)).promises.back().reading.due == june(1, 16));
}

TEST_CASE("rule 10: the example of the rule: a new priority counts from the opening, and a breach suffered stays") {
    TicketCourse course = opened(Priority::high);
    course.classifications.push_back({june(1, 14), Priority::critical, ServiceMode::sla});
    PromiseClock resolution = read(course, Measure::resolution, june(1, 14, 30));
    CHECK(resolution.reading.due == june(1, 13));
    CHECK(resolution.breached_at == june(1, 14));
    course.classifications.push_back({june(1, 15), Priority::high, ServiceMode::sla});
    resolution = read(course, Measure::resolution, june(1, 15, 30));
    CHECK(resolution.reading.due == june(1, 17));
    CHECK(resolution.reading.state == ClockState::running);
    CHECK(resolution.breached);
}

TEST_CASE("rule 10: a pause is kept when the priority changes") {
    TicketCourse course = opened(Priority::high);
    course.waiting = {{june(1, 10), june(1, 12), "waiting"}};
    course.classifications.push_back({june(1, 12, 30), Priority::critical, ServiceMode::sla});
    const PromiseClock resolution = read(course, Measure::resolution, june(1, 12, 30));
    CHECK(resolution.reading.due == june(1, 15));
    CHECK_FALSE(resolution.breached);
}

TEST_CASE("rule 10: re-classifying after the solution judges nothing anew") {
    TicketCourse course = opened(Priority::high);
    course.resolved = {{june(1, 16), {}}};
    course.classifications.push_back({june(1, 16, 30), Priority::critical, ServiceMode::sla});
    CHECK_FALSE(read(course, Measure::resolution, june(2, 9)).breached);
    CHECK(read(course, Measure::resolution, june(2, 9)).reading.state == ClockState::met);
}

TEST_CASE("rule 11: a mode without guaranteed time ends the clock and does not erase a breach") {
    TicketCourse course = opened(Priority::critical);
    course.classifications.push_back({june(1, 14), Priority::critical, ServiceMode::occasional});
    const PromiseClock late = read(course, Measure::resolution, june(3, 9));
    CHECK(late.breached_at == june(1, 13));
    CHECK_FALSE(late.reading.due.has_value());
    course.classifications[1].at = june(1, 12);
    CHECK_FALSE(read(course, Measure::resolution, june(3, 9)).breached);
}

TEST_CASE("rule 12: reopening makes the resolved time a pause, and the old clock goes on") {
    TicketCourse course = opened(Priority::high);
    course.resolved = {{june(1, 16), june(3, 10)}};
    CHECK(read(course, Measure::resolution, june(3, 10)).reading.due == june(3, 11));
    course.resolved.push_back({june(3, 10, 30), {}});
    CHECK(read(course, Measure::resolution, june(9, 9)).reading.state == ClockState::met);
}

TEST_CASE("A4: an exclusion pauses every clock while it stands, and its withdrawal brings the breach back") {
    TicketCourse course = opened(Priority::high);
    course.exclusions = {{"flood", june(1, 10), june(2, 10), "photo"}};
    course.provider_messages = {june(2, 10, 30)};
    CHECK_FALSE(read(course, Measure::first_response, june(3, 9)).breached);
    course.exclusions[0].stands = false;
    CHECK(read(course, Measure::first_response, june(3, 9)).breached);
}

TEST_CASE("a breach is judged in the month in which it happened, a kept promise when it was fulfilled") {
    TicketCourse course = opened(Priority::high, june(30, 12));
    course.provider_messages = {june(30, 13)};
    const TicketClocks clocks = ticket_clocks(agreement(), course, june(30, 16) + Minutes{60 * 24 * 10}.milliseconds());
    const Instant july{wall_milliseconds({{2026, 7, 1}, {}}) - 2 * 3'600'000};
    const Instant august{wall_milliseconds({{2026, 8, 1}, {}}) - 2 * 3'600'000};
    const auto in_june = judged_promises({"t"}, clocks, Priority::high, june(1, 0), july);
    REQUIRE(in_june.size() == 1);
    CHECK(in_june[0] == JudgedPromise{{"t"}, Measure::first_response, Priority::high, true});
    const auto in_july = judged_promises({"t"}, clocks, Priority::high, july, august);
    REQUIRE(in_july.size() == 1);
    CHECK(in_july[0] == JudgedPromise{{"t"}, Measure::resolution, Priority::high, false});
}

TEST_CASE("property: with time going by, a breach never disappears and nothing is judged before it happened") {
    for (std::uint32_t seed = 1; seed <= 100; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const auto later = [&](Instant from) { return from + Milliseconds{static_cast<std::int64_t>(random() % 20'000'000)}; };
        TicketCourse course = opened(static_cast<Priority>(3 + random() % 2));
        Instant at = course.opened_at;
        for (int i = 0; i < 6; ++i) {
            at = later(at);
            switch (random() % 4) {
                case 0:
                    course.classifications.push_back({at, static_cast<Priority>(3 + random() % 2), ServiceMode::sla});
                    break;
                case 1:
                    course.client_messages.push_back(at);
                    break;
                case 2:
                    course.provider_messages.push_back(at);
                    break;
                default: {
                    const Instant from = at;
                    at = later(at);
                    course.waiting.push_back({from, at, "w"});
                }
            }
        }
        bool was_breached = false;
        for (Instant now = at; now < at + Milliseconds{400'000'000}; now = now + Milliseconds{17'000'000}) {
            const PromiseClock resolution = read(course, Measure::resolution, now);
            if (was_breached) CHECK(resolution.breached);
            was_breached = resolution.breached;
            if (resolution.breached_at) CHECK(*resolution.breached_at <= now);
        }
    }
}

TEST_CASE("A5, V2: what is solved before anybody had to come breaks no promise to come, and a reopened ticket promises it again") {
    TicketCourse course = opened(Priority::critical);
    course.resolved = {{june(1, 10)}};
    const PromiseClock solved = read(course, Measure::arrival, june(2, 12));
    CHECK_FALSE(solved.breached);
    CHECK_FALSE(solved.open());
    CHECK(solved.ended_at == june(1, 10));
    CHECK(solved.reading.state == ClockState::none);
    const TicketClocks clocks = ticket_clocks(agreement(), course, june(2, 12));
    for (const JudgedPromise& judged : judged_promises({"t"}, clocks, Priority::critical, june(1, 0), june(30, 0))) {
        CHECK(judged.measure != Measure::arrival);
    }
    // Solved too late for the arrival that was promised: that one was broken.
    course.resolved = {{june(1, 12)}};
    CHECK(read(course, Measure::arrival, june(2, 12)).breached_at == june(1, 11));
    course.resolved = {{june(1, 10), june(1, 13)}};
    CHECK(read(course, Measure::arrival, june(2, 12)).open());
}
