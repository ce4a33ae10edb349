// The program `countersign`: chooses the command.
#include <fmt/core.h>
#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/system/version.hpp"

namespace {

using namespace countersign;

const std::array commands{&serve_command,    &demo_command,       &admin_command,  &verify_command,  &import_command,   &clock_command,
                          &holidays_command, &schedule_command,   &hours_command,  &term_command,    &promises_command, &agreement_command,
                          &report_command,   &settlement_command, &backup_command, &restore_command, &export_command,   &packet_command};

void print_help() {
    fmt::print(
        "Countersign {}: IT service work, recorded on the spot and countersigned by the client.\n\nUsage: countersign COMMAND "
        "[options]\n\n",
        version_text);
    for (const CliCommand* command : commands) fmt::print("  {:<10} {}\n", command->name, command->summary);
    fmt::print("\ncountersign COMMAND --help says more. countersign --version prints the version.\n");
}

bool asks_for_help(const std::string& word) { return word == "--help" || word == "-h"; }

}  // namespace

int main(int count, char** words) {
    // What the program writes holds clients' records and password hashes: nobody else on the machine reads it.
    umask(077);
    const std::vector<std::string> arguments(words + std::min(count, 1), words + count);
    if (arguments.empty()) {
        print_help();
        return exit_usage;
    }
    if (asks_for_help(arguments[0]) || arguments[0] == "help") {
        print_help();
        return exit_done;
    }
    if (arguments[0] == "--version") {
        fmt::print("countersign {}\n", version_text);
        return exit_done;
    }
    const auto found =
        std::find_if(commands.begin(), commands.end(), [&](const CliCommand* command) { return arguments[0] == command->name; });
    if (found == commands.end()) {
        fmt::print(stderr, "There is no command '{}'.\nSee: countersign --help\n", arguments[0]);
        return exit_usage;
    }
    if (std::any_of(arguments.begin() + 1, arguments.end(), asks_for_help)) {
        fmt::print("{}", (*found)->help);
        return exit_done;
    }
    if (sodium_init() < 0) return failed("libsodium could not be initialised: no source of randomness.");
    return (*found)->run({arguments.begin() + 1, arguments.end()});
}
