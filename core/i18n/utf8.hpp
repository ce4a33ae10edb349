// Reading and writing UTF-8 one code point at a time. A byte that does not belong is read as U+FFFD and nothing else is lost.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace countersign {

inline constexpr char32_t replacement_character = 0xfffd;

/// Takes the first code point off a text that is not empty.
inline char32_t take_code_point(std::string_view& text) {
    const auto byte_at = [&](std::size_t index) { return static_cast<std::uint8_t>(text[index]); };
    const std::uint8_t first = byte_at(0);
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xc2 && first < 0xe0 ? 2
                               : first >= 0xe0 && first < 0xf0 ? 3
                               : first >= 0xf0 && first < 0xf5 ? 4
                                                               : 0;
    if (length == 1) {
        text.remove_prefix(1);
        return first;
    }
    char32_t code_point = length == 0 ? 0 : first & (0x7fu >> length);
    std::size_t taken = 1;
    while (taken < length && taken < text.size() && (byte_at(taken) & 0xc0) == 0x80) {
        code_point = code_point << 6 | (byte_at(taken) & 0x3fu);
        ++taken;
    }
    const bool overlong = (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
    const bool whole =
        length != 0 && taken == length && !overlong && code_point <= 0x10ffff && (code_point < 0xd800 || code_point > 0xdfff);
    text.remove_prefix(whole ? length : 1);
    return whole ? code_point : replacement_character;
}

inline void append_code_point(std::string& text, char32_t code_point) {
    const auto append = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (code_point < 0x80) {
        append(code_point);
    } else if (code_point < 0x800) {
        append(0xc0 | code_point >> 6);
        append(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
        append(0xe0 | code_point >> 12);
        append(0x80 | (code_point >> 6 & 0x3f));
        append(0x80 | (code_point & 0x3f));
    } else {
        append(0xf0 | code_point >> 18);
        append(0x80 | (code_point >> 12 & 0x3f));
        append(0x80 | (code_point >> 6 & 0x3f));
        append(0x80 | (code_point & 0x3f));
    }
}

}  // namespace countersign
