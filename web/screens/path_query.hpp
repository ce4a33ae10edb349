// Paths with a query: "/tickets?show=late&q=scanner".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::screens {

/// Leaves out what is empty; values are percent-encoded.
std::string with_query(std::string_view path, const std::vector<std::pair<std::string_view, std::string>>& values);

}  // namespace countersign::screens
