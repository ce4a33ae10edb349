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
    const AgreementToShow& shown = page.shown;
    page.html.chapter(page.text("document.signatures"));
    const auto digest = [&](const std::optional<Digest>& given) {
        return given ? Markup::code(to_hex(*given)) : Markup(page.text("document.digest_missing"));
    };
    Facts facts;
    if (shown.version > 0) facts.emplace_back(page.text("document.version"), std::to_string(shown.version));
    if (shown.takes_effect)
        facts.emplace_back(page.text("document.takes_effect"), moment_in_words(page.catalogue, page.zone(), *shown.takes_effect));
    if (!shown.change.empty()) facts.emplace_back(page.text("document.change"), shown.change);
    facts.emplace_back(page.text("document.digest_terms"), digest(shown.terms_digest));
    facts.emplace_back(page.text("document.digest_commercial"), digest(shown.commercial_digest));
    if (shown.text_digest) facts.emplace_back(page.text("document.digest_text"), digest(shown.text_digest));
    page.html.facts(facts);
    page.html.paragraph(page.text("document.digest_what"));
    if (shown.signatures.empty()) {
        page.html.paragraph(page.text("document.not_signed"));
        return;
    }
    HtmlTable table{.caption = page.text("document.signatures_given"),
                    .columns = {page.text("document.party"), page.text("document.person_name"), page.text("document.account"),
                                page.text("document.signed_at"), page.text("document.signed_how")},
                    .rows = {}};
    for (const AgreementSignature& signature : shown.signatures) {
        Markup how = page.text(signature.how == SignedHow::portal ? "document.signed_portal" : "document.signed_paper");
        if (!signature.paper.empty()) how += ": " + signature.paper;
        table.rows.push_back({page.text(signature.side == Side::provider ? "work.provider" : "work.client"), signature.signer_name,
                              signature.signer.value, moment_in_words(page.catalogue, page.zone(), signature.signed_at), how});
    }
    page.html.table(table);
}

AgreementToShow to_show(const AgreementVersion& version, const CommercialTerms* commercial) {
    return {.agreement = *version.clock,
            .commercial = commercial,
            .version = version.number,
            .takes_effect = version.takes_effect,
            .change = version.change,
            .terms_digest = version.terms_digest(),
            .commercial_digest = version.commercial,
            .text_digest = version.text_digest(),
            .signatures = version.signatures};
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
