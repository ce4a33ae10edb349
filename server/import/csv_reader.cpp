// Reading CSV, one record after the other.
#include "server/import/csv_reader.hpp"

#include <fmt/core.h>

#include "core/i18n/utf8.hpp"

namespace countersign {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::string_view before = text;
        if (take_code_point(text) == replacement_character && before.substr(0, 3) != "\xef\xbf\xbd") return false;
    }
    return true;
}

}  // namespace

CsvReader::CsvReader(std::string_view text, const CsvLimits& limits) : text_(text), limits_(limits) {
    if (text_.substr(0, byte_order_mark.size()) == byte_order_mark) position_ = byte_order_mark.size();
}

bool CsvReader::at_line_end() const {
    return position_ == text_.size() || text_[position_] == '\n' || text_.substr(position_, 2) == "\r\n";
}

void CsvReader::pass_line_end() {
    if (position_ == text_.size()) return;
    position_ += text_[position_] == '\r' ? 2 : 1;
    ++line_;
}

void CsvReader::go_to_next_line(std::size_t from) {
    const auto end = text_.find('\n', from);
    position_ = end == std::string_view::npos ? text_.size() : end + 1;
}

std::optional<Result<CsvRecord, CsvProblem>> CsvReader::next() {
    while (position_ < text_.size() && at_line_end()) pass_line_end();
    if (position_ == text_.size()) return std::nullopt;
    return read_record();
}

Result<CsvRecord, CsvProblem> CsvReader::read_record() {
    record_start_ = position_;
    CsvRecord record{line_, {}};
    std::optional<CsvProblem> problem;
    do {
        problem = read_field(record);
    } while (!problem && !at_line_end() && text_[position_++] == ',');
    if (!problem) problem = check(record);
    if (problem) {
        // Only the first line is given up: what a stray quote swallowed behind it are records of their own.
        go_to_next_line(record_start_);
        line_ = record.line + 1;
        return Error{std::move(*problem)};
    }
    pass_line_end();
    return record;
}

// Leaves the position on the comma or the line end behind the field.
std::optional<CsvProblem> CsvReader::read_field(CsvRecord& record) {
    const auto problem = [&](std::string what, std::string hint) {
        return CsvProblem{record.line, record.fields.size() + 1, std::move(what), std::move(hint)};
    };
    if (record.fields.size() == limits_.fields_max) {
        return problem(fmt::format("there are more than {} columns", limits_.fields_max), "Leave out columns that are not needed.");
    }
    std::string field;
    if (position_ < text_.size() && text_[position_] == '"') {
        if (auto unsound = read_quoted(field, record)) return unsound;
    } else {
        while (!at_line_end() && text_[position_] != ',') {
            const char c = text_[position_];
            if (c == '"') {
                return problem("there is a quotation mark inside a field that does not begin with one",
                               "Put the whole field in quotation marks and write the one inside twice.");
            }
            if (c == '\r') return problem("there is a carriage return that ends no line", "End lines with LF or CRLF.");
            if (position_ - record_start_ > limits_.record_bytes_max) break;
            field += c;
            ++position_;
        }
    }
    if (position_ - record_start_ > limits_.record_bytes_max) {
        return problem(fmt::format("the record is larger than {} bytes", limits_.record_bytes_max), "Shorten its longest field.");
    }
    if (field.size() > limits_.field_bytes_max) {
        return problem(fmt::format("the field is larger than {} bytes", limits_.field_bytes_max), "Shorten it.");
    }
    if (!is_utf8(field)) return problem("the field is not UTF-8", "Save the file as UTF-8.");
    record.fields.push_back(std::move(field));
    return std::nullopt;
}

std::optional<CsvProblem> CsvReader::read_quoted(std::string& field, const CsvRecord& record) {
    const auto problem = [&](std::string what, std::string hint) {
        return CsvProblem{record.line, record.fields.size() + 1, std::move(what), std::move(hint)};
    };
    for (++position_;; ++position_) {
        if (position_ == text_.size() || position_ - record_start_ > limits_.record_bytes_max) {
            return problem("the quotation mark that opens the field is never closed", "Close it, or remove it.");
        }
        const char c = text_[position_];
        if (c == '\n') ++line_;
        if (c != '"') {
            field += c;
            continue;
        }
        if (text_.substr(position_, 2) != "\"\"") break;
        field += c;
        ++position_;
    }
    ++position_;
    if (!at_line_end() && text_[position_] != ',') {
        return problem("there is text behind the quotation mark that closes the field", "Write a quotation mark inside a field twice.");
    }
    return std::nullopt;
}

std::optional<CsvProblem> CsvReader::check(const CsvRecord& record) const {
    if (fields_expected_ == 0 || record.fields.size() == fields_expected_) return std::nullopt;
    return CsvProblem{record.line, 0, fmt::format("there are {} columns where the header has {}", record.fields.size(), fields_expected_),
                      "Look for a comma too many or too few; a field that holds a comma stands in quotation marks."};
}

}  // namespace countersign
