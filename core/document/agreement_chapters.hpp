// The chapters of an agreement's document, each in the file named after it; agreement_document.cpp puts them in order.
//
// The rule: a chapter stands in every document, also when nothing was agreed, so that chapter numbers are the same in all languages and in
// a technician's copy. Worked example: chapter 7, prices, says in a technician's copy that the prices are not part of it.
#pragma once

#include "core/document/agreement_document.hpp"
#include "core/document/html.hpp"

namespace countersign {

struct AgreementPage {
    const Catalogue& catalogue;
    const AgreementToShow& shown;
    HtmlDocument& html;

    const AgreementTerms& terms() const { return shown.agreement.terms(); }
    std::string text(std::string_view key) const { return std::string(catalogue.tr(key)); }
    /// The name behind an id, or the id itself.
    std::string name_of(const std::string& id) const;
    std::string site_name(const SiteId& site) const;
    /// The zone in which the agreement's own moments are told: that of its calendar, else UTC.
    const TimeZone& zone() const;
};

void write_parties(AgreementPage& page);
void write_services(AgreementPage& page);
void write_hours(AgreementPage& page);
void write_rounding(AgreementPage& page, const Roundings& roundings);
void write_levels(AgreementPage& page);
void write_examples(AgreementPage& page);
void write_visits(AgreementPage& page);
void write_prices(AgreementPage& page);
void write_credits(AgreementPage& page);
void write_term(AgreementPage& page);
void write_clauses(AgreementPage& page);
void write_communication(AgreementPage& page);
void write_disputes(AgreementPage& page);
void write_signatures(AgreementPage& page);

}  // namespace countersign
