// Writing rows of an organisation's file: values in the order of the table's columns.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/instant.hpp"
#include "core/domain/timestamp.hpp"
#include "core/storage/database.hpp"

namespace countersign {

/// A value; nothing is NULL.
class Cell {
public:
    Cell(std::nullopt_t) {}
    Cell(std::int64_t number) : value_(number) {}
    Cell(int number) : value_(std::int64_t{number}) {}
    Cell(std::size_t number) : value_(static_cast<std::int64_t>(number)) {}
    Cell(bool yes) : value_(std::int64_t{yes}) {}
    Cell(std::string text) : value_(std::move(text)) {}
    Cell(std::string_view text) : value_(std::string(text)) {}
    Cell(const char* text) : value_(std::string(text)) {}
    void bind(Statement& statement, int index) const {
        if (const auto* number = std::get_if<std::int64_t>(&value_)) {
            statement.bind(index, *number);
        } else if (const auto* text = std::get_if<std::string>(&value_)) {
            statement.bind(index, std::string_view(*text));
        } else {
            statement.bind(index, std::optional<std::int64_t>{});
        }
    }

private:
    std::variant<std::monostate, std::int64_t, std::string> value_;
};

/// Times stand in the file as text on the client's wall clock with the offset, so that nobody has to convert them.
class FileClock {
public:
    explicit FileClock(const TimeZone& zone) : zone_(&zone) {}
    Cell operator()(Instant instant) const { return instant.utc_ms == 0 ? Cell(std::nullopt) : Cell(to_timestamp(instant, *zone_)); }
    Cell operator()(const std::optional<Instant>& instant) const { return instant ? (*this)(*instant) : Cell(std::nullopt); }

private:
    const TimeZone* zone_;
};

/// Several lines of text as one.
inline std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

/// Ids that are empty are NULL.
template <typename IdType>
Cell id_cell(const IdType& id) {
    return id.empty() ? Cell(std::nullopt) : Cell(id.value);
}

inline void add_row(Database& file, const char* table, std::initializer_list<Cell> cells) {
    std::string sql = std::string("INSERT INTO ") + table + " VALUES(";
    for (std::size_t i = 1; i <= cells.size(); ++i) sql += (i == 1 ? "?" : ",?") + std::to_string(i);
    Statement insert = file.prepare(sql + ")");
    int index = 0;
    for (const Cell& cell : cells) cell.bind(insert, ++index);
    insert.run();
}

}  // namespace countersign
