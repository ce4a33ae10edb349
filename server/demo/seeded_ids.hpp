// SeededIds: ids that look like any other and are the same every time, for demo data that tests and pictures can rely on.
#pragma once

#include "core/base/id.hpp"

namespace countersign {

class SeededIds : public IdSource {
public:
    explicit SeededIds(std::uint64_t seed) : state_(seed) {}
    /// From now on ids carry this time.
    void set_time(Instant time) { time_ = time; }
    std::string next() override;

private:
    std::uint64_t next_number();
    std::uint64_t state_;
    Instant time_{};
    Instant last_{};
    unsigned counter_ = 0;
};

}  // namespace countersign
