// The portal's paths, written; routes.cpp reads them. With a query: "/tickets?show=late&q=scanner".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/id.hpp"

namespace countersign::screens {

// Where one ticket, visit or work record is read.
std::string path_to(const TicketId& ticket);
std::string path_to(const VisitId& visit);
std::string path_to(const WorkRecordId& record);

/// Leaves out what is empty; values are percent-encoded.
std::string with_query(std::string_view path, const std::vector<std::pair<std::string_view, std::string>>& values);

}  // namespace countersign::screens
