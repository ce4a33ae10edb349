// Days of an agreement's versions.
#include "core/projection/days_of_versions.hpp"

#include <algorithm>

namespace countersign {

namespace {

std::optional<LocalDate> last_day_of_run(const Agreement& agreement, const AgreementVersion& version, const TimeZone& zone) {
    const auto over = agreement.over_at(version);
    if (!over) return std::nullopt;
    return to_local(zone, *over - Milliseconds{1}).date;
}

}  // namespace

std::optional<LocalDate> last_day_of(const Agreement& agreement, const TimeZone& zone, LocalDate day) {
    const AgreementVersion* of = agreement.first_signed();
    if (of == nullptr) return std::nullopt;
    for (const AgreementVersion& version : agreement.versions) {
        if (version.signed_by_both() && to_local(zone, version.takes_effect).date <= day) of = &version;
    }
    return last_day_of_run(agreement, *of, zone);
}

std::vector<DaysOfVersion> versions_in(const Agreement& agreement, const TimeZone& zone, LocalDate from, LocalDate to) {
    std::vector<DaysOfVersion> found;
    for (const AgreementVersion& version : agreement.versions) {
        if (!version.signed_by_both()) continue;
        const LocalDate first = to_local(zone, version.takes_effect).date;
        if (!found.empty()) found.back().to = std::min(found.back().to, add_days(first, -1));
        found.push_back({&version, std::max(first, from), std::min(to, last_day_of_run(agreement, version, zone).value_or(to))});
    }
    std::erase_if(found, [](const DaysOfVersion& days) { return days.to < days.from; });
    return found;
}

}  // namespace countersign
