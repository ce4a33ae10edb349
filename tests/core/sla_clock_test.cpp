// The SLA clock and its ledger: rules.md 1 to 8, 16 to 18 and the conventions, and properties over random pauses.
#include "core/domain/sla_clock.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>

#include "core/domain/minute_ledger.hpp"

using namespace countersign;

namespace {

/// In June 2026, Warsaw: day and hour as they are spoken of.
Instant june(int day, int hour, int minute = 0) { return {wall_milliseconds({{2026, 6, day}, {hour, minute}}) - 2 * 3'600'000}; }

const WorkingTime& office() {
    static const WorkingTime time = [] {
        BusinessCalendar calendar = office_hours("Europe/Warsaw", {{9 * 60, 17 * 60}});
        calendar.country = Country::poland;
        return *WorkingTime::of(calendar);
    }();
    return time;
}

SlaClock clock_of(ClockRun run, Instant now) { return SlaClock(office(), std::move(run), now); }

constexpr Minutes eight_hours{480};

}  // namespace

TEST_CASE("the example of the rule: a pause over night moves the due time by its working minutes only") {
    const SlaClock clock = clock_of({june(1, 10), Target::working(eight_hours), {{june(1, 16), june(2, 10), "waiting"}}}, june(2, 11));
    CHECK(clock.due() == june(2, 12));
    CHECK(clock.read().used == Minutes{7 * 60}.milliseconds());
    CHECK(clock.read().state == ClockState::running);
}

TEST_CASE("rule 2: met exactly at the target is met, a millisecond later is a breach") {
    ClockRun run{june(1, 9), Target::working(eight_hours), {}, june(1, 17)};
    CHECK(clock_of(run, june(5, 9)).read().state == ClockState::met);
    run.stopped_at = june(1, 17) + Milliseconds{1};
    CHECK(clock_of(run, june(5, 9)).read().state == ClockState::breached);
}

TEST_CASE("rule 6: a pause outside working hours moves nothing, overlapping ones count once, an early one counts from the start") {
    const auto due = [](std::vector<Pause> pauses) {
        return *clock_of({june(1, 10), Target::working(eight_hours), std::move(pauses)}, june(9, 9)).due();
    };
    CHECK(due({}) == june(2, 10));
    CHECK(due({{june(1, 18), june(2, 8), ""}}) == june(2, 10));
    CHECK(due({{june(1, 11), june(1, 13), ""}, {june(1, 12), june(1, 14), ""}, {june(1, 13), june(1, 13, 30), ""}}) == june(2, 13));
    CHECK(due({{june(1, 9), june(1, 11), ""}}) == june(2, 11));
}

TEST_CASE("rule 7: going straight from paused to resolved ends the pause at that instant") {
    const SlaClock clock = clock_of({june(1, 10), Target::working(eight_hours), {{june(1, 12), {}, "waiting"}}, june(1, 15)}, june(3, 9));
    CHECK(clock.read().state == ClockState::met);
    CHECK(clock.read().used == Minutes{120}.milliseconds());
    CHECK(clock.due() == june(2, 13));
}

TEST_CASE("while paused the due time is what it would be if it went on now, and no time is used") {
    const ClockRun run{june(1, 10), Target::working(eight_hours), {{june(1, 12), {}, "waiting"}}};
    CHECK(clock_of(run, june(1, 14)).due() == june(2, 12));
    CHECK(clock_of(run, june(1, 15)).due() == june(2, 13));
    CHECK(clock_of(run, june(1, 15)).read().state == ClockState::paused);
    CHECK(clock_of(run, june(1, 15)).read().left() == Minutes{6 * 60}.milliseconds());
}

TEST_CASE("rule 16: a target in working days is due at the end of the n-th, and a day that ends paused does not count") {
    CHECK(clock_of({june(1, 10), Target::days(2)}, june(1, 10)).due() == june(3, 17));
    CHECK(clock_of({june(1, 10), Target::days(2), {{june(2, 12), june(3, 9), ""}}}, june(3, 9)).due() == june(5, 17));
    CHECK(clock_of({june(1, 10), Target::days(2), {{june(2, 9), june(2, 16), ""}}}, june(3, 9)).due() == june(3, 17));
}

TEST_CASE("pauses that overlap keep each reason once, also where one is a part of another") {
    const ClockRun run{
        june(1, 10),
        Target::working(eight_hours),
        {{june(1, 11), june(1, 13), "flood in the street"}, {june(1, 12), june(1, 14), "flood"}, {june(1, 13), june(1, 14), "flood"}}};
    const SlaClock clock = clock_of(run, june(2, 10));
    REQUIRE(clock.pauses().size() == 1);
    CHECK(clock.pauses()[0].reason == "flood in the street; flood");
}

TEST_CASE("rule 16: ten years of working days are due without a long wait, and more are not accepted") {
    CHECK(clock_of({june(1, 10), Target::days(2'500)}, june(1, 10)).due().has_value());
    const auto problem = [](std::int64_t amount) {
        const Json target{{"kind", "working_days"}, {"amount", amount}};
        FieldReader fields(target);
        (void)Target::from_json(fields);
        return fields.problem().value_or("none");
    };
    CHECK(problem(2'500) == "none");
    CHECK(problem(2'501).find("amount: ") == 0);
    CHECK(problem(0).find("amount: ") == 0);
}

TEST_CASE("rule 17: twenty-four real hours run through night and holiday") {
    CHECK(clock_of({june(3, 15), Target::real({24 * 60})}, june(3, 15)).due() == june(4, 15));
}

TEST_CASE("rule 18: a warning is due when the share of working time is used, never earlier") {
    const SlaClock clock = clock_of({june(1, 10), Target::working(eight_hours), {{june(1, 12), june(1, 14), ""}}}, june(1, 14));
    CHECK(clock.share_used_at(50) == june(1, 16));
    CHECK(clock.share_used_at(100) == clock.due());
    CHECK(clock_of({june(1, 10), Target::none()}, june(1, 14)).share_used_at(50) == std::nullopt);
}

TEST_CASE("without a target there is no due time and no breach") {
    const SlaClock clock = clock_of({june(1, 10), Target::none()}, june(30, 10));
    CHECK(clock.read().state == ClockState::none);
    CHECK(minute_ledger(clock).empty());
}

TEST_CASE("the minute ledger unfolds a due time over night and Corpus Christi") {
    const SlaClock clock = clock_of({june(3, 13), Target::working(eight_hours)}, june(3, 13));
    const std::vector<LedgerSegment> expected{
        {june(3, 13), june(3, 17), SegmentKind::counted, "", Minutes{240}.milliseconds()},
        {june(3, 17), june(4, 0), SegmentKind::outside_hours, "", Minutes{240}.milliseconds()},
        {june(4, 0), june(5, 0), SegmentKind::holiday, "holiday.corpus_christi", Minutes{240}.milliseconds()},
        {june(5, 0), june(5, 9), SegmentKind::outside_hours, "", Minutes{240}.milliseconds()},
        {june(5, 9), june(5, 13), SegmentKind::counted, "", Minutes{480}.milliseconds()},
    };
    CHECK(minute_ledger(clock) == expected);
}

TEST_CASE("a target survives being written and read") {
    for (const Target target : {Target::none(), Target::real({120}), Target::working({480}), Target::days(3)}) {
        const Json json = target.to_json();
        FieldReader fields(json);
        CHECK(Target::from_json(fields) == target);
        CHECK_FALSE(fields.problem());
    }
}

TEST_CASE("properties over random histories: no minute is lost, no pause makes anything due earlier, order does not matter") {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const auto below = [&](std::uint32_t n) { return static_cast<std::int64_t>(random() % n); };
        ClockRun run{june(1, 0) + Minutes{below(20'000)}.milliseconds(), Target::working({below(3'000)})};
        if (seed % 4 == 0) run.target = Target::real(Minutes{below(3'000)});
        if (seed % 7 == 0) run.target = Target::days(1 + below(5));
        std::optional<Instant> due_before = clock_of(run, run.start).due();
        const Instant late = run.start + Minutes{200'000}.milliseconds();
        for (int i = 0; i < 6; ++i) {
            const Instant from = run.start + Milliseconds{below(600'000'000) - 60'000'000};
            run.pauses.push_back({from, from + Milliseconds{below(200'000'000)}, "p" + std::to_string(i)});
            const SlaClock clock = clock_of(run, late);
            REQUIRE(clock.due().has_value());
            CHECK(*clock.due() >= *due_before);
            due_before = clock.due();

            ClockRun shuffled = run;
            std::shuffle(shuffled.pauses.begin(), shuffled.pauses.end(), random);
            CHECK(clock_of(shuffled, late).due() == clock.due());

            // Every millisecond from start to due lies in exactly one segment, and the counted ones are the target.
            Instant reached = run.start;
            std::int64_t counted_ms = 0;
            for (const LedgerSegment& segment : minute_ledger(clock)) {
                CHECK(segment.from == reached);
                reached = segment.to;
                if (segment.kind == SegmentKind::counted) counted_ms += (segment.to - segment.from).count;
                CHECK(segment.counted_until.count == counted_ms);
            }
            CHECK(reached == *clock.due());
            CHECK(counted_ms == clock.read().target.count);
            if (run.target.kind != TargetKind::working_days) {
                CHECK(counted_ms == Minutes{run.target.amount}.milliseconds().count);
                // The earliest instant: a millisecond before, something is still missing.
                if (counted_ms > 0) CHECK(clock.run_until({clock.due()->utc_ms - 1}).count < counted_ms);
            }
        }
    }
}
