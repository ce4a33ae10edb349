// `countersign demo`: a server with made-up data, for looking around on one's own machine.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/domain/timestamp.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/serving.hpp"
#include "server/demo/demo_data.hpp"
#include "server/store/sqlite_account_store.hpp"
#include "server/store/sqlite_event_store.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign demo [options]

Makes demo data around today (the first time) and serves it on this machine only: http://127.0.0.1:8080. Prints the sign-ins.

  --port N         another port; 0 takes any free one
  --data DIR       where the demo's database lies, default: demo-data beside the build folder of the program
  --fresh          throws the demo's database away and makes it anew
  --web DIR        the built portal, default: ../web beside the program's folder, then build/web
  --now TIME       takes this for the present, for example 2025-11-12T09:42:00Z; the clock runs on from there
  --trusted-proxy ADDR   as for serve
  --log-requests   one line for each request on stderr
)";

struct DemoOptions {
    ServingSettings serving;
    bool fresh = false;
};

std::optional<std::string> read_settings(const Options& options, DemoOptions& demo) {
    const auto port = options.number("--port", 8080, 0, 65'535);
    if (!port) return "--port needs a number from 0 to 65535.";
    ServingSettings& settings = demo.serving;
    settings.port = static_cast<int>(*port);
    settings.data_directory = options.value_or("--data", program_directory() + "/../demo-data");
    settings.application.web_directory = options.value_or("--web", default_web_directory());
    if (options.given("--trusted-proxy")) {
        const auto trusted = AddressList::parse(options.values("--trusted-proxy"));
        if (!trusted) return "--trusted-proxy needs an IP address or a network such as 10.0.0.0/8.";
        settings.application.proxy.trusted = *trusted;
    }
    settings.front.proxy = settings.application.proxy;
    settings.limits.connections.shared = settings.application.proxy.trusted;
    settings.front.log_requests = options.given("--log-requests");
    if (options.given("--now")) {
        const auto now = parse_timestamp(options.value_or("--now", ""));
        if (!now) return "--now needs a time in UTC such as 2025-11-12T09:42:00Z.";
        settings.clock = [ahead = *now - system_time()] { return system_time() + ahead; };
    }
    demo.fresh = options.given("--fresh");
    return std::nullopt;
}

// Made under another name first, so that an interrupted start leaves no half-filled database behind.
std::optional<std::string> make_data(const ServingSettings& settings) {
    const std::string finished = database_path(settings.data_directory);
    const std::string unfinished = finished + ".unfinished";
    std::filesystem::remove(unfinished);
    {
        auto database = StoreDatabase::open(unfinished, {0, Database::Durability::unsynced});
        if (!database) return database.error().describe();
        SqliteEventStore events(**database);
        SqliteAccountStore accounts(**database);
        auto made = make_demo_data(events, accounts, PasswordHasher().hash(demo_password), {settings.clock()});
        if (!made) return made.error().describe();
    }
    std::filesystem::rename(unfinished, finished);
    return std::nullopt;
}

std::optional<std::string> prepare_data(const DemoOptions& demo) {
    const std::string& directory = demo.serving.data_directory;
    const std::string path = database_path(directory);
    std::error_code problem;
    std::filesystem::create_directories(directory, problem);
    if (problem) return "The folder " + directory + " cannot be made: " + problem.message();
    if (demo.fresh) {
        for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part, problem);
    }
    if (std::filesystem::exists(path)) return std::nullopt;
    if (const auto failure = make_data(demo.serving)) return "The demo data was not made: " + *failure;
    return std::nullopt;
}

void print_sign_ins(const std::string& data_directory) {
    auto database = StoreDatabase::open(database_path(data_directory));
    if (!database) return;
    auto accounts = SqliteAccountStore(**database).list();
    if (!accounts) return;
    fmt::print("\nSign in with one of these names and the password {}\n\n", demo_password);
    for (const Account& account : *accounts) {
        fmt::print("  {:<12} {:<18} {}\n", account.login, account.actor.name, role_name(account.actor.role));
    }
    fmt::print("\n");
}

// Visits "today" and tickets "due in an hour" are true on the day they were made.
void warn_when_old(const ServingSettings& settings) {
    auto database = StoreDatabase::open(database_path(settings.data_directory));
    if (!database) return;
    auto heads = SqliteEventStore(**database).heads();
    if (!heads) return;
    Instant newest{};
    for (const auto& [stream, head] : *heads) newest = std::max(newest, head.received_at);
    constexpr Milliseconds fresh_for{20 * 3'600'000};
    if (settings.clock() - newest > fresh_for) fmt::print("The demo data is from an earlier day; --fresh makes it anew around today.\n");
}

int run(const std::vector<std::string>& arguments) {
    auto options = Options::parse(arguments, {{"--port", "--data", "--web", "--now", "--trusted-proxy"}, {"--fresh", "--log-requests"}});
    if (!options) return wrong_usage("demo", options.error());
    DemoOptions demo;
    if (const auto problem = read_settings(*options, demo)) return wrong_usage("demo", *problem);
    if (const auto problem = prepare_data(demo)) return failed(*problem);
    return serve_until_stopped(demo.serving, [&](int port) {
        print_sign_ins(demo.serving.data_directory);
        warn_when_old(demo.serving);
        fmt::print("Countersign is ready: http://127.0.0.1:{}\n", port);
        std::fflush(stdout);
    });
}

}  // namespace

const CliCommand demo_command{"demo", "serves made-up data on this machine, to look around", help, run};

}  // namespace countersign
