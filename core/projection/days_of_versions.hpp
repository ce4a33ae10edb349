// Days of an agreement's versions: which version applied on which days of a period (requirements.md A11, A8).
//
// The rule: a signed version applies from the day on which it takes effect until the day before the next one does, and the last one until
// the agreement's last day; a version whose fixed term was over before the next one takes effect until its own. Worked example: version 1
// from 1 November, version 2 from the 21st, ended on the 25th: November is 1 to 20 of version 1 and 21 to 25 of version 2.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/agreement.hpp"

namespace countersign {

struct DaysOfVersion {
    const AgreementVersion* version = nullptr;  ///< never null
    LocalDate from, to;
};

/// Of the run of versions that `day` lies in, else of the last one before it, else of the first. Nothing while it has no end.
std::optional<LocalDate> last_day_of(const Agreement& agreement, const TimeZone& zone, LocalDate day);

/// In order of days; empty where no version applied on any.
std::vector<DaysOfVersion> versions_in(const Agreement& agreement, const TimeZone& zone, LocalDate from, LocalDate to);

}  // namespace countersign
