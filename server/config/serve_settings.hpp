// From a sound configuration to what the server is put together with.
#pragma once

#include "server/command/serving.hpp"
#include "server/config/configuration.hpp"

namespace countersign {

ServingSettings serving_settings(const Configuration& configuration);

}  // namespace countersign
