// Chapter of the monthly report: how long the promised services were up, and what was down (core/domain/availability.hpp).
#include "core/document/report_chapters.hpp"
#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"

namespace countersign {
namespace {

Markup local_moment(const Catalogue& catalogue, const LocalDateTime& moment) {
    return Markup::moment(
        catalogue.tr("time.day_and_time", {{"day", format_date_with_year(catalogue, moment.date)}, {"time", format_time(moment.time)}}),
        to_iso_text(moment));
}

HtmlTable outages_table(const ReportPage& page, const AvailabilityOfMonth& month) {
    HtmlTable table{.caption = page.text("document.outages"),
                    .columns = {page.text("document.outage_service"), page.text("document.site"), page.text("document.outage_from"),
                                page.text("document.outage_to"), page.text("document.outage_what"), page.text("document.outage_down")},
                    .rows = {},
                    .numbers_from = 5};
    for (const OutageOfMonth& outage : month.outages) {
        const Downtime& downtime = outage.downtime;
        std::string what = downtime.what;
        if (downtime.planned) what += " (" + page.text("document.outage_planned") + ")";
        if (downtime.contested) what += " (" + page.text("document.outage_contested") + ")";
        table.rows.push_back({downtime.service,
                              downtime.site.empty() ? page.text("document.outage_everywhere") : page.name_of(downtime.site.value),
                              local_moment(page.catalogue, outage.from),
                              outage.to ? local_moment(page.catalogue, *outage.to) : Markup(page.text("document.outage_lasts")),
                              std::move(what), format_duration(page.catalogue, begun_minutes(outage.down))});
    }
    return table;
}

// Where an amendment made parts of the month, each says for which days it is.
void write_part(ReportPage& page, const AvailabilityOfMonth& month) {
    if (page.report.availability.size() > 1) {
        page.html.paragraph(page.catalogue.tr("document.availability_days", {{"from", format_date_long(page.catalogue, month.first)},
                                                                             {"to", format_date_long(page.catalogue, month.last)}}));
    }
    const Markup measured = month.measured_thousandths ? Markup(share_in_words(page.catalogue, *month.measured_thousandths))
                                                       : Markup(page.text("document.not_measured"));
    page.html.facts({{page.text("document.availability_agreed"), share_in_words(page.catalogue, month.agreed_thousandths)},
                     {page.text("document.availability_measured"), measured},
                     {page.text("document.availability_down"), format_duration(page.catalogue, begun_minutes(month.down))},
                     {page.text("document.availability_allowed"),
                      format_duration(page.catalogue, {month.allowed().count / Minutes{1}.milliseconds().count})}});
    if (!month.outages.empty()) page.html.table(outages_table(page, month));
}

}  // namespace

void write_availability_of_month(ReportPage& page) {
    page.html.chapter(page.text("document.report_availability"));
    if (page.report.availability.empty()) page.html.paragraph(page.text("document.availability_none"));
    for (const AvailabilityOfMonth& part : page.report.availability) write_part(page, part);
}

}  // namespace countersign
