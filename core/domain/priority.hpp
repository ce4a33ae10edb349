// Priority: how pressing a ticket is, from the client's impact and urgency (requirements.md T9). Worked example: impact 3 (high) and
// urgency 2 (medium) make priority high.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace countersign {

enum class Priority : std::uint8_t { low = 1, normal = 2, high = 3, critical = 4 };
std::string_view priority_name(Priority priority);
std::optional<Priority> parse_priority(std::string_view name);

/// How much is affected, and how long it can wait, as the client states them: 1 low, 2 medium, 3 high.
Priority priority_of(int impact, int urgency);

}  // namespace countersign
