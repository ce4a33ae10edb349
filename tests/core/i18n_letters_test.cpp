// Searching without marks and sorting as each language does.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/i18n/collation.hpp"
#include "core/i18n/search_fold.hpp"
#include "core/i18n/utf8.hpp"

using namespace countersign;

namespace {

/// Checks that the names, given in the order of the language, have keys in strictly that order.
void check_order(Language language, const std::vector<std::string>& names) {
    for (std::size_t index = 1; index < names.size(); ++index) {
        CAPTURE(names[index - 1]);
        CAPTURE(names[index]);
        CHECK(collation_key(language, names[index - 1]) < collation_key(language, names[index]));
    }
}

}  // namespace

TEST_CASE("search sees no marks and no capitals") {
    CHECK(fold_for_search("Zażółć  GĘŚLĄ jaźń") == "zazolc gesla jazn");
    CHECK(fold_for_search("PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ ÚPĚL ĎÁBELSKÉ ÓDY") == "prilis zlutoucky kun upel dabelske ody");
    CHECK(fold_for_search("Rødgrød med fløde, Ærø, Århus") == "rodgrod med flode, aero, arhus");
    CHECK(fold_for_search("Straße STRASSE") == "strasse strasse");
    CHECK(fold_for_search("Łódź") == fold_for_search("LODZ"));
    CHECK(fold_for_search("ŽIŽKA") == "zizka");
    CHECK(fold_for_search("КИЇВ Ґанок") == "київ ґанок");
}

TEST_CASE("a mark that is a character of its own is folded away too") {
    CHECK(fold_for_search("Z\u0307o\u0301l\u0107") == "zolc");
    CHECK(fold_for_search("\u0301a") == "a");
    CHECK(collation_key(Language::pl, "z\u0307aba") == collation_key(Language::pl, "żaba"));
    CHECK(collation_key(Language::da, "A\u030arhus") == collation_key(Language::da, "Århus"));
}

TEST_CASE("spaces of all kinds are one space, dashes of all kinds a hyphen") {
    CHECK(fold_for_search("  1\u00a0h\t\n20 min ") == "1 h 20 min");
    CHECK(fold_for_search("8:05–10:50") == "8:05-10:50");
    CHECK(fold_for_search("") == "");
    CHECK(fold_for_search("   ") == "");
}

TEST_CASE("bytes that are not UTF-8 do no harm") {
    CHECK(fold_for_search("a\xff"
                          "b") ==
          "a\xef\xbf\xbd"
          "b");
    CHECK(fold_for_search("\xc5") == "\xef\xbf\xbd");
    CHECK(fold_for_search("\xed\xa0\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    CHECK(fold_for_search("\xc0\x80") == "\xef\xbf\xbd\xef\xbf\xbd");
    CHECK(fold_for_search("😀") == "😀");
    std::string all;
    for (char32_t code_point : {U'a', U'ż', U'€', U'😀'}) append_code_point(all, code_point);
    CHECK(all == "aż€😀");
}

TEST_CASE("Polish order") {
    check_order(Language::pl, {"Adam", "Ącki",  "Barbara", "Cezary", "Ćwikła", "Dorota", "Ewa", "Ęcki",  "Lis", "Lód",   "Łąka",   "Łódź",
                               "Mąka", "Nowak", "Ńa",      "Oaza",   "Ósemka", "Pies",   "Syn", "Śnieg", "Tom", "Zebra", "Źrebak", "Żaba"});
    check_order(Language::pl, {"maz", "mącić"});
    check_order(Language::pl, {"lato", "Lato", "łata"});
}

TEST_CASE("Czech order") {
    check_order(Language::cs,
                {"Cyril", "Čeněk", "Dana", "Ďas", "Hora", "Hus", "Chata", "chlup", "Ivan", "Rak", "Řeka", "Sud", "Šíp", "Zub", "Žába"});
    // Other marks matter only where all else is equal.
    check_order(Language::cs, {"pas", "pás", "pata"});
    check_order(Language::cs, {"byt", "být", "bytost"});
}

TEST_CASE("Danish order") {
    check_order(Language::da, {"Anders", "Bent", "Zebra", "Ærø", "Øster", "Aarhus", "Århusianer"});
    check_order(Language::da, {"Zulu", "Ærlig", "Äspö", "Ødegård", "Öland", "Åse"});
}

TEST_CASE("English order puts marks after the bare letter and nowhere else") {
    check_order(Language::en, {"cafe", "café", "Café", "cafes", "Łódź", "London", "Lot", "Zażółć"});
    check_order(Language::en, {"chata", "cyril", "hora"});
    check_order(Language::en, {"Aarhus", "Abba", "Århus"});
}

TEST_CASE("numbers in names sort by what they count, after spaces and signs and before letters") {
    check_order(Language::en, {"PC 2", "PC 10", "PC 100", "PC a"});
    check_order(Language::en, {"a b", "a-b", "a1", "ab"});
    check_order(Language::en, {"a", "a b", "aa"});
    check_order(Language::en, {"2", "10", "9007199254740993", "9007199254740994", "18446744073709551617"});
    CHECK(collation_key(Language::en, "PC 07") == collation_key(Language::en, "PC 7"));
    check_order(Language::en, {"0", "1"});
    check_order(Language::en, {"zebra", "Київ"});
}
