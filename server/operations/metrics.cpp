// Counting, and writing it down.
#include "server/operations/metrics.hpp"

#include <fmt/core.h>

namespace countersign {

namespace {

constexpr std::array<const char*, 4> fate_labels{"accepted", "flagged", "duplicate", "refused"};
// However many routes there are to be: no client makes the list longer than this.
constexpr std::size_t routes_max = 64;

void describe(std::string& text, const std::string& name, const std::string& help, const char* type) {
    text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

}  // namespace

std::string route_label(std::string_view path, int status) {
    if (path == "healthz" || path == "readyz") return "health";
    if (path == "metrics") return "metrics";
    constexpr std::string_view api = "api/v1/";
    if (path.substr(0, api.size()) != api) return status < 400 ? "files" : "other";
    // An address that does not exist is a client's own word.
    if (status == 404 || status == 405) return "other";
    const std::string_view name = path.substr(api.size(), path.find('/', api.size()) - api.size());
    const bool plain =
        !name.empty() && name.size() <= 40 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_-") == std::string_view::npos;
    return plain ? std::string(name) : "other";
}

void Metrics::count_request(const std::string& route, int status, double seconds) {
    const std::lock_guard lock(mutex_);
    const bool known = durations_.count(route) > 0 || durations_.size() < routes_max;
    const std::string name = known ? route : "other";
    ++requests_[{name, status}];
    Durations& durations = durations_[name];
    ++durations.count;
    durations.sum += seconds;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        if (seconds <= bounds[i]) {
            ++durations.within[i];
            break;
        }
    }
}

void Metrics::count_fates(const std::vector<FateOfEvent>& fates) {
    const std::lock_guard lock(mutex_);
    for (const FateOfEvent& fate : fates) ++fates_[static_cast<std::size_t>(fate.fate)];
}

void Metrics::add_gauge(std::string name, std::string help, std::function<double()> value) {
    const std::lock_guard lock(mutex_);
    gauges_.push_back({std::move(name), std::move(help), std::move(value)});
}

std::string Metrics::text() const {
    const std::lock_guard lock(mutex_);
    std::string text;
    describe(text, "countersign_http_requests_total", "Requests answered.", "counter");
    for (const auto& [key, count] : requests_) {
        text += fmt::format("countersign_http_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first, key.second, count);
    }
    const char* durations_name = "countersign_http_request_duration_seconds";
    describe(text, durations_name, "From the first byte of a request to the last of its answer.", "histogram");
    for (const auto& [route, durations] : durations_) {
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < bounds.size(); ++i) {
            sum += durations.within[i];
            text += fmt::format("{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n", durations_name, route, bounds[i], sum);
        }
        text += fmt::format("{}_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", durations_name, route, durations.count);
        text += fmt::format("{}_sum{{route=\"{}\"}} {:.6f}\n", durations_name, route, durations.sum);
        text += fmt::format("{}_count{{route=\"{}\"}} {}\n", durations_name, route, durations.count);
    }
    describe(text, "countersign_sync_events_total", "Events that devices sent, by their fate.", "counter");
    for (std::size_t i = 0; i < fates_.size(); ++i) {
        text += fmt::format("countersign_sync_events_total{{fate=\"{}\"}} {}\n", fate_labels[i], fates_[i]);
    }
    for (const Gauge& gauge : gauges_) {
        describe(text, gauge.name, gauge.help, "gauge");
        text += fmt::format("{} {:.0f}\n", gauge.name, gauge.value());
    }
    return text;
}

}  // namespace countersign
