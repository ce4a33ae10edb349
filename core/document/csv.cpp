// CsvWriter: quoting and guarding.
#include "core/document/csv.hpp"

#include "core/i18n/utf8.hpp"

namespace countersign {

CsvCell::CsvCell(std::string_view text) {
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    if (formula) written_ += '\'';
    while (!text.empty()) append_code_point(written_, take_code_point(text));
    if (written_.find_first_of(",\"\r\n") == std::string::npos) return;
    std::string quoted = "\"";
    for (const char character : written_) {
        if (character == '"') quoted += '"';
        quoted += character;
    }
    written_ = quoted + "\"";
}

void CsvWriter::row(const std::vector<CsvCell>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) text_ += ',';
        text_ += cells[i].written();
    }
    text_ += "\r\n";
}

}  // namespace countersign
