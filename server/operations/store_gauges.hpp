// What the metrics say of the database: its size and the number of its streams.
#pragma once

#include <string>

#include "server/operations/metrics.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

void add_store_gauges(Metrics& metrics, StoreDatabase& database, const std::string& path);

}  // namespace countersign
