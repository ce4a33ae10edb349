// `countersign serve`: the server for real use, behind a reverse proxy that speaks TLS.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/sync/message.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/serving.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign serve --data DIR [options]

Serves the portal and its API over plain HTTP; put a reverse proxy with TLS in front (server/deploy/nginx.conf).

  --data DIR             where the database lies; made when it is not there
  --listen HOST:PORT     default 127.0.0.1:8080
  --base PATH            path under which the portal is reached, default /; a trusted proxy can say it with X-Forwarded-Prefix
  --web DIR              the built portal, default: ../web beside the program's folder, then build/web
  --trusted-proxy ADDR   address whose X-Forwarded-… headers are believed; may be repeated; default 127.0.0.1 and ::1
  --session-days N       a session that is not used ends after so many days, default 30
  --require-second-step ROLE   people of this role must set up codes of an authenticator app before anything else; may be repeated
  --body-max-kb N        largest request after unpacking, default 8000, at least 590; on the wire a quarter of it
  --data-max-mb N        the database grows no larger than this; default: as large as the disk allows
  --log-requests         one line for each request on stderr
)";

// Smaller, and there would be entries that can never be sent.
constexpr std::int64_t body_kilobytes_least = one_event_request_bytes / 1'000 + 1;

bool read_listen(const std::string& text, ServingSettings& settings) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return false;
    auto parsed = Options::parse({"--port", text.substr(colon + 1)}, {{"--port"}});
    const auto port = parsed ? parsed->number("--port", 0, 0, 65'535) : std::nullopt;
    if (!port) return false;
    settings.host = text.substr(0, colon);
    if (settings.host.front() == '[' && settings.host.back() == ']') settings.host = settings.host.substr(1, settings.host.size() - 2);
    settings.port = static_cast<int>(*port);
    return true;
}

// What is wrong with the options, or nothing.
std::optional<std::string> read_settings(const Options& options, ServingSettings& settings) {
    settings.data_directory = options.value_or("--data", "");
    if (settings.data_directory.empty()) return "--data DIR is required: the folder for the database.";
    if (!read_listen(options.value_or("--listen", "127.0.0.1:8080"), settings)) return "--listen needs HOST:PORT, such as 127.0.0.1:8080.";
    const auto base_path = normal_base_path(options.value_or("--base", "/"));
    if (!base_path) return "--base needs a path such as /portal/.";
    settings.application.proxy.base_path = *base_path;
    if (options.given("--trusted-proxy")) settings.application.proxy.trusted_addresses = options.values("--trusted-proxy");
    settings.application.web_directory = options.value_or("--web", default_web_directory());
    const auto days = options.number("--session-days", 30, 1, 3'650);
    if (!days) return "--session-days needs a number from 1 to 3650.";
    settings.sign_in.lifetime = {*days * 24 * 3'600'000};
    for (const std::string& name : options.values("--require-second-step")) {
        const auto role = parse_role(name);
        if (!role || *role == Role::server) return "--require-second-step needs a role such as administrator, not '" + name + "'.";
        settings.sign_in.second_factor_required.insert(*role);
    }
    const auto body_kilobytes = options.number("--body-max-kb", 8'000, body_kilobytes_least, 1'000'000);
    if (!body_kilobytes) return "--body-max-kb needs a number from " + std::to_string(body_kilobytes_least) + " to 1000000.";
    settings.application.body_bytes_max = static_cast<std::size_t>(*body_kilobytes) * 1'000;
    settings.limits.body_bytes_max = std::max(settings.application.body_bytes_max / 4, one_event_request_bytes);
    const auto data_megabytes = options.number("--data-max-mb", 0, 1, 1'000'000'000);
    if (!data_megabytes) return "--data-max-mb needs a number from 1.";
    settings.store.bytes_max = *data_megabytes * 1'000'000;
    settings.log_requests = options.given("--log-requests");
    return std::nullopt;
}

int run(const std::vector<std::string>& arguments) {
    auto options = Options::parse(arguments, {{"--data", "--listen", "--base", "--web", "--trusted-proxy", "--session-days",
                                               "--require-second-step", "--body-max-kb", "--data-max-mb"},
                                              {"--log-requests"}});
    if (!options) return wrong_usage("serve", options.error());
    ServingSettings settings;
    if (const auto problem = read_settings(*options, settings)) return wrong_usage("serve", *problem);
    std::error_code made;
    std::filesystem::create_directories(settings.data_directory, made);
    if (made) return failed("The folder " + settings.data_directory + " cannot be made: " + made.message());
    return serve_until_stopped(settings, [&](int port) {
        fmt::print("Countersign is ready: http://{}:{}{}\n", settings.host, port, settings.application.proxy.base_path);
        std::fflush(stdout);
    });
}

}  // namespace

const CliCommand serve_command{"serve", "serves the portal and its API", help, run};

}  // namespace countersign
