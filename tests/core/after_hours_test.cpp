// Which part of a piece of work is after hours: requirements.md A7 and H2, rules.md 3, 15 and 23.
#include "core/domain/after_hours.hpp"

#include <doctest/doctest.h>

#include "core/domain/timestamp.hpp"

using namespace countersign;

namespace {

WorkingTime office() {
    BusinessCalendar calendar = office_hours("Europe/Warsaw", {{9 * 60, 17 * 60}});
    calendar.country = Country::poland;
    return std::move(*WorkingTime::of(calendar));
}

SplitByHours split(const char* from, const char* until, std::int64_t worked, std::int64_t charged) {
    return split_by_hours(office(), *parse_timestamp(from), *parse_timestamp(until), {{worked}, {charged}});
}

}  // namespace

TEST_CASE("the example of the rule: a visit that goes on after closing time is split in proportion, and the parts are the whole") {
    const SplitByHours visit = split("2026-06-01T16:15:00+02:00", "2026-06-01T18:00:00+02:00", 70, 90);
    CHECK(visit.after == WorkedMinutes{{40}, {51}});
    CHECK(visit.within == WorkedMinutes{{30}, {39}});
}

TEST_CASE("work before opening and after closing is one part, and weekends and holidays are after hours") {
    CHECK(split("2026-06-01T08:00:00+02:00", "2026-06-01T18:00:00+02:00", 600, 600).after == WorkedMinutes{{120}, {120}});
    CHECK(split("2026-06-01T10:00:00+02:00", "2026-06-01T11:00:00+02:00", 45, 60) == SplitByHours{{{45}, {60}}, {}});
    CHECK(split("2026-06-06T10:00:00+02:00", "2026-06-06T11:00:00+02:00", 45, 60) == SplitByHours{{}, {{45}, {60}}});
    // Corpus Christi.
    CHECK(split("2026-06-04T10:00:00+02:00", "2026-06-04T11:00:00+02:00", 45, 60) == SplitByHours{{}, {{45}, {60}}});
}

TEST_CASE("whatever the lengths, no minute is lost and none is made") {
    const WorkingTime hours = office();
    const Instant start = *parse_timestamp("2026-06-01T16:13:20+02:00");
    for (std::int64_t length = 1; length < 200; length += 7) {
        for (std::int64_t worked = 0; worked < 120; ++worked) {
            const WorkedMinutes whole{{worked}, {worked + length % 45}};
            const SplitByHours parts = split_by_hours(hours, start, start + Minutes{length}.milliseconds(), whole);
            CHECK(parts.within.worked + parts.after.worked == whole.worked);
            CHECK(parts.within.charged + parts.after.charged == whole.charged);
            CHECK(std::min(parts.within.charged, parts.after.charged) >= Minutes{0});
        }
    }
}

TEST_CASE("work of no length lies where its start lies, a part that charges nothing is none, and years are no piece of work") {
    CHECK(split("2026-06-01T20:00:00+02:00", "2026-06-01T20:00:00+02:00", 15, 15).after == WorkedMinutes{{15}, {15}});
    CHECK(split("2026-06-01T12:00:00+02:00", "2026-06-01T12:00:00+02:00", 15, 15).after == WorkedMinutes{});
    CHECK(split("2026-06-01T16:00:00+02:00", "2026-06-01T17:00:20+02:00", 15, 15).after == WorkedMinutes{});
    CHECK(split("2026-06-01T16:00:00+02:00", "2036-06-01T16:00:00+02:00", 15, 15).after == WorkedMinutes{});
    CHECK(split("2026-06-01T16:00:00+02:00", "2026-06-01T18:00:00+02:00", 9'000'000'000'000'000, 15).after == WorkedMinutes{});
    CHECK(split_by_hours(*WorkingTime::of(around_the_clock("Europe/Warsaw")), *parse_timestamp("2026-06-06T20:00:00Z"),
                         *parse_timestamp("2026-06-06T23:00:00Z"), {{180}, {180}})
              .after == WorkedMinutes{});
}
