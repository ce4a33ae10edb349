// What a PIN must be, and what the worker answered.
#include "web/app/device_pin.hpp"

#include <algorithm>

namespace countersign::app {

namespace {

bool only_digits(const std::string& pin) {
    return std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// 000000, 123456, 987654: what is tried first.
bool easy(const std::string& pin) {
    for (const int step : {0, 1, -1}) {
        const auto breaks = std::adjacent_find(pin.begin(), pin.end(), [step](char a, char b) { return b - a != step; });
        if (breaks == pin.end()) return true;
    }
    return false;
}

}  // namespace

void DevicePin::set(const std::string& current, const std::string& wanted, const std::string& again) {
    wait_seconds_ = 0;
    ++version_;
    if (wanted.size() < digits_min || wanted.size() > digits_max || !only_digits(wanted)) {
        problem_ = Problem::not_digits;
    } else if (easy(wanted)) {
        problem_ = Problem::too_easy;
    } else if (wanted != again) {
        problem_ = Problem::not_the_same;
    } else {
        ask(current, wanted);
    }
}

void DevicePin::remove(const std::string& current) { ask(current, {}); }

void DevicePin::ask(const std::string& current, const std::string& wanted) {
    if (waits_) return;
    waits_ = true;
    problem_ = Problem::none;
    ++version_;
    post_({{"t", "change_pin"}, {"current", current}, {"wanted", wanted}});
}

void DevicePin::forget_problem() {
    problem_ = Problem::none;
    ++version_;
}

void DevicePin::on_changed(const Json& message) {
    const std::string problem = message.value("problem", std::string());
    waits_ = false;
    ++version_;
    set_ = message.value("set", set_);
    wait_seconds_ = message.value("wait_seconds", std::int64_t{0});
    problem_ = problem == "wrong" ? Problem::wrong : problem == "wait" ? Problem::wait : Problem::none;
    done_ = problem_ == Problem::none;
}

void DevicePin::is_now(bool set) {
    set_ = set;
    waits_ = false;
    done_ = false;
    problem_ = Problem::none;
    ++version_;
}

}  // namespace countersign::app
