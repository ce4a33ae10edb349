// HtmlDocument: a self-contained, accessible, printable page, written from top to bottom (requirements.md A12, H5, R1, N3).
//
// The rule: one file that needs nothing else and runs nothing, which its own content security policy enforces; it says its language, has
// one h1, numbered chapters as sections named by their h2, tables with a caption and headers with a scope, and a style for paper. Worked
// example: chapter("Parties") as the first one opens <section aria-labelledby="chapter-1"><h2 id="chapter-1">1. Parties</h2>.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/document/markup.hpp"
#include "core/i18n/language.hpp"

namespace countersign {

struct HtmlTable {
    static constexpr std::size_t no_numbers = static_cast<std::size_t>(-1);

    std::string caption;
    std::vector<std::string> columns;
    std::vector<std::vector<Markup>> rows;         ///< the first cell of each is its header
    std::vector<std::vector<Markup>> totals = {};  ///< last rows that sum up
    std::size_t numbers_from = no_numbers;         ///< the columns from this one on hold numbers and end flush
};

using Facts = std::vector<std::pair<std::string, Markup>>;

class HtmlDocument {
public:
    HtmlDocument(Language language, std::string_view title);

    /// Under the title: what a reader needs before everything else.
    void subtitle(const Markup& text);
    void chapter(std::string_view title);
    /// A heading within a chapter.
    void part(std::string_view title);
    void paragraph(const Markup& text);
    void list(const std::vector<Markup>& items);
    /// Names and what they mean, one pair per line.
    void facts(const Facts& facts);
    void table(const HtmlTable& table);
    /// A drawing (an svg element that says itself what it shows) and its caption.
    void figure(const Markup& drawing, std::string_view caption);

    std::string finish() const;

private:
    Language language_;
    std::string title_;
    std::string body_;
    std::string heading_;  ///< the one that stands last
    int chapters_ = 0;
    int tables_ = 0;
};

}  // namespace countersign
