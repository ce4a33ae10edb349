// The log of a remote support tool as CSV or NDJSON (docs/remote_log.md; requirements.md V6, rules.md 34): one row for each session, or one
// for each script or task that was run in it, with the session's own fields repeated.
// The rule: every row becomes an event, is a copy of another row, or is named as a problem with its line and field; rows = tasks and
// sessions + copies + problems. The rows of a session agree about it, or the later one is malformed. Ids are made from the content alone.
// Worked example: two rows of session "S-17" with the tasks "sfc /scannow" (exit code 0) and "driver.msi" (1603) become one recorded
// session with two tasks. Importing the file again adds nothing.
#pragma once

#include <map>
#include <optional>

#include "core/domain/organisation.hpp"
#include "core/domain/remote_session.hpp"
#include "server/import/imported_event.hpp"

namespace countersign {

inline constexpr const char* remote_log_source = "remote-log";

struct RemoteLogTask {
    std::int64_t line = 0;
    RemoteTaskRecorded body;
};

struct RemoteLogSession {
    std::int64_t line = 0;                      ///< of its first row
    RemoteSessionRecorded body;                 ///< without what only the organisation knows: device, technician
    std::map<std::string, std::string> fields;  ///< of the session, as they stand in the log
    std::vector<RemoteLogTask> tasks;           ///< in the order of the file
};

struct RemoteLog {
    std::vector<RemoteLogSession> sessions;  ///< in the order of the file
    std::vector<ImportProblem> problems;
    std::int64_t rows_read = 0;  ///< without the header
    std::int64_t session_rows = 0, task_rows = 0;
    std::int64_t identical_rows = 0, malformed_rows = 0;

    /// Whether every row is accounted for.
    bool balanced() const { return rows_read == session_rows + task_rows + identical_rows + malformed_rows; }
};

/// NDJSON when the first character is "{", else CSV with a header.
RemoteLog read_remote_log(std::string_view text);

/// Each session, then its tasks. Devices and operators whose names the organisation knows are linked to it.
std::vector<ImportedEvent> events_of(const RemoteLog& log, const Organisation& organisation);

/// `countersign import remote-log`, with what follows those words. Answers the exit code.
int run_import_remote_log(const std::vector<std::string>& arguments);
extern const char* const import_remote_log_help;

}  // namespace countersign
