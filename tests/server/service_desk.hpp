// A server's database that holds the log of a service desk, for tests of commands that work something out of it.
#pragma once

#include <doctest/doctest.h>

#include <fstream>

#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "tests/server/printed.hpp"
#include "tests/server/temporary_directory.hpp"
#include "tests/support/incident_rows.hpp"

namespace countersign::testing {

/// A service desk with one ticket, answered and solved within ten minutes, and one never answered.
struct ServiceDesk {
    ServiceDesk() {
        test::IncidentRow opened;
        test::IncidentRow active = opened;
        active.state = "Active";
        active.count = "1";
        active.updated = "12-11-2025 09:15";
        test::IncidentRow solved = active;
        solved.state = "Resolved";
        solved.count = "2";
        solved.updated = "12-11-2025 09:20";
        test::IncidentRow waiting = opened;
        waiting.number = "INC8";
        const std::string csv = directory.path() + "/log.csv";
        std::ofstream(csv) << test::incident_header << opened.text() << active.text() << solved.text() << waiting.text();
        const std::string said = printed(directory.path() + "/import.txt", [&] {
            CHECK(import_command.run({"servicenow-csv", csv, "--zone", "Europe/Warsaw", "--data", data()}) == exit_done);
        });
        const auto at = said.find("Organisation:");
        REQUIRE(at != std::string::npos);
        const auto begin = said.find_first_not_of(' ', at + 13);
        organisation = said.substr(begin, said.find('\n', begin) - begin);
    }
    std::string data() const { return directory.path() + "/data"; }
    std::string run(const CliCommand& command, const std::vector<std::string>& arguments, int expected) {
        return run_and_read(command, arguments, expected, STDOUT_FILENO);
    }
    /// What it says where it fails.
    std::string refusal(const CliCommand& command, const std::vector<std::string>& arguments) {
        return run_and_read(command, arguments, exit_failed, STDERR_FILENO);
    }
    std::string run_and_read(const CliCommand& command, std::vector<std::string> arguments, int expected, int stream) {
        for (const char* word : {"--data", "--organisation"}) {
            arguments.emplace_back(word);
            arguments.push_back(std::string(word) == "--data" ? data() : organisation);
        }
        int code = -1;
        const std::string text = printed(
            directory.path() + "/out.txt", [&] { code = command.run(arguments); }, stream);
        CHECK(code == expected);
        return text;
    }

    /// An agreement that was signed on paper, with its prices.
    static inline const std::vector<std::string> record{
        "record", "tests/scenarios/agreements/complete.json", "--from", "2025-01-01", "--paper", "drawer 3"};

    TemporaryDirectory directory;
    std::string organisation;
};

}  // namespace countersign::testing
