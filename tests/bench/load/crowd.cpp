// The waiting devices keep cursors and the sync engine, but no replica: it is the server that is measured. The writers are whole devices.
#include "crowd.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "core/sync/engine.hpp"
#include "device.hpp"

namespace countersign::load {

namespace {

using std::chrono::milliseconds;

Instant now() { return {static_cast<std::int64_t>(seconds_now() * 1'000)}; }

/// When each change was begun to be sent, and how long each took to each device.
class Diary {
public:
    void sent(std::int64_t seq, double at) {
        const std::lock_guard lock(mutex_);
        sent_[seq] = at;
    }
    void arrived(std::int64_t seq, double at) {
        const std::lock_guard lock(mutex_);
        arrivals_.emplace_back(seq, at);
    }
    /// Sorted.
    std::vector<double> latencies() const {
        std::vector<double> all;
        for (const auto& [seq, at] : arrivals_) {
            if (const auto begun = sent_.find(seq); begun != sent_.end()) all.push_back(at - begun->second);
        }
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    std::mutex mutex_;
    std::map<std::int64_t, double> sent_;
    std::vector<std::pair<std::int64_t, double>> arrivals_;
};

class WaitingDevice {
public:
    WaitingDevice(int port, std::size_t number, Diary& diary) : client_("127.0.0.1", port), diary_(diary) {
        client_.set_keep_alive(true);
        client_.set_read_timeout(120);
        client_.set_tcp_nodelay(true);
        request_.device = {fmt::format("01990000-0000-7000-8000-{:012}", number)};
        request_.user = story_.technician.user;
        const auto session = client_.Post("/api/v1/session", write_json({{"login", login}, {"password", password}}), "application/json");
        if (!session || session->status != 200) stop(fmt::format("Device {} is not let in: {}", number, session ? session->status : 0));
        const std::string cookie = session->get_header_value("Set-Cookie");
        cookie_ = cookie.substr(0, cookie.find(';'));
    }

    void work(const std::atomic<bool>& over) {
        engine_.signed_in(now());
        while (!over) {
            if (engine_.should_send(now())) {
                sync();
            } else if (engine_.should_wait(now())) {
                if (post("/api/v1/news").status != 204) stop("A wait was not answered 204.");
                engine_.waited(now());
            } else {
                std::this_thread::sleep_for(milliseconds(std::max<std::int64_t>((*engine_.wake_at() - now()).count, 1)));
            }
        }
    }
    std::int64_t held() const { return held_; }

private:
    httplib::Response post(const char* path) {
        const auto answer =
            client_.Post(path, {{"Cookie", cookie_}, {"Accept-Encoding", "identity"}}, write_sync_request(request_), sync_media_type);
        if (!answer) stop(fmt::format("{}: no answer", path));
        return *answer;
    }
    void sync() {
        const httplib::Response response = post("/api/v1/sync");
        if (response.status != 200) stop(fmt::format("sync answers {}", response.status));
        const auto answer = read_sync_answer(response.body);
        if (!answer) stop(answer.error().describe());
        const double at = seconds_now();
        for (const auto& [stream, news] : answer->streams) {
            for (const PlacedBytes& event : news.events) {
                if (event.placement.seq != request_.cursors[stream] + 1) stop("An event is missing.");
                request_.cursors[stream] = event.placement.seq;
                if (stream == shared_stream(story_.clinic)) diary_.arrived(event.placement.seq, at);
            }
        }
        held_ = request_.cursors[shared_stream(story_.clinic)];
        engine_.succeeded(now(), answer->more());
    }

    test::Story story_;
    httplib::Client client_;
    Diary& diary_;
    std::string cookie_;
    SyncRequest request_;
    SyncEngine engine_;
    std::atomic<std::int64_t> held_ = 0;
};

void change(Device& writer, Diary& diary) {
    writer.record(1);
    const double begun = seconds_now();
    writer.sync_once();
    diary.sent(writer.last_seq(), begun);
}

}  // namespace

void measure_crowd(const CrowdExtent& extent) {
    const testing::TemporaryDirectory directory;
    fill_store(directory.path(), 0);
    const auto server = ServerProcess::real(directory.path());
    Diary diary;
    std::vector<std::unique_ptr<Device>> writers;
    for (std::size_t i = 0; i < extent.writing; ++i) {
        writers.push_back(std::make_unique<Device>(server.port(), static_cast<std::uint8_t>(100 + i)));
        writers.back()->sync();
        // Its key is registered and its first ticket open: from now on one record is one event.
        writers.back()->record(1);
        writers.back()->sync();
    }
    std::vector<std::unique_ptr<WaitingDevice>> waiting;
    for (std::size_t i = 0; i < extent.waiting; ++i) waiting.push_back(std::make_unique<WaitingDevice>(server.port(), i, diary));
    const std::int64_t before = server.cost().peak_kilobytes;
    const double cpu_before = server.cost().cpu_seconds;
    std::atomic<bool> over = false;
    std::vector<std::thread> crowd;
    for (const auto& device : waiting) crowd.emplace_back([&] { device->work(over); });
    const auto all_hold = [&](std::int64_t seq) {
        return std::all_of(waiting.begin(), waiting.end(), [&](const auto& device) { return device->held() >= seq; });
    };
    const auto wait_for_all = [&](std::int64_t seq) {
        while (!all_hold(seq)) std::this_thread::sleep_for(milliseconds(10));
    };
    wait_for_all(writers.back()->last_seq());

    std::vector<std::thread> writing;
    for (std::size_t i = 0; i < writers.size(); ++i) {
        writing.emplace_back([&, i] {
            const milliseconds between(extent.seconds_between * 1'000);
            std::this_thread::sleep_for(between * i / writers.size());
            for (std::size_t one = 0; one < extent.changes_each; ++one) {
                change(*writers[i], diary);
                std::this_thread::sleep_for(between);
            }
        });
    }
    for (std::thread& thread : writing) thread.join();
    std::int64_t last = 0;
    for (const auto& writer : writers) last = std::max(last, writer->last_seq());
    wait_for_all(last);
    const ProcessCost cost = server.cost();
    over = true;
    // Whoever waits is told once more, and then sees that it is over.
    change(*writers.front(), diary);
    for (std::thread& thread : crowd) thread.join();

    const std::vector<double> latencies = diary.latencies();
    const auto at = [&](std::size_t percent) { return 1'000 * latencies[latencies.size() * percent / 100]; };
    fmt::print(
        "{:<34} {:>7} devices wait, {} write {} changes each   median {:.0f} ms, 99th percentile {:.0f} ms, longest {:.0f} ms; no errors\n",
        "a change to everybody who waits", extent.waiting, extent.writing, extent.changes_each, at(50), at(99), 1'000 * latencies.back());
    fmt::print("{:<34} {:.2f} s of CPU on the server, peak {} MB, {} MB before anybody waited\n", "", cost.cpu_seconds - cpu_before,
               cost.peak_kilobytes / 1'024, before / 1'024);
}

}  // namespace countersign::load
