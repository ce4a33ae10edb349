// How many due times a second one core works out: a target of five working days' hours on a calendar with a lunch break and the holidays of
// a country, as a multiple of walking there minute by minute, and how little the length of the span matters. --smoke asks fewer.
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <string_view>

#include "core/domain/sla_clock.hpp"

using namespace countersign;

namespace {

constexpr std::int64_t minutes_of_five_days = 5 * 450;

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

WorkingTime split_day() {
    BusinessCalendar calendar = office_hours("Europe/Warsaw", {{9 * 60, 12 * 60 + 30}, {13 * 60, 17 * 60}});
    calendar.country = Country::poland;
    auto time = WorkingTime::of(calendar);
    if (!time) std::exit(1);
    return std::move(*time);
}

Instant start_of(std::int64_t number) {
    // Steps that are no round number of days, over the years 2024 to 2027.
    return {1'704'067'200'000 + number * 7'919'000 % (3LL * 365 * milliseconds_per_day)};
}

double rate(const WorkingTime& time, std::int64_t minutes, std::int64_t count) {
    std::int64_t sum = 0;
    const double seconds = seconds_of([&] {
        for (std::int64_t i = 0; i < count; ++i) sum += time.add(start_of(i), Minutes{minutes}.milliseconds())->utc_ms & 1;
    });
    if (sum < 0) std::exit(1);
    return static_cast<double>(count) / seconds;
}

double walking_rate(const WorkingTime& time, std::int64_t minutes, std::int64_t count) {
    const double seconds = seconds_of([&] {
        for (std::int64_t i = 0; i < count; ++i) {
            std::int64_t left = minutes;
            Instant at = start_of(i);
            for (; left > 0; at.utc_ms += 60'000) {
                const LocalDateTime wall = to_local(time.zone(), at);
                const std::int32_t minute = wall.time.hour * 60 + wall.time.minute;
                for (const DayRange& range : time.ranges_of(wall.date)) left -= minute >= range.start_minute && minute < range.end_minute;
            }
        }
    });
    return static_cast<double>(count) / seconds;
}

double clock_rate(const WorkingTime& time, std::int64_t count) {
    std::int64_t sum = 0;
    const double seconds = seconds_of([&] {
        for (std::int64_t i = 0; i < count; ++i) {
            const Instant start = start_of(i);
            const Instant paused = start + Minutes{600}.milliseconds();
            sum += SlaClock(time, {start, Target::working({minutes_of_five_days}), {{paused, paused + Minutes{900}.milliseconds(), {}}}},
                            start)
                       .due()
                       ->utc_ms &
                   1;
        }
    });
    if (sum < 0) std::exit(1);
    return static_cast<double>(count) / seconds;
}

}  // namespace

int main(int argument_count, char** arguments) {
    const bool small = argument_count > 1 && std::string_view(arguments[1]) == "--smoke";
    const std::int64_t count = small ? 20'000 : 2'000'000;
    const WorkingTime time = split_day();
    const double five_days = rate(time, minutes_of_five_days, count);
    const double walking = walking_rate(time, minutes_of_five_days, small ? 20 : 400);
    const double two_years = rate(time, 100 * minutes_of_five_days, count);
    fmt::print("{:<52} {:>10.0f}/s\n", "floor: walking minute by minute, 5 days", walking);
    fmt::print("{:<52} {:>10.0f}/s {:>8.0f} x the floor\n", "due times, 5 days on a split day with holidays", five_days,
               five_days / walking);
    fmt::print("{:<52} {:>10.0f}/s {:>8.2f} x the time for 5 days\n", "due times, 500 days", two_years, five_days / two_years);
    fmt::print("{:<52} {:>10.0f}/s {:>8.0f} x the floor\n", "clocks with a pause", clock_rate(time, count / 4),
               clock_rate(time, count / 4) / walking);
    return 0;
}
