// Filling the store, and the processes.
#include "workplace.hpp"

#include <fmt/core.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "core/domain/ticket.hpp"
#include "server/command/serving.hpp"
#include "server/demo/seeded_ids.hpp"
#include "server/store/sqlite_account_store.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/sync/sync_service.hpp"

namespace countersign::load {

using test::Story;

void stop(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(1);
}

double seconds_now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::string comment_of(std::size_t number) {
    std::string text = fmt::format("Protokół {}: ", number);
    const std::size_t length = 250 + number * 7'919 % 600;
    for (std::size_t word = number; text.size() < length; ++word)
        text += fmt::format("sprawdzono gniazdo {}, ", word * 2'654'435'761 % 997);
    return text;
}

namespace {

constexpr std::size_t records_per_ticket = 10;
// As in life, a ticket's entries are days apart: so many others are begun between one of its entries and the next.
constexpr std::size_t tickets_begun_between = 30;

// Writes through the same admission as everything else.
class Filler {
public:
    explicit Filler(const std::string& directory) {
        auto opened = StoreDatabase::open(database_path(directory), {0, Database::Durability::unsynced});
        if (!opened) stop(opened.error().describe());
        database_ = std::move(*opened);
        events_ = std::make_unique<SqliteEventStore>(*database_);
        ids_.set_time(test::morning);
        service_ = std::make_unique<SyncService>(*events_, ids_);
    }

    void add_people() {
        SqliteAccountStore accounts(*database_);
        PasswordHasher hasher(PasswordCost::minimal);
        if (auto added = accounts.add({story_.technician, login, hasher.hash(password)}); !added || !*added) stop("no account");
        for (const auto& [subject, command] : story_.beginnings()) run(story_.manager, subject, command);
    }

    void add_records(std::size_t count) {
        std::vector<std::string> batch;
        std::vector<Subject> tickets;
        for (std::size_t i = 0; i < count; ++i) {
            // Records are made one after the other, and their ids with them.
            ids_.set_time(test::morning + Milliseconds{static_cast<std::int64_t>(i)});
            const std::size_t step = i % records_per_ticket, begun_before = step * tickets_begun_between;
            if (step == 0) {
                tickets.push_back({Ticket::subject_kind, ids_.next()});
                TicketOpened opened;
                opened.title = fmt::format("Drukarka {}", i);
                opened.description = comment_of(i);
                batch.push_back(bytes_of(story_.technician, tickets.back(), TicketEvent{opened}));
            } else {
                const Subject& ticket = tickets[tickets.size() - 1 - std::min(begun_before, tickets.size() - 1)];
                batch.push_back(bytes_of(story_.technician, ticket, TicketEvent{TicketCommentAdded{comment_of(i)}}));
            }
            if (batch.size() == 1'000 || i + 1 == count) send(story_.technician, std::exchange(batch, {}));
        }
    }

private:
    std::string bytes_of(const Actor& author, const Subject& subject, const Body& body) {
        const auto kind = describe(body);
        return write_event({{ids_.next()},
                            shared_stream(story_.clinic),
                            subject,
                            kind->type,
                            kind->version,
                            author.user,
                            {test::fixed_id(70)},
                            test::morning,
                            kind->json})
            .bytes;
    }
    void run(const Actor& actor, const Subject& subject, const Command& command) {
        std::vector<StoredEvent> own;
        if (auto read = events_->write([&](EventWriter& writer) { own = writer.events_of(subject); }); !read) stop(read.error().describe());
        const auto bodies = decide(*fold(subject, own), command, {test::morning, actor});
        if (!bodies) stop(bodies.error().key);
        for (const Body& body : *bodies) send(actor, {bytes_of(actor, subject, body)});
    }
    void send(const Actor& actor, std::vector<std::string> events) {
        SyncRequest request{{test::fixed_id(70)}, test::morning, {}, std::move(events), actor.user};
        for (const StreamId& stream : {shared_stream(story_.clinic), internal_stream(story_.clinic)})
            request.cursors[stream] = 1'000'000'000;
        const auto answer = service_->handle(request, actor, test::morning);
        if (!answer) stop(answer.error().describe());
        for (const FateOfEvent& fate : answer->fates) {
            if (fate.fate == EventFate::refused) stop(fate.reason.key);
        }
    }

    std::unique_ptr<StoreDatabase> database_;
    std::unique_ptr<SqliteEventStore> events_;
    std::unique_ptr<SyncService> service_;
    SeededIds ids_{11};
    Story story_;
};

}  // namespace

void fill_store(const std::string& directory, std::size_t records) {
    Filler filler(directory);
    filler.add_people();
    filler.add_records(records);
}

ServerProcess ServerProcess::start(const std::function<void(const std::function<void(int)>& ready)>& serve) {
    int channel[2];
    if (pipe(channel) != 0) stop("no pipe");
    const int pid = fork();
    if (pid < 0) stop("no process");
    if (pid == 0) {
        close(channel[0]);
        serve([&](int port) {
            if (write(channel[1], &port, sizeof(port)) != sizeof(port)) _exit(1);
        });
        _exit(0);
    }
    close(channel[1]);
    int port = 0;
    if (read(channel[0], &port, sizeof(port)) != sizeof(port)) stop("The server did not start.");
    close(channel[0]);
    return {pid, port};
}

ServerProcess ServerProcess::real(const std::string& data_directory) {
    return start([&](const std::function<void(int)>& ready) {
        ServingSettings settings;
        settings.data_directory = data_directory;
        settings.port = 0;
        settings.application.web_directory = data_directory;
        settings.limits.body_bytes_max = 8'000'000;
        // All devices have one address here, and ask as fast as they can.
        settings.limits.connections.total_max = 4'096;
        settings.front.address_rate.per_second = 0;
        settings.front.session_rate.per_second = 0;
        serve_until_stopped(settings, ready);
    });
}

ServerProcess ServerProcess::bare(const std::function<HttpHandler()>& make_handler) {
    return start([&](const std::function<void(int)>& ready) {
        HttpLimits limits;
        limits.body_bytes_max = 8'000'000;
        HttpServer server(limits, make_handler());
        const auto port = server.bind("127.0.0.1", 0);
        if (!port) stop(port.error().describe());
        ready(*port);
        server.run();
    });
}

ServerProcess::~ServerProcess() {
    if (pid_ == 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

ProcessCost ServerProcess::cost() const {
    ProcessCost cost;
    std::ifstream stat(fmt::format("/proc/{}/stat", pid_));
    std::string line;
    std::getline(stat, line);
    // Behind the name, which may hold blanks: user and system time are the 12th and 13th field.
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    cost.cpu_seconds = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
    std::ifstream status(fmt::format("/proc/{}/status", pid_));
    while (std::getline(status, line)) {
        if (line.rfind("VmHWM:", 0) == 0) cost.peak_kilobytes = std::stoll(line.substr(6));
    }
    return cost;
}

}  // namespace countersign::load
