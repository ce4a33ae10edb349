// Holidays: the public holidays of Poland, Czechia and Denmark in any year for which a law is known, with its changes by year
// (rules.md 15). The table in holidays.cpp names the law of each row.
//
// The rule: a holiday is a local date. Movable feasts count from Easter Sunday of the Gregorian calendar.
// Worked example: Easter 2026 is 5 April, so Corpus Christi in Poland is 4 June (60 days later); 24 December is free in Poland in 2025 but
// not in 2024; Store Bededag (26 days after Easter) was free in Denmark on 5 May 2023 and no more in 2024.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/domain/local_time.hpp"

namespace countersign {

enum class Country : std::uint8_t { poland, czechia, denmark };

/// ISO 3166-1 alpha-2: "PL", "CZ", "DK".
std::string_view country_code(Country country);
std::optional<Country> parse_country(std::string_view code);

struct Holiday {
    LocalDate date;
    /// Key of its name in the catalogues: "holiday.new_year".
    std::string_view key;
    bool operator==(const Holiday&) const = default;
};

/// Easter Sunday of a Gregorian year.
LocalDate easter_sunday(std::int32_t year);

/// The first year whose law the table knows.
std::int32_t holidays_known_since(Country country);

/// The public holidays of a year in order of date. Empty before `holidays_known_since`. Years to come follow the law of today.
std::vector<Holiday> public_holidays(Country country, std::int32_t year);

}  // namespace countersign
