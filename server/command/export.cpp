// `countersign export`: everything of one client as a file that is read without us.
#include <fmt/core.h>

#include <filesystem>

#include "core/domain/records_export.hpp"
#include "server/command/chosen_organisation.hpp"
#include "server/command/command.hpp"
#include "server/export/organisation_file.hpp"
#include "server/export/organisation_file_check.hpp"
#include "server/store/sqlite_attachment_store.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign export --data DIR (--organisation ID | --organisation-name NAME) --output FILE
                          [--for management|contact_person] [--language en|pl|cs|da]

Writes everything of one client to a SQLite file: the log byte for byte, attached files, and plain tables of tickets, visits, work records,
hours, settlements and documents, which a table called readme explains. Any program for SQLite opens it. It is the client's own: internal notes
of the provider are never in it. The file is checked before it gets its name; countersign verify FILE checks it again, anywhere.

  --for       whose file it is: management gets prices and settlements too (the default), a contact person does not
  --language  of readme, reports and settlements; agreements are in all four. Default: en

The same log gives the same file, byte for byte. The server may run meanwhile. Exit code 0: written and checked; 1: not, and nothing is left
behind; 2: an option is wrong.
)";

struct Ordered {
    std::string data, output;
    Language language = Language::en;
    Role reader = Role::management;
};

Result<Ordered, std::string> ordered_by(const Options& options) {
    Ordered ordered{options.value_or("--data", ""), options.value_or("--output", "")};
    if (ordered.output.empty()) return Error{std::string("--output FILE is required.")};
    const auto language = language_from_code(options.value_or("--language", "en"));
    if (!language) return Error{std::string("--language must be en, pl, cs or da.")};
    ordered.language = *language;
    const auto reader = parse_role(options.value_or("--for", "management"));
    if (!reader || (*reader != Role::management && *reader != Role::contact_person)) {
        return Error{std::string("--for must be management or contact_person.")};
    }
    ordered.reader = *reader;
    return ordered;
}

// Under another name until it is checked, so that what has the name is whole.
int write_checked(const std::string& unfinished, const Ordered& ordered, StoreDatabase& database, const OrganisationId& organisation) {
    SqliteEventStore events(database);
    SqliteAttachmentStore attachments(database);
    const Actor reader{{}, ordered.reader, {}, {organisation}};
    const auto written =
        write_organisation_file(unfinished, events, attachments,
                                {organisation, ordered.language, [&](const StreamName& stream) { return is_exported(reader, stream); }});
    if (!written) return failed("Cannot " + written.error().describe() + " [" + written.error().key + "]");
    const auto checked = check_organisation_file(unfinished);
    if (!checked) return failed("Cannot " + checked.error().describe() + " [" + checked.error().key + "]");
    if (!checked->sound()) return failed("The log itself does not hold: " + checked->problems.front());
    std::error_code problem;
    std::filesystem::create_hard_link(unfinished, ordered.output, problem);
    if (problem) return failed("Cannot write " + ordered.output + ": " + problem.message());
    fmt::print("Written and checked: {} streams, {} events, {} attached files, {} tables.\n", written->streams, written->events,
               checked->attachments, checked->tables);
    if (written->attachments_missing > 0) {
        fmt::print(stderr, "Warning: {} attached files are not on the server: their devices have not sent them yet.\n",
                   written->attachments_missing);
    }
    return exit_done;
}

int run(const std::vector<std::string>& arguments) {
    const auto options =
        Options::parse(arguments, {.with_value = {"--data", "--organisation", "--organisation-name", "--output", "--for", "--language"}});
    if (!options) return wrong_usage("export", options.error());
    if (const auto problem = organisation_problem(*options)) return wrong_usage("export", *problem);
    const auto ordered = ordered_by(*options);
    if (!ordered) return wrong_usage("export", ordered.error());
    if (std::filesystem::exists(ordered->output)) return failed(ordered->output + " is there already, and nothing is overwritten.");
    auto database = StoreDatabase::open(database_path(ordered->data));
    if (!database) return failed("The database cannot be used: " + database.error().describe() + " [" + database.error().key + "]");
    SqliteEventStore events(**database);
    const Clock clock = system_time;
    SystemIds ids(clock);
    const auto organisation = chosen_organisation(*options, "", {events, ids, clock});
    if (!organisation) return failed(organisation.error());
    if (!*organisation) return failed("No organisation is called " + options->value_or("--organisation-name", "") + ".");
    const std::string unfinished = ordered->output + ".unfinished";
    std::error_code ignored_where_there_is_none;
    std::filesystem::remove(unfinished, ignored_where_there_is_none);
    const int code = write_checked(unfinished, *ordered, **database, **organisation);
    std::filesystem::remove(unfinished, ignored_where_there_is_none);
    return code;
}

}  // namespace

const CliCommand export_command{"export", "everything of one client as a file that is read without us", help, run};

}  // namespace countersign
