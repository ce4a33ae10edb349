// RateLimit: a token bucket for each name. Worked example, 10 per second and 50 at once: a page that loads may ask 50 times in a moment;
// after that one more is free every tenth of a second, and whoever asks sooner is told how long to wait.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace countersign {

struct RateLimits {
    std::int64_t per_second = 100;  ///< 0: no limit
    std::int64_t at_once = 500;
    std::size_t names_max = 20'000;  ///< beyond it those that ask least are forgotten, and so start with a full bucket
};

class RateLimit {
public:
    using Time = std::chrono::steady_clock::time_point;
    explicit RateLimit(RateLimits limits) : limits_(limits) {}

    /// Takes one token. Nothing when there was one, else the whole seconds until there is.
    std::optional<std::int64_t> take(const std::string& name, Time now);
    std::size_t size() const;

private:
    struct Bucket {
        double tokens = 0;
        Time filled;
    };
    double tokens_at(const Bucket& bucket, Time now) const;
    void make_room(Time now);

    RateLimits limits_;
    mutable std::mutex mutex_;
    std::map<std::string, Bucket> buckets_;
};

}  // namespace countersign
