// Crowd: many devices that wait for news while some write, all at one server.
#pragma once

#include <cstddef>

namespace countersign::load {

struct CrowdExtent {
    std::size_t waiting;
    std::size_t writing;
    std::size_t changes_each;
    int seconds_between;  ///< from one change of a writer to its next
};

/// Prints how long a change took from its writer's request to each of the waiting devices, and what the server used. Ends the program where
/// anything fails.
void measure_crowd(const CrowdExtent& extent);

}  // namespace countersign::load
