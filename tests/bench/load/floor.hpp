// The floor beneath the sync: the same SQLite inserting the same bytes directly, moved by the bare HTTP server. No rules, no chain, no
// projections, no reading of what is in them.
#pragma once

#include <vector>

#include "workplace.hpp"

namespace countersign::load {

/// The records of a store, as they lie there.
std::vector<std::string> records_of(const std::string& directory, std::size_t count);

double floor_of_push(const std::vector<std::string>& records);
double floor_of_pull(const std::vector<std::string>& records);

}  // namespace countersign::load
