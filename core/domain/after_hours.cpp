// After hours: sharing minutes between the hours and the rest of the day.
#include "core/domain/after_hours.hpp"

#include <algorithm>

#include "core/base/money.hpp"

namespace countersign {

namespace {

// No piece of work is longer; a device whose clock jumped by years says nothing about the hours. With as many minutes at most no product
// leaves 64 bits.
constexpr std::int64_t longest_seconds = 31 * seconds_per_day;
constexpr std::int64_t minutes_max = longest_seconds;

Minutes minus(Minutes whole, Minutes part) { return {whole.count - part.count}; }

}  // namespace

SplitByHours split_by_hours(const WorkingTime& hours, Instant started_at, Instant ended_at, const WorkedMinutes& whole) {
    std::int64_t seconds = (ended_at - started_at).count / 1'000;
    if (seconds > longest_seconds || std::max(whole.worked, whole.charged).count > minutes_max) return {whole, {}};
    if (seconds <= 0) {
        ended_at = started_at + Milliseconds{1'000};
        seconds = 1;
    }
    const std::int64_t outside = seconds - hours.between(started_at, ended_at).count / 1'000;
    const WorkedMinutes after{{scaled(whole.worked.count, outside, seconds)}, {scaled(whole.charged.count, outside, seconds)}};
    if (after.charged.count <= 0) return {whole, {}};
    if (after.charged >= whole.charged) return {{}, whole};
    return {{minus(whole.worked, after.worked), minus(whole.charged, after.charged)}, after};
}

}  // namespace countersign
