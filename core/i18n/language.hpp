// Language: the languages that people and reports can choose, and how one is picked from what a browser asks for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace countersign {

enum class Language : std::uint8_t { en, pl, cs, da };

inline constexpr std::array<Language, 4> all_languages{Language::en, Language::pl, Language::cs, Language::da};

/// The ISO 639-1 code, which also names the catalogue's file.
constexpr std::string_view language_code(Language language) {
    constexpr std::array<std::string_view, 4> codes{"en", "pl", "cs", "da"};
    return codes[static_cast<std::size_t>(language)];
}

/// Understands "pl", "pl-PL", "PL_pl"; nothing for a language that has no catalogue.
std::optional<Language> language_from_code(std::string_view code);

/// The first of the preferred ones that there is; English where there is none.
Language choose_language(std::span<const std::string> preferred_codes);

}  // namespace countersign
