// `countersign import`: takes records of other systems in. One format so far; each has its own help and its own options.
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/import/servicenow_csv.hpp"

namespace countersign {

namespace {

int run(const std::vector<std::string>& arguments) {
    if (arguments.empty() || arguments[0] != "servicenow-csv") return wrong_usage("import", "The one format known is servicenow-csv.");
    return run_import_servicenow_csv({arguments.begin() + 1, arguments.end()});
}

}  // namespace

const CliCommand import_command{"import", "takes the records of another service desk in", import_servicenow_csv_help, run};

}  // namespace countersign
