// Serving: puts store, sign-in, sync and HTTP together and runs until it is told to stop. Used by `serve` and by `demo`.
#pragma once

#include <functional>

#include "server/http/application.hpp"
#include "server/http/http_server.hpp"
#include "server/operations/front.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

struct ServingSettings {
    std::string data_directory;
    std::string host = "127.0.0.1";
    int port = 8080;
    ApplicationSettings application;
    HttpLimits limits;
    StoreOptions store;
    SignInSettings sign_in;
    FrontSettings front;
    std::string metrics_host = {};  ///< empty: no address of their own for the metrics
    int metrics_port = 0;
    LogFormat log_format = LogFormat::text;
    LogLevel log_level = LogLevel::info;
    std::chrono::milliseconds stop_time{5'000};  ///< from the signal until the program has ended
    Clock clock = system_time;
};

/// Runs until SIGTERM or SIGINT, then finishes what is under way, and has ended after `stop_time` whoever is still connected. `ready` is
/// called with the port once the server listens. Answers the exit code; what went wrong has been printed.
int serve_until_stopped(const ServingSettings& settings, const std::function<void(int port)>& ready);

/// The portal's folder: beside the program's own folder (build/native/countersign → build/web), else build/web here.
std::string default_web_directory();
/// The folder of the running program.
std::string program_directory();

}  // namespace countersign
