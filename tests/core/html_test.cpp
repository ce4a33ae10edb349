// The writer of HTML: nothing that a person typed becomes a tag, and every page is whole and accessible.
#include "core/document/html.hpp"

#include <doctest/doctest.h>

#include "tests/core/html_check.hpp"

using namespace countersign;

TEST_CASE("a text becomes markup only through escaping") {
    CHECK(Markup("a < b & \"c\" > 'd'").html() == "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
    CHECK(Markup("Zażółć 日本").html() == "Zażółć 日本");
    CHECK(Markup::moment("5 < 6", "\"><script>").html() == "<time datetime=\"&quot;&gt;&lt;script&gt;\">5 &lt; 6</time>");
    CHECK(Markup::strong("<b>").html() == "<strong>&lt;b&gt;</strong>");
}

TEST_CASE("what nobody sees is made visible: broken bytes, controls and signs that turn the direction around") {
    CHECK(Markup("a\xff"
                 "b")
              .html() == "a\ufffdb");
    CHECK(Markup(std::string("a\0b", 3)).html() == "a\ufffdb");
    CHECK(Markup("100\u202e001").html() == "100\ufffd001");
    CHECK(Markup("two\r\nlines\tand more").html() == "two\nlines\tand more");
}

TEST_CASE("a page says its language, has one title, numbered chapters named by their headings, and a style for paper") {
    HtmlDocument document(Language::cs, "A & B");
    document.chapter("One");
    document.part("Part");
    document.paragraph("text");
    document.chapter("Two");
    document.list({"first", Markup::strong("second")});
    document.facts({{"name", "value"}});
    const std::string html = document.finish();
    check_document(html, "cs");
    CHECK(html.find("<title>A &amp; B</title>") != std::string::npos);
    CHECK(html.find("<section aria-labelledby=\"chapter-2\">\n<h2 id=\"chapter-2\">2. Two</h2>") != std::string::npos);
    CHECK(html.find("<dt>name</dt><dd>value</dd>") != std::string::npos);
    CHECK(html.find("default-src 'none'") != std::string::npos);
}

TEST_CASE("a table has a caption, headers with a scope, and numbers that end flush") {
    HtmlDocument document(Language::en, "Table");
    document.part("Prices <net>");
    document.table({.caption = "Prices <net>",
                    .columns = {"for", "price"},
                    .rows = {{"travel", "5.00"}},
                    .totals = {{"sum", "5.00"}},
                    .numbers_from = 1});
    const std::string html = document.finish();
    check_document(html, "en");
    CHECK(html.find("<caption id=\"table-1\" class=\"repeats\">Prices &lt;net&gt;</caption>") != std::string::npos);
    CHECK(html.find("<th scope=\"col\">for</th><th scope=\"col\" class=\"number\">price</th>") != std::string::npos);
    CHECK(html.find("<tr><th scope=\"row\">travel</th><td class=\"number\">5.00</td></tr>") != std::string::npos);
    CHECK(html.find("<tfoot>\n<tr><th scope=\"row\">sum</th>") != std::string::npos);
    CHECK(html.find("role=\"region\" tabindex=\"0\" aria-labelledby=\"table-1\"") != std::string::npos);
}
