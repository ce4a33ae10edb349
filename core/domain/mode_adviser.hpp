// Mode adviser: what the client's real use of past months would have cost under each service mode and package (requirements.md H4, A6).
//
// The rule: the same work entries, by the day worked, are priced under every offer: an agreement costs its monthly fee and what exceeds the
// hours; a package is bought whenever the minutes at hand do not cover the next entry; occasional work is priced entry by entry. Work after
// hours uses up of an allowance and of a package what the hours ledger would debit (charging.hpp).
// Worked example: 10 h in each of three months. Agreement at 1,500.00 with 8 h and 160.00 beyond: 3 × (1,500.00 + 2 × 160.00) = 5,460.00.
// Packages of 10 h at 1,700.00: three, 5,100.00. Occasional at 220.00: 6,600.00.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/domain/charging.hpp"
#include "core/domain/hours_ledger.hpp"

namespace countersign {

/// Work as it really happened, before anybody's rounding.
struct WorkDone {
    HoursEntryId id;
    LocalDate worked_on;
    Minutes worked;
    WorkKind kind = WorkKind::remote;
    bool after_hours = false;
    bool free = false;  ///< warranty or own fault
    std::optional<Minutes> charged =
        {};  ///< as it was rounded, where it is known: a visit across closing time is rounded once, not per part
};

struct AgreementOffer {
    std::int64_t fee_minor = 0;  ///< per month
    AllowanceTerms allowance;
    Rates beyond;                                               ///< rounding, and the rate of what exceeds the hours
    std::optional<std::int32_t> after_hours_uses_percent = {};  ///< of the hours, where it is not the surcharge of `beyond`
};
struct PackageOffer {
    std::int64_t price_minor = 0;
    Minutes minutes;
    std::int32_t valid_months = 3;
    Rates rates;                                                ///< rounding
    std::optional<std::int32_t> after_hours_uses_percent = {};  ///< of the minutes, where it is not the surcharge of `rates`
};
struct OccasionalOffer {
    Rates rates;
};

struct PricedUse {
    std::int64_t net_minor = 0;
    std::int64_t fixed_minor = 0;  ///< fees and packages
    std::int64_t use_minor = 0;    ///< priced work
    std::int64_t packages = 0;
    Minutes unused;  ///< expired, or left at the end
};

/// `from` and `until` are the first and last day of the months looked at; work outside them is left out.
PricedUse price_under(const AgreementOffer& offer, const std::vector<WorkDone>& work, LocalDate from, LocalDate until);
PricedUse price_under(const PackageOffer& offer, const std::vector<WorkDone>& work, LocalDate from, LocalDate until);
PricedUse price_under(const OccasionalOffer& offer, const std::vector<WorkDone>& work, LocalDate from, LocalDate until);

}  // namespace countersign
