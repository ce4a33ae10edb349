// Typed lengths of time: what is understood and what is refused.
#include "core/i18n/duration_input.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/i18n/format.hpp"
#include "tests/core/i18n_catalogues.hpp"

using namespace countersign;

namespace {

std::string refusal_of(std::string_view text) {
    const auto parsed = parse_duration(text);
    return parsed ? "understood as " + std::to_string(parsed->count) + " minutes" : parsed.error().key;
}

}  // namespace

TEST_CASE("a length of time may be typed in many ways") {
    const struct {
        const char* text;
        std::int64_t minutes;
    } cases[] = {{"45", 45},
                 {" 45 ", 45},
                 {"0", 0},
                 {"1:15", 75},
                 {"0:45", 45},
                 {"01:05", 65},
                 {"1 h 15", 75},
                 {"1h15", 75},
                 {"1h15m", 75},
                 {"1H 15M", 75},
                 {"75 min", 75},
                 {"75min.", 75},
                 {"1 h", 60},
                 {"2h", 120},
                 {"1,5 h", 90},
                 {"1.25h", 75},
                 {"0,33 h", 20},
                 {"1:15 h", 75},
                 {"1 godz. 15 min", 75},
                 {"2 godziny", 120},
                 {"1 GODZ 5", 65},
                 {"1 hod. 20 min", 80},
                 {"2 hodiny", 120},
                 {"1 t 20 min", 80},
                 {"2 timer", 120},
                 {"30 minutter", 30},
                 {"5 minut", 5},
                 {"1\u00a0h 20\u00a0min", 80},
                 {"24:00", 1440},
                 {"1440", 1440},
                 {"1 hour 1 minute", 61}};
    for (const auto& one : cases) {
        CAPTURE(one.text);
        const auto parsed = parse_duration(one.text);
        REQUIRE(parsed.ok());
        CHECK(parsed->count == one.minutes);
    }
}

TEST_CASE("what is no length of time is refused, with what was typed") {
    for (const char* text : {"", "   ", "\t"}) CHECK(refusal_of(text) == "refusal.duration.missing");
    for (const char* text :
         {"abc",          "-5",          "1.5",      "1,5",  "1:5", "1:155", ":15",   "1:",   "15 min 1 h",           "1 h 2 h",
          "1 h 15 min 3", "1 h 1,5 min", "1.5 h 15", "10 s", "1 x", "h",     "1::15", "1 15", "99999999999999999999", "1,h",
          "0x10",         "1 h -5"}) {
        CAPTURE(text);
        CHECK(refusal_of(text) == "refusal.duration.unreadable");
    }
    for (const char* text : {"1:60", "1:75", "1 h 75", "1h60m"}) {
        CAPTURE(text);
        CHECK(refusal_of(text) == "refusal.duration.minutes_over_59");
    }
    for (const char* text : {"24:01", "1441", "25 h", "9999999"}) {
        CAPTURE(text);
        CHECK(refusal_of(text) == "refusal.duration.too_long");
    }
    CHECK(parse_duration("x1").error().params.at("text") == "x1");
}

TEST_CASE("what the program writes as a length of time it also reads, in every language") {
    for (const Language language : all_languages) {
        const Catalogue catalogue = real_catalogue(language);
        for (std::int64_t minutes = 0; minutes <= 1'440; ++minutes) {
            const auto parsed = parse_duration(format_duration(catalogue, {minutes}));
            if (!parsed || parsed->count != minutes) FAIL_CHECK(language_code(language), " ", minutes);
        }
    }
}
