// DeviceIds: UUIDs of this device, each later than all before it, also when the clock stands still or goes back. A counter in the first
// twelve random bits keeps ids of one millisecond in order (RFC 9562, 6.2); where it is used up, the next millisecond is taken in advance.
#pragma once

#include "core/base/id.hpp"
#include "web/app/platform.hpp"

namespace countersign::app {

class DeviceIds final : public IdSource {
public:
    /// `now` is read with every id; it must live as long as this.
    DeviceIds(Platform& platform, const Instant& now) : platform_(platform), now_(now) {}

    std::string next() override {
        constexpr std::uint16_t count_max = 0xFFF;
        if (now_ > last_) {
            last_ = now_;
            count_ = 0;
        } else if (count_ < count_max) {
            ++count_;
        } else {
            last_ = last_ + Milliseconds{1};
            count_ = 0;
        }
        auto random = platform_.random();
        random[0] = static_cast<std::uint8_t>(count_ >> 8);
        random[1] = static_cast<std::uint8_t>(count_ & 0xFF);
        return uuid_v7(last_, random);
    }

private:
    Platform& platform_;
    const Instant& now_;
    Instant last_;
    std::uint16_t count_ = 0;
};

}  // namespace countersign::app
