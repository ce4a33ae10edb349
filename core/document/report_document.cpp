// The monthly report as a page: its order, and the chapters about promises, tickets and visits.
#include "core/document/report_document.hpp"

#include "core/document/bar_chart.hpp"
#include "core/document/report_chapters.hpp"
#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"
#include "core/i18n/number.hpp"

namespace countersign {

std::string ReportPage::name_of(const std::string& id) const {
    const auto found = report.names.find(id);
    return found == report.names.end() ? id : found->second;
}

std::string ReportPage::causes_in_words(const std::vector<CauseId>& causes) const {
    std::vector<std::string> words;
    for (const CauseId& cause : causes) words.push_back(name_of(cause.value));
    return words.empty() ? "\u2013" : join_words(words);
}

void write_attainment(ReportPage& page) {
    page.html.chapter(page.text("document.report_attainment"));
    if (page.report.attainment.empty()) {
        page.html.paragraph(page.text("document.attainment_none"));
        return;
    }
    BarChart chart{.id = "attainment", .title = page.text("document.report_attainment"), .bars = {}, .most = 100'000};
    HtmlTable table{.caption = page.text("document.report_attainment"),
                    .columns = {page.text("document.measure"), page.text("document.priority"), page.text("document.missed_tickets"),
                                page.text("document.kept"), page.text("document.judged"), page.text("document.share")},
                    .rows = {},
                    .numbers_from = 3};
    for (const LevelAttainment& level : page.report.attainment) {
        const std::string measure(measure_in_words(page.catalogue, level.measure));
        const std::string priority(priority_in_words(page.catalogue, level.priority));
        const std::string share = share_in_words(page.catalogue, level.share.percent_thousandths());
        chart.bars.push_back({measure + ", " + priority, share, level.share.percent_thousandths()});
        table.rows.push_back({measure, priority, page.causes_in_words(level.missed), format_number(page.catalogue, level.share.kept),
                              format_number(page.catalogue, level.share.judged), share});
    }
    page.html.figure(draw(chart), page.text("document.attainment_what"));
    page.html.table(table);
}

void write_tickets(ReportPage& page) {
    page.html.chapter(page.text("document.report_tickets"));
    const auto row = [&](const std::string& name, const TicketCounts& counts) -> std::vector<Markup> {
        return {name,
                format_number(page.catalogue, counts.open_before),
                format_number(page.catalogue, counts.opened),
                format_number(page.catalogue, counts.reopened),
                format_number(page.catalogue, counts.resolved),
                format_number(page.catalogue, counts.open_at_end)};
    };
    HtmlTable table{.caption = page.text("document.report_tickets"),
                    .columns = {page.text("document.priority"), page.text("document.open_before"), page.text("document.opened"),
                                page.text("document.reopened"), page.text("document.resolved"), page.text("document.open_at_end")},
                    .rows = {},
                    .totals = {row(page.text("document.total"), sum_of(page.report.tickets))},
                    .numbers_from = 1};
    for (std::size_t i = page.report.tickets.size(); i-- > 0;)
        table.rows.push_back(row(std::string(priority_in_words(page.catalogue, static_cast<Priority>(i + 1))), page.report.tickets[i]));
    page.html.table(table);
}

void write_visits_of_month(ReportPage& page) {
    page.html.chapter(page.text("document.visits"));
    const VisitCounts counts = count_visits(page.report.visits);
    page.html.paragraph(page.catalogue.tr("document.visits_counted", {{"planned", counts.planned},
                                                                      {"held", counts.held},
                                                                      {"moved", counts.moved},
                                                                      {"skipped", counts.skipped},
                                                                      {"missed", counts.missed},
                                                                      {"extra", counts.extra}}));
    if (page.report.visits.empty()) return;
    HtmlTable table{.caption = page.text("document.visits"),
                    .columns = {page.text("document.visit_regular"), page.text("document.visit_planned"),
                                page.text("document.visit_held_on"), page.text("document.site"), page.text("document.visit_outcome")},
                    .rows = {}};
    const auto day = [&](const std::optional<LocalDate>& date) { return date ? day_in_words(page.catalogue, *date) : Markup("\u2013"); };
    for (const VisitOfMonth& visit : page.report.visits) {
        const std::string key = "document.visit_" + std::string(visit_outcome_names[static_cast<std::size_t>(visit.outcome)]);
        std::string outcome = page.text(key);
        if (visit.moved()) outcome += ", " + page.text("document.visit_moved");
        if (!visit.holiday.empty()) outcome += " (" + page.text(visit.holiday) + ")";
        table.rows.push_back(
            {day(visit.regular), day(visit.planned), day(visit.held_on), page.name_of(visit.site.value), std::move(outcome)});
    }
    page.html.table(table);
}

std::string report_document(const Catalogue& catalogue, const MonthlyReport& report) {
    HtmlDocument html(catalogue.language(), catalogue.tr("document.report_title", {{"month", format_month(catalogue, report.month)},
                                                                                   {"organisation", report.organisation}}));
    html.subtitle(catalogue.tr("document.report_subtitle", {{"number", report.agreement_number},
                                                            {"version", report.agreement_version},
                                                            {"date", format_date_long(catalogue, report.made_on)}}));
    ReportPage page{catalogue, report, html};
    for (const auto write :
         {write_attainment, write_tickets, write_visits_of_month, write_hours_of_month, write_controls, write_availability_of_month,
          write_satisfaction, write_credits_of_month, write_risks, write_complaints, write_recommendations}) {
        write(page);
    }
    return html.finish();
}

}  // namespace countersign
