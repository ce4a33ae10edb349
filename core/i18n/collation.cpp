// Making collation keys: one string with the weights of three levels, separated by zero bytes.
#include "core/i18n/collation.hpp"

#include <optional>
#include <span>
#include <vector>

#include "core/i18n/letters.hpp"

namespace countersign {
namespace {

// Classes of the first level, in their order. Every item begins with a byte that is not zero and says how long the item is.
constexpr char space_class = 0x02;
constexpr char sign_class = 0x03;
constexpr char number_class = 0x04;
constexpr int first_letter_weight = 0x20;
// Room after each base letter for the letters a language puts there.
constexpr int letter_distance = 4;
constexpr char other_class = static_cast<char>(0xf0);

constexpr char letter_weight(char base, int after = 0) {
    return static_cast<char>(first_letter_weight + (base - 'a') * letter_distance + after);
}

/// A letter that is one of its own in a language, or counts as another one with a mark.
struct OwnLetter {
    char32_t lower;
    char base;
    int after;
    Mark mark = Mark::none;
};

constexpr OwnLetter polish[] = {{U'ą', 'a', 1}, {U'ć', 'c', 1}, {U'ę', 'e', 1}, {U'ł', 'l', 1}, {U'ń', 'n', 1},
                                {U'ó', 'o', 1}, {U'ś', 's', 1}, {U'ź', 'z', 1}, {U'ż', 'z', 2}};
constexpr OwnLetter czech[] = {{U'č', 'c', 1}, {U'ř', 'r', 1}, {U'š', 's', 1}, {U'ž', 'z', 1}};
constexpr OwnLetter danish[] = {{U'æ', 'z', 1}, {U'ä', 'z', 1, Mark::diaeresis}, {U'ø', 'z', 2}, {U'ö', 'z', 2, Mark::diaeresis},
                                {U'å', 'z', 3}, {U'ü', 'y', 0, Mark::diaeresis}};

std::span<const OwnLetter> own_letters(Language language) {
    switch (language) {
        case Language::pl:
            return polish;
        case Language::cs:
            return czech;
        case Language::da:
            return danish;
        case Language::en:
            break;
    }
    return {};
}

/// Two letters that a language counts as one: ch in Czech, aa in Danish.
std::optional<OwnLetter> digraph(Language language, const Letter& first, const Letter& second) {
    if (language == Language::cs && first.lower == 'c' && second.lower == 'h') return OwnLetter{0, 'h', 1};
    if (language == Language::da && first.lower == 'a' && second.lower == 'a') return OwnLetter{0, 'z', 3, Mark::ligature};
    return std::nullopt;
}

struct Levels {
    std::string first;
    std::string second;
    std::string third;

    void add_marks(Mark mark, bool is_upper) {
        second += static_cast<char>(static_cast<int>(mark) + 1);
        third += static_cast<char>(is_upper ? 2 : 1);
    }
};

bool is_digit(const Letter& letter) { return letter.lower >= '0' && letter.lower <= '9'; }

/// Adds the number that begins at `index` and answers the index behind it. More digits make a greater number once the zeros in front are
/// gone.
std::size_t add_number(const std::vector<Letter>& letters, std::size_t index, Levels& levels) {
    while (index + 1 < letters.size() && letters[index].lower == '0' && is_digit(letters[index + 1])) ++index;
    std::size_t end = index;
    constexpr std::size_t digits_max = 200;
    while (end < letters.size() && is_digit(letters[end]) && end - index < digits_max) ++end;
    levels.first += number_class;
    levels.first += static_cast<char>(end - index);
    for (; index < end; ++index) levels.first += static_cast<char>(letters[index].lower);
    levels.add_marks(Mark::none, false);
    return end;
}

void add_letter(Language language, const Letter& letter, Levels& levels) {
    for (const OwnLetter& own : own_letters(language)) {
        if (own.lower != letter.lower) continue;
        levels.first += letter_weight(own.base, own.after);
        levels.add_marks(own.mark, letter.is_upper);
        return;
    }
    for (const char base : letter.base) levels.first += letter_weight(base);
    levels.add_marks(letter.mark, letter.is_upper);
}

void add_sign(char32_t code_point, Levels& levels) {
    const auto byte = [&](int shift) { return static_cast<char>(code_point >> shift & 0xff); };
    if (is_space(code_point)) {
        levels.first += space_class;
    } else if (code_point < 0x80) {
        levels.first += sign_class;
        levels.first += byte(0);
    } else {
        // Other alphabets come after Latin, by code point; so do dashes and the like, which are rare at the start of a name.
        levels.first += other_class;
        levels.first += byte(16);
        levels.first += byte(8);
        levels.first += byte(0);
    }
    levels.add_marks(Mark::none, false);
}

}  // namespace

std::string collation_key(Language language, std::string_view text) {
    const std::vector<Letter> letters = letters_of(text);
    Levels levels;
    for (std::size_t index = 0; index < letters.size();) {
        const Letter& letter = letters[index];
        if (is_digit(letter)) {
            index = add_number(letters, index, levels);
            continue;
        }
        if (letter.base.empty()) {
            add_sign(letter.lower, levels);
            ++index;
            continue;
        }
        const auto pair = index + 1 < letters.size() ? digraph(language, letter, letters[index + 1]) : std::nullopt;
        if (pair) {
            levels.first += letter_weight(pair->base, pair->after);
            levels.add_marks(pair->mark, letter.is_upper);
            index += 2;
        } else {
            add_letter(language, letter, levels);
            ++index;
        }
    }
    std::string key = std::move(levels.first);
    key += '\0';
    key += levels.second;
    key += '\0';
    key += levels.third;
    return key;
}

}  // namespace countersign
