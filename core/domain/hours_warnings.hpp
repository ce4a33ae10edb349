// Hours warnings: told before hours are used up or expire (requirements.md H3).
//
// The rule: 50, 80 and 100 percent used are told, the highest one reached: of the allowances by the month, of what they had at its
// beginning and were granted, without what left over the cap and could not be used; of packages, which last for many months, of all the
// minutes of those that may still be used that day, whenever they were used. And what is left of a grant is told from so many days before
// its last day. Worked example: a package of 600 min from January to June, 100 used each month: 50 % are told from March, when it is 300,
// until May, when 500 are 83 % and 80 are told. Of an allowance: 600 min a month, 490 used on the 20th: "80 % used". 110 of them are left
// when the next month ends and may then be used no longer: told from the 17th of that month on, 14 days before.
#pragma once

#include "core/domain/hours_ledger.hpp"

namespace countersign {

inline constexpr std::array<std::int32_t, 3> hours_warning_percents{50, 80, 100};
inline constexpr std::int32_t hours_expiry_warning_days = 14;

struct ExpiringHours {
    Entitlement entitlement;
    Minutes left;
    std::int32_t days_left = 0;  ///< after today, 1 at least: with the end of its last day nothing is left
};

struct HoursWarnings {
    std::optional<std::int32_t> used_percent = {};           ///< of the month's allowances; one of hours_warning_percents
    std::optional<std::int32_t> packages_used_percent = {};  ///< likewise
    std::vector<ExpiringHours> expiring = {};                ///< soonest first
};

/// `ledger` until the end of `today`.
HoursWarnings hours_warnings(const HoursLedger& ledger, LocalDate today);

}  // namespace countersign
