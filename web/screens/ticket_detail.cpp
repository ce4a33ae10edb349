// One ticket in the drawer beside the list, or as a page of its own on a phone.
#include "web/screens/ticket_detail.hpp"

#include "web/screens/paths.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/ticket_history.hpp"
#include "web/screens/ticket_words.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using widgets::Text;
using widgets::TextStyle;
using widgets::Tone;

}  // namespace

bool TicketDetail::refresh(Portal& portal) {
    if (ticket_version_ == portal.data_version() && ticket_.opened) return true;
    const Ticket* found = portal.find<Ticket>(id_);
    if (found == nullptr || !found->opened) return false;
    // A copy, because an action during the frame changes what the portal holds.
    ticket_ = *found;
    ticket_version_ = portal.data_version();
    imported_.clear();
    if (ticket_.channel == Channel::import) imported_ = imported_rows(portal.replica().database(), ticket_.id);
    return true;
}

void TicketDetail::draw(Ui& ui, Portal& portal, const std::string& close_href) {
    if (!refresh(portal)) {
        ui.title(portal.tr("work.not_here_title"));
        draw_not_here(ui, portal, close_href);
        return;
    }
    const std::string number = portal.ticket_number(ticket_.number, ticket_.external_number);
    ui.title(number + " " + ticket_.title);
    widgets::DrawerOptions options;
    options.id = "ticket";
    options.title = ticket_.title;
    options.eyebrow = number;
    options.close_href = close_href;
    options.close_label = portal.tr("ticket.close_drawer");
    options.actions = [&](Ui& actions) {
        if (widgets::icon_button(actions, {.id = "copy", .icon = icons::copy, .label = portal.tr("ticket.copy_number")})) {
            actions.copy(number);
            widgets::show_toast(actions, {.text = portal.tr("ticket.number_copied")});
        }
    };
    if (TicketActions::has_main(portal, ticket_)) options.footer = [&](Ui& footer) { actions_.draw_main(footer, portal, ticket_); };
    {
        const widgets::Drawer drawer(ui, options);
        draw_body(ui, portal);
    }
    actions_.draw_question(ui, portal, ticket_);
    attachments_.finish(ui, portal, attachments_about());
}

void TicketDetail::draw_body(Ui& ui, Portal& portal) {
    {
        const widgets::Row chips(ui, {.id = "chips", .wrap = true});
        widgets::state(ui, ticket_state(portal, ticket_.state, true));
        widgets::priority(ui, ticket_priority(portal, ticket_.priority, true));
        if (ticket_.pending)
            widgets::chip(ui, {.icon = icons::cloud_upload, .text = portal.tr("common.saved_not_sent"), .tone = Tone::Warn});
    }
    draw_trouble(ui, portal);
    if (ticket_.state == TicketState::waiting && !ticket_.waiting_reason.empty()) {
        widgets::banner(ui, {.id = "waiting",
                             .tone = Tone::Pause,
                             .icon = icons::player_pause,
                             .strong = portal.tr("ticket.waiting_for"),
                             .text = ticket_.waiting_reason});
    }
    if (ticket_.open()) draw_promises(ui, portal);
    draw_people(ui, portal);
    if (!ticket_.description.empty()) {
        const widgets::Stack stack(ui, {.gap = widgets::space::xs});
        widgets::heading(ui, {.text = portal.tr("ticket.description"), .level = 3, .style = TextStyle::BodyStrong});
        widgets::paragraphs(ui, ticket_.description);
    }
    if (!ticket_.solution.empty() && !ticket_.open()) {
        const widgets::Card card(ui, {.id = "solution", .title = portal.tr("ticket.solution"), .stripe = Tone::Ok, .level = 3});
        widgets::paragraphs(ui, ticket_.solution);
    }
    if (!ticket_.open()) draw_facts(ui, portal);
    if (TicketActions::has_others(portal, ticket_)) actions_.draw_others(ui, portal, ticket_);
    attachments_.draw(ui, portal, attachments_about());
    if (may(portal.me().role, Action::comment_on_ticket)) draw_composer(ui, portal);
    widgets::heading(ui, {.text = portal.tr("ticket.history"), .level = 3, .style = TextStyle::BodyStrong});
    draw_ticket_history(ui, portal, ticket_, imported_);
}

void TicketDetail::draw_promises(Ui& ui, Portal& portal) {
    const widgets::Card card(ui, {.id = "clock", .gap = widgets::space::m});
    widgets::time_left(ui, ticket_time_left(portal, row_of(ticket_, {}, pinned_clock(portal, ticket_))));
    draw_facts(ui, portal);
}

void TicketDetail::draw_facts(Ui& ui, Portal& portal) {
    std::optional<Instant> response_due = ticket_.promise.response_due;
    std::optional<Instant> resolution_due = ticket_.promise.resolution_due;
    if (const AgreementClock* clock = pinned_clock(portal, ticket_)) {
        const TicketClocks clocks = ticket_clocks(*clock, ticket_.course, portal.now());
        const auto due_of = [&](Measure measure) {
            const PromiseClock* promise = clocks.find(measure);
            return promise == nullptr ? std::nullopt : promise->reading.due;
        };
        response_due = due_of(Measure::first_response);
        resolution_due = due_of(Measure::resolution);
    }
    if (!response_due && !resolution_due && !ticket_.first_response_at && !ticket_.resolved_at) return;
    const auto& organisation = ticket_.organisation;
    widgets::Columns columns(ui, {.weights = {1, 1}, .gap = widgets::space::l, .collapse_below = widgets::Layout::Phone});
    const auto draw = [&](const char* key, const std::optional<Instant>& due, const std::optional<Instant>& done) {
        columns.next();
        const PromiseWords words = promise_words(portal, organisation, due, done);
        widgets::label_value(ui, {.label = portal.tr(key), .value = words.when, .note = words.how});
    };
    draw("ticket.reply", response_due, ticket_.first_response_at);
    draw("ticket.fix", resolution_due, ticket_.resolved_at);
}

void TicketDetail::draw_people(Ui& ui, Portal& portal) {
    const Organisation* organisation = portal.organisation(ticket_.organisation);
    const Asset* asset = organisation == nullptr ? nullptr : organisation->asset(ticket_.asset);
    const std::string site = portal.site_name(ticket_.organisation, ticket_.site);
    const std::string author = name_or_somebody(portal, ticket_.organisation, ticket_.author);
    widgets::Columns columns(ui, {.weights = {1, 1}, .gap = widgets::space::l, .collapse_below = widgets::Layout::Phone});
    columns.next();
    {
        const widgets::Stack left(ui, {.gap = widgets::space::m});
        widgets::label_value(
            ui, {.label = portal.tr("ticket.client_and_site"), .value = portal.organisation_name(ticket_.organisation), .note = site});
        const std::string handler = handler_words(portal, ticket_.organisation, ticket_.technician, ticket_.handled_by);
        widgets::label_value(ui,
                             {.label = portal.tr("ticket.handled_by"), .value = handler.empty() ? portal.tr("tickets.nobody") : handler});
    }
    columns.next();
    const widgets::Stack right(ui, {.gap = widgets::space::m});
    const Contact* contact = organisation == nullptr ? nullptr : organisation->contact(ticket_.author);
    widgets::label_value(ui, {.label = portal.tr("ticket.reported_by_label"),
                              .value = ticket_.reporter_name.empty() ? author : ticket_.reporter_name,
                              .note = contact == nullptr ? std::string() : contact->phone});
    if (asset != nullptr) widgets::label_value(ui, {.label = portal.tr("ticket.asset"), .value = asset->name, .note = asset->place});
    if (ticket_.visit.empty()) return;
    const Visit* visit = portal.find<Visit>(ticket_.visit.value);
    const std::string when = visit == nullptr ? portal.tr("ticket.a_visit") : day_words(portal, ticket_.organisation, visit->starts_at);
    widgets::label_value(
        ui,
        {.label = portal.tr("ticket.found_on_visit"), .value = when, .href = visit == nullptr ? std::string() : path_to(ticket_.visit)});
}

void TicketDetail::draw_composer(Ui& ui, Portal& portal) {
    if (!drafts_read_) {
        typed_ = portal.replica().draft(draft_name());
        drafts_read_ = true;
    }
    const bool may_note = may(portal.me().role, Action::note_internally);
    const widgets::Form form(ui, {.id = "composer", .name = portal.tr("ticket.write"), .gap = widgets::space::s});
    if (may_note) {
        int index = internal_ ? 1 : 0;
        if (widgets::segmented(ui,
                               {.id = "kind",
                                .label = portal.tr("ticket.write_kind"),
                                .options = {{portal.tr("ticket.comment"), icons::message_circle}, {portal.tr("ticket.note"), icons::lock}},
                                .index = &index,
                                .label_hidden = true})) {
            internal_ = index == 1;
            typed_ = portal.replica().draft(draft_name());
            typed_error_.clear();
        }
    }
    const bool changed = widgets::text_field(ui, {.id = "text",
                                                  .label = portal.tr(internal_ ? "ticket.note_field" : "ticket.comment_field"),
                                                  .value = &typed_,
                                                  .error = typed_error_,
                                                  .hint = portal.tr(internal_        ? "ticket.note_hidden"
                                                                    : portal.staff() ? "ticket.comment_seen"
                                                                                     : "ticket.comment_seen_by_provider"),
                                                  .type = widgets::TextField::Type::Multiline,
                                                  .lines = 3,
                                                  .max_length = 4000});
    if (changed) {
        typed_error_.clear();
        if (auto kept = portal.replica().keep_draft(draft_name(), typed_); !kept) typed_error_ = portal.words(kept.error());
    }
    if (widgets::button(ui, {.id = "send", .label = portal.tr(internal_ ? "ticket.note_save" : "ticket.comment_send")}))
        send_typed(ui, portal);
}

void TicketDetail::send_typed(Ui& ui, Portal& portal) {
    const Command command = internal_ ? Command(TicketCommand(AddInternalNote{typed_})) : Command(TicketCommand(AddTicketComment{typed_}));
    if (!portal.run({Ticket::subject_kind, id_}, ticket_.organisation, command)) {
        typed_error_ = portal.trouble();
        portal.clear_trouble();
        ui.focus("text");
        return;
    }
    typed_.clear();
    typed_error_.clear();
    if (auto dropped = portal.replica().drop_draft(draft_name()); !dropped) typed_error_ = portal.words(dropped.error());
    widgets::show_toast(ui, {.text = portal.tr(internal_ ? "ticket.said_noted" : "ticket.said_commented")});
}

}  // namespace countersign::screens
