// Clock: where the server gets the time from. Tests and the demo give one of their own.
#pragma once

#include <chrono>
#include <functional>

#include "core/base/instant.hpp"

namespace countersign {

using Clock = std::function<Instant()>;

inline Instant system_time() {
    using std::chrono::duration_cast;
    return {duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

}  // namespace countersign
