// CsvReader: takes a text apart as RFC 4180 says: fields between commas, quotes around what holds a comma, a quote or a line break, lines
// ended by LF or CRLF, a byte order mark passed over. It goes on after a mistake: a malformed record is answered as a problem with its
// line, and reading continues on the next line, so one stray quote costs one line and never the rest of the file. Worked example: `a,"b
// ""c""\nd"` on line 7 is the record 7: [a] [b "c"⏎d], and the next record begins on line 9.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace countersign {

struct CsvLimits {
    std::size_t field_bytes_max = 16'000;
    std::size_t record_bytes_max = 64'000;  ///< JSON may need several bytes for one, and an event holds at most 256 KiB
    std::size_t fields_max = 500;
};

struct CsvRecord {
    std::int64_t line = 0;  ///< on which it begins; the first line of a file is 1
    std::vector<std::string> fields;
};

struct CsvProblem {
    std::int64_t line = 0;
    std::size_t field = 0;  ///< counted from 1; 0: the record as a whole
    std::string what, hint;
};

class CsvReader {
public:
    /// `text` must outlive the reader.
    explicit CsvReader(std::string_view text, const CsvLimits& limits = {});

    /// From now on a record with another number of fields is malformed.
    void expect_fields(std::size_t count) { fields_expected_ = count; }

    /// The next record, or nothing at the end. Empty lines are passed over.
    std::optional<Result<CsvRecord, CsvProblem>> next();

private:
    Result<CsvRecord, CsvProblem> read_record();
    std::optional<CsvProblem> read_field(CsvRecord& record);
    std::optional<CsvProblem> read_quoted(std::string& field, const CsvRecord& record);
    std::optional<CsvProblem> check(const CsvRecord& record) const;
    bool at_line_end() const;
    void pass_line_end();
    void go_to_next_line(std::size_t from);

    std::string_view text_;
    CsvLimits limits_;
    std::size_t fields_expected_ = 0;
    std::size_t position_ = 0;
    std::size_t record_start_ = 0;
    std::int64_t line_ = 1;
};

}  // namespace countersign
