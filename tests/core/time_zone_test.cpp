// Time zones against known facts and against the system's own zoneinfo.
#include "core/domain/time_zone.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <set>
#include <string>

#include "core/domain/time_zone_table.hpp"

using namespace countersign;

namespace {

const TimeZone& zone_of(std::string_view name) {
    const auto found = find_time_zone(name);
    REQUIRE_MESSAGE(found.ok(), name);
    return *found.value();
}

Instant utc(std::int32_t year, std::int32_t month, std::int32_t day, std::int32_t hour = 0, std::int32_t minute = 0) {
    return {wall_milliseconds({{year, month, day}, {hour, minute}})};
}

LocalDateTime wall(std::int32_t year, std::int32_t month, std::int32_t day, std::int32_t hour = 0, std::int32_t minute = 0) {
    return {{year, month, day}, {hour, minute}};
}

std::int32_t minutes_ahead(const TimeZone& zone, Instant instant) { return offset_seconds(zone, instant) / 60; }

const Milliseconds one_millisecond{1};
const Milliseconds one_hour{3'600'000};

}  // namespace

TEST_CASE("the table says which tzdata it is") {
    // "2025b": four digits of a year and a letter.
    REQUIRE(time_zone_table_version().size() >= 5);
    CHECK(time_zone_table_version().substr(0, 2) == "20");
    CHECK(time_zones().size() > 400);
}

TEST_CASE("an unknown zone is a failure that names it") {
    for (const char* unknown : {"", "Europe/Warszawa", "europe/warsaw", "Europe/Warsaw ", "Factory", "posix/Europe/Warsaw", "zzz"}) {
        CAPTURE(unknown);
        const auto found = find_time_zone(unknown);
        REQUIRE_FALSE(found.ok());
        CHECK(found.error().key == "failure.time_zone_unknown");
        CHECK(found.error().object == unknown);
    }
}

TEST_CASE("old names stand for today's zones, and every zone of a country keeps its name") {
    CHECK(zone_of("Poland").name == "Europe/Warsaw");
    CHECK(zone_of("US/Eastern").name == "America/New_York");
    CHECK(zone_of("Asia/Calcutta").name == "Asia/Kolkata");
    CHECK(zone_of("Europe/Kiev").name == "Europe/Kyiv");
    CHECK(zone_of("Europe/Copenhagen").name == "Europe/Copenhagen");
    CHECK(zone_of("Europe/Prague").name == "Europe/Prague");
    CHECK(offset_seconds(zone_of("Etc/UTC"), utc(2026, 7, 1)) == 0);
    CHECK(offset_seconds(zone_of("UTC"), utc(2026, 7, 1)) == 0);
}

TEST_CASE("names are in order and unique, so that each one is found") {
    std::set<std::string_view> names;
    std::string_view before;
    for (const TimeZone& zone : time_zones()) {
        CHECK(before < zone.name);
        before = zone.name;
        CHECK(&zone_of(zone.name) == &zone);
        names.insert(zone.name);
    }
    before = {};
    for (const auto& alias : time_zone_table::aliases) {
        CHECK(before < alias.name);
        before = alias.name;
        CHECK(names.insert(alias.name).second);
    }
}

TEST_CASE("Warsaw, Prague and Copenhagen change on the last Sundays of March and October at 01:00 UTC") {
    const struct {
        std::int32_t year, march_day, october_day;
    } years[] = {{2025, 30, 26}, {2026, 29, 25}, {2027, 28, 31}, {2028, 26, 29}, {2029, 25, 28}, {2030, 31, 27}};
    for (const char* name : {"Europe/Warsaw", "Europe/Prague", "Europe/Copenhagen"}) {
        const TimeZone& zone = zone_of(name);
        for (const auto& of_year : years) {
            const auto year = of_year.year;
            const auto march_day = of_year.march_day;
            const auto october_day = of_year.october_day;
            CAPTURE(name);
            CAPTURE(year);
            const Instant spring = utc(year, 3, march_day, 1);
            const Instant autumn = utc(year, 10, october_day, 1);
            CHECK(minutes_ahead(zone, spring - one_millisecond) == 60);
            CHECK(minutes_ahead(zone, spring) == 120);
            CHECK(minutes_ahead(zone, autumn - one_millisecond) == 120);
            CHECK(minutes_ahead(zone, autumn) == 60);
            CHECK(next_offset_change(zone, utc(year, 1, 1)) == OffsetChange{spring, 3600, 7200});
            CHECK(next_offset_change(zone, spring) == OffsetChange{autumn, 7200, 3600});
            CHECK(previous_offset_change(zone, autumn) == OffsetChange{autumn, 7200, 3600});
            CHECK(previous_offset_change(zone, autumn - one_millisecond) == OffsetChange{spring, 3600, 7200});
        }
    }
}

TEST_CASE("summer time in Warsaw ended in September until 1995 and ends in October since 1996") {
    const TimeZone& warsaw = zone_of("Europe/Warsaw");
    CHECK(minutes_ahead(warsaw, utc(1996, 10, 10, 12)) == 120);
    CHECK(minutes_ahead(warsaw, utc(1995, 10, 10, 12)) == 60);
    CHECK(minutes_ahead(warsaw, utc(1979, 4, 1, 0) - one_millisecond) == 60);
    CHECK(minutes_ahead(warsaw, utc(1979, 4, 1, 0)) == 120);
    CHECK(minutes_ahead(warsaw, utc(1979, 10, 10, 12)) == 60);
    CHECK(minutes_ahead(warsaw, utc(1976, 7, 1)) == 60);
}

TEST_CASE("a wall time in the hour that is skipped moves forward, one in the hour that comes twice is the first") {
    const TimeZone& warsaw = zone_of("Europe/Warsaw");
    const Resolved gap = from_local(warsaw, wall(2026, 3, 29, 2, 30));
    CHECK(gap.kind == Resolved::Kind::gap);
    CHECK(gap.earlier == utc(2026, 3, 29, 0, 30));
    CHECK(gap.later == utc(2026, 3, 29, 1, 30));
    CHECK(gap.chosen() == gap.later);
    CHECK(to_local(warsaw, gap.chosen()) == wall(2026, 3, 29, 3, 30));

    const Resolved overlap = from_local(warsaw, wall(2026, 10, 25, 2, 30));
    CHECK(overlap.kind == Resolved::Kind::overlap);
    CHECK(overlap.earlier == utc(2026, 10, 25, 0, 30));
    CHECK(overlap.later == utc(2026, 10, 25, 1, 30));
    CHECK(overlap.chosen() == overlap.earlier);

    CHECK(from_local(warsaw, wall(2026, 3, 29, 1, 59)).kind == Resolved::Kind::unique);
    CHECK(from_local(warsaw, wall(2026, 3, 29, 2, 0)).kind == Resolved::Kind::gap);
    CHECK(from_local(warsaw, wall(2026, 3, 29, 3, 0)).kind == Resolved::Kind::unique);
    CHECK(from_local(warsaw, wall(2026, 3, 29, 3, 0)).chosen() == utc(2026, 3, 29, 1));
    CHECK(from_local(warsaw, wall(2026, 10, 25, 1, 59)).kind == Resolved::Kind::unique);
    CHECK(from_local(warsaw, wall(2026, 10, 25, 2, 0)).kind == Resolved::Kind::overlap);
    CHECK(from_local(warsaw, wall(2026, 10, 25, 3, 0)).kind == Resolved::Kind::unique);
    CHECK(from_local(warsaw, wall(2026, 10, 25, 3, 0)).chosen() == utc(2026, 10, 25, 2));
}

TEST_CASE("24:00 is the start of the next day") {
    const TimeZone& prague = zone_of("Europe/Prague");
    CHECK(from_local(prague, wall(2026, 3, 28, 24)).chosen() == from_local(prague, wall(2026, 3, 29)).chosen());
}

TEST_CASE("twenty-four hours over a clock change end at another hour of the wall clock") {
    const TimeZone& warsaw = zone_of("Europe/Warsaw");
    const Instant start = from_local(warsaw, wall(2026, 3, 28, 12)).chosen();
    CHECK(to_local(warsaw, start + Milliseconds{24 * one_hour.count}) == wall(2026, 3, 29, 13));
}

TEST_CASE("New York changes on the second Sunday of March and the first of November since 2007") {
    const TimeZone& new_york = zone_of("America/New_York");
    CHECK(next_offset_change(new_york, utc(2026, 1, 1)) == OffsetChange{utc(2026, 3, 8, 7), -18000, -14400});
    CHECK(next_offset_change(new_york, utc(2026, 6, 1)) == OffsetChange{utc(2026, 11, 1, 6), -14400, -18000});
    CHECK(next_offset_change(new_york, utc(2006, 1, 1)) == OffsetChange{utc(2006, 4, 2, 7), -18000, -14400});
    CHECK(minutes_ahead(new_york, utc(1974, 1, 10)) == -240);
}

TEST_CASE("zones without summer time keep one offset") {
    const TimeZone& kolkata = zone_of("Asia/Kolkata");
    CHECK(minutes_ahead(kolkata, utc(1970, 1, 1)) == 330);
    CHECK(minutes_ahead(kolkata, utc(2026, 7, 1)) == 330);
    CHECK_FALSE(next_offset_change(kolkata, utc(1970, 1, 1)));
    CHECK_FALSE(previous_offset_change(kolkata, utc(2026, 1, 1)));
    CHECK(minutes_ahead(zone_of("Asia/Kathmandu"), utc(2026, 1, 1)) == 345);
    CHECK(minutes_ahead(zone_of("Pacific/Kiritimati"), utc(2026, 1, 1)) == 840);
    // The last change of a zone that gave up summer time.
    const TimeZone& tokyo = zone_of("Asia/Tokyo");
    CHECK_FALSE(next_offset_change(tokyo, utc(1970, 1, 1)));
    const TimeZone& istanbul = zone_of("Europe/Istanbul");
    CHECK_FALSE(next_offset_change(istanbul, utc(2017, 1, 1)));
    CHECK(previous_offset_change(istanbul, utc(2026, 1, 1)) == OffsetChange{utc(2016, 3, 27, 1), 7200, 10800});
}

TEST_CASE("Casablanca goes back an hour for Ramadan, by a list that ends in 2087") {
    const TimeZone& casablanca = zone_of("Africa/Casablanca");
    CHECK(minutes_ahead(casablanca, utc(2026, 1, 15)) == 60);
    CHECK(minutes_ahead(casablanca, utc(2026, 3, 1)) == 0);
    CHECK(minutes_ahead(casablanca, utc(2026, 4, 15)) == 60);
    CHECK(minutes_ahead(casablanca, utc(2100, 1, 1)) == 60);
}

TEST_CASE("Troll jumps two hours, Lord Howe half an hour, Dublin's summer is its standard time") {
    const TimeZone& troll = zone_of("Antarctica/Troll");
    CHECK(next_offset_change(troll, utc(2026, 1, 1)) == OffsetChange{utc(2026, 3, 29, 1), 0, 7200});
    CHECK(from_local(troll, wall(2026, 3, 29, 2, 30)).chosen() == utc(2026, 3, 29, 2, 30));
    const TimeZone& lord_howe = zone_of("Australia/Lord_Howe");
    CHECK(next_offset_change(lord_howe, utc(2026, 1, 1)) == OffsetChange{utc(2026, 4, 4, 15), 39600, 37800});
    const Resolved overlap = from_local(lord_howe, wall(2026, 4, 5, 1, 45));
    CHECK(overlap.kind == Resolved::Kind::overlap);
    CHECK(overlap.later - overlap.earlier == Milliseconds{1'800'000});
    const TimeZone& dublin = zone_of("Europe/Dublin");
    CHECK(minutes_ahead(dublin, utc(2026, 7, 1)) == 60);
    CHECK(minutes_ahead(dublin, utc(2026, 12, 1)) == 0);
}

TEST_CASE("south of the equator summer spans the new year") {
    const TimeZone& auckland = zone_of("Pacific/Auckland");
    CHECK(minutes_ahead(auckland, utc(2025, 12, 31, 23)) == 780);
    CHECK(minutes_ahead(auckland, utc(2026, 1, 1)) == 780);
    CHECK(minutes_ahead(auckland, utc(2026, 6, 1)) == 720);
    CHECK(minutes_ahead(auckland, utc(2090, 1, 1)) == 780);
}

TEST_CASE("Apia skipped the whole of 30 December 2011") {
    const TimeZone& apia = zone_of("Pacific/Apia");
    const Resolved noon = from_local(apia, wall(2011, 12, 30, 12));
    CHECK(noon.kind == Resolved::Kind::gap);
    CHECK(to_local(apia, noon.chosen()) == wall(2011, 12, 31, 12));
    CHECK(to_local(apia, noon.earlier) == wall(2011, 12, 29, 12));
}

TEST_CASE("offsets that are no whole minutes are kept to the second") {
    // Liberia was 44 min 30 s behind UTC until 7 January 1972.
    const TimeZone& monrovia = zone_of("Africa/Monrovia");
    CHECK(offset_seconds(monrovia, utc(1971, 1, 1)) == -2670);
    CHECK(next_offset_change(monrovia, utc(1971, 1, 1))->at == utc(1972, 1, 7, 0, 44) + Milliseconds{30'000});
    CHECK(offset_seconds(monrovia, utc(1973, 1, 1)) == 0);
}

TEST_CASE("yearly changes given as days of the year are understood too") {
    // No zone has such a rule now; Iran had J79/24,J263/24 until 2022.
    const YearlyRule by_day{.standard_offset_seconds = 12'600,
                            .summer_offset_seconds = 16'200,
                            .has_summer_time = true,
                            .summer_start = {.kind = YearlyChange::Kind::day_without_leap, .day = 79, .seconds_after_midnight = 86'400},
                            .summer_end = {.kind = YearlyChange::Kind::day_with_leap, .day = 263, .seconds_after_midnight = 0}};
    const TimeZone zone{"Test/Days", {}, 0, 12'600, &by_day};
    // J79 is 20 March in every year; day 263 counted from 0 is 21 September, in a leap year the 20th.
    CHECK(next_offset_change(zone, utc(2021, 1, 1))->at == utc(2021, 3, 20, 20, 30));
    CHECK(next_offset_change(zone, utc(2020, 1, 1))->at == utc(2020, 3, 20, 20, 30));
    CHECK(next_offset_change(zone, utc(2021, 6, 1))->at == utc(2021, 9, 20, 19, 30));
    CHECK(next_offset_change(zone, utc(2020, 6, 1))->at == utc(2020, 9, 19, 19, 30));
}

TEST_CASE("in every zone a wall time leads back to its instant, and changes are found from both sides") {
    const Instant end = utc(2095, 1, 1);
    for (const TimeZone& zone : time_zones()) {
        CAPTURE(zone.name);
        int wrong = 0;
        int changes = 0;
        Instant at = utc(1970, 1, 1) - one_millisecond;
        for (auto change = next_offset_change(zone, at); change && change->at < end; change = next_offset_change(zone, at)) {
            ++changes;
            const bool real = change->offset_before_seconds != change->offset_after_seconds &&
                              offset_seconds(zone, change->at - one_millisecond) == change->offset_before_seconds &&
                              offset_seconds(zone, change->at) == change->offset_after_seconds;
            const auto back = previous_offset_change(zone, change->at);
            if (!real || !back || !(*back == *change) || change->at <= at) ++wrong;
            // Moments on both sides of the change, and the hours around it.
            for (const std::int64_t distance : {-7'200'000, -1, 0, 1'800'000, 7'200'000}) {
                const Instant moment = change->at + Milliseconds{distance};
                const Resolved resolved = from_local(zone, to_local(zone, moment));
                if (resolved.kind == Resolved::Kind::gap || (resolved.earlier != moment && resolved.later != moment)) ++wrong;
            }
            at = change->at;
        }
        CHECK(wrong == 0);
        if (zone.rule->has_summer_time) CHECK(changes > 100);
    }
}

#ifndef __EMSCRIPTEN__
namespace {

/// Sets TZ for the life of the object and puts the old value back.
class SystemZone {
public:
    explicit SystemZone(const std::string& name) {
        if (const char* before = std::getenv("TZ")) before_ = before;
        setenv("TZ", (":" + name).c_str(), 1);
        tzset();
    }
    SystemZone(const SystemZone&) = delete;
    SystemZone& operator=(const SystemZone&) = delete;
    ~SystemZone() {
        if (before_) {
            setenv("TZ", before_->c_str(), 1);
        } else {
            unsetenv("TZ");
        }
        tzset();
    }
    static std::int64_t offset_seconds(std::int64_t utc_seconds) {
        const std::time_t moment = utc_seconds;
        std::tm shown{};
        localtime_r(&moment, &shown);
        return shown.tm_gmtoff;
    }

private:
    std::optional<std::string> before_;
};

int count_differences(const TimeZone& zone) {
    int differences = 0;
    const auto compare = [&](std::int64_t utc_seconds) {
        if (offset_seconds(zone, {utc_seconds * 1'000}) != SystemZone::offset_seconds(utc_seconds)) ++differences;
    };
    // A step of about 9 days that is no whole number of days or weeks, from 1970 to 2100.
    constexpr std::int64_t step = 9 * 86'400 + 12'345;
    for (std::int64_t moment = 0; moment < 4'102'444'800; moment += step) compare(moment);
    // Both sides of every change.
    Instant at{-1};
    for (auto change = next_offset_change(zone, at); change && change->at.utc_ms < 4'102'444'800'000;
         change = next_offset_change(zone, at)) {
        at = change->at;
        compare(at.utc_ms / 1'000 - 1);
        compare(at.utc_ms / 1'000);
    }
    return differences;
}

}  // namespace

TEST_CASE("every zone agrees with the system's own at thousands of instants") {
    if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/Warsaw")) {
        MESSAGE("no system zoneinfo here: not compared");
        return;
    }
    int compared = 0;
    for (const TimeZone& zone : time_zones()) {
        const std::string name(zone.name);
        if (!std::filesystem::exists("/usr/share/zoneinfo/" + name)) continue;
        CAPTURE(name);
        const SystemZone system(name);
        CHECK(count_differences(zone) == 0);
        ++compared;
    }
    CHECK(compared > 300);
}
#endif
