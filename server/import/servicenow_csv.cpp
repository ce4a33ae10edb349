// Reading the rows of an incident log, and finding those that belong together.
#include "server/import/servicenow_csv.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "server/import/csv_reader.hpp"
#include "server/import/servicenow_values.hpp"

namespace countersign {

namespace {

constexpr std::array<const char*, 6> columns_required{"number",    "incident_state", "sys_mod_count",
                                                      "opened_at", "sys_updated_at", "priority"};

std::optional<std::int32_t> whole_number(std::string_view text, std::size_t digits_min, std::size_t digits_max) {
    if (text.size() < digits_min || text.size() > digits_max) return std::nullopt;
    std::int32_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

// "29-02-2016 01:16": day, month, year, however the parts are divided.
std::optional<LocalDateTime> day_first_time(std::string_view text) {
    const auto space = text.find(' ');
    const auto first = text.find_first_of("-/.");
    if (space == std::string_view::npos || first == std::string_view::npos) return std::nullopt;
    const auto second = text.find(text[first], first + 1);
    if (second == std::string_view::npos || second > space) return std::nullopt;
    const auto day = whole_number(text.substr(0, first), 1, 2);
    const auto month = whole_number(text.substr(first + 1, second - first - 1), 1, 2);
    const auto year = whole_number(text.substr(second + 1, space - second - 1), 4, 4);
    const auto time = parse_local_time(text.substr(space + 1));
    if (!day || !month || !year || !time || *year < 1970) return std::nullopt;
    const LocalDateTime local{{*year, *month, *day}, *time};
    if (!is_valid(local.date)) return std::nullopt;
    return local;
}

class LogReader {
public:
    LogReader(std::string_view text, const TimeZone& zone) : csv_(text), zone_(zone) {}

    ServiceNowLog read() {
        if (!read_header()) return std::move(log_);
        while (auto record = csv_.next()) {
            ++log_.rows_read;
            if (*record) {
                take(std::move(**record));
            } else {
                const CsvProblem& problem = record->error();
                // The header names the column; a field beyond it has none.
                const bool named = problem.field > 0 && problem.field <= log_.columns.size();
                malformed({problem.line, named ? log_.columns[problem.field - 1] : "", problem.what, problem.hint});
            }
        }
        for (ServiceNowIncident& incident : log_.incidents) {
            std::sort(incident.rows.begin(), incident.rows.end(), [](const ServiceNowRow& a, const ServiceNowRow& b) {
                return std::tie(a.update_count, a.updated_at, a.line) < std::tie(b.update_count, b.updated_at, b.line);
            });
        }
        return std::move(log_);
    }

private:
    bool read_header() {
        auto header = csv_.next();
        if (!header) return reject_header({1, "", "the file is empty", "Export the incident log again, with a header line."});
        if (!*header) return reject_header({header->error().line, "", header->error().what, header->error().hint});
        log_.columns = std::move((*header)->fields);
        const std::int64_t line = (*header)->line;
        for (const char* name : columns_required) {
            if (column_of(log_, name)) continue;
            return reject_header({line, name, "the header has no such column", "The first line names the columns of the incident log."});
        }
        const std::set<std::string> names(log_.columns.begin(), log_.columns.end());
        if (names.size() < log_.columns.size() || names.count("") > 0) {
            return reject_header({line, "", "two columns have the same name, or one has none", "Give every column a name of its own."});
        }
        csv_.expect_fields(log_.columns.size());
        return true;
    }

    bool reject_header(ImportProblem problem) {
        log_.problems.push_back(std::move(problem));
        return false;
    }

    void malformed(ImportProblem problem) {
        ++log_.malformed_rows;
        log_.problems.push_back(std::move(problem));
    }

    std::optional<Resolved> time_in(const ServiceNowRow& row, const char* column) {
        const auto local = day_first_time(cell(log_, row, column));
        if (local) return from_local(zone_, *local);
        malformed({row.line, column, fmt::format("'{}' is no date and time", cell(log_, row, column)),
                   "Write day-month-year and the time: 29-02-2016 01:16."});
        return std::nullopt;
    }

    void take(CsvRecord record) {
        ServiceNowRow row{record.line, 0, {}, {}, std::move(record.fields)};
        const std::string number = cell(log_, row, "number");
        if (is_unknown(number)) return malformed({row.line, "number", "the incident has no number", "Fill it in: INC0000045."});
        if (number.size() > 200)
            return malformed({row.line, "number", "the number is longer than 200 bytes", "Look for columns that are moved."});
        const auto count = whole_number(cell(log_, row, "sys_mod_count"), 1, 9);
        if (!count) {
            return malformed({row.line, "sys_mod_count", fmt::format("'{}' is no whole number", cell(log_, row, "sys_mod_count")),
                              "It counts the updates of an incident: 0, 1, 2 …"});
        }
        row.update_count = *count;
        const auto opened = time_in(row, "opened_at");
        if (!opened) return;
        const auto updated = time_in(row, "sys_updated_at");
        if (!updated) return;
        row.opened_at = opened->chosen();
        row.updated_at = updated->chosen();
        if (!is_new(row)) {
            ++log_.identical_rows;
            return;
        }
        using Kind = Resolved::Kind;
        if (opened->kind == Kind::gap || updated->kind == Kind::gap) ++log_.skipped_times;
        if (opened->kind == Kind::overlap || updated->kind == Kind::overlap) ++log_.doubled_times;
        note_unknown_values(log_, row);
        ++log_.updates;
        const auto [place, fresh] = places_.emplace(number, log_.incidents.size());
        if (fresh) log_.incidents.push_back({number, {}});
        log_.incidents[place->second].rows.push_back(std::move(row));
    }

    bool is_new(const ServiceNowRow& row) { return seen_.insert(content_id({row.cells.begin(), row.cells.end()})).second; }

    CsvReader csv_;
    const TimeZone& zone_;
    ServiceNowLog log_;
    std::map<std::string, std::size_t> places_;
    std::set<std::string> seen_;
};

}  // namespace

ServiceNowLog read_servicenow_csv(std::string_view text, const TimeZone& zone) { return LogReader(text, zone).read(); }

}  // namespace countersign
