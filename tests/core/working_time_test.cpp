// Working time and its calendar: rules.md 1 to 4 and 14 to 16, each as a sentence; and against an oracle that walks minute by minute.
#include "core/domain/working_time.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>

#include "core/domain/timestamp.hpp"

using namespace countersign;

namespace {

Instant at(std::string_view text) {
    const auto instant = parse_timestamp(text);
    REQUIRE_MESSAGE(instant.has_value(), text);
    return *instant;
}

BusinessCalendar calendar_of(std::string_view json) {
    const auto parsed = parse_json(json);
    REQUIRE_MESSAGE(parsed.ok(), json);
    FieldReader fields(*parsed);
    auto calendar = BusinessCalendar::from_json(fields);
    REQUIRE_MESSAGE(!fields.problem(), fields.problem().value_or(""));
    return calendar;
}

WorkingTime time_of(const BusinessCalendar& calendar) {
    auto time = WorkingTime::of(calendar);
    REQUIRE(time.ok());
    return std::move(*time);
}

BusinessCalendar nine_to_five() { return office_hours("Europe/Warsaw", {{9 * 60, 17 * 60}}); }

std::string due(const WorkingTime& time, std::string_view start, std::int64_t minutes) {
    const auto instant = time.add(at(start), Minutes{minutes}.milliseconds());
    return instant ? to_timestamp(*instant, time.zone()) : "never";
}

/// Counts by looking at the wall clock of every single minute.
class MinuteWalker {
public:
    explicit MinuteWalker(const WorkingTime& time) : time_(time) {}

    bool works(Instant minute) const {
        const LocalDateTime wall = to_local(time_.zone(), minute);
        const std::int32_t of_day = wall.time.hour * 60 + wall.time.minute;
        return inside(wall.date, of_day) || inside(add_days(wall.date, -1), of_day + 1'440);
    }
    std::optional<Instant> add(Instant start, std::int64_t minutes) const {
        for (Instant at = start; minutes >= 0; at = at + Minutes{1}.milliseconds()) {
            if (minutes == 0) return at;
            if (works(at)) --minutes;
        }
        return std::nullopt;
    }

private:
    bool inside(LocalDate date, std::int32_t minute) const {
        for (const DayRange& range : time_.ranges_of(date)) {
            if (minute >= range.start_minute && minute < range.end_minute) return true;
        }
        return false;
    }
    const WorkingTime& time_;
};

}  // namespace

TEST_CASE("rule 1: eight hours from nine end at five that day, and not at nine the next") {
    const WorkingTime time = time_of(nine_to_five());
    CHECK(due(time, "2026-06-01T09:00:00+02:00", 480) == "2026-06-01T17:00:00+02:00");
    CHECK(due(time, "2026-06-01T09:00:00+02:00", 481) == "2026-06-02T09:01:00+02:00");
    CHECK(due(time, "2026-06-05T15:30:00+02:00", 240) == "2026-06-08T11:30:00+02:00");
}

TEST_CASE("rule 2: zero minutes are the start itself, also outside hours") {
    const WorkingTime time = time_of(nine_to_five());
    CHECK(due(time, "2026-06-06T23:00:00+02:00", 0) == "2026-06-06T23:00:00+02:00");
}

TEST_CASE("rule 3: a night shift through the clock changes is an hour shorter in spring and longer in autumn") {
    const WorkingTime time = time_of(calendar_of(R"({"tz":"Europe/Warsaw","week":{"sat":[["22:00","06:00"]]}})"));
    const auto hours = [&](std::string_view from, std::string_view to) { return time.between(at(from), at(to)).count / 3'600'000; };
    CHECK(hours("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z") == 7);
    CHECK(hours("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z") == 9);
    CHECK(hours("2026-06-06T12:00:00Z", "2026-06-07T12:00:00Z") == 8);
}

TEST_CASE("rule 3: a range that begins or ends in the hour which the clock leaves out loses just what is not there") {
    // On 29 March 2026 two o'clock is followed by three.
    const auto counted = [](std::int32_t from, std::int32_t to) {
        BusinessCalendar calendar = office_hours("Europe/Warsaw", {});
        calendar.week[6] = {{from, to}};
        return time_of(calendar).between(at("2026-03-28T12:00:00Z"), at("2026-03-29T12:00:00Z")).count / 60'000;
    };
    CHECK(counted(150, 195) == 15);  // 2:30 to 3:15
    CHECK(counted(130, 170) == 0);   // 2:10 to 2:50
    CHECK(counted(90, 150) == 30);   // 1:30 to 2:30
    CHECK(counted(60, 240) == 120);  // 1:00 to 4:00
}

TEST_CASE("rule 3: twenty-four real hours over a clock change end at another hour of the wall clock") {
    const WorkingTime time = time_of(around_the_clock("Europe/Copenhagen"));
    CHECK(due(time, "2026-03-28T12:00:00+01:00", 24 * 60) == "2026-03-29T13:00:00+02:00");
}

TEST_CASE("rule 4: seconds are kept") {
    const WorkingTime time = time_of(nine_to_five());
    CHECK(time.between(at("2026-06-01T16:59:31+02:00"), at("2026-06-02T09:00:30+02:00")).count == 59'000);
}

TEST_CASE("rule 14: several ranges a day, ends at 24:00, half Saturdays and different hours per weekday") {
    const WorkingTime time = time_of(calendar_of(
        R"({"tz":"Europe/Prague","week":{"mon":[["08:00","12:00"],["13:00","17:00"]],"wed":[["18:00","24:00"]],"sat":[["09:00","13:00"]]}})"));
    CHECK(due(time, "2026-06-01T11:30:00+02:00", 60) == "2026-06-01T13:30:00+02:00");
    CHECK(due(time, "2026-06-01T16:00:00+02:00", 61) == "2026-06-03T18:01:00+02:00");
    CHECK(due(time, "2026-06-03T18:00:00+02:00", 360) == "2026-06-04T00:00:00+02:00");
    CHECK(due(time, "2026-06-03T18:00:00+02:00", 361) == "2026-06-06T09:01:00+02:00");
}

TEST_CASE("rule 14: ranges that overlap or touch count once") {
    const WorkingTime time = time_of(calendar_of(R"({"tz":"UTC","week":{"mon":[["09:00","13:00"],["12:00","17:00"],["17:00","18:00"]]}})"));
    CHECK(time.between(at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z")).count == 9 * 3'600'000);
    CHECK(time.windows(at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z")).size() == 1);
}

TEST_CASE("rule 15: a holiday takes the shift that begins on its date and nothing of the evening before") {
    const WorkingTime time =
        time_of(calendar_of(R"({"tz":"Europe/Warsaw","week":{"wed":[["22:00","06:00"]],"thu":[["22:00","06:00"]]},"country":"PL"})"));
    // Thursday 4 June 2026 is Corpus Christi.
    CHECK(time.between(at("2026-06-03T12:00:00Z"), at("2026-06-04T12:00:00Z")).count == 8 * 3'600'000);
    CHECK(time.between(at("2026-06-04T12:00:00Z"), at("2026-06-05T12:00:00Z")).count == 0);
    CHECK(time.holiday_on({2026, 6, 4}) == "holiday.corpus_christi");
}

TEST_CASE("a day with hours of its own is worked by them, also on a holiday") {
    const WorkingTime time = time_of(calendar_of(
        R"({"tz":"Europe/Warsaw","week":{"thu":[["09:00","17:00"]]},"country":"PL","days":{"2026-12-24":[["09:00","12:00"]]},"holidays":["2026-12-31"]})"));
    CHECK(time.between(at("2026-12-24T00:00:00Z"), at("2026-12-25T00:00:00Z")).count == 3 * 3'600'000);
    CHECK(time.between(at("2026-12-31T00:00:00Z"), at("2027-01-01T00:00:00Z")).count == 0);
}

TEST_CASE("rule 16: the n-th working day ends with its last range and the day of the report does not count") {
    BusinessCalendar calendar = nine_to_five();
    calendar.country = Country::poland;
    const WorkingTime time = time_of(calendar);
    const auto end = [&](std::string_view start, int n) { return to_timestamp(*time.end_of_working_day(at(start), n), time.zone()); };
    CHECK(end("2026-06-01T08:00:00+02:00", 1) == "2026-06-02T17:00:00+02:00");
    CHECK(end("2026-06-03T20:00:00+02:00", 1) == "2026-06-05T17:00:00+02:00");
    CHECK(end("2026-06-03T20:00:00+02:00", 3) == "2026-06-09T17:00:00+02:00");
    CHECK(*time_of(around_the_clock("UTC")).end_of_working_day(at("2026-06-03T20:00:00Z"), 1) == at("2026-06-05T00:00:00Z"));
}

TEST_CASE("a calendar without working time has no due time, and says so") {
    const WorkingTime time = time_of(calendar_of(R"({"tz":"UTC","week":{}})"));
    CHECK_FALSE(time.add({0}, {1}).has_value());
    CHECK_FALSE(time.end_of_working_day({0}, 1).has_value());
    CHECK(time.add({0}, {0}) == Instant{0});
}

TEST_CASE("a calendar survives being written and read, and its digest names it") {
    const BusinessCalendar calendar = calendar_of(
        R"({"tz":"Europe/Prague","week":{"mon":[["08:00","24:00"]],"fri":[["22:00","06:00"]]},"country":"CZ","holidays":["2026-12-31"],"days":{"2026-12-24":[]}})");
    const BusinessCalendar again = calendar_of(write_json(calendar.to_json()));
    CHECK(again == calendar);
    CHECK(again.digest() == calendar.digest());
    CHECK_FALSE(nine_to_five().digest() == calendar.digest());
}

TEST_CASE("what is wrong with a calendar is named") {
    const auto problem = [](std::string_view json) {
        const Json parsed = *parse_json(json);
        FieldReader fields(parsed);
        (void)BusinessCalendar::from_json(fields);
        return fields.problem().value_or("none");
    };
    CHECK(problem(R"({"tz":"Mars/Olympus"})") == "tz: \"Mars/Olympus\" is no IANA time zone");
    CHECK(problem(R"({"tz":"UTC","week":{"monday":[]}})").find("monday") != std::string::npos);
    CHECK(problem(R"({"tz":"UTC","week":{"mon":[["9","17"]]}})").find("mon holds [\"9\",\"17\"]") != std::string::npos);
    CHECK(problem(R"({"tz":"UTC","week":{"mon":[["09:00","09:00"]]}})").find("empty range") != std::string::npos);
    CHECK(problem(R"({"tz":"UTC","holidays":["2026-02-30"]})").find("2026-02-30") != std::string::npos);
    CHECK(problem(R"({"tz":"UTC","country":"XX"})").find("XX") != std::string::npos);
}

TEST_CASE("due times agree with a walk minute by minute over random calendars and starts") {
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const auto below = [&](std::uint32_t n) { return static_cast<std::int32_t>(random() % n); };
        BusinessCalendar calendar;
        calendar.time_zone = std::array{"Europe/Warsaw", "Europe/Prague", "America/New_York", "UTC"}[random() % 4];
        for (DayRanges& ranges : calendar.week) {
            std::int32_t minute = 0;
            for (int n = below(4); n > 0 && minute < 1'400; --n) {
                // Whole hours apart from the hour of the clock change, whose ends are a rule of their own.
                const std::int32_t start = minute < 240 ? 240 + below(300) : minute + below(200);
                const std::int32_t end = start + 1 + below(500);
                if (start >= 1'440) break;
                ranges.push_back({start, end});
                minute = end + 1;
            }
        }
        calendar.country = Country::poland;
        const WorkingTime time = time_of(calendar);
        const MinuteWalker walker(time);
        bool any = false;
        for (const DayRanges& ranges : calendar.week) any = any || !ranges.empty();
        if (!any) continue;
        for (int question = 0; question < 5; ++question) {
            const Instant start{wall_milliseconds({{2026, 1 + below(12), 1 + below(28)}, {below(24), below(60)}})};
            const std::int64_t minutes = below(4'000);
            CAPTURE(to_timestamp(start));
            CAPTURE(minutes);
            const auto slow = walker.add(start, minutes);
            const auto fast = time.add(start, Minutes{minutes}.milliseconds());
            REQUIRE(fast.has_value());
            CHECK(to_timestamp(*fast) == to_timestamp(*slow));
            CHECK(time.between(start, *fast).count == minutes * 60'000);
        }
    }
}

TEST_CASE("a time far away in the year fills no memory with windows: nobody works there") {
    const auto time = WorkingTime::of(office_hours("Europe/Warsaw", {{9 * 60, 17 * 60}}));
    REQUIRE(time.ok());
    const Instant far{8'000'000'000'000'000};
    CHECK_FALSE(time->add(far, Minutes{60}.milliseconds()).has_value());
    CHECK(time->between(far, far + Minutes{60}.milliseconds()) == Milliseconds{0});
    CHECK(time->between({1'780'000'000'000}, far).count > 0);
}
