// CsvWriter: tables for spreadsheets and other programs (RFC 4180, UTF-8; requirements.md H5, R1).
//
// The rule: lines end with CR LF; a cell with a comma, a quote or a line end stands in quotes, its quotes doubled. A text that a
// spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return) gets an apostrophe before it; numbers are left
// alone, so -5 stays a number. Worked example: the cells "=1+1", -5 and "a, \"b\"" become: '=1+1,-5,"a, ""b""".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace countersign {

class CsvCell {
public:
    // Implicit on purpose: a row is written as the list of its values.
    CsvCell(std::string_view text);
    CsvCell(const std::string& text) : CsvCell(std::string_view(text)) {}
    CsvCell(const char* text) : CsvCell(std::string_view(text)) {}
    template <typename Integer, typename = std::enable_if_t<std::is_integral_v<Integer>>>
    CsvCell(Integer number) : written_(std::to_string(number)) {}

    const std::string& written() const { return written_; }

private:
    std::string written_;
};

class CsvWriter {
public:
    void row(const std::vector<CsvCell>& cells);
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

}  // namespace countersign
