// Service mode: the three ways in which a client is served (requirements.md A6, T2): an agreement guarantees time and goes first, a prepaid
// package goes before occasional help, and neither of the two guarantees a reaction. Worked example: the same broken printer is due by
// 15:00 for a client with an agreement, next after those for one with a 7 h package, and whenever there is time for one who pays by the
// hour.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace countersign {

enum class ServiceMode : std::uint8_t { sla, prepaid, occasional };
inline constexpr std::array<std::string_view, 3> service_mode_names{"sla", "prepaid", "occasional"};
constexpr std::string_view service_mode_name(ServiceMode mode) { return service_mode_names[static_cast<std::size_t>(mode)]; }

}  // namespace countersign
