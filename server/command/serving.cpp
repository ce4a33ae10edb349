// Composition of the running server, its signals and its log.
#include "server/command/serving.hpp"

#include <fmt/core.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "server/command/options.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

void log_failure(const Failure& failure) { fmt::print(stderr, "failure: {} [{}]\n", failure.describe(), failure.key); }

// The path without its query, where somebody may have typed a secret; control bytes made visible, so that no request can forge a line.
void log_request(const HttpRequest& request, const HttpResponse& response, double milliseconds) {
    std::string path;
    for (const char c : request.path()) path += c >= ' ' && c != 0x7F ? c : '?';
    fmt::print(stderr, "{} {} {} {} bytes {:.1f} ms {}\n", request.method, path, response.status, response.body.size(), milliseconds,
               request.peer_address);
}

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

std::string program_directory() {
    std::error_code problem;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", problem);
    return problem ? std::string(".") : program.parent_path().string();
}

std::string default_web_directory() {
    const std::string beside = program_directory() + "/../web";
    return StaticFiles(beside).present() ? beside : "build/web";
}

int serve_until_stopped(const ServingSettings& settings, const std::function<void(int port)>& ready) {
    // Before any thread starts, so that all of them leave these signals to the one that waits for them.
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const std::string path = database_path(settings.data_directory);
    auto database = StoreDatabase::open(path, settings.store);
    if (!database) return failed("The database cannot be used: " + database.error().describe() + " [" + database.error().key + "]");
    SqliteEventStore events(**database);
    auto key = ServerKey::open(server_key_path(settings.data_directory));
    if (!key)
        return failed("Cannot " + key.error().describe() +
                      ". Put the file back from a backup; without it authenticator codes cannot be checked.");
    PasswordHasher hasher;
    SystemIds ids(settings.clock);
    AccessControl access({**database, events, hasher, ids}, std::move(*key), settings.sign_in);
    SyncService sync(events, ids);
    Application application({events, access, sync, settings.clock, log_failure}, settings.application);
    if (!StaticFiles(settings.application.web_directory).present()) {
        fmt::print(stderr, "There is no portal in {}: only the API is served. ./run --build builds it.\n",
                   settings.application.web_directory);
    }

    if (auto people = access.accounts.list(); people && people->empty()) {
        fmt::print(stderr, "Nobody has an account yet. For the first one: countersign admin invite --data {} --role administrator …\n",
                   settings.data_directory);
    }

    HttpServer server(
        settings.limits, [&](const HttpRequest& request) { return application.handle(request); },
        settings.log_requests ? HttpObserver(log_request) : HttpObserver());
    auto port = server.bind(settings.host, settings.port);
    if (!port) return failed("Cannot " + port.error().describe() + ". Is another program using that port?");

    std::atomic<bool> finished = false;
    std::thread stopper([&] {
        for (bool asked_before = false;; asked_before = true) {
            int signal = 0;
            sigwait(&signals, &signal);
            if (finished) return;
            // Asked twice: something hangs, or whoever asks is in a hurry. What was answered is in the database.
            if (asked_before) _exit(exit_failed);
            server.stop();
        }
    });
    ready(*port);
    server.run();
    finished = true;
    pthread_kill(stopper.native_handle(), SIGTERM);
    stopper.join();
    return exit_done;
}

}  // namespace countersign
