// Public holidays against the calendars printed for those years.
#include "core/domain/holidays.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace countersign;

namespace {

std::string dates(Country country, std::int32_t year) {
    std::string text;
    for (const Holiday& holiday : public_holidays(country, year)) text += to_iso_text(holiday.date).substr(5) + " ";
    return text;
}

bool is_free(Country country, LocalDate date) {
    const auto of_year = public_holidays(country, date.year);
    return std::any_of(of_year.begin(), of_year.end(), [&](const Holiday& holiday) { return holiday.date == date; });
}

}  // namespace

TEST_CASE("Easter falls where the tables of the church put it") {
    CHECK(easter_sunday(1900) == LocalDate{1900, 4, 15});
    CHECK(easter_sunday(1961) == LocalDate{1961, 4, 2});
    CHECK(easter_sunday(2000) == LocalDate{2000, 4, 23});
    CHECK(easter_sunday(2008) == LocalDate{2008, 3, 23});
    CHECK(easter_sunday(2024) == LocalDate{2024, 3, 31});
    CHECK(easter_sunday(2026) == LocalDate{2026, 4, 5});
    CHECK(easter_sunday(2038) == LocalDate{2038, 4, 25});
    for (std::int32_t year = 1800; year < 2300; ++year) CHECK(weekday(easter_sunday(year)) == Weekday::sunday);
}

TEST_CASE("rule 15: the holidays of Poland, Czechia and Denmark in 2026") {
    CHECK(dates(Country::poland, 2026) == "01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26 ");
    CHECK(dates(Country::czechia, 2026) == "01-01 04-03 04-06 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26 ");
    CHECK(dates(Country::denmark, 2026) == "01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26 ");
}

TEST_CASE("rule 15: changes of the law are followed by year") {
    CHECK_FALSE(is_free(Country::poland, {2024, 12, 24}));
    CHECK(is_free(Country::poland, {2025, 12, 24}));
    CHECK(is_free(Country::poland, {1960, 1, 6}));
    CHECK_FALSE(is_free(Country::poland, {2010, 1, 6}));
    CHECK(is_free(Country::poland, {2011, 1, 6}));
    CHECK(is_free(Country::poland, {1989, 7, 22}));
    CHECK_FALSE(is_free(Country::poland, {1990, 7, 22}));
    CHECK_FALSE(is_free(Country::poland, {1988, 11, 11}));
    CHECK_FALSE(is_free(Country::poland, {2017, 11, 12}));
    CHECK(is_free(Country::poland, {2018, 11, 12}));
    CHECK_FALSE(is_free(Country::poland, {2019, 11, 12}));
    CHECK_FALSE(is_free(Country::czechia, {2015, 4, 3}));
    CHECK(is_free(Country::czechia, {2016, 3, 25}));
    CHECK_FALSE(is_free(Country::czechia, {1999, 11, 17}));
    CHECK(is_free(Country::czechia, {2000, 11, 17}));
    CHECK(is_free(Country::denmark, {2023, 5, 5}));
    CHECK_FALSE(is_free(Country::denmark, {2024, 4, 26}));
}

TEST_CASE("no holidays are claimed for years before the law that the table knows") {
    CHECK(public_holidays(Country::poland, holidays_known_since(Country::poland) - 1).empty());
    CHECK_FALSE(public_holidays(Country::czechia, holidays_known_since(Country::czechia)).empty());
    CHECK(parse_country("DK") == Country::denmark);
    CHECK(country_code(Country::czechia) == "CZ");
    CHECK_FALSE(parse_country("DE").has_value());
}
