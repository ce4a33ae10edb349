// `countersign serve`: the server for real use, behind a reverse proxy that speaks TLS.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/config/serve_settings.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign serve --data DIR [options]

Serves the portal and its API over plain HTTP; put a reverse proxy with TLS in front (server/deploy/nginx.conf).

  --config FILE          settings, one KEY = VALUE a line (also: COUNTERSIGN_CONFIG)
  --print-config         prints such a file with every setting, its meaning and its default, and ends
  --check-config         checks all settings, prints each with its value and where that comes from, and ends: 0 when all is well, else 2

Every setting is an option too, and an environment variable: session_days is --session-days and COUNTERSIGN_SESSION_DAYS. The command line wins
over the environment, that over the file. The most used:

  --data DIR             where the database lies; made when it is not there
  --listen HOST:PORT     default 127.0.0.1:8080
  --base PATH            path under which the portal is reached, default /; a trusted proxy can say it with X-Forwarded-Prefix
  --web DIR              the built portal, default: ../web beside the program's folder, then build/web
  --trusted-proxy ADDR   address whose X-Forwarded-… headers are believed; may be repeated; default 127.0.0.1 and ::1
  --log-requests         one line for each request on stderr
  --log-format json      every line on stderr is one JSON object
)";

bool take_switch(std::vector<std::string>& arguments, const char* name) { return std::erase(arguments, name) > 0; }

int run(const std::vector<std::string>& given) {
    std::vector<std::string> arguments = given;
    const bool only_check = take_switch(arguments, "--check-config");
    if (take_switch(arguments, "--print-config")) {
        if (!arguments.empty() || only_check) return wrong_usage("serve", "--print-config stands alone.");
        fmt::print("{}", example_configuration());
        return exit_done;
    }
    const Configuration configuration = read_configuration({arguments, process_environment()});
    for (const std::string& warning : configuration.warnings) fmt::print(stderr, "Warning: {}\n", warning);
    for (const std::string& problem : configuration.problems) fmt::print(stderr, "{}\n", problem);
    if (!configuration.problems.empty()) {
        fmt::print(stderr, "See: countersign serve --help\n");
        return exit_usage;
    }
    if (only_check) {
        fmt::print("{}", describe(configuration));
        return exit_done;
    }

    const ServingSettings settings = serving_settings(configuration);
    std::error_code made;
    std::filesystem::create_directories(settings.data_directory, made);
    if (made) return failed("The folder " + settings.data_directory + " cannot be made: " + made.message());
    return serve_until_stopped(settings, [&](int port) {
        const std::string host = settings.host.find(':') == std::string::npos ? settings.host : "[" + settings.host + "]";
        fmt::print("Countersign is ready: http://{}:{}{}\n", host, port, settings.application.proxy.base_path);
        std::fflush(stdout);
    });
}

}  // namespace

const CliCommand serve_command{"serve", "serves the portal and its API", help, run};

}  // namespace countersign
