// Availability: a month's outages laid over what was promised (requirements.md A3, A5, R1).
#include "core/domain/availability.hpp"

#include <doctest/doctest.h>

using namespace countersign;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;

const TimeZone& warsaw() { return **find_time_zone("Europe/Warsaw"); }
/// June 2026, on the clocks of Warsaw.
Instant june(int day, int hour, int minute = 0) { return from_local(warsaw(), {{2026, 6, day}, {hour, minute}}).chosen(); }
Instant july(int day) { return from_local(warsaw(), {{2026, 7, day}, {0, 0}}).chosen(); }

/// 99.5 %, Sundays from 2:00 to 6:00 are for maintenance.
Availability agreed() {
    Availability availability;
    availability.percent_thousandths = 99'500;
    availability.maintenance.time_zone = "Europe/Warsaw";
    availability.maintenance.week[6] = {{2 * 60, 6 * 60}};
    return availability;
}

Downtime down(const char* service, Instant from, std::optional<Instant> to) { return {{service}, service, {}, from, to, false, "", false}; }

AvailabilityOfMonth month(const std::vector<Downtime>& downtimes, Instant now = july(3)) {
    const auto measured = availability_of(agreed(), june(1, 0), july(1), downtimes, now, warsaw());
    REQUIRE(measured.has_value());
    return *measured;
}

}  // namespace

TEST_CASE("A3: outages at the same time count once, and none inside a maintenance window") {
    const auto measured = month({down("sunday", june(14, 5), june(14, 7)),  // the window ends at 6:00
                                 down("line", june(10, 9), june(10, 11)), down("mail", june(10, 8), june(10, 10))});
    CHECK(measured.promised == Milliseconds{704 * hour_ms});
    CHECK(measured.down == Milliseconds{4 * hour_ms});
    // 700 of 704 h are 99.43181… %
    CHECK(measured.measured_thousandths == 99'431);
    CHECK(measured.allowed() == Milliseconds{(3 * 3'600 + 31 * 60 + 12) * 1'000});
    REQUIRE(measured.outages.size() == 3);
    CHECK(measured.outages[0].downtime.service == "mail");
    CHECK(measured.outages[0].down == Milliseconds{2 * hour_ms});
    CHECK(measured.outages[1].down == Milliseconds{2 * hour_ms});
    CHECK(measured.outages[2].down == Milliseconds{hour_ms});
    CHECK(measured.outages[2].from == LocalDateTime{{2026, 6, 14}, {5, 0}});
}

TEST_CASE("an outage within another adds nothing, and one that follows at once adds its own time") {
    CHECK(month({down("a", june(10, 8), june(10, 12)), down("b", june(10, 9), june(10, 10)), down("c", june(10, 12), june(10, 13))}).down ==
          Milliseconds{5 * hour_ms});
}

TEST_CASE("only what lies in the month counts, and what lasts counts until now") {
    const auto measured = month({down("may", june(1, 0) - Milliseconds{5 * hour_ms}, june(1, 1)),
                                 down("past", june(1, 0) - Milliseconds{5 * hour_ms}, june(1, 0)), down("lasts", june(30, 22), {})});
    CHECK(measured.down == Milliseconds{3 * hour_ms});
    REQUIRE(measured.outages.size() == 2);
    CHECK_FALSE(measured.outages[1].to.has_value());
    const auto earlier = month({down("lasts", june(30, 22), {})}, june(30, 22, 30));
    CHECK(earlier.down == Milliseconds{hour_ms / 2});
    // Announced work that has not begun is no outage yet.
    CHECK(month({down("ahead", june(20, 8), june(20, 9))}, june(19, 8)).outages.empty());
}

TEST_CASE("the share is judged to the millisecond: the last allowed one keeps the promise") {
    const Milliseconds allowed = month({}).allowed();
    CHECK(month({}).measured_thousandths == 100'000);
    CHECK(month({down("mail", june(10, 8), june(10, 8) + allowed)}).measured_thousandths == 99'500);
    CHECK(month({down("mail", june(10, 8), june(10, 8) + Milliseconds{allowed.count + 1})}).measured_thousandths == 99'499);
    CHECK(begun_minutes({1}) == Minutes{1});
    CHECK(begun_minutes({120'000}) == Minutes{2});
}

TEST_CASE("nothing is said where nothing is agreed, and nothing is measured where no time is promised") {
    Availability none = agreed();
    none.percent_thousandths = 0;
    CHECK_FALSE(availability_of(none, june(1, 0), july(1), {}, july(3), warsaw()).has_value());
    Availability always = agreed();
    always.maintenance = around_the_clock("Europe/Warsaw");
    CHECK_FALSE(availability_of(always, june(1, 0), july(1), {}, july(3), warsaw())->measured_thousandths.has_value());
    CHECK_FALSE(month({}, june(1, 0)).measured_thousandths.has_value());
}
