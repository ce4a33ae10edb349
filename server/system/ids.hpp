// SystemIds: ids for what the server itself writes, from its clock and the operating system's randomness.
#pragma once

#include <mutex>

#include "core/base/id.hpp"
#include "server/system/clock.hpp"

namespace countersign {

class SystemIds : public IdSource {
public:
    explicit SystemIds(Clock clock) : clock_(std::move(clock)) {}
    std::string next() override;

private:
    Clock clock_;
    std::mutex mutex_;
    Instant last_{};
    unsigned counter_ = 0;
};

/// `size` bytes that nobody can guess.
std::string random_bytes(std::size_t size);

}  // namespace countersign
