// A visit: its plan before the technician arrives, the work while they are on site, and what came of it afterwards.
#include "core/i18n/format.hpp"
#include "web/screens/attachments.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/ticket_words.hpp"
#include "web/screens/visit_checks.hpp"
#include "web/screens/visit_dialogs.hpp"
#include "web/screens/visit_finish.hpp"
#include "web/screens/visit_parts.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

using widgets::Button;
using widgets::Text;
using widgets::TextStyle;
using widgets::Tone;
namespace icons = widgets::icons;

class VisitScreen final : public Screen {
public:
    explicit VisitScreen(const Place& place) : id_{place.param("id")}, checks_(id_), dialogs_(id_) {}

    void draw(Ui& ui, Portal& portal) override {
        const Visit* visit = portal.find<Visit>(id_.value);
        if (visit == nullptr || !visit->known()) {
            draw_not_here(ui, portal, "/visits");
            return;
        }
        read(portal);
        const bool running = visit->state == VisitState::on_site && portal.staff();
        const AttachmentPanel::About attachments = attachments_of(*visit);
        draw_page(ui, portal, *visit, running);
        if (running) dialogs_.draw(ui, portal, *visit);
        attachments_.finish(ui, portal, attachments);
        act(ui, portal, running);
    }

private:
    void read(Portal& portal) {
        if (version_ == portal.data_version()) return;
        version_ = portal.data_version();
        tickets_ = tickets_of_visit(portal.replica().database(), id_);
        record_ = work_record_of_visit(portal.replica().database(), id_);
    }

    void draw_page(Ui& ui, Portal& portal, const Visit& visit, bool running) {
        const bool awaited = visit.state == VisitState::planned || visit.state == VisitState::ordered;
        const bool planned = awaited && portal.staff();
        widgets::Content footer;
        if (planned) footer = [&](Ui&) { draw_start(ui, portal); };
        if (running) footer = [&](Ui&) { draw_tools(ui, portal); };
        widgets::Page page(ui, {.id = "visit",
                                .title = word_of(portal, visit.kind),
                                .subtitle = place_words(portal, visit.organisation, visit.site) + ", " + portal.visit_number(visit.number),
                                .back_href = "/visits",
                                .back_label = portal.tr("visit.back"),
                                .footer = footer,
                                .footer_fixed = true});
        draw_trouble(ui, portal);
        widgets::Columns columns(ui, {.weights = {2, 1}});
        columns.next();
        {
            widgets::Stack main(ui, {.gap = widgets::space::l});
            draw_standing(ui, portal, visit);
            draw_visit_flags(ui, portal, visit);
            if (visit.state == VisitState::planned)
                draw_planned_checks(ui, portal, visit);
            else if (running)
                checks_.draw(ui, portal, visit);
            else
                draw_answers(ui, portal, visit);
        }
        columns.next();
        widgets::Stack side(ui, {.gap = widgets::space::l});
        const bool never_begun =
            visit.state == VisitState::planned || visit.state == VisitState::ordered || visit.state == VisitState::skipped;
        draw_attachments(ui, portal, visit);
        if (!never_begun) draw_time_and_notes(ui, portal, visit);
        draw_tickets_found(ui, portal, tickets_);
        draw_plan(ui, portal, visit);
        draw_contacts(ui, portal, visit.organisation);
    }

    static AttachmentPanel::About attachments_of(const Visit& visit) {
        const bool takes_place = visit.state != VisitState::cancelled && visit.state != VisitState::skipped;
        return {{Visit::subject_kind, visit.id.value}, visit.organisation, takes_place};
    }

    void draw_attachments(Ui& ui, Portal& portal, const Visit& visit) {
        const AttachmentPanel::About about = attachments_of(visit);
        if (!attachments_.shows(portal, about)) return;
        const widgets::Card card(ui, {.id = "attachments"});
        attachments_.draw(ui, portal, about);
    }

    /// The card at the top: where the visit stands.
    void draw_standing(Ui& ui, Portal& portal, const Visit& visit) {
        widgets::Card card(ui, {.id = "standing_card", .gap = widgets::space::m});
        const auto at = [&](Instant instant) { return format_time(to_local(portal.zone_of(visit.organisation), instant).time); };
        {
            widgets::Row row(ui, {.id = "figures", .gap = widgets::space::xxl, .align = widgets::RowOptions::Align::Top});
            if (visit.arrived_at)
                widgets::key_figure(ui, {.label = portal.tr("visit.arrival"), .value = at(*visit.arrived_at), .large = false});
            if (visit.arrived_at && !visit.departed_at) {
                widgets::key_figure(ui, {.label = portal.tr("visit.on_site_for"),
                                         .value = format_duration(portal.texts(), minutes_between(*visit.arrived_at, portal.now())),
                                         .large = false});
            }
            if (visit.departed_at) {
                widgets::key_figure(ui, {.label = portal.tr("visit.departure"), .value = at(*visit.departed_at), .large = false});
                widgets::key_figure(ui, {.label = portal.tr("visit.on_site_for"),
                                         .value = format_duration(portal.texts(), minutes_between(*visit.arrived_at, *visit.departed_at)),
                                         .large = false});
            }
            if (visit.state == VisitState::planned) {
                widgets::key_figure(ui, {.label = portal.tr("visit.planned_time"),
                                         .value = hours_words(portal, visit.organisation, visit.starts_at, visit.ends_at),
                                         .note = day_words(portal, visit.organisation, visit.starts_at),
                                         .large = false});
            }
            row.push_right();
            widgets::state(ui, {kind_of(visit.state), word_of(portal, visit.state), true});
        }
        if (visit.state == VisitState::on_site || visit.state == VisitState::done) draw_progress(ui, portal, visit);
        if (visit.state == VisitState::cancelled) {
            widgets::text(ui, Text{.text = portal.tr("visit.cancelled_because", {{"reason", visit.cancel_reason}})});
        }
        draw_saved_state(ui, portal, visit.pending);
        if (visit.state == VisitState::done) draw_record_link(ui, portal);
    }

    void draw_record_link(Ui& ui, Portal& portal) {
        if (!record_) {
            widgets::text(ui, Text{.text = portal.tr("visit.no_record"), .tone = Tone::Warn, .icon = icons::alert_triangle});
            if (portal.staff() &&
                widgets::button(ui, {.id = "write_record", .label = portal.tr("visit.write_record"), .icon = icons::file_text})) {
                finish_ = true;
            }
            return;
        }
        widgets::separator(ui);
        widgets::Row row(ui, {.id = "record", .gap = widgets::space::m, .wrap = true});
        widgets::countersign_pair(ui, pair_of(portal, *record_));
        widgets::button(ui,
                        {.id = "record", .label = portal.tr("visit.open_record"), .icon = icons::file_text, .href = path_to(record_->id)});
    }

    void draw_start(Ui& ui, Portal& portal) {
        widgets::Row row(ui, {.id = "start"});
        if (ui.roomy()) row.push_right();
        if (widgets::button(ui, {.id = "start",
                                 .label = portal.tr("visit.start"),
                                 .icon = icons::map_pin,
                                 .kind = Button::Kind::Primary,
                                 .size = Button::Size::Large,
                                 .full_width = !ui.roomy()})) {
            start_ = true;
        }
    }

    /// Always one tap away: time, note, photo, a ticket for what was found; and the end of the visit.
    void draw_tools(Ui& ui, Portal& portal) {
        if (ui.roomy()) {
            widgets::Row row(ui, {.id = "tools", .gap = widgets::space::m});
            draw_time_and_note(ui, portal);
            draw_new_ticket(ui, portal);
            row.push_right();
            draw_finish(ui, portal);
            return;
        }
        widgets::Stack stack(ui, {.gap = widgets::space::s});
        {
            widgets::Row row(ui, {.id = "tools"});
            draw_time_and_note(ui, portal);
        }
        {
            widgets::Row row(ui, {.id = "more_tools"});
            attachments_.draw_tool(ui, portal);
            draw_new_ticket(ui, portal);
        }
        widgets::Row row(ui, {.id = "finish"});
        draw_finish(ui, portal);
    }

    void draw_time_and_note(Ui& ui, Portal& portal) {
        const auto tool = [&](std::string_view id, const char* label, widgets::Icon icon) {
            return widgets::button(ui, {.id = id, .label = portal.tr(label), .icon = icon, .full_width = !ui.roomy()});
        };
        if (tool("time", "visit.tool_time", icons::clock)) dialogs_.ask(portal, VisitDialogs::Question::time);
        if (tool("note", "visit.tool_note", icons::message_circle)) dialogs_.ask(portal, VisitDialogs::Question::note);
    }

    void draw_new_ticket(Ui& ui, Portal& portal) {
        widgets::button(ui, {.id = "ticket",
                             .label = portal.tr("visit.tool_ticket"),
                             .icon = icons::plus,
                             .full_width = !ui.roomy(),
                             .href = "/tickets/new?visit=" + id_.value});
    }

    void draw_finish(Ui& ui, Portal& portal) {
        if (widgets::button(ui, {.id = "finish",
                                 .label = portal.tr("visit.finish"),
                                 .icon = icons::writing_sign,
                                 .kind = Button::Kind::Primary,
                                 .size = Button::Size::Large,
                                 .full_width = !ui.roomy()})) {
            dialogs_.ask(portal, VisitDialogs::Question::finish);
        }
    }

    /// What was asked for while drawing. It changes what was drawn, so it is done after that.
    void act(Ui& ui, Portal& portal, bool running) {
        if (start_) start(ui, portal);
        if (running && checks_.record(portal)) ui.request_frame();
        if (running && dialogs_.act(ui, portal)) finish_ = true;
        if (finish_) finish(ui, portal);
        start_ = finish_ = false;
    }

    void start(Ui& ui, Portal& portal) {
        const Visit* visit = portal.find<Visit>(id_.value);
        if (visit != nullptr && portal.run({Visit::subject_kind, id_.value}, visit->organisation, VisitCommand{StartVisit{}})) {
            ui.announce(portal.tr("visit.started"));
        }
        ui.request_frame();
    }

    void finish(Ui& ui, Portal& portal) {
        ui.request_frame();
        if (!checks_.record_all(portal)) return;
        const auto record = finish_visit(portal, id_, dialogs_.summary());
        if (!record) return;
        checks_.drop_drafts(portal);
        dialogs_.drop_drafts(portal);
        ui.navigate(path_to(*record) + "/sign");
    }

    VisitId id_;
    VisitChecks checks_;
    VisitDialogs dialogs_;
    AttachmentPanel attachments_;
    bool start_ = false;
    bool finish_ = false;
    std::uint64_t version_ = 0;
    std::vector<TicketRow> tickets_;
    std::optional<WorkRecordRow> record_;
};

}  // namespace

std::unique_ptr<Screen> make_visit(const Place& place) { return std::make_unique<VisitScreen>(place); }

}  // namespace countersign::screens
