// HtmlDocument: the elements, and the style sheet for screen and paper.
#include "core/document/html.hpp"

namespace countersign {
namespace {

// Line ends of a person's text stay visible (pre-line); first letters are raised because the catalogues hold names as they stand in a
// sentence; wide tables scroll on a phone and are whole on paper; a caption that repeats the heading above it is there for screen readers.
constexpr std::string_view style = R"(
:root { color-scheme: light; --ink: #1b1f24; --soft: #57606a; --line: #8c959f; --paper: #fff; --shade: #f0f3f6; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
h2, h3, caption, figcaption { break-after: avoid; text-align: start; }
h3::first-letter, dt::first-letter, thead th::first-letter { text-transform: uppercase; }
p, li, dd, td { white-space: pre-line; overflow-wrap: anywhere; }
.subtitle { color: var(--soft); margin-top: 0; }
dl { display: grid; grid-template-columns: minmax(10rem, 1fr) 2.5fr; gap: .25rem 1rem; margin: .5rem 0; }
dt { font-weight: 600; }
dd { margin: 0; }
.wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; }
caption { font-weight: 600; padding-bottom: .25rem; }
caption.repeats { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: start; vertical-align: top; }
thead th, tfoot th, tfoot td { background: var(--shade); }
tfoot th, tfoot td { font-weight: 600; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em; overflow-wrap: anywhere; }
figure { margin: 1rem 0; break-inside: avoid; }
svg { max-width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: .9rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  tr, dd, li { break-inside: avoid; }
  thead { display: table-header-group; }
  p { orphans: 3; widows: 3; }
  thead th, tfoot th, tfoot td, rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)";

std::string cell(std::string_view tag, std::string_view attributes, bool number, const Markup& content) {
    std::string html = "<" + std::string(tag) + std::string(attributes) + (number ? " class=\"number\"" : "") + ">";
    return html + content.html() + "</" + std::string(tag) + ">";
}

std::string row(const std::vector<Markup>& cells, std::size_t numbers_from) {
    std::string html = "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i) {
        html += i == 0 ? cell("th", " scope=\"row\"", false, cells[i]) : cell("td", "", i >= numbers_from, cells[i]);
    }
    return html + "</tr>\n";
}

}  // namespace

HtmlDocument::HtmlDocument(Language language, std::string_view title) : language_(language), title_(escape_html(title)) {}

void HtmlDocument::subtitle(const Markup& text) { body_ += "<p class=\"subtitle\">" + text.html() + "</p>\n"; }

void HtmlDocument::chapter(std::string_view title) {
    if (chapters_ > 0) body_ += "</section>\n";
    const std::string number = std::to_string(++chapters_);
    body_ += "<section aria-labelledby=\"chapter-" + number + "\">\n<h2 id=\"chapter-" + number + "\">" + number + ". " +
             escape_html(title) + "</h2>\n";
    heading_ = title;
}

void HtmlDocument::part(std::string_view title) {
    body_ += "<h3>" + escape_html(title) + "</h3>\n";
    heading_ = title;
}

void HtmlDocument::paragraph(const Markup& text) { body_ += "<p>" + text.html() + "</p>\n"; }

void HtmlDocument::list(const std::vector<Markup>& items) {
    if (items.empty()) return;
    body_ += "<ul>\n";
    for (const Markup& item : items) body_ += "<li>" + item.html() + "</li>\n";
    body_ += "</ul>\n";
}

void HtmlDocument::facts(const Facts& facts) {
    if (facts.empty()) return;
    body_ += "<dl>\n";
    for (const auto& [name, meaning] : facts) body_ += "<dt>" + escape_html(name) + "</dt><dd>" + meaning.html() + "</dd>\n";
    body_ += "</dl>\n";
}

void HtmlDocument::table(const HtmlTable& table) {
    const std::string id = "table-" + std::to_string(++tables_);
    // A region that scrolls must be reachable by keyboard, and then it needs a name.
    body_ += "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"" + id + "\"><table>\n<caption id=\"" + id + "\"" +
             (table.caption == heading_ ? " class=\"repeats\">" : ">") + escape_html(table.caption) + "</caption>\n<thead><tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i) body_ += cell("th", " scope=\"col\"", i >= table.numbers_from, table.columns[i]);
    body_ += "</tr></thead>\n<tbody>\n";
    for (const auto& cells : table.rows) body_ += row(cells, table.numbers_from);
    body_ += "</tbody>\n";
    if (!table.totals.empty()) body_ += "<tfoot>\n";
    for (const auto& cells : table.totals) body_ += row(cells, table.numbers_from);
    if (!table.totals.empty()) body_ += "</tfoot>\n";
    body_ += "</table></div>\n";
}

void HtmlDocument::figure(const Markup& drawing, std::string_view caption) {
    body_ += "<figure>\n" + drawing.html() + "\n<figcaption>" + escape_html(caption) + "</figcaption></figure>\n";
}

std::string HtmlDocument::finish() const {
    std::string html = "<!DOCTYPE html>\n<html lang=\"" + std::string(language_code(language_)) + "\">\n<head>\n<meta charset=\"utf-8\">\n";
    html += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";
    html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    html += "<title>" + title_ + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<main>\n<h1>" + title_ + "</h1>\n";
    html += body_;
    if (chapters_ > 0) html += "</section>\n";
    return html + "</main>\n</body>\n</html>\n";
}

}  // namespace countersign
