// What Latin letters are made of: a base letter and a mark, so that "ż" can be found as "z" and sorted where its language puts it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace countersign {

/// In the order in which letters that differ in nothing else are sorted.
enum class Mark : std::uint8_t {
    none,
    acute,
    grave,
    breve,
    circumflex,
    caron,
    ring,
    diaeresis,
    double_acute,
    tilde,
    dot,
    ogonek,
    cedilla,
    comma_below,
    macron,
    stroke,
    ligature
};

struct Letter {
    char32_t lower = 0;
    /// "z" for ż, "ae" for æ; empty for what is no Latin letter.
    std::string_view base = {};
    Mark mark = Mark::none;
    bool is_upper = false;
};

/// The letter that a code point is; for others `lower` is the code point itself, or its lower case in Greek and Cyrillic.
Letter letter_of(char32_t code_point);

/// The letters of a UTF-8 text; a mark written as a character of its own is joined with the letter before it.
std::vector<Letter> letters_of(std::string_view text);

constexpr bool is_space(char32_t code_point) {
    return code_point == ' ' || (code_point >= 0x09 && code_point <= 0x0d) || code_point == 0xa0 ||
           (code_point >= 0x2000 && code_point <= 0x200a) || code_point == 0x202f || code_point == 0x205f || code_point == 0x3000;
}

constexpr bool is_dash(char32_t code_point) {
    return code_point == '-' || (code_point >= 0x2010 && code_point <= 0x2015) || code_point == 0x2212;
}

}  // namespace countersign
