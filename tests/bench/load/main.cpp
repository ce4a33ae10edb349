// countersign-bench: the sync under load, over real HTTP on loopback, beside its floor measured in the same run (floor.hpp). Times are of
// this machine; the ratios are what counts.
#include <fmt/core.h>

#include <algorithm>
#include <ctime>

#include "crowd.hpp"
#include "device.hpp"
#include "floor.hpp"

namespace countersign::load {

namespace {

struct Extent {
    std::size_t push, pull, pull_large, rounds;
    CrowdExtent crowd;
};
constexpr Extent full{10'000, 10'000, 100'000, 200, {1'000, 50, 4, 10}};
constexpr Extent smoke{500, 500, 2'000, 10, {40, 5, 2, 1}};

void print(const char* what, std::size_t records, double seconds, double floor_seconds) {
    fmt::print("{:<34} {:>7} records {:>8.2f} s {:>9.0f}/s   floor {:>6.2f} s   {:>6.2f} x floor\n", what, records, seconds,
               static_cast<double>(records) / seconds, floor_seconds, seconds / floor_seconds);
}

void print_cost(const ServerProcess& server, const ProcessCost& before, const Wire& wire) {
    const ProcessCost now = server.cost();
    fmt::print("{:<34} {:.2f} s of CPU on the server, peak {} MB; {} requests, {:.2f} MB sent, {:.2f} MB received\n", "",
               now.cpu_seconds - before.cpu_seconds, now.peak_kilobytes / 1'024, wire.requests, static_cast<double>(wire.sent) / 1e6,
               static_cast<double>(wire.received) / 1e6);
}

double own_cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double seconds_of(const std::function<void()>& work) {
    const double start = seconds_now();
    work();
    return seconds_now() - start;
}

void measure_push(const Extent& extent) {
    const testing::TemporaryDirectory directory;
    fill_store(directory.path(), 0);
    const auto server = ServerProcess::real(directory.path());
    Device device(server.port(), 80);
    device.sync();
    device.record(extent.push);
    const ProcessCost before = server.cost();
    const double cpu_before = own_cpu_seconds();
    const double pushed = seconds_of([&] { device.sync(); });
    const double cpu = own_cpu_seconds() - cpu_before;
    print("push", extent.push, pushed, floor_of_push(records_of(directory.path(), extent.push)));
    print_cost(server, before, device.wire());
    fmt::print("{:<34} {:.2f} s of CPU on the device, {:.0f} us for each record\n", "", cpu, 1e6 * cpu / static_cast<double>(extent.push));

    Device other(server.port(), 81);
    other.sync();
    if (other.events_held() != device.events_held()) stop("The second device holds something else.");
    std::vector<double> rounds;
    for (std::size_t i = 0; i < extent.rounds; ++i) {
        const std::int64_t held = other.events_held();
        device.record(1);
        rounds.push_back(seconds_of([&] {
            device.sync_once();
            other.sync_once();
        }));
        if (other.events_held() == held) stop("A change did not reach the other device.");
    }
    std::sort(rounds.begin(), rounds.end());
    fmt::print("{:<34} {:>7} rounds   median {:.1f} ms, 99th percentile {:.1f} ms\n", "one change A -> server -> B", extent.rounds,
               1'000 * rounds[rounds.size() / 2], 1'000 * rounds[rounds.size() * 99 / 100]);
}

void measure_pull(std::size_t records) {
    const testing::TemporaryDirectory directory;
    fill_store(directory.path(), records);
    const double floor = floor_of_pull(records_of(directory.path(), records));
    const auto server = ServerProcess::real(directory.path());
    Device device(server.port(), 80);
    const ProcessCost before = server.cost();
    const double cpu_before = own_cpu_seconds();
    const double pulled = seconds_of([&] { device.sync(); });
    const double cpu = own_cpu_seconds() - cpu_before;
    if (device.events_held() < static_cast<std::int64_t>(records)) stop("Records are missing on the device.");
    print("first pull", records, pulled, floor);
    print_cost(server, before, device.wire());
    fmt::print("{:<34} {:.2f} s of CPU on the device, {:.0f} us for each record\n", "", cpu, 1e6 * cpu / static_cast<double>(records));
}

}  // namespace

}  // namespace countersign::load

int main(int count, char** arguments) {
    using namespace countersign::load;
    const std::vector<std::string> given(arguments + 1, arguments + count);
    const auto has = [&](const char* option) { return std::find(given.begin(), given.end(), option) != given.end(); };
    if (given.empty() || given[0] != "sync") {
        fmt::print(
            "Usage: countersign-bench sync [--smoke] [--push | --pull | --crowd]\n\nMeasures push, first pull, the round trip of one "
            "change "
            "beside their floor, and a crowd of devices that wait for news while some write.\n");
        return !given.empty() && given[0] == "--help" ? 0 : 2;
    }
    const Extent extent = has("--smoke") ? smoke : full;
    if (has("--crowd") || (!has("--push") && !has("--pull"))) measure_crowd(extent.crowd);
    if (has("--crowd")) return 0;
    if (!has("--pull")) measure_push(extent);
    if (has("--push")) return 0;
    measure_pull(extent.pull);
    measure_pull(extent.pull_large);
    return 0;
}
