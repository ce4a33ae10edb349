// Hours warnings, read off the ledger.
#include "core/domain/hours_warnings.hpp"

#include <algorithm>

namespace countersign {

HoursWarnings hours_warnings(const HoursLedger& ledger, LocalDate today) {
    HoursWarnings warnings;
    HoursStatement month = hours_statement(ledger, {today.year, today.month, 1}, today);
    month.granted.count -= month.over_cap.count;
    for (const std::int32_t percent : hours_warning_percents) {
        if (month.used_percent() >= percent) warnings.used_percent = percent;
    }
    for (const EntitlementBalance& balance : ledger.balances) {
        const std::int32_t days = days_between(today, balance.entitlement.valid_until);
        if (balance.left.count > 0 && days <= hours_expiry_warning_days)
            warnings.expiring.push_back({balance.entitlement, balance.left, days});
    }
    std::stable_sort(warnings.expiring.begin(), warnings.expiring.end(),
                     [](const ExpiringHours& a, const ExpiringHours& b) { return a.days_left < b.days_left; });
    return warnings;
}

}  // namespace countersign
