// Work records as cards and rows.
#include "web/screens/record_cards.hpp"

#include <algorithm>

#include "core/i18n/format.hpp"
#include "web/screens/paths.hpp"
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
    return visit != nullptr && visit->known() ? word_of(portal, visit->kind) : portal.tr("work.title");
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

/// On a phone each choice has a line of its own, in reach of a thumb; elsewhere all stand in one row.
void draw_buttons(Ui& ui, Portal& portal, const WorkRecordRow& row, bool first) {
    const std::string record = path_to(row.id);
    const std::string sign = record + "/sign?decision=";
    const auto choice = [&](std::string_view id, const char* label, widgets::Icon icon, Button::Kind kind, const std::string& href) {
        widgets::button(ui, {.id = id, .label = portal.tr(label), .icon = icon, .kind = kind, .full_width = ui.phone(), .href = href});
    };
    const auto confirm = [&] {
        choice("confirm", "work.confirm", icons::writing_sign, first ? Button::Kind::Primary : Button::Kind::Secondary, sign + "accepted");
    };
    const auto remarks = [&] {
        choice("remarks", "work.confirm_with_remarks", icons::message_circle, Button::Kind::Secondary, sign + "accepted_with_remarks");
    };
    const auto others = [&] {
        choice("reject", "work.send_back", icons::arrow_back_up, Button::Kind::Ghost, sign + "rejected");
        choice("record", "verify.full_record", icons::file_text, Button::Kind::Ghost, record);
    };
    if (!ui.phone()) {
        widgets::Row buttons(ui, {.id = "buttons", .wrap = true});
        confirm();
        remarks();
        others();
        return;
    }
    const auto line = [&](std::string_view id, const auto& content) {
        widgets::Row buttons(ui, {.id = id});
        content();
    };
    line("confirm_line", confirm);
    line("remarks_line", remarks);
    line("others_line", others);
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
                               .href = path_to(row.id),
                               .pair = pair_of(portal, row),
                               .unsent = row.pending,
                               .last = i + 1 == shown});
    }
}

}  // namespace countersign::screens
