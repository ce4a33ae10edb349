// Readiness: whether this server can do its work now: the database takes writes, its tables are the ones this program knows, and nobody
// asked it to stop. A real write is tried, but at most once a second however many ask.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

#include "server/http/problem.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

class Readiness {
public:
    explicit Readiness(StoreDatabase& database) : database_(database) {}

    /// What is in the way, as a 503.
    std::optional<Problem> problem();
    void stopping() { stopping_ = true; }

private:
    std::optional<Problem> try_database();

    StoreDatabase& database_;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::optional<std::chrono::steady_clock::time_point> tried_;
    std::optional<Problem> last_;
};

}  // namespace countersign
