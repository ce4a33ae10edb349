// Work records as cards and rows.
#include "web/screens/record_cards.hpp"

#include <algorithm>

#include "core/i18n/format.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

using widgets::Button;
using widgets::Text;
using widgets::TextStyle;
using widgets::Tone;
namespace icons = widgets::icons;

constexpr std::size_t findings_shown = 4;

std::string kind_words(Portal& portal, const WorkRecordRow& row) {
    const Visit* visit = row.visit.empty() ? nullptr : portal.find<Visit>(row.visit.value);
    return visit != nullptr && visit->planned ? word_of(portal, visit->kind) : portal.tr("work.title");
}

/// "Drukarnia Jaskółka, Hala główna", or the site alone for the client's people.
std::string where(Portal& portal, const WorkRecordRow& row) {
    return portal.staff() ? portal.organisation_name(row.organisation) + ", " + row.site_name : row.site_name;
}

void draw_findings(Ui& ui, Portal& portal, const WorkRecordRow& row) {
    const WorkRecord* record = row.findings == 0 ? nullptr : portal.find<WorkRecord>(row.id.value);
    if (record == nullptr || record->latest() == nullptr) return;
    widgets::Stack stack(ui, {.gap = widgets::space::xs});
    std::size_t shown = 0;
    for (const WorkItem& item : record->latest()->content.items) {
        for (const std::string& finding : item.findings) {
            if (shown++ >= findings_shown) continue;
            widgets::text(ui, Text{.text = item.name + ": " + finding, .tone = Tone::Primary, .icon = icons::alert_triangle});
        }
    }
    if (shown > findings_shown) {
        widgets::text(ui, Text{.text = portal.tr_n("verify.more_findings", static_cast<std::int64_t>(shown - findings_shown)),
                               .style = TextStyle::Small,
                               .tone = Tone::Muted});
    }
}

void draw_buttons(Ui& ui, Portal& portal, const WorkRecordRow& row, bool first) {
    const std::string record = "/work/" + row.id.value;
    const std::string sign = record + "/sign?decision=";
    widgets::Row buttons(ui, {.id = "buttons", .wrap = true});
    widgets::button(ui, {.id = "confirm",
                         .label = portal.tr("work.confirm"),
                         .icon = icons::writing_sign,
                         .kind = first ? Button::Kind::Primary : Button::Kind::Secondary,
                         .href = sign + "accepted"});
    widgets::button(ui, {.id = "remarks",
                         .label = portal.tr("work.confirm_with_remarks"),
                         .icon = icons::message_circle,
                         .href = sign + "accepted_with_remarks"});
    widgets::button(ui, {.id = "reject",
                         .label = portal.tr("work.send_back"),
                         .icon = icons::arrow_back_up,
                         .kind = Button::Kind::Ghost,
                         .href = sign + "rejected"});
    widgets::button(
        ui,
        {.id = "record", .label = portal.tr("verify.full_record"), .icon = icons::file_text, .kind = Button::Kind::Ghost, .href = record});
}

}  // namespace

void draw_record_to_verify(Ui& ui, Portal& portal, const WorkRecordRow& row, bool first) {
    widgets::Card card(ui, {.id = "waiting", .gap = widgets::space::m, .stripe = first ? Tone::Accent : Tone::Muted});
    const std::string title = kind_words(portal, row) + ", " + where(portal, row);
    {
        widgets::Row head(ui, {.id = "head", .gap = widgets::space::m, .wrap = true});
        widgets::heading(ui, {.text = title});
        widgets::countersign_pair(ui, pair_of(portal, row));
    }
    {
        widgets::Row facts(ui, {.id = "facts", .gap = widgets::space::l, .wrap = true});
        const auto fact = [&](widgets::Icon icon, const std::string& words) {
            widgets::text(ui, Text{.text = words, .style = TextStyle::Small, .tone = Tone::Secondary, .icon = icon, .wrap = false});
        };
        fact(icons::calendar_event, day_words(portal, row.organisation, row.started_at) + ", " +
                                        hours_words(portal, row.organisation, row.started_at, row.ended_at));
        fact(icons::hourglass, format_duration(portal.texts(), row.worked));
        if (row.checks_total > 0)
            fact(icons::list_check, portal.tr("work.checks_fine", {{"done", row.checks_ok}, {"total", row.checks_total}}));
        if (row.revision > 1) fact(icons::history, portal.tr("work.revision", {{"number", row.revision}}));
    }
    draw_findings(ui, portal, row);
    draw_buttons(ui, portal, row, first);
}

void draw_record_rows(Ui& ui, Portal& portal, const std::vector<const WorkRecordRow*>& rows, std::size_t most, const std::string& name) {
    widgets::List list(ui, name);
    const std::size_t shown = std::min(most, rows.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const WorkRecordRow& row = *rows[i];
        std::string details = kind_words(portal, row) + ", " + day_words(portal, row.organisation, row.started_at) + ", " +
                              format_duration(portal.texts(), row.worked);
        if (row.revision > 1) details += ", " + portal.tr("work.revision", {{"number", row.revision}});
        widgets::list_row(ui, {.id = row.id.value,
                               .title = where(portal, row),
                               .subtitle = details,
                               .href = "/work/" + row.id.value,
                               .pair = pair_of(portal, row),
                               .unsent = row.pending,
                               .last = i + 1 == shown});
    }
}

}  // namespace countersign::screens
