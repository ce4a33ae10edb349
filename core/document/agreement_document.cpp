// Agreement document: the order of the chapters, and what is signed by whom.
#include "core/document/agreement_document.hpp"

#include "core/document/agreement_chapters.hpp"
#include "core/document/wording.hpp"

namespace countersign {

std::string AgreementPage::name_of(const std::string& id) const {
    const auto found = shown.names.find(id);
    return found == shown.names.end() ? id : found->second;
}

std::string AgreementPage::site_name(const SiteId& site) const { return site.empty() ? text("document.all_sites") : name_of(site.value); }

const TimeZone& AgreementPage::zone() const {
    if (const WorkingTime* time = shown.agreement.time_at({})) return time->zone();
    return *find_time_zone("UTC").value();
}

void write_signatures(AgreementPage& page) {
    page.html.chapter(page.text("document.signatures"));
    const auto digest = [&](const std::optional<Digest>& given) {
        return given ? Markup::code(to_hex(*given)) : Markup(page.text("document.digest_missing"));
    };
    page.html.facts({{page.text("document.digest_terms"), digest(page.shown.terms_digest)},
                     {page.text("document.digest_commercial"), digest(page.shown.commercial_digest)}});
    page.html.paragraph(page.text("document.digest_what"));
    if (page.shown.signatures.empty()) {
        page.html.paragraph(page.text("document.not_signed"));
        return;
    }
    HtmlTable table{.caption = page.text("document.signatures_given"),
                    .columns = {page.text("document.party"), page.text("document.person_name"), page.text("document.signed_at"),
                                page.text("document.signed_how"), page.text("document.device")},
                    .rows = {}};
    for (const AgreementSignature& signature : page.shown.signatures) {
        const bool provider = signature.side == AgreementSide::provider;
        table.rows.push_back({page.text(provider ? "work.provider" : "work.client"), signature.name,
                              moment_in_words(page.catalogue, page.zone(), signature.signed_at),
                              page.text(signature.way == SigningWay::drawn ? "document.signed_drawn" : "document.signed_typed"),
                              text_or_not_agreed(page.catalogue, signature.device)});
    }
    page.html.table(table);
}

std::string agreement_document(const Catalogue& catalogue, const AgreementToShow& shown) {
    const AgreementTerms& terms = shown.agreement.terms();
    const std::string title = terms.title.empty() ? std::string(catalogue.tr("document.agreement")) : terms.title;
    HtmlDocument html(catalogue.language(), title + " " + terms.number);
    AgreementPage page{catalogue, shown, html};
    html.subtitle(catalogue.tr("document.agreement_number", {{"number", terms.number}}));
    for (const auto write : {write_parties, write_services, write_hours, write_levels, write_examples, write_visits, write_prices,
                             write_credits, write_term, write_clauses, write_communication, write_disputes, write_signatures}) {
        write(page);
    }
    return html.finish();
}

}  // namespace countersign
