// Mode adviser: pricing the same work three ways.
#include "core/domain/mode_adviser.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace countersign {
namespace {

std::vector<WorkDone> in_period(const std::vector<WorkDone>& work, LocalDate from, LocalDate until) {
    std::vector<WorkDone> chosen;
    for (const WorkDone& done : work) {
        if (done.worked_on >= from && done.worked_on <= until) chosen.push_back(done);
    }
    std::sort(chosen.begin(), chosen.end(),
              [](const WorkDone& a, const WorkDone& b) { return std::tie(a.worked_on, a.id.value) < std::tie(b.worked_on, b.id.value); });
    return chosen;
}

HoursEntry entry_of(const WorkDone& done, const Rates& rates, std::optional<std::int32_t> after_hours_uses_percent = {}) {
    return {done.id, done.worked_on, done.worked,
            done.free ? Minutes{0} : done.charged.value_or(rates.rounding_of(done.kind).charged(done.worked)),
            done.after_hours ? after_hours_uses_percent.value_or(rates.after_hours_percent) : 0};
}

std::int64_t months_between(LocalDate from, LocalDate until) { return (until.year - from.year) * 12 + until.month - from.month + 1; }

Minutes unused_in(const HoursLedger& ledger) {
    Minutes unused;
    for (const HoursLine& line : ledger.lines) {
        if (line.kind == HoursLineKind::expired || line.kind == HoursLineKind::over_cap) unused += line.minutes;
    }
    for (const EntitlementBalance& balance : ledger.balances) unused += balance.left;
    return unused;
}

PricedUse summed(PricedUse use) {
    use.net_minor = use.fixed_minor + use.use_minor;
    return use;
}

}  // namespace

PricedUse price_under(const AgreementOffer& offer, const std::vector<WorkDone>& work, LocalDate from, LocalDate until) {
    std::vector<HoursEntry> entries;
    std::map<std::string, bool> after_hours;
    for (const WorkDone& done : in_period(work, from, until)) {
        entries.push_back(entry_of(done, offer.beyond, offer.after_hours_uses_percent));
        after_hours[done.id.value] = done.after_hours;
    }
    const HoursLedger ledger = hours_ledger(
        {monthly_allowances(offer.allowance, from, until), entries, {{Exhaustion::occasional, offer.allowance.carry_max}}}, until);
    PricedUse use;
    use.fixed_minor = offer.fee_minor * months_between(from, until);
    for (const HoursLine& line : ledger.lines) {
        if (line.kind == HoursLineKind::priced) use.use_minor += offer.beyond.price_minor(line.minutes, after_hours[line.entry.value]);
    }
    use.unused = unused_in(ledger);
    return summed(use);
}

PricedUse price_under(const PackageOffer& offer, const std::vector<WorkDone>& work, LocalDate from, LocalDate until) {
    PricedUse use;
    // Without minutes in a package nothing could ever be covered.
    if (offer.minutes.count <= 0) return use;
    struct Bought {
        LocalDate until;
        std::int64_t left;
    };
    std::vector<Bought> bought;
    for (const WorkDone& done : in_period(work, from, until)) {
        const HoursEntry entry = entry_of(done, offer.rates, offer.after_hours_uses_percent);
        std::int64_t wanted = used_up(entry.charged, entry.after_hours_percent).count;
        // Bought one after the other with the same validity, so the oldest expires first.
        for (std::size_t i = 0; wanted > 0; ++i) {
            if (i == bought.size()) {
                bought.push_back({last_day_of_months(done.worked_on, offer.valid_months), offer.minutes.count});
            }
            if (bought[i].until < done.worked_on) continue;
            const std::int64_t taken = std::min(bought[i].left, wanted);
            bought[i].left -= taken;
            wanted -= taken;
        }
    }
    for (const Bought& one : bought) use.unused += Minutes{one.left};
    use.packages = static_cast<std::int64_t>(bought.size());
    use.fixed_minor = offer.price_minor * use.packages;
    return summed(use);
}

PricedUse price_under(const OccasionalOffer& offer, const std::vector<WorkDone>& work, LocalDate from, LocalDate until) {
    PricedUse use;
    for (const WorkDone& done : in_period(work, from, until)) {
        use.use_minor += offer.rates.price_minor(entry_of(done, offer.rates).charged, done.after_hours);
    }
    return summed(use);
}

}  // namespace countersign
