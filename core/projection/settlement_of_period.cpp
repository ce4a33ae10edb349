// Settlement of a period: the facts for it, gathered from the book.
#include "core/projection/settlement_of_period.hpp"

#include <algorithm>

#include "core/projection/work_under_agreement.hpp"

namespace countersign {

namespace {

struct DaysOfVersion {
    const AgreementVersion* version = nullptr;
    LocalDate from, to;
};

// The days of the period on which each signed version applied.
std::vector<DaysOfVersion> versions_in(const Agreement& agreement, const TimeZone& zone, LocalDate from, LocalDate to) {
    std::optional<LocalDate> last_day;
    if (agreement.ends_at) last_day = to_local(zone, *agreement.ends_at - Milliseconds{1}).date;
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

Result<std::vector<PricesOfDays>, Refusal> prices_of(const OrganisationBook& book, const Agreement& agreement,
                                                     const std::vector<DaysOfVersion>& versions) {
    const auto commercial = book.commercial.find(agreement.id);
    std::vector<PricesOfDays> prices;
    for (const DaysOfVersion& days : versions) {
        const CommercialTerms* terms = commercial == book.commercial.end() ? nullptr : commercial->second.of(*days.version);
        if (terms == nullptr) {
            return Error{Refusal{"refusal.settlement.prices_unknown", {{"version", std::to_string(days.version->number)}}}};
        }
        if (!prices.empty()) {
            const Rates& before = prices.back().commercial->rates;
            if (before.currency != terms->rates.currency || before.vat_permille != terms->rates.vat_permille) {
                return Error{Refusal{"refusal.settlement.money_changes", {{"date", to_iso_text(days.from)}}}};
            }
        }
        prices.push_back({days.from, days.to, terms});
    }
    return prices;
}

std::vector<PackageBought> packages_of(const HoursAccount& account, const std::vector<PricesOfDays>& prices) {
    std::vector<PackageBought> bought;
    for (const Entitlement& package : account.packages) {
        const CommercialTerms* by = prices.front().commercial;
        for (const PricesOfDays& days : prices) {
            if (days.from <= package.valid_from) by = days.commercial;
        }
        const auto name = account.package_names.find(package.id);
        bought.push_back({package.valid_from, name == account.package_names.end() ? package.id.value : name->second,
                          by->package_price_minor(package.granted).value_or(0)});
    }
    return bought;
}

std::vector<CreditOfMonth> credits_of(const OrganisationBook& book, const Agreement& agreement) {
    std::vector<CreditOfMonth> credits;
    const auto settlements = book.settlements.find(agreement.id);
    if (settlements == book.settlements.end()) return credits;
    for (const auto& [month, approved] : settlements->second.credits) credits.push_back({month, approved.owed_minor});
    return credits;
}

}  // namespace

Result<SettlementStatement, Refusal> settlement_of(const OrganisationBook& book, const Agreement& agreement, LocalDate from, LocalDate to) {
    const std::vector<DaysOfVersion> versions = versions_in(agreement, book.zone_of(agreement), from, to);
    if (versions.empty()) {
        return Error{Refusal{"refusal.settlement.not_in_force", {{"from", to_iso_text(from)}, {"to", to_iso_text(to)}}}};
    }
    auto prices = prices_of(book, agreement, versions);
    if (!prices) return Error{prices.error()};

    const auto found = book.accounts.find(agreement.id);
    const HoursAccount account = found == book.accounts.end() ? HoursAccount{} : found->second;
    const std::vector<WorkUnderAgreement> work = work_of(book, agreement);
    const HoursLedger hours = standing_ledger_of(agreement, account, hours_entries_of(work), to);

    SettlementFacts facts{.terms = versions.back().version->terms(),
                          .agreement_version = versions.back().version->number,
                          .prices = *prices,
                          .from = from,
                          .to = to,
                          .hours = hours};
    for (const WorkUnderAgreement& one : work) facts.work.push_back({one.entry.id, one.text, one.after_hours});
    facts.journeys = journeys_of(book, agreement);
    facts.packages = packages_of(account, *prices);
    facts.credits = credits_of(book, agreement);
    return settle(facts);
}

}  // namespace countersign
