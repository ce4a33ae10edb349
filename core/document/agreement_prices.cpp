// Chapters of an agreement: prices and credits, which technicians do not receive (requirements.md A5, A7, A8, H2; rules.md 23, 26, 37).
#include "core/document/agreement_chapters.hpp"
#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"

namespace countersign {
namespace {

std::string money(const AgreementPage& page, std::int64_t minor) {
    return money_in_words(page.catalogue, minor, page.shown.commercial->rates.currency);
}

/// Net and gross of an amount.
std::vector<Markup> price_row(const AgreementPage& page, const std::string& name, std::int64_t net_minor) {
    return {name, money(page, net_minor), money(page, net_minor + page.shown.commercial->rates.vat_minor(net_minor))};
}

void write_price_table(AgreementPage& page, const CommercialTerms& terms) {
    const Rates& rates = terms.rates;
    const std::string after_hours =
        page.catalogue.tr("document.rate_after_hours", {{"share", permille_in_words(page.catalogue, rates.after_hours_percent * 10)}});
    HtmlTable table{.caption = page.text("document.prices"),
                    .columns = {page.text("document.price_for"), page.text("document.net"), page.text("document.gross")},
                    .rows = {price_row(page, page.text("document.fee_per_month"), terms.fee_minor),
                             price_row(page, page.text("document.rate_in_hours"), rates.price_minor({60}, false)),
                             price_row(page, after_hours, rates.price_minor({60}, true)),
                             price_row(page, page.text("document.travel"), rates.travel_minor),
                             price_row(page, page.text("document.termination_fee"), terms.termination_fee_minor)},
                    .numbers_from = 1};
    // How much dearer the modes are that were not agreed, side by side (A6).
    if (terms.occasional_per_hour_minor) {
        table.rows.push_back(price_row(page, page.text("document.rate_occasional"), *terms.occasional_per_hour_minor));
    }
    if (terms.agreement_price) {
        const std::string hours = format_duration(page.catalogue, terms.agreement_price->per_month);
        table.rows.push_back(
            price_row(page, page.catalogue.tr("document.price_of_agreement", {{"hours", hours}}), terms.agreement_price->fee_minor));
    }
    for (const PackagePrice& package : terms.packages) {
        const std::string size = format_duration(page.catalogue, package.minutes);
        std::string name = page.catalogue.tr("document.package_of", {{"duration", size}});
        if (package.valid_months > 0) name += ", " + page.catalogue.tr_n("document.package_valid", package.valid_months);
        table.rows.push_back(price_row(page, name, package.price_minor));
    }
    page.html.table(table);
    page.html.facts({{page.text("document.currency"), currency_codes[static_cast<std::size_t>(rates.currency)]},
                     {page.text("document.vat"), permille_in_words(page.catalogue, rates.vat_permille)},
                     {page.text("document.discount"), permille_in_words(page.catalogue, terms.discount_permille)},
                     {page.text("document.payment_method"), text_or_not_agreed(page.catalogue, terms.payment_method)},
                     {page.text("document.payment_every"), page.catalogue.tr_n("document.every_months", terms.payment_every_months)},
                     {page.text("document.payment_days"), page.catalogue.tr_n("document.days_after_invoice", terms.payment_days)}});
}

std::string priorities_in_words(const AgreementPage& page, const std::vector<Priority>& priorities) {
    if (priorities.empty()) return page.text("document.all_priorities");
    std::vector<std::string> words;
    for (const Priority priority : priorities) words.emplace_back(priority_in_words(page.catalogue, priority));
    return join_words(words);
}

std::string owed(const AgreementPage& page, const CreditRule& rule) {
    std::vector<std::string> words;
    if (rule.amount_minor > 0) words.push_back(money(page, rule.amount_minor));
    if (rule.fee_permille > 0)
        words.push_back(page.catalogue.tr("document.share_of_fee", {{"share", permille_in_words(page.catalogue, rule.fee_permille)}}));
    return words.size() == 2 ? words[0] + " + " + words[1] : words.empty() ? money(page, 0) : words[0];
}

}  // namespace

void write_prices(AgreementPage& page) {
    page.html.chapter(page.text("document.prices"));
    if (page.shown.commercial == nullptr) {
        page.html.paragraph(page.text("document.no_commercial"));
        return;
    }
    write_price_table(page, *page.shown.commercial);
    // What the hours are counted by stands beside them; other rules for the prices are shown, for the check to point out.
    if (page.shown.commercial->rates.rounding != page.terms().hours.rounding) write_rounding(page, page.shown.commercial->rates.rounding);
}

void write_credits(AgreementPage& page) {
    page.html.chapter(page.text("document.credits"));
    if (page.shown.commercial == nullptr) {
        page.html.paragraph(page.text("document.no_commercial"));
        return;
    }
    const CreditTerms& credits = page.shown.commercial->credits;
    page.html.paragraph(page.text(credits.rules.empty() ? "document.credits_none" : "document.credits_what"));
    if (!credits.rules.empty()) {
        HtmlTable table{.caption = page.text("document.credits"),
                        .columns = {page.text("document.credit_rule"), page.text("document.measure"), page.text("document.priority"),
                                    page.text("document.credit_when"), page.text("document.credit_owed"), page.text("document.threshold")},
                        .rows = {}};
        for (const CreditRule& rule : credits.rules) {
            const bool each = rule.basis == CreditBasis::per_breach;
            const Markup threshold = rule.threshold_percent_thousandths == 0
                                         ? Markup("\u2013")
                                         : Markup(share_in_words(page.catalogue, rule.threshold_percent_thousandths));
            table.rows.push_back({rule.id, measure_in_words(page.catalogue, rule.measure), priorities_in_words(page, rule.priorities),
                                  page.text(each ? "document.credit_per_breach" : "document.credit_per_month"), owed(page, rule),
                                  threshold});
        }
        page.html.table(table);
    }
    page.html.facts(
        {{page.text("document.credit_cap"),
          page.catalogue.tr("document.share_of_fee", {{"share", permille_in_words(page.catalogue, credits.cap_fee_permille)}})}});
}

}  // namespace countersign
