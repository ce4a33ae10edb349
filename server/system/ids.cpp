// UUIDv7 with a counter in its first twelve random bits, so that ids made within one millisecond still sort in order (RFC 9562, 6.2).
#include "server/system/ids.hpp"

#include <sodium.h>

namespace countersign {

std::string random_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string SystemIds::next() {
    std::array<std::uint8_t, 10> random{};
    randombytes_buf(random.data(), random.size());
    const std::lock_guard lock(mutex_);
    const Instant now = clock_();
    if (now > last_) {
        last_ = now;
        counter_ = 0;
    } else if (++counter_ > 0xFFF) {
        last_ = last_ + Milliseconds{1};
        counter_ = 0;
    }
    random[0] = static_cast<std::uint8_t>(counter_ >> 8);
    random[1] = static_cast<std::uint8_t>(counter_ & 0xFF);
    return uuid_v7(last_, random);
}

}  // namespace countersign
