// Picking a language from codes as browsers send them.
#include "core/i18n/language.hpp"

namespace countersign {

std::optional<Language> language_from_code(std::string_view code) {
    if (code.size() < 2 || (code.size() > 2 && code[2] != '-' && code[2] != '_')) return std::nullopt;
    const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; };
    const std::array<char, 2> wanted{lower(code[0]), lower(code[1])};
    for (const Language language : all_languages) {
        if (language_code(language) == std::string_view(wanted.data(), wanted.size())) return language;
    }
    return std::nullopt;
}

Language choose_language(std::span<const std::string> preferred_codes) {
    for (const std::string& code : preferred_codes) {
        if (const auto language = language_from_code(code)) return *language;
    }
    return Language::en;
}

}  // namespace countersign
