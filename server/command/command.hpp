// CliCommand: one sub-command of the program, one file each. main.cpp only chooses among them.
#pragma once

#include <string>
#include <vector>

namespace countersign {

struct CliCommand {
    const char* name;
    const char* summary;  ///< one line for `countersign --help`
    const char* help;     ///< for `countersign NAME --help`
    int (*run)(const std::vector<std::string>& arguments);
};

extern const CliCommand serve_command;
extern const CliCommand demo_command;
extern const CliCommand admin_command;
extern const CliCommand verify_command;
extern const CliCommand import_command;
extern const CliCommand clock_command;
extern const CliCommand holidays_command;
extern const CliCommand schedule_command;
extern const CliCommand hours_command;
extern const CliCommand term_command;
extern const CliCommand promises_command;
extern const CliCommand agreement_command;
extern const CliCommand report_command;
extern const CliCommand settlement_command;
extern const CliCommand backup_command;
extern const CliCommand restore_command;
extern const CliCommand export_command;
extern const CliCommand packet_command;

}  // namespace countersign
