// Markup: escaping.
#include "core/document/markup.hpp"

#include "core/i18n/utf8.hpp"

namespace countersign {
namespace {

/// Characters that nobody sees and that a text has no use for: controls but tab and line feed, and those that override the direction.
bool is_deceptive(char32_t character) {
    const bool control = (character < 0x20 && character != '\n' && character != '\t') || (character >= 0x7f && character < 0xa0);
    const bool direction = (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069);
    return control || direction || (character & 0xfffe) == 0xfffe;
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    while (!text.empty()) {
        const char32_t character = take_code_point(text);
        switch (character) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            case '\r':  // a line end of Windows is one line end
                break;
            default:
                append_code_point(escaped, is_deceptive(character) ? replacement_character : character);
        }
    }
    return escaped;
}

Markup Markup::element(std::string_view tag, std::string_view plain) {
    Markup made;
    made.html_.append("<").append(tag).append(">").append(escape_html(plain)).append("</").append(tag).append(">");
    return made;
}

Markup Markup::moment(std::string_view shown, std::string_view exact) {
    Markup made;
    made.html_ = "<time datetime=\"" + escape_html(exact) + "\">" + escape_html(shown) + "</time>";
    return made;
}

Markup Markup::of_html(std::string html) {
    Markup made;
    made.html_ = std::move(html);
    return made;
}

}  // namespace countersign
