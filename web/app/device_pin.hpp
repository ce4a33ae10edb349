// DevicePin: the PIN in front of this device's data key. The worker keeps the key and asks for the PIN when the portal starts
// (web/worker/vault.js); here it is set, changed and removed. It never leaves the device, so all of it works without a network.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "core/base/json.hpp"

namespace countersign::app {

class DevicePin {
public:
    /// Digits. What six and more of them hold against somebody who has copied the disk: docs/operations.md.
    static constexpr std::size_t digits_min = 6;
    static constexpr std::size_t digits_max = 32;

    enum class Problem {
        none,
        not_digits,    ///< or fewer than digits_min
        too_easy,      ///< one digit again and again, or a row of them up or down
        not_the_same,  ///< typed twice, differently
        wrong,         ///< the current one
        wait,          ///< after too many wrong ones; `wait_seconds()`
    };

    explicit DevicePin(std::function<void(const Json&)> post) : post_(std::move(post)) {}

    bool is_set() const { return set_; }
    bool waits() const { return waits_; }
    Problem problem() const { return problem_; }
    std::int64_t wait_seconds() const { return wait_seconds_; }
    /// Whether the PIN was changed since this was asked last.
    bool take_done() { return std::exchange(done_, false); }
    /// Changes whenever something shown could have changed.
    std::uint64_t version() const { return version_; }

    /// `current` is of no matter while none is set.
    void set(const std::string& current, const std::string& wanted, const std::string& again);
    void remove(const std::string& current);
    void forget_problem();

    // Called by the portal

    /// {set, problem, wait_seconds} of a {t:'pin_changed'}.
    void on_changed(const Json& message);
    /// As the worker found it, at a start or after the key was renewed.
    void is_now(bool set);

private:
    void ask(const std::string& current, const std::string& wanted);

    std::function<void(const Json&)> post_;
    bool set_ = false;
    bool waits_ = false;
    bool done_ = false;
    Problem problem_ = Problem::none;
    std::int64_t wait_seconds_ = 0;
    std::uint64_t version_ = 1;
};

}  // namespace countersign::app
