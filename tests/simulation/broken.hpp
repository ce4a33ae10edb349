// Broken: a promise of the system that a run has seen broken.
#pragma once

#include <stdexcept>

namespace countersign::simulation {

struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& promise) {
    if (!holds) throw Broken(promise);
}

}  // namespace countersign::simulation
