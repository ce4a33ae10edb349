// Catalogues: fallback, placeholders, plurals, and that the real ones are complete.
#include "core/i18n/catalogue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/i18n/number.hpp"
#include "core/i18n/plural.hpp"
#include "tests/core/i18n_catalogues.hpp"

using namespace countersign;

namespace {

constexpr std::string_view english_json =
    R"({"common.decimal_separator":".","common.group_separator":",","ticket.title":"Ticket","ticket.by":"by {name}, {count} times",
        "visits.count":["{n} visit","{n} visits"],"visits.at":["{n} visit at {place}","{n} visits at {place}"]})";
constexpr std::string_view polish_json =
    R"({"common.decimal_separator":",","common.group_separator":"~","ticket.by":"przez {name}, {count} razy",
        "visits.count":["{n} wizyta","{n} wizyty","{n} wizyt"]})";

Catalogue small_polish() {
    auto loaded = Catalogue::load(Language::pl, polish_json, english_json);
    REQUIRE(loaded.ok());
    return std::move(*loaded);
}

std::set<std::string> placeholder_set(const std::vector<std::string>& forms) {
    std::set<std::string> names;
    for (const std::string& form : forms) {
        for (const std::string_view name : placeholders_of(form)) names.emplace(name);
    }
    return names;
}

}  // namespace

TEST_CASE("a text that the language lacks is English, and one that both lack is its key") {
    const Catalogue catalogue = small_polish();
    CHECK(catalogue.language() == Language::pl);
    CHECK(catalogue.tr("ticket.title") == "Ticket");
    CHECK(catalogue.has("ticket.title"));
    CHECK_FALSE(catalogue.has_own("ticket.title"));
    CHECK(catalogue.has_own("ticket.by"));
    CHECK(catalogue.tr("ticket.nowhere") == "ticket.nowhere");
    CHECK(catalogue.tr_n("ticket.nowhere", 3) == "ticket.nowhere");
    CHECK_FALSE(catalogue.has("ticket.nowhere"));
}

TEST_CASE("placeholders are filled with texts and with numbers of the language") {
    const Catalogue catalogue = small_polish();
    const std::string name = "Zażółć";
    CHECK(catalogue.tr("ticket.by", {{"name", name}, {"count", 12'345}}) == "przez Zażółć, 12\u00a0345 razy");
    CHECK(catalogue.tr("ticket.by", {{"name", "A"}, {"count", std::size_t{2}}}) == "przez A, 2 razy");
}

TEST_CASE("what fills a placeholder is not filled again, and one that nothing fills stays visible") {
    const Catalogue catalogue = small_polish();
    CHECK(catalogue.tr("ticket.by", {{"name", "{count} {x"}, {"count", 1}}) == "przez {count} {x, 1 razy");
    CHECK(catalogue.tr("ticket.by", {{"name", "A"}}) == "przez A, {count} razy");
    CHECK(catalogue.tr("ticket.by", {{"nobody", "A"}}) == "przez {name}, {count} razy");
    auto odd = Catalogue::load(Language::en, R"({"a.b":"{} { {Name} {name {name}} {"})");
    REQUIRE(odd.ok());
    CHECK(odd->tr("a.b", {{"name", "x"}}) == "{} { {Name} {name x} {");
}

TEST_CASE("a refusal is told with its parameters") {
    const Catalogue catalogue = small_polish();
    CHECK(catalogue.tr(Refusal{"ticket.by", {{"name", "A"}, {"count", "3"}}}) == "przez A, 3 razy");
}

TEST_CASE("counted texts take the form of their number, in the language that the text is in") {
    const Catalogue catalogue = small_polish();
    CHECK(catalogue.tr_n("visits.count", 1) == "1 wizyta");
    CHECK(catalogue.tr_n("visits.count", 22) == "22 wizyty");
    CHECK(catalogue.tr_n("visits.count", 12) == "12 wizyt");
    CHECK(catalogue.tr_n("visits.count", 2'005) == "2\u00a0005 wizyt");
    // Only English has this one, so 5 is "other" there and not the third form that Polish would take.
    CHECK(catalogue.tr_n("visits.at", 5, {{"place", "A"}}) == "5 visits at A");
    CHECK(catalogue.tr_n("visits.at", 1, {{"place", "A"}}) == "1 visit at A");
}

TEST_CASE("a catalogue that is broken is a failure that says what is wrong") {
    for (const char* broken :
         {"", "[]", "{", R"({"a.b":1})", R"({"a.b":["one"]})", R"({"a.b":["one","two","three"]})", R"({"a.b":["one",2]})"}) {
        CAPTURE(broken);
        const auto loaded = Catalogue::load(Language::en, broken);
        REQUIRE_FALSE(loaded.ok());
        CHECK(loaded.error().key == "failure.catalogue");
        CHECK_FALSE(loaded.error().cause.empty());
    }
    CHECK_FALSE(Catalogue::load(Language::pl, "{}", "[]").ok());
}

TEST_CASE("plural forms follow the rules of each language") {
    for (const std::int64_t number : {0, 2, 5, 11, 21, 101}) {
        CHECK(plural_form(Language::en, number) == 1);
        CHECK(plural_form(Language::da, number) == 1);
    }
    for (const Language language : all_languages) CHECK(plural_form(language, 1) == 0);
    for (const std::int64_t few : {2, 3, 4, 22, 33, 104, 1'002}) CHECK(plural_form(Language::pl, few) == 1);
    for (const std::int64_t many : {0, 5, 11, 12, 13, 14, 19, 21, 25, 31, 101, 111, 112, 114, 1'012})
        CHECK(plural_form(Language::pl, many) == 2);
    for (const std::int64_t few : {2, 3, 4}) CHECK(plural_form(Language::cs, few) == 1);
    for (const std::int64_t other : {0, 5, 12, 21, 22, 101, 102}) CHECK(plural_form(Language::cs, other) == 2);
    CHECK(plural_form(Language::pl, -1) == 0);
    CHECK(plural_form(Language::pl, -3) == 1);
}

TEST_CASE("languages are chosen from what a browser asks for") {
    CHECK(choose_language(std::vector<std::string>{"de-DE", "da", "pl"}) == Language::da);
    CHECK(choose_language(std::vector<std::string>{"pl-PL"}) == Language::pl);
    CHECK(choose_language(std::vector<std::string>{"CS_cz"}) == Language::cs);
    CHECK(choose_language(std::vector<std::string>{"de", "plt", "", "d"}) == Language::en);
    CHECK(choose_language({}) == Language::en);
}

TEST_CASE("numbers have the signs of their language") {
    const Catalogue english = real_catalogue(Language::en);
    const Catalogue polish = real_catalogue(Language::pl);
    const Catalogue czech = real_catalogue(Language::cs);
    const Catalogue danish = real_catalogue(Language::da);
    CHECK(format_number(english, 1'234'567) == "1,234,567");
    CHECK(format_number(polish, 1'234'567) == "1\u00a0234\u00a0567");
    CHECK(format_number(czech, 12'345) == "12\u00a0345");
    CHECK(format_number(danish, 12'345) == "12.345");
    CHECK(format_number(polish, 999) == "999");
    CHECK(format_number(polish, 0) == "0");
    CHECK(format_number(polish, -1'000) == "\u22121\u00a0000");
    CHECK(format_number(english, INT64_MIN) == "\u22129,223,372,036,854,775,808");
    CHECK(format_decimal(polish, 26'400, 2) == "264,00");
    CHECK(format_decimal(polish, 5, 2) == "0,05");
    CHECK(format_decimal(polish, -5, 2) == "\u22120,05");
    CHECK(format_decimal(english, 123'456'789, 2) == "1,234,567.89");
    CHECK(format_percent(polish, 964) == "96,4\u00a0%");
    CHECK(format_percent(english, 964) == "96.4%");
    CHECK(format_percent(english, 1'000) == "100%");
}

TEST_CASE("every text is there in every language, with the same placeholders and as many forms as the language has") {
    const Catalogue english = real_catalogue(Language::en);
    REQUIRE(english.keys().size() > 50);
    for (const Language language : {Language::pl, Language::cs, Language::da}) {
        const Catalogue catalogue = real_catalogue(language);
        CHECK_MESSAGE(catalogue.keys().size() == english.keys().size(), language_code(language), " has keys that English lacks");
        for (const std::string_view key : english.keys()) {
            CAPTURE(language_code(language));
            CAPTURE(key);
            CHECK_MESSAGE(catalogue.has_own(key), "not translated");
            CHECK(placeholder_set(catalogue.forms(key)) == placeholder_set(english.forms(key)));
            CHECK((catalogue.forms(key).size() > 1) == (english.forms(key).size() > 1));
        }
    }
}

TEST_CASE("no text shouts, begins or ends with a space, or breaks a number from its unit") {
    for (const Language language : all_languages) {
        const Catalogue catalogue = real_catalogue(language);
        for (const std::string_view key : catalogue.keys()) {
            for (const std::string& form : catalogue.forms(key)) {
                CAPTURE(language_code(language));
                CAPTURE(key);
                CHECK(form.find('!') == std::string::npos);
                CHECK_FALSE(form.empty());
                CHECK(form.front() != ' ');
                CHECK(form.back() != ' ');
                CHECK(form.find("  ") == std::string::npos);
                for (const char* loose : {"{n} min", "{n} h", "{n} godz", "{n} t ", "{minutes} min", "{hours} h"})
                    CHECK(form.find(loose) == std::string::npos);
            }
        }
    }
}
