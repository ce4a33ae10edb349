// Which form of a text goes with a whole number: the cardinal rules of CLDR for our four languages.
//
// Worked example, Polish: 1 wizyta (form 0), 2 wizyty, 22 wizyty (form 1), 5 wizyt, 12 wizyt, 21 wizyt (form 2).
// The forms have the order that gettext gives them, so that PO files say the same:
// en, da: one, other. pl: one, few, many. cs: one, few, other.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/i18n/language.hpp"

namespace countersign {

constexpr std::size_t plural_form_count(Language language) { return language == Language::pl || language == Language::cs ? 3 : 2; }

constexpr std::size_t plural_form(Language language, std::int64_t number) {
    const std::uint64_t size = number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
    if (size == 1) return 0;
    switch (language) {
        case Language::pl: {
            const std::uint64_t ones = size % 10;
            const std::uint64_t hundreds_rest = size % 100;
            const bool few = ones >= 2 && ones <= 4 && (hundreds_rest < 12 || hundreds_rest > 14);
            return few ? 1 : 2;
        }
        case Language::cs:
            return size >= 2 && size <= 4 ? 1 : 2;
        case Language::en:
        case Language::da:
            break;
    }
    return 1;
}

}  // namespace countersign
