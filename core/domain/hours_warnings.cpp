// Hours warnings, read off the ledger.
#include "core/domain/hours_warnings.hpp"

#include <algorithm>

namespace countersign {

namespace {

// What there was to be used, and what was.
struct Pool {
    std::int64_t available = 0, used = 0;

    std::optional<std::int32_t> highest_reached() const {
        if (available <= 0) return std::nullopt;
        std::optional<std::int32_t> reached;
        for (const std::int32_t percent : hours_warning_percents) {
            if (used * 100 >= available * percent) reached = percent;
        }
        return reached;
    }
};

const Entitlement* of_line(const HoursLedger& ledger, const HoursLine& line) {
    const auto found =
        std::find_if(ledger.granted.begin(), ledger.granted.end(), [&](const Entitlement& one) { return one.id == line.entitlement; });
    return found == ledger.granted.end() ? nullptr : &*found;
}

bool is_use(HoursLineKind kind) { return kind == HoursLineKind::debited || kind == HoursLineKind::repaid; }

Pool allowances_of_month(const HoursLedger& ledger, LocalDate first) {
    Pool month;
    for (const HoursLine& line : ledger.lines) {
        if (line.kind == HoursLineKind::overdrawn && line.date >= first) month.used += line.minutes.count;
        const Entitlement* from = of_line(ledger, line);
        if (from == nullptr || from->kind != EntitlementKind::allowance) continue;
        if (line.kind == HoursLineKind::granted) {
            month.available += line.minutes.count;
        } else if (line.date >= first && is_use(line.kind)) {
            month.used += line.minutes.count;
        } else if (line.date < first || line.kind == HoursLineKind::over_cap) {
            month.available -= line.minutes.count;
        }
    }
    return month;
}

Pool packages_on(const HoursLedger& ledger, LocalDate today) {
    Pool packages;
    for (const HoursLine& line : ledger.lines) {
        const Entitlement* from = of_line(ledger, line);
        if (from == nullptr || from->kind != EntitlementKind::package || from->valid_until < today) continue;
        if (line.kind == HoursLineKind::granted) packages.available += line.minutes.count;
        if (is_use(line.kind)) packages.used += line.minutes.count;
    }
    return packages;
}

}  // namespace

HoursWarnings hours_warnings(const HoursLedger& ledger, LocalDate today) {
    HoursWarnings warnings;
    warnings.used_percent = allowances_of_month(ledger, {today.year, today.month, 1}).highest_reached();
    warnings.packages_used_percent = packages_on(ledger, today).highest_reached();
    for (const EntitlementBalance& balance : ledger.balances) {
        const std::int32_t days = days_between(today, balance.entitlement.valid_until);
        if (balance.left.count > 0 && days > 0 && days <= hours_expiry_warning_days)
            warnings.expiring.push_back({balance.entitlement, balance.left, days});
    }
    std::stable_sort(warnings.expiring.begin(), warnings.expiring.end(),
                     [](const ExpiringHours& a, const ExpiringHours& b) { return a.days_left < b.days_left; });
    return warnings;
}

}  // namespace countersign
