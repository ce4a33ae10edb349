// `countersign backup` and `countersign restore`: the whole store in one file, and back, also on another machine.
#include <fmt/core.h>

#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/operations/backup.hpp"

namespace countersign {

namespace {

constexpr const char* backup_help = R"(Usage: countersign backup --data DIR --to FILE

Writes the database to one file, while the server may run and take in events: the file holds what was committed at one moment. It is written under
another name, read back (pages, indices and the hash chain of every stream) and only then called FILE; a file that is there is never overwritten.
The file holds everything, password hashes and sessions too: keep it where nobody else can read it. The server's key, where there is one, becomes
FILE.key: it opens what is sealed in FILE, so keep it apart, and keep it. Exit code 0: written and verified; 1: not, and nothing is left behind; 2:
wrong options.
)";

constexpr const char* restore_help = R"(Usage: countersign restore --from FILE --data DIR

Verifies a backup as `backup` did, and puts it into DIR, which must be empty or not there; on this machine or another. FILE.key, where it lies
beside FILE, is put there too; without it the server makes another key, and second steps have to be set up again. A backup of an older version
is brought up to date when the server starts; one of a newer version is refused. Devices that sent something after the backup was taken notice that
the server has less than it had, and keep what they have. Exit code 0: restored and verified; 1: not; 2: wrong options.
)";

int finish(const char* done, const Result<BackupSummary, Failure>& outcome) {
    if (!outcome) return failed("Cannot " + outcome.error().describe() + " [" + outcome.error().key + "]");
    fmt::print("{} and verified: {} streams, {} events, {} attachments, {} bytes, version {} of the tables, {} the server's key.\n", done,
               outcome->streams, outcome->events, outcome->attachments, outcome->bytes, outcome->schema_version,
               outcome->with_key ? "with" : "without");
    if (outcome->attachments_lost > 0) {
        fmt::print(stderr, "Warning: {} attachments are missing or damaged, in the source too. countersign verify names them.\n",
                   outcome->attachments_lost);
    }
    return exit_done;
}

int run_backup(const std::vector<std::string>& arguments) {
    auto options = Options::parse(arguments, {{"--data", "--to"}});
    if (!options) return wrong_usage("backup", options.error());
    const std::string data = options->value_or("--data", ""), to = options->value_or("--to", "");
    if (data.empty() || to.empty()) return wrong_usage("backup", "--data DIR and --to FILE are required.");
    return finish("Written", back_up(data, to));
}

int run_restore(const std::vector<std::string>& arguments) {
    auto options = Options::parse(arguments, {{"--data", "--from"}});
    if (!options) return wrong_usage("restore", options.error());
    const std::string data = options->value_or("--data", ""), from = options->value_or("--from", "");
    if (data.empty() || from.empty()) return wrong_usage("restore", "--from FILE and --data DIR are required.");
    return finish("Restored", restore(from, data));
}

}  // namespace

const CliCommand backup_command{"backup", "writes the whole store to one verified file, while the server runs", backup_help, run_backup};
const CliCommand restore_command{"restore", "puts a backup into an empty folder", restore_help, run_restore};

}  // namespace countersign
