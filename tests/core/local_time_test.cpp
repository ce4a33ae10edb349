// The calendar arithmetic of core/domain/local_time.hpp.
#include "core/domain/local_time.hpp"

#include <doctest/doctest.h>

using namespace countersign;

TEST_CASE("day numbers of known dates") {
    CHECK(day_number({1970, 1, 1}) == 0);
    CHECK(day_number({1969, 12, 31}) == -1);
    CHECK(day_number({2000, 3, 1}) == 11017);
    CHECK(day_number({2026, 3, 29}) == 20541);
    CHECK(weekday({1970, 1, 1}) == Weekday::thursday);
    CHECK(weekday({2026, 3, 29}) == Weekday::sunday);
    CHECK(weekday({1969, 12, 29}) == Weekday::monday);
}

TEST_CASE("every day from 1600 to 2400 follows the one before, in date and in weekday") {
    LocalDate expected{1600, 1, 1};
    auto expected_weekday = static_cast<int>(weekday(expected));
    const std::int32_t last = day_number({2400, 12, 31});
    bool all_follow = true;
    for (std::int32_t number = day_number(expected); number <= last; ++number) {
        const LocalDate date = date_of_day_number(number);
        all_follow = all_follow && date == expected && day_number(date) == number && is_valid(date) &&
                     static_cast<int>(weekday_of_day_number(number)) == expected_weekday;
        expected_weekday = expected_weekday % 7 + 1;
        if (++expected.day > days_in_month(expected.year, expected.month)) {
            expected.day = 1;
            if (++expected.month == 13) {
                expected.month = 1;
                ++expected.year;
            }
        }
    }
    CHECK(all_follow);
    CHECK(expected == LocalDate{2401, 1, 1});
}

TEST_CASE("leap years: every fourth, not the hundredth, but the four hundredth") {
    CHECK(is_leap_year(2024));
    CHECK_FALSE(is_leap_year(2025));
    CHECK_FALSE(is_leap_year(1900));
    CHECK(is_leap_year(2000));
    CHECK(days_in_month(2024, 2) == 29);
    CHECK(days_in_month(2100, 2) == 28);
    CHECK_FALSE(is_valid(LocalDate{2025, 2, 29}));
    CHECK(day_of_year({2024, 12, 31}) == 366);
}

TEST_CASE("adding months keeps the day or takes the last one of a shorter month") {
    CHECK(add_months({2026, 1, 31}, 1) == LocalDate{2026, 2, 28});
    CHECK(add_months({2024, 1, 31}, 1) == LocalDate{2024, 2, 29});
    CHECK(add_months({2026, 11, 15}, 3) == LocalDate{2027, 2, 15});
    CHECK(add_months({2026, 1, 15}, -1) == LocalDate{2025, 12, 15});
    CHECK(add_months({2026, 1, 15}, -13) == LocalDate{2024, 12, 15});
    CHECK(last_day_of_months({2026, 3, 1}, 12) == LocalDate{2027, 2, 28});
    CHECK(last_day_of_months({2026, 1, 15}, 1) == LocalDate{2026, 2, 14});
    CHECK(last_day_of_months({2026, 1, 31}, 1) == LocalDate{2026, 2, 28});
    CHECK(last_day_of_months({2026, 1, 30}, 1) == LocalDate{2026, 2, 28});
    CHECK(last_day_of_months({2026, 1, 29}, 1) == LocalDate{2026, 2, 28});
    CHECK(last_day_of_months({2024, 2, 29}, 24) == LocalDate{2026, 2, 28});
    CHECK(last_day_of_months({2026, 1, 31}, 2) == LocalDate{2026, 3, 30});
    CHECK(add_days({2026, 3, 29}, 30) == LocalDate{2026, 4, 28});
    CHECK(days_between({2026, 3, 29}, {2026, 4, 28}) == 30);
}

TEST_CASE("wall milliseconds go there and back, before 1970 too") {
    const LocalDateTime moments[] = {
        {{2026, 3, 29}, {2, 30, 15, 250}}, {{1969, 12, 31}, {23, 59, 59, 999}}, {{1970, 1, 1}, {}}, {{1601, 7, 4}, {12, 0}}};
    for (const LocalDateTime& moment : moments) CHECK(local_of_wall_milliseconds(wall_milliseconds(moment)) == moment);
    CHECK(local_of_wall_milliseconds(-1) == LocalDateTime{{1969, 12, 31}, {23, 59, 59, 999}});
    CHECK(wall_milliseconds({{2026, 3, 28}, {24, 0}}) == wall_milliseconds({{2026, 3, 29}, {0, 0}}));
}

TEST_CASE("dates and times are read in one form and nothing else") {
    CHECK(parse_local_date("2026-03-29") == LocalDate{2026, 3, 29});
    for (const char* wrong :
         {"", "2026-3-29", "2026-02-30", "2026-13-01", "2026-03-29 ", "29-03-2026", "2026/03/29", "20260329", "-026-03-29"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_local_date(wrong));
    }
    CHECK(parse_local_time("8:05") == LocalTime{8, 5});
    CHECK(parse_local_time("08:05:30") == LocalTime{8, 5, 30});
    CHECK(parse_local_time("24:00") == LocalTime{24, 0});
    for (const char* wrong : {"", "8", "8:5", "24:01", "25:00", "8:60", "8:05:", "8:05:61", "8:05pm", "-8:05"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_local_time(wrong));
    }
    CHECK(to_iso_text(LocalDate{2026, 3, 9}) == "2026-03-09");
    CHECK(to_iso_text(LocalTime{8, 5}) == "08:05");
    CHECK(to_iso_text(LocalTime{8, 5, 0, 7}) == "08:05:00.007");
}
