// Priority: names and the table of impact and urgency.
#include "core/domain/priority.hpp"

#include <algorithm>
#include <array>

namespace countersign {

namespace {
constexpr std::array<std::string_view, 4> names{"low", "normal", "high", "critical"};
}

std::string_view priority_name(Priority priority) { return names[static_cast<std::size_t>(priority) - 1]; }

std::optional<Priority> parse_priority(std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Priority>(found - names.begin() + 1);
}

Priority priority_of(int impact, int urgency) {
    switch (std::clamp(impact, 1, 3) + std::clamp(urgency, 1, 3)) {
        case 2:
            return Priority::low;
        case 3:
        case 4:
            return Priority::normal;
        case 5:
            return Priority::high;
        default:
            return Priority::critical;
    }
}

}  // namespace countersign
