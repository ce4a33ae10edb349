// Days of an agreement's versions.
#include "core/projection/days_of_versions.hpp"

#include <algorithm>

namespace countersign {

std::optional<LocalDate> last_day_of(const Agreement& agreement, const TimeZone& zone) {
    const auto over = agreement.over_at();
    if (!over) return std::nullopt;
    return to_local(zone, *over - Milliseconds{1}).date;
}

std::vector<DaysOfVersion> versions_in(const Agreement& agreement, const TimeZone& zone, LocalDate from, LocalDate to) {
    const std::optional<LocalDate> last_day = last_day_of(agreement, zone);
    std::vector<DaysOfVersion> found;
    for (const AgreementVersion& version : agreement.versions) {
        if (!version.signed_by_both()) continue;
        const LocalDate first = to_local(zone, version.takes_effect).date;
        if (!found.empty()) found.back().to = std::min(found.back().to, add_days(first, -1));
        found.push_back({&version, std::max(first, from), last_day ? std::min(*last_day, to) : to});
    }
    std::erase_if(found, [](const DaysOfVersion& days) { return days.to < days.from; });
    return found;
}

}  // namespace countersign
