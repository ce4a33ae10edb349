// Instant, Milliseconds and Minutes: points and lengths of time as integers. Worked example: Instant{0} is 1970-01-01T00:00:00Z.
#pragma once

#include <compare>
#include <cstdint>

namespace countersign {

struct Milliseconds {
    std::int64_t count = 0;
    auto operator<=>(const Milliseconds&) const = default;
};

/// Whole minutes; durations that people agree on and are charged for.
struct Minutes {
    std::int64_t count = 0;
    auto operator<=>(const Minutes&) const = default;
    Minutes operator+(Minutes other) const { return {count + other.count}; }
    Minutes& operator+=(Minutes other) {
        count += other.count;
        return *this;
    }
    constexpr Milliseconds milliseconds() const { return {count * 60'000}; }
};

/// A point in time, milliseconds since the Unix epoch in UTC; never a local time.
struct Instant {
    std::int64_t utc_ms = 0;
    auto operator<=>(const Instant&) const = default;
    Instant operator+(Milliseconds span) const { return {utc_ms + span.count}; }
    Instant operator-(Milliseconds span) const { return {utc_ms - span.count}; }
    Milliseconds operator-(Instant other) const { return {utc_ms - other.utc_ms}; }
};

}  // namespace countersign
