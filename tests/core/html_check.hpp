// What every document of ours must be: well-formed, whole in itself, and marked up for those who do not see it.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

namespace countersign {

inline std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

/// The text between tags, without the style sheet.
inline std::string shown_text(const std::string& html) {
    std::string shown;
    bool inside = false;
    for (std::size_t at = html.find("<body>"); at < html.size(); ++at) {
        if (html[at] == '<') inside = true;
        if (!inside) shown += html[at];
        if (html[at] == '>') inside = false;
    }
    return shown;
}

/// The first tag that closes something else than what is open; empty when all is in order.
inline std::string unbalanced_tag(const std::string& html) {
    static const std::set<std::string> closes_itself{"meta", "!DOCTYPE"};
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at)) {
        const std::size_t end = html.find('>', at);
        if (end == std::string::npos) return html.substr(at, 40);
        const std::string tag = html.substr(at + 1, end - at - 1);
        const std::string name = tag.substr(tag[0] == '/' ? 1 : 0, tag.find(' ') - (tag[0] == '/' ? 1 : 0));
        at = end;
        if (closes_itself.count(name) > 0 || tag.back() == '/') continue;
        if (tag[0] != '/') {
            open.push_back(name);
        } else if (open.empty() || open.back() != name) {
            return tag;
        } else {
            open.pop_back();
        }
    }
    return open.empty() ? "" : open.back();
}

inline void check_document(const std::string& html, const std::string& language) {
    CAPTURE(language);
    CHECK(html.find("<!DOCTYPE html>\n<html lang=\"" + language + "\">") == 0);
    CHECK(unbalanced_tag(html).empty());
    CHECK(count_of(html, "<h1>") == 1);
    CHECK(count_of(html, "<title></title>") == 0);
    CHECK(count_of(html, "<table>") == count_of(html, "<caption id=\""));
    CHECK(count_of(html, "<th>") == 0);
    CHECK(count_of(html, "<svg ") == count_of(html, "role=\"img\""));
    CHECK(html.find("@page") != std::string::npos);
    for (const char* outside : {"<script", "<link", "<img", "<iframe", " src=", " href=", "url(", "@import", " on"}) {
        CAPTURE(outside);
        CHECK(html.substr(0, html.find("<body>")).find(outside) == std::string::npos);
        if (std::string(outside) != " on") CHECK(html.find(outside) == std::string::npos);
    }
    // Every text came from the catalogue, with all of its placeholders filled.
    const std::string shown = shown_text(html);
    for (const char* key : {"document.", "priority.", "measure.", "clause.", "mode.", "holiday.", "{"}) {
        CAPTURE(key);
        CHECK(shown.find(key) == std::string::npos);
    }
}

}  // namespace countersign
