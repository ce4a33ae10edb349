// Composition of the running server, its signals and its log.
#include "server/command/serving.hpp"

#include <fmt/core.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "server/command/options.hpp"
#include "server/operations/store_gauges.hpp"
#include "server/store/sqlite_attachment_store.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

// Besides its connections the program has its database, for each reader of it too, and what it sends of the portal.
constexpr rlim_t descriptors_besides = 512;

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

// The usual soft limit, 1 024, is for programs that still use select().
void allow_descriptors(std::size_t connections, Log& log) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const rlim_t wanted = connections + descriptors_besides;
    if (limit.rlim_cur >= wanted) return;
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
    if (limit.rlim_cur < wanted) {
        log.write(LogLevel::warning, "few_descriptors",
                  {{"allowed", static_cast<std::int64_t>(limit.rlim_cur)},
                   {"wanted", static_cast<std::int64_t>(wanted)},
                   {"hint", "raise LimitNOFILE or lower connections_max"}});
    }
}

// Waits for the signals, tells the servers, and sees to it that the program ends in time.
class Stopper {
public:
    Stopper(sigset_t signals, std::chrono::milliseconds time, Log& log, std::function<void()> stop)
        : signals_(signals), thread_([this, time, &log, stop = std::move(stop)] { wait(time, log, stop); }) {}
    ~Stopper() {
        finished_ = true;
        pthread_kill(thread_.native_handle(), SIGTERM);
        thread_.join();
    }

private:
    void wait(std::chrono::milliseconds time, Log& log, const std::function<void()>& stop) {
        int signal = 0;
        sigwait(&signals_, &signal);
        if (finished_) return;
        log.write(LogLevel::info, "stopping", {{"signal", signal == SIGINT ? std::string("SIGINT") : std::string("SIGTERM")}});
        stop();
        const timespec left{time.count() / 1'000, (time.count() % 1'000) * 1'000'000};
        sigtimedwait(&signals_, nullptr, &left);
        if (finished_) return;
        // Asked twice, or something hangs. What was answered is in the database, and what was not is rolled back.
        log.write(LogLevel::error, "stopped_at_once", {{"hint", "a request was not finished; its device sends it again"}});
        _exit(exit_failed);
    }

    sigset_t signals_;
    std::atomic<bool> finished_ = false;
    std::thread thread_;
};

// The server for /metrics alone, where it has an address of its own.
class WatchingServer {
public:
    explicit WatchingServer(Front& front)
        : server_(
              [] {
                  HttpLimits limits;
                  limits.connections.total_max = 16;
                  limits.body_bytes_max = 1'000;
                  limits.stop_time = std::chrono::milliseconds(500);
                  return limits;
              }(),
              front.watching_callbacks()) {}
    void stop() { server_.stop(); }
    ~WatchingServer() {
        stop();
        if (thread_.joinable()) thread_.join();
    }
    Result<int, Failure> begin(const std::string& host, int port) {
        auto bound = server_.bind(host, port);
        if (bound) thread_ = std::thread([this] { server_.run(); });
        return bound;
    }

private:
    HttpServer server_;
    std::thread thread_;
};

int cannot_listen(const Failure& failure) { return failed("Cannot " + failure.describe() + ". Is another program using that port?"); }

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
    Log log(settings.log_format, settings.log_level);

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
    NewsBoard news;
    events.observe([&](const std::set<StreamId>& streams) { news.announce(streams); });
    SqliteAttachmentStore attachments(**database);
    ExportDesk exports(events, attachments, settings.data_directory);
    Metrics metrics;
    Readiness readiness(**database);
    sync.observe([&](const std::vector<FateOfEvent>& fates) { metrics.count_fates(fates); });
    const auto log_failure = [&](const Failure& failure) {
        log.write(LogLevel::error, "failure", {{"request", current_request_id()}, {"key", failure.key}, {"what", failure.describe()}});
    };
    Application application({events, access, sync, news, attachments, exports, settings.clock, log_failure}, settings.application);
    if (!StaticFiles(settings.application.web_directory).present()) {
        log.write(LogLevel::warning, "no_portal",
                  {{"web", settings.application.web_directory}, {"hint", "only the API is served; ./run --build builds the portal"}});
    }

    if (auto people = access.accounts.list(); people && people->empty()) {
        log.write(LogLevel::warning, "no_account",
                  {{"hint", "nobody has an account yet; for the first one: countersign admin invite --data " + settings.data_directory +
                                " --role administrator ..."}});
    }

    Front front({[&](const HttpRequest& request) { return application.handle(request); }, readiness, metrics, log}, settings.front);
    HttpLimits limits = settings.limits;
    // The rest of the time is for what handlers have begun, and for closing the database.
    limits.stop_time = settings.stop_time * 2 / 3;
    allow_descriptors(limits.connections.total_max, log);
    HttpServer server(limits, front.callbacks());
    metrics.add_gauge("countersign_connections", "Open connections.", [&] { return static_cast<double>(server.connection_count()); });
    metrics.add_gauge("countersign_waiting_for_news", "Devices that wait to be told of news.",
                      [&] { return static_cast<double>(news.count()); });
    add_store_gauges(metrics, **database, path);
    auto port = server.bind(settings.host, settings.port);
    if (!port) return cannot_listen(port.error());
    std::optional<WatchingServer> watching;
    if (!settings.metrics_host.empty()) {
        auto bound = watching.emplace(front).begin(settings.metrics_host, settings.metrics_port);
        if (!bound) return cannot_listen(bound.error());
        log.write(LogLevel::info, "metrics_ready", {{"port", std::int64_t{*bound}}});
    }

    const Stopper stopper(signals, settings.stop_time, log, [&] {
        readiness.stopping();
        news.close();
        server.stop();
        if (watching) watching->stop();
    });
    ready(*port);
    server.run();
    log.write(LogLevel::info, "stopped");
    return exit_done;
}

}  // namespace countersign
