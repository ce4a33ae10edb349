// `countersign import remote-log`: its options, reading the file, and the summary.
#include <fmt/core.h>

#include <filesystem>

#include "server/command/options.hpp"
#include "server/import/log_import.hpp"
#include "server/import/remote_log.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

const char* const import_remote_log_help = R"(Usage: countersign import remote-log FILE --organisation ID --data DIR [--dry-run]

Takes the log of a remote support tool in: one row for each session, or for each script or task that was run in it. docs/remote_log.md
describes the columns, as CSV or NDJSON. Each session becomes a record that nobody can change. Importing a file again adds nothing. A row
that cannot be read is named with its line and field, and the rest goes on; the exit code is then 1.

  FILE                       a CSV or NDJSON file in UTF-8; - reads standard input
  --organisation ID          the organisation whose devices they were
  --data DIR                 the server's data folder
  --dry-run                  only reads the file and says what is in it; needs no --data and no --organisation
)";

namespace {

constexpr const char* command_name = "import";

void print_contents(const RemoteLog& log) {
    fmt::print("Rows read:            {:>8}\n", log.rows_read);
    fmt::print("  sessions alone      {:>8}\n", log.session_rows);
    fmt::print("  tasks               {:>8}\n", log.task_rows);
    fmt::print("  identical copies    {:>8}\n", log.identical_rows);
    fmt::print("  malformed           {:>8}\n", log.malformed_rows);
    fmt::print("Sessions:             {:>8}\n", log.sessions.size());
}

void print_summary(const LogImportSummary& summary) {
    fmt::print("Events added:         {:>8}  ({} sessions, {} tasks)\n", summary.subjects_added + summary.updates_added,
               summary.subjects_added, summary.updates_added);
    fmt::print("Already there:        {:>8}\n", summary.already_there);
    if (summary.read_differently > 0) {
        fmt::print("  of them recorded otherwise: {}; left as they are, a session is never changed.\n", summary.read_differently);
    }
    fmt::print("Refused:              {:>8}\n", summary.refused);
}

int import_into(const std::string& data, const OrganisationId& id, const RemoteLog& log) {
    // A folder that is not there was mistyped: an organisation cannot be in a new one.
    if (!std::filesystem::exists(database_path(data))) return failed("There is no database in " + data + ".");
    auto database = StoreDatabase::open(database_path(data));
    if (!database) return failed("The database cannot be used: " + database.error().describe() + " [" + database.error().key + "]");
    SqliteEventStore store(**database);
    const Clock clock = system_time;
    SystemIds ids(clock);
    const ImportTarget target{store, ids, clock};
    const auto organisation = find_organisation(id, target);
    if (!organisation) return failed("The database cannot be used: " + organisation.error().describe());
    if (!*organisation) return failed("There is no organisation " + id.value + " in this database.");

    const std::vector<ImportedEvent> events = events_of(log, **organisation);
    const auto summary = import_events(events, id, target);
    if (!summary) return failed("The import stopped: " + summary.error().describe() + ". Run it again to complete it.");
    print_problems(summary->problems);
    print_contents(log);
    print_summary(*summary);
    if (summary->events() != static_cast<std::int64_t>(events.size())) {
        return failed("The counts do not add up: an event was lost. This is an error of the program; please report it.");
    }
    return log.problems.empty() && summary->problems.empty() ? exit_done : exit_failed;
}

}  // namespace

int run_import_remote_log(const std::vector<std::string>& arguments) {
    auto options = Options::parse(arguments, {{"--data", "--organisation"}, {"--dry-run"}, 1});
    if (!options) return wrong_usage(command_name, options.error());
    if (options->operands().empty()) return wrong_usage(command_name, "FILE is required; - reads standard input.");
    const bool dry_run = options->given("--dry-run");
    if (!dry_run && (!options->given("--data") || !options->given("--organisation"))) {
        return wrong_usage(command_name, "--organisation ID and --data DIR are required.");
    }
    const auto text = read_import_file(options->operands()[0]);
    if (!text) return failed(text.error());
    const RemoteLog log = read_remote_log(*text);
    print_problems(log.problems);
    if (!log.balanced()) return failed("The counts do not add up: a row was lost. This is an error of the program; please report it.");
    if (log.sessions.empty() && !log.problems.empty()) return failed("Nothing was imported.");
    if (!dry_run) return import_into(options->value_or("--data", ""), {options->value_or("--organisation", "")}, log);
    print_contents(log);
    fmt::print("Nothing was written: --dry-run.\n");
    return log.problems.empty() ? exit_done : exit_failed;
}

}  // namespace countersign
