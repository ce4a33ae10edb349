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

std::optional<LocalDate> last_day_of(const Agreement& agreement, const TimeZone& zone) {
    const auto over = agreement.over_at();
    if (!over) return std::nullopt;
    return to_local(zone, *over - Milliseconds{1}).date;
}

// The days of the period on which each signed version applied.
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

// What every period of an agreement is settled from.
class Settling {
public:
    Settling(const OrganisationBook& book, const Agreement& agreement)
        : book_(book), agreement_(agreement), zone_(book.zone_of(agreement)), work_(work_of(book, agreement)) {
        const auto account = book.accounts.find(agreement.id);
        if (account != book.accounts.end()) account_ = account->second;
        const auto settlements = book.settlements.find(agreement.id);
        if (settlements != book.settlements.end()) standing_ = settlements->second.standing();
    }

    Result<SettlementStatement, Refusal> settle_with_earlier(LocalDate from, LocalDate to) const {
        auto statement = settle_alone(from, to, {});
        if (!statement) return statement;
        std::vector<SettlementLine> earlier;
        for (const IssuedSettlement* issued : standing_) {
            if (issued->content.to >= from || !has_lines(issued->content)) continue;
            const auto now = settle_alone(issued->content.from, issued->content.to, {});
            if (!now) return Error{now.error()};
            const bool same_money = now->currency == statement->currency && now->vat_permille == statement->vat_permille;
            std::vector<SettlementLine>& into = same_money ? earlier : statement->apart;
            for (SettlementLine& line : changed_lines(issued_of(issued->content), now->lines)) into.push_back(std::move(line));
        }
        const bool unchanged = earlier.empty() && statement->apart.empty();
        if (unchanged && versions_in(agreement_, zone_, from, to).empty()) return not_in_force(from, to);
        if (earlier.empty()) return statement;
        auto whole = settle_alone(from, to, std::move(earlier));
        if (whole) whole->apart = std::move(statement->apart);
        return whole;
    }

private:
    static Error<Refusal> not_in_force(LocalDate from, LocalDate to) {
        return Error{Refusal{"refusal.settlement.not_in_force", {{"from", to_iso_text(from)}, {"to", to_iso_text(to)}}}};
    }

    // Of those issued before lines were written down nobody can tell what was in them.
    static bool has_lines(const SettlementIssued& issued) { return !issued.lines.empty() || issued.net_minor == 0; }

    // After the last day nothing is owed but what changed before it, at the prices that applied last.
    std::vector<DaysOfVersion> versions_or_last(LocalDate from, LocalDate to) const {
        std::vector<DaysOfVersion> versions = versions_in(agreement_, zone_, from, to);
        const std::optional<LocalDate> last_day = last_day_of(agreement_, zone_);
        if (!versions.empty() || !last_day || *last_day >= from) return versions;
        return versions_in(agreement_, zone_, *last_day, *last_day);
    }

    Result<SettlementStatement, Refusal> settle_alone(LocalDate from, LocalDate to, std::vector<SettlementLine> earlier) const {
        const std::vector<DaysOfVersion> versions = versions_or_last(from, to);
        if (versions.empty()) return not_in_force(from, to);
        auto prices = prices_of(book_, agreement_, versions);
        if (!prices) return Error{prices.error()};
        const HoursLedger hours = standing_ledger_of(agreement_, account_, hours_entries_of(work_), to);
        SettlementFacts facts{.terms = versions.back().version->terms(),
                              .agreement_version = versions.back().version->number,
                              .prices = *prices,
                              .from = from,
                              .to = to,
                              .hours = hours};
        for (const WorkUnderAgreement& one : work_) facts.work.push_back({one.entry.id, one.text, one.after_hours});
        facts.journeys = journeys_of(book_, agreement_);
        facts.packages = packages_of(account_, *prices);
        facts.credits = credits_of(book_, agreement_);
        facts.last_day = last_day_of(agreement_, zone_);
        facts.earlier = std::move(earlier);
        return settle(facts);
    }

    // Everything issued of the period's days: with it, and as changes with those after it.
    std::vector<SettlementLine> issued_of(const SettlementIssued& period) const {
        std::vector<SettlementLine> lines;
        for (const IssuedSettlement* one : standing_) {
            for (const SettlementLine& line : one->content.lines) {
                if (line.date >= period.from && line.date <= period.to) lines.push_back(line);
            }
        }
        return lines;
    }

    const OrganisationBook& book_;
    const Agreement& agreement_;
    const TimeZone& zone_;
    std::vector<WorkUnderAgreement> work_;
    HoursAccount account_;
    std::vector<const IssuedSettlement*> standing_;
};

}  // namespace

Result<SettlementStatement, Refusal> settlement_of(const OrganisationBook& book, const Agreement& agreement, LocalDate from, LocalDate to) {
    return Settling(book, agreement).settle_with_earlier(from, to);
}

}  // namespace countersign
