// SplitMix64 (Steele, Lea, Flood 2014) in place of randomness.
#include "server/demo/seeded_ids.hpp"

namespace countersign {

std::uint64_t SeededIds::next_number() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31);
}

std::string SeededIds::next() {
    std::array<std::uint8_t, 10> random{};
    const std::uint64_t number = next_number();
    for (std::size_t i = 0; i < 8; ++i) random[2 + i] = static_cast<std::uint8_t>(number >> (8 * i));
    // As in SystemIds: within one millisecond a counter keeps them in order.
    counter_ = time_ == last_ ? counter_ + 1 : 0;
    last_ = time_;
    random[0] = static_cast<std::uint8_t>(counter_ >> 8);
    random[1] = static_cast<std::uint8_t>(counter_ & 0xFF);
    return uuid_v7(time_, random);
}

}  // namespace countersign
