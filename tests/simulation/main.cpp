// countersign-sim: runs the simulated world (world.hpp) for a range of seeds. A seed that breaks a promise is printed and replays exactly.
#include <fmt/core.h>

#include <charconv>
#include <string>
#include <vector>

#include "broken.hpp"
#include "world.hpp"

using namespace countersign::simulation;

namespace {

constexpr const char* usage = R"(Usage: countersign-sim --seeds A..B [--trace]

Runs the whole system once for each seed: devices, server, network, disks and clocks, with everything going wrong, and checks what it
promises. The same seed is the same run, on every machine.

  --seeds A..B   the first and the last seed, or one alone
  --trace        tell what happens

Exit code 0: every promise held; 1: at least one did not, and its seed is printed; 2: the seeds are no numbers.
)";

bool read_seeds(const std::string& text, std::uint64_t& first, std::uint64_t& last) {
    const auto dots = text.find("..");
    const std::string from = text.substr(0, dots), to = dots == std::string::npos ? from : text.substr(dots + 2);
    const auto number = [](const std::string& digits, std::uint64_t& value) {
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc{} && end == digits.data() + digits.size();
    };
    return number(from, first) && number(to, last) && first <= last;
}

}  // namespace

int main(int count, char** arguments) {
    std::uint64_t first = 0, last = 0;
    bool seeds_given = false, trace = false;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        if (argument == "--seeds" && i + 1 < count) seeds_given = read_seeds(arguments[++i], first, last);
        if (argument == "--trace") trace = true;
    }
    if (!seeds_given) {
        fmt::print("{}", usage);
        return count > 1 && std::string(arguments[1]) == "--help" ? 0 : 2;
    }
    register_sim_vfs(SimVfs::by_default);
    Figures sum;
    std::uint64_t broken = 0;
    for (std::uint64_t seed = first; seed <= last; ++seed) {
        World world(seed);
        if (trace) world.trace([](const std::string& line) { fmt::print("{}\n", line); });
        try {
            sum += world.run();
        } catch (const Broken& promise) {
            ++broken;
            fmt::print("seed {}: broken: {}\n", seed, promise.what());
        }
    }
    fmt::print(
        "{} seeds, {} broken: {} events accepted, {} messages ({} lost), {} power cuts of devices and {} of the server, {} devices set up "
        "from backups\n",
        last - first + 1, broken, sum.accepted, sum.messages, sum.lost, sum.device_crashes, sum.server_crashes, sum.restores);
    return broken == 0 ? 0 : 1;
}
