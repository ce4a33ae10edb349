// `countersign import servicenow-csv`: its options, reading the file, and the summary.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "server/command/chosen_organisation.hpp"
#include "server/command/options.hpp"
#include "server/import/log_import.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

const char* const import_servicenow_csv_help = R"(Usage: countersign import servicenow-csv FILE --zone ZONE --data DIR [options]

Takes the incident log of a ServiceNow service desk in: one row for each update of an incident, the columns named in the first line. Each
incident becomes a ticket, each row an entry of its history with all its columns. Importing a file again adds nothing. A row that cannot be
read is named with its line, and the rest goes on; the exit code is then 1.

  FILE                       a CSV file in UTF-8; - reads standard input, so a packed one comes through a pipe:
                             xz -dc log.csv.xz | countersign import servicenow-csv - --zone Europe/Warsaw --data DIR
  --zone ZONE                the time zone of the dates, which say none, for example Europe/Warsaw
  --data DIR                 the server's data folder; made if there is none
  --organisation ID          the organisation whose tickets they are
  --organisation-name NAME   the same by its name; registered if there is none; default: Imported service desk
  --dry-run                  only reads the file and says what is in it; needs no --data
)";

namespace {

constexpr const char* default_organisation_name = "Imported service desk";
constexpr const char* command_name = "import";

void print_contents(const ServiceNowLog& log) {
    fmt::print("Rows read:            {:>8}\n", log.rows_read);
    fmt::print("  updates             {:>8}\n", log.updates);
    fmt::print("  identical copies    {:>8}\n", log.identical_rows);
    fmt::print("  malformed           {:>8}\n", log.malformed_rows);
    fmt::print("Tickets:              {:>8}\n", log.incidents.size());
    if (log.skipped_times > 0) fmt::print("Rows with a time that the clocks skipped: {}; moved forward.\n", log.skipped_times);
    if (log.doubled_times > 0) fmt::print("Rows with a time that came twice: {}; the first was taken.\n", log.doubled_times);
    for (const auto& [value, count] : log.unknown_values) fmt::print("{}: {} rows; the text is kept.\n", value, count);
}

void print_summary(const LogImportSummary& summary) {
    fmt::print("Events added:         {:>8}  ({} tickets, {} updates)\n", summary.subjects_added + summary.updates_added,
               summary.subjects_added, summary.updates_added);
    fmt::print("Already there:        {:>8}\n", summary.already_there);
    if (summary.read_differently > 0) fmt::print("  of them with another line or zone: {}; left as they are.\n", summary.read_differently);
    fmt::print("Refused:              {:>8}\n", summary.refused);
}

// The organisation to import for; the error says in words what is wrong.
Result<OrganisationId, std::string> choose_organisation(const Options& options, const TimeZone& zone, const ImportTarget& target) {
    const auto chosen = chosen_organisation(options, default_organisation_name, target);
    if (!chosen) return Error{chosen.error()};
    if (*chosen) return **chosen;
    const std::string name = options.value_or("--organisation-name", default_organisation_name);
    auto made = register_organisation(name, zone, target);
    if (!made) return Error{made.error().describe()};
    return *made;
}

int import_into(const std::string& data, const Options& options, const ServiceNowLog& log, const TimeZone& zone) {
    std::error_code problem;
    std::filesystem::create_directories(data, problem);
    if (problem) return failed("The folder " + data + " cannot be made: " + problem.message());
    auto database = StoreDatabase::open(database_path(data));
    if (!database) return failed("The database cannot be used: " + database.error().describe() + " [" + database.error().key + "]");
    SqliteEventStore store(**database);
    const Clock clock = system_time;
    SystemIds ids(clock);
    const ImportTarget target{store, ids, clock};

    const auto organisation = choose_organisation(options, zone, target);
    if (!organisation) return failed(organisation.error());
    const bool watched = isatty(STDERR_FILENO) != 0;
    auto summary = import_log(log, *organisation, target, [&](std::int64_t done) {
        if (watched) fmt::print(stderr, "\r{} of {} updates", done, log.updates);
    });
    if (watched) fmt::print(stderr, "\r\x1b[K");
    if (!summary) return failed("The import stopped: " + summary.error().describe() + ". Run it again to complete it.");

    print_problems(summary->problems);
    fmt::print("Organisation:         {}\n", organisation->value);
    print_contents(log);
    print_summary(*summary);
    if (summary->events() != log.updates + static_cast<std::int64_t>(log.incidents.size())) {
        return failed("The counts do not add up: an event was lost. This is an error of the program; please report it.");
    }
    return log.problems.empty() && summary->problems.empty() ? exit_done : exit_failed;
}

}  // namespace

int run_import_servicenow_csv(const std::vector<std::string>& arguments) {
    auto options = Options::parse(arguments, {{"--zone", "--data", "--organisation", "--organisation-name"}, {"--dry-run"}, 1});
    if (!options) return wrong_usage(command_name, options.error());
    if (options->operands().empty()) return wrong_usage(command_name, "FILE is required; - reads standard input.");
    const std::string data = options->value_or("--data", "");
    const bool dry_run = options->given("--dry-run");
    if (data.empty() && !dry_run) return wrong_usage(command_name, "--data DIR is required.");
    if (options->given("--organisation") && options->given("--organisation-name")) {
        return wrong_usage(command_name, "--organisation and --organisation-name are two ways to say the same; give one.");
    }
    const auto zone = find_time_zone(options->value_or("--zone", ""));
    if (!zone) return wrong_usage(command_name, "--zone needs the name of a time zone, such as Europe/Warsaw.");

    const auto text = read_import_file(options->operands()[0]);
    if (!text) return failed(text.error());
    const ServiceNowLog log = read_servicenow_csv(*text, **zone);
    print_problems(log.problems);
    if (!log.balanced()) return failed("The counts do not add up: a row was lost. This is an error of the program; please report it.");
    if (log.incidents.empty() && !log.problems.empty()) return failed("Nothing was imported.");
    if (!dry_run) return import_into(data, *options, log, **zone);
    print_contents(log);
    fmt::print("Nothing was written: --dry-run.\n");
    return log.problems.empty() ? exit_done : exit_failed;
}

}  // namespace countersign
