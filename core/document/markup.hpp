// Markup: a piece of HTML whose texts have been escaped, so that no text of a person can become a tag (requirements.md A12, R1).
//
// The rule: a text becomes markup only through escaping; bytes that are no UTF-8, control characters and the signs that turn the direction
// of writing around become U+FFFD, because what is signed must read as it is stored. Worked example: Markup("a < b") is "a &lt; b".
#pragma once

#include <string>
#include <string_view>

namespace countersign {

/// For the content of an element and for an attribute's value in double quotes.
std::string escape_html(std::string_view text);

class Markup {
public:
    Markup() = default;
    // Implicit on purpose: wherever markup is wanted, a plain text is the usual thing, and it is escaped.
    Markup(std::string_view plain) : html_(escape_html(plain)) {}
    Markup(const std::string& plain) : Markup(std::string_view(plain)) {}
    Markup(const char* plain) : Markup(std::string_view(plain)) {}

    static Markup strong(std::string_view plain) { return element("strong", plain); }
    /// Set in letters of one width, such as a hash; may be broken anywhere.
    static Markup code(std::string_view plain) { return element("code", plain); }
    /// A moment or a date as people read it, with its exact form for programs.
    static Markup moment(std::string_view shown, std::string_view exact);
    /// What the writers of this folder have made themselves.
    static Markup of_html(std::string html);

    Markup& operator+=(const Markup& other) {
        html_ += other.html_;
        return *this;
    }
    const std::string& html() const { return html_; }
    bool empty() const { return html_.empty(); }

private:
    static Markup element(std::string_view tag, std::string_view plain);

    std::string html_;
};

}  // namespace countersign
