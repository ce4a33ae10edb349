// Chapters of an agreement: who agrees, who may do what, and which services are rendered (requirements.md A1, A2; rules.md 29, 40).
#include "core/document/agreement_chapters.hpp"
#include "core/document/wording.hpp"

namespace countersign {
namespace {

/// Name and account: two people may have the same name, but only one of them the account that may sign.
std::string person(const AgreementPage& page, const UserId& user) {
    const std::string name = page.name_of(user.value);
    if (user.empty() || name == user.value) return name;
    return page.catalogue.tr("document.person_with_account", {{"name", name}, {"account", user.value}});
}

}  // namespace

void write_parties(AgreementPage& page) {
    const AgreementTerms& terms = page.terms();
    page.html.chapter(page.text("document.parties"));
    HtmlTable parties{.caption = page.text("document.parties"),
                      .columns = {page.text("document.party"), page.text("document.name"), page.text("document.address"),
                                  page.text("document.tax_number")},
                      .rows = {}};
    for (const Party* party : {&terms.provider, &terms.client}) {
        parties.rows.push_back({page.text(party == &terms.provider ? "work.provider" : "work.client"),
                                text_or_not_agreed(page.catalogue, party->name), text_or_not_agreed(page.catalogue, party->address),
                                text_or_not_agreed(page.catalogue, party->tax_number)});
    }
    page.html.table(parties);
    page.html.facts({{page.text("document.account_manager"), text_or_not_agreed(page.catalogue, person(page, terms.account_manager))},
                     {page.text("document.technician"), text_or_not_agreed(page.catalogue, person(page, terms.technician))}});

    page.html.part(page.text("document.contacts"));
    page.html.paragraph(page.text(terms.contacts.empty() ? "document.contacts_none" : "document.contacts_what"));
    if (terms.contacts.empty()) return;
    HtmlTable contacts{.caption = page.text("document.contacts"),
                       .columns = {page.text("document.person_name"), page.text("document.account"), page.text("document.may_order"),
                                   page.text("document.may_verify"), page.text("document.may_sign")},
                       .rows = {}};
    const auto may = [&](bool allowed) { return page.text(allowed ? "document.yes" : "document.no"); };
    for (const NamedContact& contact : terms.contacts) {
        contacts.rows.push_back(
            {contact.name, contact.user.value, may(contact.orders_emergency), may(contact.verifies_work), may(contact.signs)});
    }
    page.html.table(contacts);
}

void write_services(AgreementPage& page) {
    page.html.chapter(page.text("document.services"));
    if (page.terms().services.empty()) page.html.paragraph(page.text("document.not_agreed"));
    for (const CatalogueService& service : page.terms().services) {
        const auto told = [&](const std::string& text) { return text_or_not_agreed(page.catalogue, text); };
        page.html.part(service.name);
        page.html.facts({{page.text("document.service_includes"), told(service.includes)},
                         {page.text("document.service_covers"), told(service.covers)},
                         {page.text("document.service_how_often"), told(service.how_often)},
                         {page.text("document.provider_duty"), told(service.provider_duty)},
                         {page.text("document.client_duty"), told(service.client_duty)}});
    }
}

}  // namespace countersign
