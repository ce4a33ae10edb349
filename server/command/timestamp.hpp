// Timestamps as RFC 3339 writes them in UTC: "2025-11-12T09:42:00Z".
#pragma once

#include <optional>
#include <string_view>

#include "core/base/instant.hpp"

namespace countersign {

std::optional<Instant> parse_timestamp(std::string_view text);

}  // namespace countersign
