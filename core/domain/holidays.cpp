// The table of public holidays by country and law.
#include "core/domain/holidays.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace countersign {
namespace {

constexpr std::int32_t in_force = 9'999;

struct Row {
    Country country;
    std::string_view key;
    std::int32_t first_year;
    std::int32_t last_year;
    std::int32_t month;  ///< 0: counted from Easter Sunday
    std::int32_t day;    ///< of the month, or days after Easter Sunday
};

constexpr Row fixed(Country country, std::string_view key, std::int32_t month, std::int32_t day, std::int32_t first, std::int32_t last) {
    return {country, key, first, last, month, day};
}
constexpr Row movable(Country country, std::string_view key, std::int32_t days_after_easter, std::int32_t first, std::int32_t last) {
    return {country, key, first, last, 0, days_after_easter};
}

constexpr auto pl = Country::poland;
constexpr auto cz = Country::czechia;
constexpr auto dk = Country::denmark;

// Poland: ustawa z 18 stycznia 1951 o dniach wolnych od pracy (Dz.U. 1951 nr 4 poz. 28, t.j. Dz.U. 2020 poz. 1920).
constexpr std::int32_t poland_since = 1951;
// Czechia: zákon 93/1951 Sb. in force for 1993, then zákon 245/2000 Sb.; the table begins with the republic.
constexpr std::int32_t czechia_since = 1993;
// Denmark: the days of the Folkekirke as left by the ordinance of 26 October 1770.
constexpr std::int32_t denmark_since = 1771;

constexpr std::array rows{
    fixed(pl, "holiday.new_year", 1, 1, poland_since, in_force),
    fixed(pl, "holiday.epiphany", 1, 6, poland_since, 1960),
    // Dz.U. 2010 nr 224 poz. 1459
    fixed(pl, "holiday.epiphany", 1, 6, 2011, in_force),
    movable(pl, "holiday.easter_sunday", 0, poland_since, in_force),
    movable(pl, "holiday.easter_monday", 1, poland_since, in_force),
    fixed(pl, "holiday.labour_day", 5, 1, poland_since, in_force),
    // Dz.U. 1990 nr 28 poz. 160: 3 May comes, 22 July goes
    fixed(pl, "holiday.constitution_day", 5, 3, 1990, in_force),
    fixed(pl, "holiday.rebirth_of_poland", 7, 22, poland_since, 1989),
    movable(pl, "holiday.whit_sunday", 49, poland_since, in_force),
    movable(pl, "holiday.corpus_christi", 60, poland_since, in_force),
    // Dz.U. 1960 nr 51 poz. 297 took 6 January and 15 August away; Dz.U. 1989 nr 29 poz. 154 gave 15 August back
    fixed(pl, "holiday.assumption", 8, 15, poland_since, 1960),
    fixed(pl, "holiday.assumption", 8, 15, 1989, in_force),
    fixed(pl, "holiday.all_saints", 11, 1, poland_since, in_force),
    // Dz.U. 1989 nr 6 poz. 34
    fixed(pl, "holiday.independence_day", 11, 11, 1989, in_force),
    // Dz.U. 2018 poz. 2117: one Monday, since the hundredth 11 November was a Sunday
    fixed(pl, "holiday.independence_centenary", 11, 12, 2018, 2018),
    // Dz.U. 2024 poz. 1965
    fixed(pl, "holiday.christmas_eve", 12, 24, 2025, in_force),
    fixed(pl, "holiday.christmas_day", 12, 25, poland_since, in_force),
    fixed(pl, "holiday.second_christmas_day", 12, 26, poland_since, in_force),

    fixed(cz, "holiday.new_year", 1, 1, czechia_since, in_force),
    // zákon 359/2015 Sb.
    movable(cz, "holiday.good_friday", -2, 2016, in_force),
    movable(cz, "holiday.easter_monday", 1, czechia_since, in_force),
    fixed(cz, "holiday.labour_day", 5, 1, czechia_since, in_force),
    fixed(cz, "holiday.victory_day", 5, 8, czechia_since, in_force),
    fixed(cz, "holiday.cyril_and_methodius", 7, 5, czechia_since, in_force),
    fixed(cz, "holiday.jan_hus", 7, 6, czechia_since, in_force),
    // 28 September and 17 November are free since zákon 245/2000 Sb., in force from 9 August 2000
    fixed(cz, "holiday.czech_statehood", 9, 28, 2000, in_force),
    fixed(cz, "holiday.czechoslovak_state", 10, 28, czechia_since, in_force),
    fixed(cz, "holiday.freedom_and_democracy", 11, 17, 2000, in_force),
    fixed(cz, "holiday.christmas_eve", 12, 24, czechia_since, in_force),
    fixed(cz, "holiday.christmas_day", 12, 25, czechia_since, in_force),
    fixed(cz, "holiday.second_christmas_day", 12, 26, czechia_since, in_force),

    fixed(dk, "holiday.new_year", 1, 1, denmark_since, in_force),
    movable(dk, "holiday.maundy_thursday", -3, denmark_since, in_force),
    movable(dk, "holiday.good_friday", -2, denmark_since, in_force),
    movable(dk, "holiday.easter_sunday", 0, denmark_since, in_force),
    movable(dk, "holiday.easter_monday", 1, denmark_since, in_force),
    // The fourth Friday after Easter; lov nr 214 af 06/03/2023 took it away from 2024
    movable(dk, "holiday.store_bededag", 26, denmark_since, 2023),
    movable(dk, "holiday.ascension", 39, denmark_since, in_force),
    movable(dk, "holiday.whit_sunday", 49, denmark_since, in_force),
    movable(dk, "holiday.whit_monday", 50, denmark_since, in_force),
    fixed(dk, "holiday.christmas_day", 12, 25, denmark_since, in_force),
    fixed(dk, "holiday.second_christmas_day", 12, 26, denmark_since, in_force),
};

constexpr std::array<std::pair<Country, std::string_view>, 3> codes{{{pl, "PL"}, {cz, "CZ"}, {dk, "DK"}}};

}  // namespace

std::string_view country_code(Country country) { return codes[static_cast<std::size_t>(country)].second; }

std::optional<Country> parse_country(std::string_view code) {
    for (const auto& [country, text] : codes) {
        if (text == code) return country;
    }
    return std::nullopt;
}

// The method of Butcher's Ecclesiastical Calendar (1876): the epact gives the full moon, the dominical letter the Sunday after it.
LocalDate easter_sunday(std::int32_t year) {
    const std::int32_t golden = year % 19;
    const std::int32_t century = year / 100;
    const std::int32_t year_of_century = year % 100;
    const std::int32_t moon_correction = (century - (century + 8) / 25 + 1) / 3;
    const std::int32_t epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    const std::int32_t weekday_shift = (32 + 2 * (century % 4) + 2 * (year_of_century / 4) - epact - year_of_century % 4) % 7;
    const std::int32_t late = (golden + 11 * epact + 22 * weekday_shift) / 451;
    const std::int32_t from_march = epact + weekday_shift - 7 * late + 114;
    return {year, from_march / 31, from_march % 31 + 1};
}

std::int32_t holidays_known_since(Country country) {
    switch (country) {
        case Country::poland:
            return poland_since;
        case Country::czechia:
            return czechia_since;
        case Country::denmark:
            return denmark_since;
    }
    return poland_since;
}

std::vector<Holiday> public_holidays(Country country, std::int32_t year) {
    std::vector<Holiday> holidays;
    const LocalDate easter = easter_sunday(year);
    for (const Row& row : rows) {
        if (row.country != country || year < row.first_year || year > row.last_year) continue;
        const LocalDate date = row.month == 0 ? add_days(easter, row.day) : LocalDate{year, row.month, row.day};
        holidays.push_back({date, row.key});
    }
    std::sort(holidays.begin(), holidays.end(), [](const Holiday& a, const Holiday& b) { return a.date < b.date; });
    return holidays;
}

}  // namespace countersign
