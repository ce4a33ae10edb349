// `countersign import`: takes records of other systems in.
#include "server/command/command.hpp"
#include "server/command/options.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign import servicenow-csv [options] FILE

Takes the incident log of another service desk in as tickets with their history. `countersign import servicenow-csv` without a file
lists the options.
)";

int run(const std::vector<std::string>& arguments) {
    if (arguments.empty() || arguments[0] != "servicenow-csv") return wrong_usage("import", "The one format known is servicenow-csv.");
    return failed("This format cannot be read yet.");
}

}  // namespace

const CliCommand import_command{"import", "takes the records of another service desk in", help, run};

}  // namespace countersign
