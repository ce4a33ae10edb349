// Chapters of an agreement: term and notice, clauses in words, communication, acceptance, disputes (requirements.md A8 to A10, T7;
// rules.md 32, 38, 39).
#include "core/document/agreement_chapters.hpp"
#include "core/document/wording.hpp"

namespace countersign {
namespace {

std::string notice_in_words(const AgreementPage& page, const NoticePeriod& notice) {
    std::vector<std::string> words;
    if (notice.months > 0 || notice.days == 0) words.push_back(page.catalogue.tr_n("document.months", notice.months));
    if (notice.days > 0) words.push_back(page.catalogue.tr_n("time.days", notice.days));
    const std::string period = words.size() == 2 ? words[0] + " + " + words[1] : words[0];
    return page.catalogue.tr(notice.to_end_of_month ? "document.notice_end_of_month" : "document.notice_from_day", {{"period", period}});
}

}  // namespace

void write_term(AgreementPage& page) {
    const AgreementTerm& term = page.terms().term;
    page.html.chapter(page.text("document.term"));
    Facts facts{{page.text("document.starts_on"), date_in_words(page.catalogue, term.starts_on)},
                {page.text("document.runs_for"), term.months == 0 ? Markup(page.text("document.indefinite"))
                                                                  : Markup(page.catalogue.tr_n("document.months", term.months))}};
    if (const auto last = term.last_day(term.starts_on))
        facts.emplace_back(page.text("document.first_term_ends"), date_in_words(page.catalogue, *last));
    facts.emplace_back(page.text("document.renewal"), term.renewal_months == 0
                                                          ? Markup(page.text("document.renewal_none"))
                                                          : Markup(page.catalogue.tr_n("document.renewal_months", term.renewal_months)));
    facts.emplace_back(page.text("document.notice"), notice_in_words(page, term.notice));
    if (const auto until = term.last_day_for_notice(term.starts_on))
        facts.emplace_back(page.text("document.last_notice"), date_in_words(page.catalogue, *until));
    if (term.early_end) facts.emplace_back(page.text("document.early_end"), page.text("document.early_end_against_fee"));
    facts.emplace_back(page.text("document.announced"), page.catalogue.tr_n("document.days_before", term.announce_days));
    page.html.facts(facts);
}

void write_clauses(AgreementPage& page) {
    page.html.chapter(page.text("document.clauses"));
    if (page.terms().clauses.empty()) page.html.paragraph(page.text("document.not_agreed"));
    for (const auto& [key, words] : page.terms().clauses) {
        const std::string name = "clause." + key;
        // A clause of the parties' own has the name that they gave it.
        page.html.part(page.catalogue.has(name) ? page.text(name) : key);
        page.html.paragraph(text_or_not_agreed(page.catalogue, words));
    }
}

void write_communication(AgreementPage& page) {
    const AgreementTerms& terms = page.terms();
    page.html.chapter(page.text("document.communication"));
    const auto every = [&](std::int32_t months) {
        return months == 0 ? Markup(page.text("document.not_agreed")) : Markup(page.catalogue.tr_n("document.every_months", months));
    };
    const auto after = [&](const char* key, std::int32_t days) {
        return days == 0 ? Markup(page.text("document.silence_never")) : Markup(page.catalogue.tr_n(key, days));
    };
    page.html.facts({{page.text("document.channels"), text_or_not_agreed(page.catalogue, join_words(terms.communication.channels))},
                     {page.text("document.reports"), every(terms.communication.report_every_months)},
                     {page.text("document.reviews"), every(terms.communication.review_every_months)},
                     {page.text("document.deemed_accepted"), after("document.deemed_after", terms.deemed_accepted_days)},
                     {page.text("document.silence_closes"), after("document.closed_after", terms.close_after_days)}});
}

void write_disputes(AgreementPage& page) {
    page.html.chapter(page.text("document.disputes"));
    const auto& steps = page.terms().disputes;
    page.html.paragraph(page.text(steps.empty() ? "document.disputes_none" : "document.disputes_what"));
    if (steps.empty()) return;
    HtmlTable table{.caption = page.text("document.disputes"),
                    .columns = {page.text("document.step_number"), page.text("document.name"), page.text("document.responsible"),
                                page.text("document.within")},
                    .rows = {}};
    for (const DisputeStep& step : steps) {
        table.rows.push_back(
            {std::to_string(table.rows.size() + 1), step.name, text_or_not_agreed(page.catalogue, step.responsible),
             step.days == 0 ? Markup(page.text("document.not_agreed")) : Markup(page.catalogue.tr_n("time.days", step.days))});
    }
    page.html.table(table);
}

}  // namespace countersign
