// The real program killed by SIGKILL again and again while real replicas sync with it. Afterwards nothing that it acknowledged is missing,
// and nothing is there twice. Ten times here; COUNTERSIGN_CRASHES=200 build/native/server_tests -tc="*killed*" for as many as one likes.
// COUNTERSIGN_SEED chooses other moments.
#include <doctest/doctest.h>

#include <signal.h>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <random>
#include <thread>

#include "core/domain/ticket.hpp"
#include "core/storage/replica.hpp"
#include "server_process.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// What all devices saw together, and where the server is now.
struct Outside {
    std::atomic<int> port = 0;
    std::atomic<bool> over = false;
    std::atomic<std::uint64_t> requests_begun = 0;
    std::atomic<std::uint64_t> requests_lost = 0;
    std::mutex mutex;
    std::set<std::string> recorded;
    std::map<std::string, std::int64_t> acknowledged;  ///< id → its place
    std::vector<std::string> contradictions;
};

class Tablet {
public:
    Tablet(Outside& outside, const Scene& scene, HeaderList cookie, std::uint64_t number)
        : outside_(outside), organisation_(scene.organisation), cookie_(std::move(cookie)), random_(number), ids_(1'000 + number) {
        cookie_.emplace("Content-Type", sync_media_type);
        ids_.set_time(scene.now);
        now_ = scene.now;
        auto database = Database::open(":memory:");
        REQUIRE(database.ok());
        auto replica = Replica::open(std::move(*database));
        REQUIRE(replica.ok());
        replica_ = std::move(*replica);
        REQUIRE(replica_->set_identity({scene.technician, "technician", {ids_.next()}}).ok());
        REQUIRE(replica_->set_signing_seed({static_cast<std::uint8_t>(number)}).ok());
    }

    /// Records and sends until it is over, and then until nothing is left to send.
    void work() {
        bool answered = true;
        while (!outside_.over || replica_->outbox_size() > 0) {
            if (answered && !outside_.over) record();
            answered = sync_once();
            // Until the server is there again.
            if (!answered) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    /// False when no answer came.
    bool sync_once() {
        const auto request = replica_->next_request(now_);
        if (!request) return contradict(request.error().describe());
        note_sent(*request);
        ++outside_.requests_begun;
        const Answer answer = http(outside_.port, "POST", "/api/v1/sync", cookie_, write_sync_request(*request));
        if (answer.status == 0) {
            ++outside_.requests_lost;
            return false;
        }
        if (answer.status != 200) return contradict("sync answers " + std::to_string(answer.status) + " " + answer.body);
        const auto read = read_sync_answer(answer.body);
        if (!read) return contradict(read.error().describe());
        const auto received = replica_->receive(*read, request->cursors);
        if (!received) return contradict(received.error().describe());
        note_fates(*read);
        for (const StreamHolding& stream : replica_->streams()) {
            if (!stream.alarm.empty()) return contradict(stream.alarm);
        }
        return true;
    }

private:
    void record() {
        const auto run = [&](const TicketCommand& command) {
            if (!replica_->execute(ticket_, organisation_, Command{command}, now_, ids_)) contradict("a record was not taken");
        };
        for (auto count = random_() % 4 + 1; count > 0; --count) {
            if (ticket_.id.empty() || random_() % 8 == 0) {
                ticket_ = {Ticket::subject_kind, ids_.next()};
                OpenTicket opened;
                opened.title = "Drukarka";
                run(opened);
            } else {
                run(AddTicketComment{std::string(random_() % 800 + 1, 'x')});
            }
        }
    }
    bool contradict(const std::string& what) {
        const std::lock_guard lock(outside_.mutex);
        outside_.contradictions.push_back(what);
        return false;
    }
    void note_sent(const SyncRequest& request) {
        const std::lock_guard lock(outside_.mutex);
        for (const std::string& bytes : request.events) outside_.recorded.insert(read_event(bytes)->envelope.id.value);
    }
    void note_fates(const SyncAnswer& answer) {
        const std::lock_guard lock(outside_.mutex);
        for (const FateOfEvent& fate : answer.fates) {
            if (fate.fate == EventFate::refused) {
                outside_.contradictions.push_back("refused: " + fate.reason.key);
                continue;
            }
            const auto [place, is_new] = outside_.acknowledged.emplace(fate.id.value, fate.seq);
            if (!is_new && place->second != fate.seq) outside_.contradictions.push_back(fate.id.value + " has two places");
        }
    }

    Outside& outside_;
    OrganisationId organisation_;
    HeaderList cookie_;
    std::mt19937_64 random_;
    SeededIds ids_;
    Instant now_;
    std::unique_ptr<Replica> replica_;
    Subject ticket_;
};

}  // namespace

TEST_CASE("a server killed again and again while devices sync loses nothing that it acknowledged and doubles nothing") {
    const std::uint64_t crashes = number_from_environment("COUNTERSIGN_CRASHES", 10);
    const std::uint64_t seed = number_from_environment("COUNTERSIGN_SEED", 1);
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    SceneWithAccounts scene;
    const std::vector<std::string> options{"--rate-per-session", "0", "--rate-per-address", "0"};
    auto server = std::make_unique<ServerProcess>(scene.directory.path(), options);
    Outside outside;
    outside.port = server->port;
    std::vector<std::unique_ptr<Tablet>> devices;
    for (std::uint64_t number = 1; number <= 4; ++number) {
        devices.push_back(std::make_unique<Tablet>(outside, scene, signed_in(server->port, "technician"), number));
        REQUIRE(devices.back()->sync_once());
    }
    std::vector<std::thread> threads;
    for (const auto& device : devices) threads.emplace_back([&device] { device->work(); });
    for (std::uint64_t crash = 0; crash < crashes; ++crash) {
        const std::uint64_t lost = outside.requests_lost;
        const std::uint64_t until = outside.requests_begun + 1 + random() % 24;
        if (!wait_until([&] { return outside.requests_begun >= until; })) break;
        server->signal(SIGKILL);
        const int status = server->wait().status;
        CHECK(status == -SIGKILL);
        // Somebody was in the middle of something, or notices now.
        CHECK(wait_until([&] { return outside.requests_lost > lost; }));
        server = std::make_unique<ServerProcess>(scene.directory.path(), options);
        outside.port = server->port;
    }
    outside.over = true;
    for (std::thread& thread : threads) thread.join();
    CHECK(server->stop().status == 0);

    for (const std::string& what : outside.contradictions) FAIL_CHECK(what);
    const Ended verified = run_program({"verify", "--data", scene.directory.path()});
    CAPTURE(verified.out);
    CHECK(verified.status == 0);
    std::map<std::string, std::vector<std::int64_t>> stored;
    const auto heads = scene.events.heads();
    REQUIRE(heads.ok());
    for (const auto& [stream, head] : *heads) {
        const auto entries = scene.events.read_after(stream, 0, {10'000'000, 10'000'000'000});
        REQUIRE(entries.ok());
        for (const LogEntry& entry : *entries) stored[entry.id.value].push_back(entry.event.placement.seq);
    }
    CHECK(outside.acknowledged.size() == outside.recorded.size());
    std::size_t missing = 0, doubled = 0;
    for (const auto& [id, seq] : outside.acknowledged) missing += stored[id] == std::vector{seq} ? 0 : 1;
    for (const std::string& id : outside.recorded) doubled += stored[id].size() > 1 ? 1 : 0;
    CHECK(missing == 0);
    CHECK(doubled == 0);
    CHECK(outside.acknowledged.size() > 0);
    MESSAGE(crashes, " kills, ", outside.requests_lost.load(), " requests lost of ", outside.requests_begun.load(), ", ",
            outside.acknowledged.size(), " events acknowledged, ", missing, " missing, ", doubled, " doubled");
}
