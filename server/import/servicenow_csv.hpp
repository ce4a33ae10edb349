// The incident log of a ServiceNow service desk as CSV: one row for each update of an incident, with all its columns as they stood then.
// The rule: every row becomes an event or is named as a problem or as an identical copy of another row; rows = updates + problems + copies.
// Worked example: the row `INC0000045,Resolved,…,2,…,29-02-2016 08:53,…` with the zone Europe/Warsaw is the third update of ticket
// INC0000045, at 2016-02-29T07:53Z, state resolved. The ticket itself is opened by the facts of its first row. Ids are made from the
// content alone (organisation, number, columns), so the same row has the same id in every import, whichever line it stands on.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/time_zone.hpp"
#include "server/import/imported_event.hpp"

namespace countersign {

inline constexpr const char* servicenow_source = "servicenow-csv";

struct ServiceNowRow {
    std::int64_t line = 0;
    std::int64_t update_count = 0;  ///< sys_mod_count
    Instant opened_at, updated_at;
    std::vector<std::string> cells;  ///< by the columns of the log
};

/// All rows of one incident, in the order in which its updates were counted.
struct ServiceNowIncident {
    std::string number;
    std::vector<ServiceNowRow> rows;
};

struct ServiceNowLog {
    std::vector<std::string> columns;
    std::vector<ServiceNowIncident> incidents;  ///< in the order of the file
    std::vector<ImportProblem> problems;
    std::int64_t rows_read = 0;  ///< without the header
    std::int64_t updates = 0;
    std::int64_t malformed_rows = 0;
    std::int64_t identical_rows = 0;  ///< copies of rows that stand elsewhere in the file
    std::int64_t skipped_times = 0;   ///< rows with a time that the clocks of the zone skipped
    std::int64_t doubled_times = 0;   ///< rows with a time that came twice there
    /// Values that have no counterpart here, with what they were taken as: "incident_state -100 → in_progress". The text is kept.
    std::map<std::string, std::int64_t> unknown_values;

    /// Whether every row is accounted for.
    bool balanced() const { return rows_read == updates + malformed_rows + identical_rows; }
};

ServiceNowLog read_servicenow_csv(std::string_view text, const TimeZone& zone);

/// The opening of the ticket, then its updates.
std::vector<ImportedEvent> events_of(const ServiceNowLog& log, const ServiceNowIncident& incident, const OrganisationId& organisation);

/// `countersign import servicenow-csv`, with what follows those words. Answers the exit code.
int run_import_servicenow_csv(const std::vector<std::string>& arguments);
extern const char* const import_servicenow_csv_help;

}  // namespace countersign
