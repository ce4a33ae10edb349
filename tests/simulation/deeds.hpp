// Deeds: what people do all day, chosen by chance: mostly what their role does, sometimes what it may not.
#pragma once

#include "chance.hpp"
#include "device_node.hpp"
#include "tests/support/story.hpp"

namespace countersign::simulation {

void do_something(DeviceNode& device, const test::Story& story, Instant now, IdSource& ids, Chance& chance);

}  // namespace countersign::simulation
