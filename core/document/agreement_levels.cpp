// Chapters of an agreement: calendars, service levels, availability, what stops the clock, and the agreement's own examples
// (requirements.md A3, A4, N13; rules.md 8, 17, 35).
#include "core/document/agreement_chapters.hpp"
#include "core/document/calendar_wording.hpp"
#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"

namespace countersign {
namespace {

constexpr std::array measures{Measure::first_response, Measure::next_response, Measure::arrival, Measure::resolution};
constexpr std::array priorities{Priority::critical, Priority::high, Priority::normal, Priority::low};

void write_level_table(AgreementPage& page, const SiteId& site, const ServiceLevels& levels) {
    HtmlTable table{.caption = page.catalogue.tr("document.levels_of", {{"site", page.site_name(site)}, {"calendar", levels.calendar}}),
                    .columns = {page.text("document.priority")},
                    .rows = {}};
    for (const Measure measure : measures) table.columns.emplace_back(measure_in_words(page.catalogue, measure));
    for (const Priority priority : priorities) {
        std::vector<Markup> cells{priority_in_words(page.catalogue, priority)};
        for (const Measure measure : measures) cells.emplace_back(target_in_words(page.catalogue, levels.targets(priority).of(measure)));
        table.rows.push_back(std::move(cells));
    }
    page.html.table(table);
}

void write_availability(AgreementPage& page) {
    const Availability& availability = page.terms().availability;
    page.html.part(measure_in_words(page.catalogue, Measure::availability));
    if (availability.percent_thousandths == 0) {
        page.html.paragraph(page.text("document.not_agreed"));
    } else {
        // Rounded down: the allowance is at most this.
        constexpr std::int64_t month_minutes = 30 * 24 * 60;
        const Minutes down{month_minutes * (100'000 - availability.percent_thousandths) / 100'000};
        page.html.paragraph(
            page.catalogue.tr("document.availability_of", {{"share", share_in_words(page.catalogue, availability.percent_thousandths)},
                                                           {"downtime", format_duration(page.catalogue, down)}}));
    }
    page.html.paragraph(page.text("document.maintenance_windows"));
    page.html.facts(calendar_in_words(page.catalogue, availability.maintenance, CalendarUse::maintenance));
}

void write_exclusions(AgreementPage& page) {
    page.html.part(page.text("document.exclusions"));
    page.html.paragraph(page.text(page.terms().exclusions.empty() ? "document.exclusions_none" : "document.exclusions_what"));
    if (page.terms().exclusions.empty()) return;
    HtmlTable table{.caption = page.text("document.exclusions"),
                    .columns = {page.text("document.exclusion_id"), page.text("document.name"), page.text("document.description")},
                    .rows = {}};
    for (const Exclusion& exclusion : page.terms().exclusions) {
        table.rows.push_back({exclusion.id, exclusion.name, text_or_not_agreed(page.catalogue, exclusion.description)});
    }
    page.html.table(table);
}

}  // namespace

void write_levels(AgreementPage& page) {
    const AgreementTerms& terms = page.terms();
    page.html.chapter(page.text("document.levels"));
    page.html.paragraph(page.text(terms.mode == ServiceMode::sla ? "document.levels_what" : "document.levels_not_guaranteed"));
    write_level_table(page, {}, terms.levels);
    for (const SiteLevels& at : terms.site_levels) write_level_table(page, at.site, at.levels);
    page.html.paragraph(page.text("document.clock_rules"));
    page.html.facts(
        {{std::string(measure_in_words(page.catalogue, Measure::replacement)), target_in_words(page.catalogue, terms.replacement)}});
    for (const auto& [name, calendar] : terms.calendars) {
        page.html.part(page.catalogue.tr("document.calendar_named", {{"name", name}}));
        page.html.facts(calendar_in_words(page.catalogue, calendar));
    }
    write_availability(page);
    write_exclusions(page);
}

void write_examples(AgreementPage& page) {
    page.html.chapter(page.text("document.examples"));
    const auto& examples = page.terms().examples;
    page.html.paragraph(page.text(examples.empty() ? "document.examples_none" : "document.examples_what"));
    if (examples.empty()) return;
    HtmlTable table{.caption = page.text("document.examples"),
                    .columns = {page.text("document.example"), page.text("document.opened_at"), page.text("document.priority"),
                                page.text("document.measure"), page.text("document.site"), page.text("document.due_stated"),
                                page.text("document.due_computed")},
                    .rows = {}};
    for (const AgreementExample& example : examples) {
        const WorkingTime* time = page.shown.agreement.time_at(example.site);
        const TimeZone& zone = time != nullptr ? time->zone() : page.zone();
        const auto told = [&](const std::optional<Instant>& due) {
            return due ? moment_in_words(page.catalogue, zone, *due) : Markup(page.text("document.target_none"));
        };
        const auto due = page.shown.agreement.due(example.measure, example.priority, example.site, example.opened_at);
        Markup computed = told(due);
        if (due != example.due) {
            computed += "\n";
            computed += Markup::strong(page.text("document.due_differs"));
        }
        table.rows.push_back({example.name, moment_in_words(page.catalogue, zone, example.opened_at),
                              priority_in_words(page.catalogue, example.priority), measure_in_words(page.catalogue, example.measure),
                              page.site_name(example.site), told(example.due), computed});
    }
    page.html.table(table);
}

}  // namespace countersign
