// Mode advice: the facts for the mode adviser, gathered from the book.
#include "core/projection/mode_advice.hpp"

#include <algorithm>

#include "core/projection/days_of_versions.hpp"
#include "core/projection/work_under_agreement.hpp"

namespace countersign {
namespace {

std::vector<WorkDone> work_done(const OrganisationBook& book, const Agreement& agreement, const Roundings& rounding) {
    std::vector<WorkDone> done;
    for (const WorkUnderAgreement& one : work_of(book, agreement, &rounding)) {
        done.push_back(
            {one.entry.id, one.entry.worked_on, one.entry.worked, one.kind, one.entry.after_hours, one.free_of_charge, one.entry.charged});
    }
    return done;
}

// The client's own, or what the price list asks for it; nothing where it has no price.
std::optional<AgreementOffer> agreement_offer(const CommercialTerms& prices, const AgreementTerms& terms, const Rates& rates) {
    AgreementOffer offer{prices.fee_minor, terms.hours.allowance, rates, terms.hours.after_hours_percent};
    if (terms.mode != ServiceMode::sla && prices.agreement_price) {
        offer.fee_minor = prices.agreement_price->fee_minor;
        offer.allowance.per_month = prices.agreement_price->per_month;
    }
    offer.fee_minor -= scaled(offer.fee_minor, prices.discount_permille, 1'000);
    return offer.fee_minor > 0 ? std::optional(offer) : std::nullopt;
}

}  // namespace

Result<ModeAdvice, Refusal> mode_advice(const OrganisationBook& book, const Agreement& agreement, LocalDate from, LocalDate until) {
    const std::vector<DaysOfVersion> versions = versions_in(agreement, book.zone_of(agreement), until, until);
    if (versions.empty()) {
        return Error{Refusal{"refusal.settlement.not_in_force", {{"from", to_iso_text(until)}, {"to", to_iso_text(until)}}}};
    }
    const AgreementVersion& version = *versions.back().version;
    const auto commercial = book.commercial.find(agreement.id);
    const CommercialTerms* prices = commercial == book.commercial.end() ? nullptr : commercial->second.of(version);
    if (prices == nullptr) {
        return Error{Refusal{"refusal.settlement.prices_unknown", {{"version", std::to_string(version.number)}}}};
    }
    const HoursClause& hours = version.terms().hours;
    Rates rates = prices->rates;
    rates.rounding = hours.rounding;
    Rates occasional = prices->occasional_rates();
    occasional.rounding = hours.rounding;
    const std::vector<WorkDone> work = work_done(book, agreement, hours.rounding);

    ModeAdvice advice{rates.currency, {}, {}};
    for (const WorkDone& done : work) {
        if (done.worked_on >= from && done.worked_on <= until) advice.worked += done.worked;
    }
    if (const auto offer = agreement_offer(*prices, version.terms(), rates)) {
        advice.offers.push_back({ServiceMode::sla, {}, price_under(*offer, work, from, until)});
    }
    std::vector<PackagePrice> packages = prices->packages;
    std::sort(packages.begin(), packages.end(), [](const PackagePrice& a, const PackagePrice& b) { return a.minutes < b.minutes; });
    for (const PackagePrice& package : packages) {
        PackageOffer offer{.price_minor = package.price_minor, .minutes = package.minutes, .rates = rates};
        if (package.valid_months > 0) offer.valid_months = package.valid_months;
        offer.after_hours_uses_percent = hours.after_hours_percent;
        advice.offers.push_back({ServiceMode::prepaid, package.minutes, price_under(offer, work, from, until)});
    }
    advice.offers.push_back({ServiceMode::occasional, {}, price_under(OccasionalOffer{occasional}, work, from, until)});
    return advice;
}

}  // namespace countersign
