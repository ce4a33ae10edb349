// Service mode: the three ways in which a client is served (requirements.md A6, T2): an agreement guarantees time and goes first, a prepaid
// package goes before occasional help, and neither of the two guarantees a reaction.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace countersign {

enum class ServiceMode : std::uint8_t { sla, prepaid, occasional };
inline constexpr std::array<std::string_view, 3> service_mode_names{"sla", "prepaid", "occasional"};
constexpr std::string_view service_mode_name(ServiceMode mode) { return service_mode_names[static_cast<std::size_t>(mode)]; }

}  // namespace countersign
