// Metrics: what the server counts about itself, in Prometheus' text format. Labels come from a short list, never from a client's own words,
// and nothing here tells whose data it is.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/sync/message.hpp"

namespace countersign {

class Metrics {
public:
    void count_request(const std::string& route, int status, double seconds);
    void count_fates(const std::vector<FateOfEvent>& fates);

    /// A number that is looked up when somebody asks.
    void add_gauge(std::string name, std::string help, std::function<double()> value);

    std::string text() const;

    /// Upper bounds of the histogram's buckets, in seconds.
    static constexpr std::array<double, 10> bounds{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 60};

private:
    struct Durations {
        std::array<std::uint64_t, bounds.size()> within{};  ///< not yet added up
        std::uint64_t count = 0;
        double sum = 0;
    };
    struct Gauge {
        std::string name, help;
        std::function<double()> value;
    };
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, int>, std::uint64_t> requests_;
    std::map<std::string, Durations> durations_;
    std::array<std::uint64_t, 4> fates_{};
    std::vector<Gauge> gauges_;
};

/// The route a request is counted under: "sync", "session", … for what the API answered, "files", "health", "metrics", "refused" for what
/// reached no handler, else "other".
std::string route_label(std::string_view path_below_base, int status);

}  // namespace countersign
