// Chapters of the monthly report: hours, controls, satisfaction, credits, and what people wrote.
#include <algorithm>

#include "core/document/bar_chart.hpp"
#include "core/document/hours_table.hpp"
#include "core/document/report_chapters.hpp"
#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"
#include "core/i18n/number.hpp"

namespace countersign {
namespace {

void write_words(ReportPage& page, const char* title, const char* none, const std::vector<std::string>& words) {
    page.html.chapter(page.text(title));
    if (words.empty()) page.html.paragraph(page.text(none));
    page.html.list({words.begin(), words.end()});
}

}  // namespace

void write_hours_of_month(ReportPage& page) {
    page.html.chapter(page.text("document.report_hours"));
    if (!page.report.hours) {
        page.html.paragraph(page.text("document.hours_none"));
        return;
    }
    const HoursStatement& hours = *page.report.hours;
    const std::int64_t at_hand = hours.opening.count + hours.granted.count;
    const std::int64_t used = hours.debited.count + hours.overdrawn.count;
    const auto bar = [&](const char* key, std::int64_t minutes) -> Bar {
        return {page.text(key), format_duration(page.catalogue, {minutes}), minutes};
    };
    page.html.figure(draw({.id = "hours",
                           .title = page.text("document.report_hours"),
                           .bars = {bar("document.hours_at_hand", at_hand), bar("document.hours_used", used),
                                    bar("document.hours_closing", hours.closing.count)},
                           .most = std::max({at_hand, used, hours.closing.count})}),
                     page.catalogue.tr("document.hours_used_share",
                                       {{"share", share_in_words(page.catalogue, std::int64_t{hours.used_percent()} * 1'000)}}));
    page.html.table(hours_table(page.catalogue, hours));
    page.html.facts(hours_beside_the_balance(page.catalogue, hours));
    if (page.report.hours_late.empty()) return;
    page.html.paragraph(page.text("document.hours_late"));
    page.html.table(hours_lines_table(page.catalogue, page.report.hours_late, page.report.hours_names));
}

// A kind that a newer program added stands there as it is called.
std::string control_in_words(const Catalogue& catalogue, const std::string& kind) {
    const std::string key = "document.control_kind_" + kind;
    return catalogue.has(key) ? std::string(catalogue.tr(key)) : kind;
}

void write_controls(ReportPage& page) {
    page.html.chapter(page.text("document.controls"));
    if (page.report.controls.empty()) {
        page.html.paragraph(page.text("document.controls_none"));
        return;
    }
    HtmlTable table{.caption = page.text("document.controls"),
                    .columns = {page.text("document.control"), page.text("document.control_due"), page.text("document.control_done"),
                                page.text("document.control_overdue")},
                    .rows = {},
                    .numbers_from = 1};
    for (const ControlCounts& control : page.report.controls) {
        table.rows.push_back({control_in_words(page.catalogue, control.name), format_number(page.catalogue, control.due),
                              format_number(page.catalogue, control.done), format_number(page.catalogue, control.overdue)});
    }
    page.html.table(table);
}

void write_satisfaction(ReportPage& page) {
    page.html.chapter(page.text("document.satisfaction"));
    if (page.report.satisfaction.empty()) {
        page.html.paragraph(page.text("document.satisfaction_none"));
        return;
    }
    BarChart chart{.id = "satisfaction", .title = page.text("document.satisfaction"), .bars = {}, .most = 500};
    HtmlTable table{.caption = page.text("document.satisfaction"),
                    .columns = {page.text("document.month"), page.text("document.answers"), page.text("document.average")},
                    .rows = {},
                    .numbers_from = 1};
    for (const Satisfaction& month : page.report.satisfaction) {
        const auto average = month.average_hundredths();
        const std::string shown = average ? format_decimal(page.catalogue, *average, 2) : "\u2013";
        chart.bars.push_back({format_month(page.catalogue, month.month), shown, average.value_or(0)});
        table.rows.push_back({format_month(page.catalogue, month.month), format_number(page.catalogue, month.count), shown});
    }
    page.html.figure(draw(chart), page.text("document.satisfaction_what"));
    page.html.table(table);
}

void write_credits_of_month(ReportPage& page) {
    page.html.chapter(page.text("document.credits"));
    if (!page.report.credits) {
        page.html.paragraph(page.text("document.no_commercial"));
        return;
    }
    const CreditStatement& credits = *page.report.credits;
    const auto money = [&](std::int64_t minor) { return money_in_words(page.catalogue, minor, page.report.currency); };
    const auto total = [&](const char* key, std::int64_t minor) -> std::vector<Markup> { return {page.text(key), "", money(minor)}; };
    if (credits.lines.empty()) {
        page.html.paragraph(page.text("document.credits_none_owed"));
        return;
    }
    HtmlTable table{.caption = page.text("document.credits"),
                    .columns = {page.text("document.credit_rule"), page.text("document.credit_tickets"), page.text("document.credit_owed")},
                    .rows = {},
                    .totals = {total("document.credit_sum", credits.sum_minor), total("document.credit_cap", credits.cap_minor),
                               total("document.credit_to_deduct", credits.owed_minor)},
                    .numbers_from = 2};
    for (const CreditLine& line : credits.lines)
        table.rows.push_back({line.rule, page.causes_in_words(line.causes), money(line.amount_minor)});
    page.html.table(table);
}

void write_risks(ReportPage& page) { write_words(page, "document.risks", "document.risks_none", page.report.risks); }

void write_complaints(ReportPage& page) {
    page.html.chapter(page.text("document.complaints"));
    if (page.report.complaints.empty()) page.html.paragraph(page.text("document.complaints_none"));
    std::vector<Markup> items;
    for (const OpenComplaint& complaint : page.report.complaints) {
        Markup item = complaint.title;
        if (complaint.due) {
            item += ": " + page.text(complaint.overdue ? "document.complaint_overdue" : "document.complaint_due") + " ";
            item += date_in_words(page.catalogue, *complaint.due);
        }
        items.push_back(std::move(item));
    }
    page.html.list(items);
}

void write_recommendations(ReportPage& page) {
    write_words(page, "document.recommendations", "document.recommendations_none", page.report.recommendations);
}

}  // namespace countersign
