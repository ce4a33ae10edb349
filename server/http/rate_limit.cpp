// Filling buckets by the time that passed, and taking from them.
#include "server/http/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace countersign {

double RateLimit::tokens_at(const Bucket& bucket, Time now) const {
    const std::chrono::duration<double> passed = std::max(now - bucket.filled, Time::duration::zero());
    return std::min(bucket.tokens + passed.count() * static_cast<double>(limits_.per_second), static_cast<double>(limits_.at_once));
}

std::optional<std::int64_t> RateLimit::take(const std::string& name, Time now) {
    if (limits_.per_second <= 0) return std::nullopt;
    const std::lock_guard lock(mutex_);
    auto found = buckets_.find(name);
    if (found == buckets_.end()) {
        make_room(now);
        found = buckets_.emplace(name, Bucket{static_cast<double>(limits_.at_once), now}).first;
    }
    Bucket& bucket = found->second;
    bucket.tokens = tokens_at(bucket, now);
    bucket.filled = std::max(bucket.filled, now);
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    const double seconds = (1 - bucket.tokens) / static_cast<double>(limits_.per_second);
    return std::max<std::int64_t>(static_cast<std::int64_t>(std::ceil(seconds)), 1);
}

std::size_t RateLimit::size() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

// A full bucket says nothing that a new one would not say. Where none is full, the fullest go: whoever asks too often is remembered.
void RateLimit::make_room(Time now) {
    if (buckets_.size() < limits_.names_max) return;
    const auto full = static_cast<double>(limits_.at_once);
    std::erase_if(buckets_, [&](const auto& entry) { return tokens_at(entry.second, now) >= full; });
    if (buckets_.size() < limits_.names_max) return;
    double sum = 0;
    for (const auto& [name, bucket] : buckets_) sum += tokens_at(bucket, now);
    const double average = sum / static_cast<double>(buckets_.size());
    std::erase_if(buckets_, [&](const auto& entry) { return tokens_at(entry.second, now) >= average; });
}

}  // namespace countersign
