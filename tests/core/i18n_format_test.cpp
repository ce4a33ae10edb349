// Dates, times, lengths and deadline sentences in all four languages.
#include "core/i18n/format.hpp"

#include <doctest/doctest.h>

#include "core/i18n/time_left.hpp"
#include "tests/core/i18n_catalogues.hpp"

using namespace countersign;

namespace {

/// The text with "~" for each no-break space, so that tests show them.
std::string shown(std::string text) {
    // Built anew, because GCC 12 sees an overlap in std::string::replace that is not there (gcc.gnu.org, bug 105651).
    static constexpr std::string_view no_break_space = "\u00a0";
    std::string visible;
    std::size_t start = 0;
    for (std::size_t place = text.find(no_break_space); place != std::string::npos; place = text.find(no_break_space, start)) {
        visible.append(text, start, place - start).append(1, '~');
        start = place + no_break_space.size();
    }
    return visible.append(text, start, std::string::npos);
}

struct Texts {
    const char* en;
    const char* pl;
    const char* cs;
    const char* da;
};

template <typename Format>
void check_all(const Texts& expected, Format format) {
    CHECK(shown(format(real_catalogue(Language::en))) == expected.en);
    CHECK(shown(format(real_catalogue(Language::pl))) == expected.pl);
    CHECK(shown(format(real_catalogue(Language::cs))) == expected.cs);
    CHECK(shown(format(real_catalogue(Language::da))) == expected.da);
}

const LocalDate monday{2025, 11, 10};
const LocalDate today{2025, 11, 3};

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

TimeLeft left(DeadlineClock clock, std::int64_t milliseconds, TimeLeft::State state = TimeLeft::State::running) {
    return {state, clock, {milliseconds}, monday};
}

std::string english(const TimeLeft& time_left) { return shown(format_time_left(real_catalogue(Language::en), time_left, today)); }

}  // namespace

TEST_CASE("times have no zero before the hour, and ranges an en dash") {
    CHECK(format_time({8, 5}) == "8:05");
    CHECK(format_time({0, 0}) == "0:00");
    CHECK(format_time({23, 59, 59}) == "23:59");
    CHECK(format_time_range({8, 5}, {10, 50}) == "8:05–10:50");
}

TEST_CASE("dates in each language") {
    check_all({"Mon 10~Nov", "pon. 10~lis", "po 10.~11.", "man. 10.~nov."}, [](const Catalogue& c) { return format_date(c, monday); });
    check_all({"10~Nov", "10~lis", "10.~11.", "10.~nov."}, [](const Catalogue& c) { return format_date_short(c, monday); });
    check_all({"10~November 2025", "10~listopada 2025", "10.~listopadu 2025", "10.~november 2025"},
              [](const Catalogue& c) { return format_date_long(c, monday); });
    check_all({"November 2025", "listopad 2025", "listopad 2025", "november 2025"},
              [](const Catalogue& c) { return format_month(c, monday); });
    check_all({"Mon 10~Nov 2025", "pon. 10~lis 2025", "po 10.~11. 2025", "man. 10.~nov. 2025"}, [](const Catalogue& c) {
        return format_date_near(c, monday, {2026, 1, 2});
    });
    check_all({"Mon 10~Nov", "pon. 10~lis", "po 10.~11.", "man. 10.~nov."}, [](const Catalogue& c) {
        return format_date_near(c, monday, {2025, 1, 2});
    });
    check_all({"Sun 1~Mar", "niedz. 1~mar", "ne 1.~3.", "søn. 1.~mar."}, [](const Catalogue& c) { return format_date(c, {2026, 3, 1}); });
}

TEST_CASE("ranges of dates say the month and the year once where they can") {
    check_all({"10–14~Nov", "10–14~lis", "10.–14.~11.", "10.–14.~nov."}, [](const Catalogue& c) {
        return format_date_range(c, monday, {2025, 11, 14}, today);
    });
    check_all({"28~Nov–2~Dec", "28~lis–2~gru", "28.~11.–2.~12.", "28.~nov.–2.~dec."}, [](const Catalogue& c) {
        return format_date_range(c, {2025, 11, 28}, {2025, 12, 2}, today);
    });
    const Catalogue en = real_catalogue(Language::en);
    CHECK(shown(format_date_range(en, {2025, 12, 29}, {2026, 1, 2}, today)) == "29~Dec 2025–2~Jan 2026");
    CHECK(shown(format_date_range(en, {2024, 11, 10}, {2024, 11, 14}, today)) == "10–14~Nov 2024");
    CHECK(shown(format_date_range(en, monday, monday, today)) == "10~Nov");
    CHECK(shown(format_date_range(en, {2024, 11, 10}, {2024, 11, 10}, today)) == "10~Nov 2024");
}

TEST_CASE("a moment is seen from now, on the clocks of the zone") {
    const TimeZone& warsaw = **find_time_zone("Europe/Warsaw");
    // 2025-11-03 10:31 in Warsaw.
    const Instant now{wall_milliseconds({{2025, 11, 3}, {9, 31}})};
    check_all({"today 10:31", "dziś 10:31", "dnes 10:31", "i dag 10:31"},
              [&](const Catalogue& c) { return format_moment(c, warsaw, now, now); });
    check_all({"yesterday 10:31", "wczoraj 10:31", "včera 10:31", "i går 10:31"},
              [&](const Catalogue& c) { return format_moment(c, warsaw, now - Milliseconds{day}, now); });
    check_all({"tomorrow 8:05", "jutro 8:05", "zítra 8:05", "i morgen 8:05"}, [&](const Catalogue& c) {
        return format_moment(c, warsaw, {wall_milliseconds({{2025, 11, 4}, {7, 5}})}, now);
    });
    check_all({"Mon 10~Nov 8:05", "pon. 10~lis 8:05", "po 10.~11. 8:05", "man. 10.~nov. 8:05"}, [&](const Catalogue& c) {
        return format_moment(c, warsaw, {wall_milliseconds({monday, {7, 5}})}, now);
    });
    // 23:30 UTC is already tomorrow on the wall.
    const Catalogue en = real_catalogue(Language::en);
    CHECK(format_moment(en, warsaw, {wall_milliseconds({{2025, 11, 3}, {23, 30}})}, now) == "tomorrow 0:30");
    CHECK(shown(format_moment(en, warsaw, {wall_milliseconds({{2024, 11, 3}, {12, 0}})}, now)) == "Sun 3~Nov 2024 13:00");
    CHECK(format_day(en, today, today) == "today");
}

TEST_CASE("lengths of work stay in hours, lengths of waiting go on to days") {
    check_all({"1~h 20~min", "1~godz. 20~min", "1~h 20~min", "1~t 20~min"}, [](const Catalogue& c) { return format_duration(c, {80}); });
    const Catalogue en = real_catalogue(Language::en);
    CHECK(shown(format_duration(en, {45})) == "45~min");
    CHECK(shown(format_duration(en, {120})) == "2~h");
    CHECK(shown(format_duration(en, {30 * 60})) == "30~h");
    CHECK(shown(format_duration(en, {0})) == "0~min");
    CHECK(shown(format_duration(en, {-80})) == "\u22121~h 20~min");
    check_all({"2~days 3~h", "2~dni 3~godz.", "2~dny 3~h", "2~dage 3~t"},
              [](const Catalogue& c) { return format_span(c, {51 * 60 + 59}); });
    check_all({"1~day", "1~dzień", "1~den", "1~dag"}, [](const Catalogue& c) { return format_span(c, {24 * 60}); });
    CHECK(shown(format_span(real_catalogue(Language::cs), {5 * 24 * 60})) == "5~dní");
    CHECK(shown(format_span(en, {23 * 60 + 59})) == "23~h 59~min");
}

TEST_CASE("each clock says its name, then what is left") {
    check_all({"Reply in 18~min", "Odpowiedź za 18~min", "Odpověď za 18~min", "Svar om 18~min"},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::reply, 18 * minute), today); });
    check_all({"Fix in 1~h 20~min", "Naprawa za 1~godz. 20~min", "Oprava za 1~h 20~min", "Løsning om 1~t 20~min"},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::fix, 80 * minute), today); });
    check_all({"On site in 1~h 48~min", "Na miejscu za 1~godz. 48~min", "Na místě za 1~h 48~min", "Fremme om 1~t 48~min"},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::arrival, 108 * minute), today); });
    check_all({"Loaner in 3~h 18~min", "Sprzęt zastępczy za 3~godz. 18~min", "Náhradní zařízení za 3~h 18~min", "Låneudstyr om 3~t 18~min"},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::loaner, 198 * minute), today); });
    check_all({"due in 1~h 20~min", "termin za 1~godz. 20~min", "termín za 1~h 20~min", "frist om 1~t 20~min"},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::unnamed, 80 * minute), today); });
    check_all({"Fix 25~min late", "Naprawa 25~min po terminie", "Oprava 25~min po termínu", "Løsning 25~min forsinket"},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::fix, -25 * minute), today); });
    check_all({"due now", "termin teraz", "termín nyní", "frist nu"},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::unnamed, minute - 1), today); });
    check_all({"Fix by Mon 10~Nov", "Naprawa do pon. 10~lis", "Oprava do po 10.~11.", "Løsning senest man. 10.~nov."},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::fix, 7 * day), today); });
}

TEST_CASE("a clock that stands or has been stopped says so") {
    check_all({"Paused, 9~h left", "Wstrzymany, zostało 9~godz.", "Pozastaveno, zbývá 9~h", "På pause, 9~t tilbage"},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::fix, 9 * hour, TimeLeft::State::paused), today); });
    check_all(
        {"Met, 3~h 22~min spare", "Dotrzymany, zapas 3~godz. 22~min", "Dodrženo, rezerva 3~h 22~min", "Overholdt, 3~t 22~min til overs"},
        [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::fix, 202 * minute, TimeLeft::State::stopped), today); });
    check_all({"No deadline agreed", "Bez gwarantowanego terminu", "Bez sjednaného termínu", "Ingen aftalt frist"},
              [](const Catalogue& c) { return format_time_left(c, left(DeadlineClock::fix, 0, TimeLeft::State::none), today); });
    CHECK(english(left(DeadlineClock::fix, 0, TimeLeft::State::stopped)) == "Met");
    CHECK(english(left(DeadlineClock::fix, -1, TimeLeft::State::stopped)) == "Missed by 1~min");
    CHECK(english(left(DeadlineClock::fix, 10 * day, TimeLeft::State::paused)) == "Paused, 10~days left");
    CHECK(english(left(DeadlineClock::fix, 30'000, TimeLeft::State::paused)) == "Paused, due now");
    CHECK(english(left(DeadlineClock::fix, -minute, TimeLeft::State::paused)) == "Paused, 1~min late");
}

TEST_CASE("what is left is rounded down and lateness up, and exactly on target is not late") {
    CHECK(english(left(DeadlineClock::fix, 80 * minute + 59'999)) == "Fix in 1~h 20~min");
    CHECK(english(left(DeadlineClock::fix, minute)) == "Fix in 1~min");
    CHECK(english(left(DeadlineClock::fix, minute - 1)) == "Fix due now");
    CHECK(english(left(DeadlineClock::fix, 0)) == "Fix due now");
    CHECK(english(left(DeadlineClock::fix, -1)) == "Fix 1~min late");
    CHECK(english(left(DeadlineClock::fix, -minute)) == "Fix 1~min late");
    CHECK(english(left(DeadlineClock::fix, -24 * minute - 1)) == "Fix 25~min late");
    CHECK(english(left(DeadlineClock::fix, day - 1)) == "Fix in 23~h 59~min");
    CHECK(english(left(DeadlineClock::fix, day)) == "Fix in 1~day");
    CHECK(english(left(DeadlineClock::fix, 2 * day + 4 * hour - 1)) == "Fix in 2~days 3~h");
    CHECK(english(left(DeadlineClock::fix, -(day - 1))) == "Fix 1~day late");
    CHECK(english(left(DeadlineClock::fix, -(day + hour + 1))) == "Fix 1~day 2~h late");
    CHECK(english(left(DeadlineClock::fix, 7 * day - 1)) == "Fix in 6~days 23~h");
    CHECK(english(left(DeadlineClock::fix, -(7 * day - 1))) == "Fix late since Mon 10~Nov");
    CHECK(english(left(DeadlineClock::fix, -(6 * day + 22 * hour))) == "Fix 6~days 22~h late");
}
