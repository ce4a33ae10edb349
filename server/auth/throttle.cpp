// Counting wrong attempts by name.
#include "server/auth/throttle.hpp"

#include <algorithm>

namespace countersign {

Milliseconds Throttle::wait_after(int failures) const {
    if (failures < limits_.free_attempts) return {0};
    const int doublings = std::min(failures - limits_.free_attempts, 20);
    return std::min(Milliseconds{1'000LL << doublings}, limits_.wait_max);
}

Milliseconds Throttle::wait(const std::string& name, Instant now) {
    const std::lock_guard lock(mutex_);
    return wait_of(name, now);
}

Milliseconds Throttle::attempt(const std::string& name, Instant now) {
    const std::lock_guard lock(mutex_);
    const Milliseconds wait = wait_of(name, now);
    if (wait.count == 0) count_failure(name, now);
    return wait;
}

void Throttle::taken_back(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto found = records_.find(name);
    if (found != records_.end() && found->second.failures > 0) --found->second.failures;
}

Milliseconds Throttle::wait_of(const std::string& name, Instant now) const {
    const auto found = records_.find(name);
    if (found == records_.end() || now - found->second.last > limits_.forgotten_after) return {0};
    // A clock that went back must not make anybody wait longer than the rule says.
    const Milliseconds passed = std::max(now - found->second.last, Milliseconds{0});
    const Milliseconds needed = wait_after(found->second.failures);
    return {std::max<std::int64_t>(needed.count - passed.count, 0)};
}

void Throttle::count_failure(const std::string& name, Instant now) {
    make_room(now);
    Record& record = records_[name];
    if (now - record.last > limits_.forgotten_after) record.failures = 0;
    ++record.failures;
    record.last = now;
}

void Throttle::succeeded(const std::string& name) {
    const std::lock_guard lock(mutex_);
    records_.erase(name);
}

void Throttle::make_room(Instant now) {
    if (records_.size() < limits_.names_max) return;
    std::erase_if(records_, [&](const auto& entry) { return now - entry.second.last > limits_.forgotten_after; });
    if (records_.size() < limits_.names_max) return;
    records_.erase(std::min_element(records_.begin(), records_.end(),
                                    [](const auto& left, const auto& right) { return left.second.last < right.second.last; }));
}

}  // namespace countersign
