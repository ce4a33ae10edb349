// Chapters of an agreement: the service mode with its hours, and the schedule of visits (requirements.md A6, H1, V1; rules.md 22, 24, 27).
#include "core/document/agreement_chapters.hpp"
#include "core/document/calendar_wording.hpp"
#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"

namespace countersign {

void write_rounding(AgreementPage& page, const Roundings& roundings) {
    HtmlTable table{.caption = page.text("document.rounding"),
                    .columns = {page.text("document.work_kind"), page.text("document.minimum"), page.text("document.step")},
                    .rows = {},
                    .numbers_from = 1};
    for (std::size_t i = 0; i < work_kind_count; ++i) {
        const auto kind = static_cast<WorkKind>(i);
        const RoundingRule& rule = roundings[i];
        table.rows.push_back({work_kind_in_words(page.catalogue, kind), format_duration(page.catalogue, rule.minimum),
                              format_duration(page.catalogue, rule.step)});
    }
    page.html.table(table);
    page.html.paragraph(page.text("document.rounding_what"));
}

void write_hours(AgreementPage& page) {
    const AgreementTerms& terms = page.terms();
    const AllowanceTerms& allowance = terms.hours.allowance;
    page.html.chapter(page.text("document.mode_and_hours"));
    const std::string mode(service_mode_name(terms.mode));
    const std::string exhaustion(exhaustion_names[static_cast<std::size_t>(terms.hours.exhaustion)]);
    const Markup carried = allowance.carry_months == 0 ? Markup(page.text("document.carry_not"))
                                                       : Markup(page.catalogue.tr_n("document.carry_months", allowance.carry_months));
    const Markup cap =
        allowance.carry_max ? Markup(format_duration(page.catalogue, *allowance.carry_max)) : Markup(page.text("document.no_cap"));
    page.html.facts({{page.text("document.mode"), mode_in_words(page.catalogue, terms.mode)},
                     {page.text("document.mode_means"), page.text("document.mode_" + mode)},
                     {page.text("document.hours_per_month"), format_duration(page.catalogue, allowance.per_month)},
                     {page.text("document.carried"), carried},
                     {page.text("document.carry_cap"), cap},
                     {page.text("document.exhaustion"), page.text("document.exhaustion_" + exhaustion)},
                     {page.text("document.hours_after_hours"), permille_in_words(page.catalogue, terms.hours.after_hours_percent * 10)}});
    page.html.paragraph(page.text("document.draw_order"));
    write_rounding(page, terms.hours.rounding);
}

void write_visits(AgreementPage& page) {
    page.html.chapter(page.text("document.visits"));
    page.html.paragraph(page.text(page.terms().visits.empty() ? "document.visits_none" : "document.visits_what"));
    if (page.terms().visits.empty()) return;
    HtmlTable table{
        .caption = page.text("document.visits"),
        .columns = {page.text("document.site"), page.text("document.rhythm"), page.text("document.at_time"), page.text("document.length"),
                    page.text("document.first_from"), page.text("document.last_until"), page.text("document.on_holiday")},
        .rows = {}};
    for (const SiteVisits& at : page.terms().visits) {
        const VisitSchedule& schedule = at.schedule;
        table.rows.push_back({page.site_name(at.site), rhythm_in_words(page.catalogue, schedule), format_time(schedule.at),
                              format_duration(page.catalogue, schedule.length), date_in_words(page.catalogue, schedule.first),
                              schedule.last ? date_in_words(page.catalogue, *schedule.last) : Markup(page.text("document.open_end")),
                              holiday_rule_in_words(page.catalogue, schedule.holidays)});
    }
    page.html.table(table);
}

}  // namespace countersign
