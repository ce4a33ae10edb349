// `countersign import`: takes records of other systems in. Each format has its own options; the help names them all.
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/import/remote_log.hpp"
#include "server/import/servicenow_csv.hpp"

namespace countersign {

namespace {

const std::string all_help = std::string(import_servicenow_csv_help) + "\n" + import_remote_log_help;

int run(const std::vector<std::string>& arguments) {
    const std::string format = arguments.empty() ? std::string{} : arguments[0];
    if (format == "servicenow-csv") return run_import_servicenow_csv({arguments.begin() + 1, arguments.end()});
    if (format == "remote-log") return run_import_remote_log({arguments.begin() + 1, arguments.end()});
    return wrong_usage("import", "The formats known are servicenow-csv and remote-log.");
}

}  // namespace

const CliCommand import_command{"import", "takes the records of another system in", all_help.c_str(), run};

}  // namespace countersign
