// What may be done with a ticket, and the questions that some of it asks first.
#include "web/screens/ticket_actions.hpp"

#include <array>

#include "web/screens/ticket_words.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using widgets::Button;

/// The words of one question; the order is that of TicketActions::Question, after `none`.
struct QuestionWords {
    const char* draft;
    const char* title;
    const char* text;
    const char* field;
    const char* confirm;
    const char* said;
};
constexpr std::array<QuestionWords, 5> question_words{{
    {"assign", "ticket.assign_title", "ticket.assign_text", "ticket.assign_field", "ticket.assign_confirm", "ticket.said_assigned"},
    {"pause", "ticket.pause_title", "ticket.pause_text", "ticket.pause_field", "ticket.pause_confirm", "ticket.said_paused"},
    {"resolve", "ticket.resolve_title", "ticket.resolve_text", "ticket.resolve_field", "ticket.resolve_confirm", "ticket.said_resolved"},
    {"reclassify", "ticket.reclassify_title", "ticket.reclassify_text", "ticket.reclassify_field", "ticket.reclassify_confirm",
     "ticket.said_reclassified"},
    {"reject", "ticket.reject_title", "ticket.reject_text", "ticket.reject_field", "ticket.reject_confirm", "ticket.said_rejected"},
}};

const QuestionWords& words_of(int question) { return question_words[static_cast<std::size_t>(question - 1)]; }

bool handles(const Portal& portal, const Ticket& ticket) { return ticket.open() && may(portal.me().role, Action::handle_ticket); }

bool judges(Portal& portal, const Ticket& ticket) {
    if (ticket.state != TicketState::resolved || !may(portal.me().role, Action::judge_resolution)) return false;
    const Organisation* organisation = portal.organisation(ticket.organisation);
    const Contact* contact = organisation == nullptr ? nullptr : organisation->contact(portal.me().user);
    return contact != nullptr && contact->may_verify_work;
}

std::vector<const StaffMember*> colleagues_of(Portal& portal, const Ticket& ticket) {
    std::vector<const StaffMember*> colleagues;
    const Organisation* organisation = portal.organisation(ticket.organisation);
    if (organisation == nullptr) return colleagues;
    for (const auto& [id, member] : organisation->staff) colleagues.push_back(&member);
    return colleagues;
}

std::vector<widgets::Option> three_options(const Portal& portal, std::string (*words)(const Portal&, int)) {
    return {{words(portal, 1)}, {words(portal, 2)}, {words(portal, 3)}};
}

}  // namespace

bool TicketActions::has_main(Portal& portal, const Ticket& ticket) { return handles(portal, ticket) || judges(portal, ticket); }
bool TicketActions::has_others(const Portal& portal, const Ticket& ticket) { return handles(portal, ticket); }

void TicketActions::draw_main(Ui& ui, Portal& portal, const Ticket& ticket) {
    if (!portal.signed_in()) return;
    const bool wide = ui.phone();
    widgets::Row row(ui, {.gap = widgets::space::s});
    const auto shown = [&](const char* id, const char* key, widgets::Icon icon, Button::Kind kind) {
        if (kind == Button::Kind::Primary && !wide) row.push_right();
        return widgets::button(ui, {.id = id, .label = portal.tr(key), .icon = icon, .kind = kind, .full_width = wide});
    };
    if (judges(portal, ticket)) {
        if (shown("reject", "ticket.reject", icons::arrow_back_up, Button::Kind::Secondary)) ask(portal, ticket, Question::reject);
        if (shown("accept", "ticket.accept", icons::writing_sign, Button::Kind::Primary)) {
            do_it(ui, portal, ticket, TicketCommand{AcceptResolution{}}, "ticket.said_accepted");
        }
        return;
    }
    if (!handles(portal, ticket)) return;
    const bool mine = ticket.technician == portal.me().user;
    if (ticket.state == TicketState::waiting) {
        if (shown("resolve", "ticket.resolve", icons::check, Button::Kind::Secondary)) ask(portal, ticket, Question::resolve);
        if (shown("resume", "ticket.resume", icons::player_play, Button::Kind::Primary)) {
            do_it(ui, portal, ticket, TicketCommand{ResumeTicket{}}, "ticket.said_resumed");
        }
        return;
    }
    if (!mine && shown("assign_me", "ticket.assign_me", icons::user_check, Button::Kind::Secondary)) {
        do_it(ui, portal, ticket, TicketCommand{AssignTicket{portal.me().user}}, "ticket.said_assigned");
    }
    if (ticket.state == TicketState::in_progress) {
        if (mine && shown("pause", "ticket.pause", icons::player_pause, Button::Kind::Secondary)) ask(portal, ticket, Question::pause);
        if (shown("resolve", "ticket.resolve", icons::check, Button::Kind::Primary)) ask(portal, ticket, Question::resolve);
    } else if (shown("start", "ticket.start", icons::player_play, Button::Kind::Primary)) {
        do_it(ui, portal, ticket, TicketCommand{StartTicketWork{}}, "ticket.said_started");
    }
}

void TicketActions::draw_others(Ui& ui, Portal& portal, const Ticket& ticket) {
    const widgets::Row row(ui, {.id = "others", .wrap = true});
    const auto shown = [&](const char* id, const char* key, widgets::Icon icon) {
        return widgets::button(
            ui, {.id = id, .label = portal.tr(key), .icon = icon, .size = ui.touch() ? Button::Size::Auto : Button::Size::Dense});
    };
    if (shown("assign", "ticket.assign", icons::user)) ask(portal, ticket, Question::assign);
    if (shown("reclassify", "ticket.reclassify", icons::filter)) ask(portal, ticket, Question::reclassify);
    const bool mine = ticket.technician == portal.me().user;
    const bool in_main = ticket.state == TicketState::in_progress && mine;
    if (!in_main && ticket.state != TicketState::waiting && shown("pause_other", "ticket.pause", icons::player_pause)) {
        ask(portal, ticket, Question::pause);
    }
}

std::string TicketActions::draft_name(const Ticket& ticket) const {
    return "ticket/" + ticket.id.value + "/" + words_of(static_cast<int>(question_)).draft;
}

void TicketActions::ask(Portal& portal, const Ticket& ticket, Question question) {
    question_ = question;
    error_.clear();
    portal.clear_trouble();
    typed_ = portal.replica().draft(draft_name(ticket));
    impact_ = ticket.impact;
    urgency_ = ticket.urgency;
    colleague_ = -1;
}

void TicketActions::close(Portal& portal, const Ticket& ticket) {
    // What was typed was kept to survive a crash; whoever answers the question, either way, is done with it.
    if (auto dropped = portal.replica().drop_draft(draft_name(ticket)); !dropped) error_ = portal.words(dropped.error());
    question_ = Question::none;
    typed_.clear();
}

bool TicketActions::do_it(Ui& ui, Portal& portal, const Ticket& ticket, const Command& command, const char* said) {
    if (!portal.run({Ticket::subject_kind, ticket.id.value}, ticket.organisation, command)) return false;
    widgets::show_toast(ui, {.text = portal.tr(said)});
    return true;
}

void TicketActions::draw_content(Ui& ui, Portal& portal, const Ticket& ticket) {
    const QuestionWords& words = words_of(static_cast<int>(question_));
    if (question_ == Question::assign) {
        std::vector<widgets::Option> options;
        for (const StaffMember* colleague : colleagues_of(portal, ticket)) options.push_back({colleague->name});
        widgets::select(ui, {.id = "colleague",
                             .label = portal.tr(words.field),
                             .options = std::move(options),
                             .index = &colleague_,
                             .placeholder = portal.tr("ticket.assign_choose"),
                             .error = error_,
                             .required = true});
        return;
    }
    if (question_ == Question::reclassify) {
        int impact = impact_ - 1, urgency = urgency_ - 1;
        if (widgets::select(
                ui,
                {.id = "impact", .label = portal.tr("ticket.impact"), .options = three_options(portal, impact_words), .index = &impact})) {
            impact_ = impact + 1;
        }
        if (widgets::select(ui, {.id = "urgency",
                                 .label = portal.tr("ticket.urgency"),
                                 .options = three_options(portal, urgency_words),
                                 .index = &urgency})) {
            urgency_ = urgency + 1;
        }
        const widgets::Row row(ui);
        widgets::text(ui, {.text = portal.tr("ticket.priority_becomes"), .tone = widgets::Tone::Secondary, .wrap = false});
        widgets::priority(ui, ticket_priority(portal, priority_of(impact_, urgency_)));
    }
    const bool typed = widgets::text_field(ui, {.id = "reason",
                                                .label = portal.tr(words.field),
                                                .value = &typed_,
                                                .error = error_,
                                                .type = widgets::TextField::Type::Multiline,
                                                .lines = 3,
                                                .max_length = 4000,
                                                .required = true});
    if (!typed) return;
    error_.clear();
    if (auto kept = portal.replica().keep_draft(draft_name(ticket), typed_); !kept) error_ = portal.words(kept.error());
}

bool TicketActions::carry_out(Portal& portal, const Ticket& ticket) {
    const auto run = [&](const TicketCommand& command) {
        return portal.run({Ticket::subject_kind, ticket.id.value}, ticket.organisation, command);
    };
    switch (question_) {
        case Question::none:
            return true;
        case Question::assign: {
            const auto colleagues = colleagues_of(portal, ticket);
            if (colleague_ >= 0 && static_cast<std::size_t>(colleague_) < colleagues.size()) {
                return run(AssignTicket{colleagues[static_cast<std::size_t>(colleague_)]->user});
            }
            error_ = portal.tr("ticket.assign_choose");
            return false;
        }
        case Question::pause:
            return run(PauseTicket{typed_});
        case Question::resolve:
            return run(ResolveTicket{typed_});
        case Question::reclassify:
            return run(ReclassifyTicket{impact_, urgency_, typed_});
        case Question::reject:
            return run(RejectResolution{typed_});
    }
    return false;
}

void TicketActions::draw_question(Ui& ui, Portal& portal, const Ticket& ticket) {
    if (question_ == Question::none) return;
    const QuestionWords words = words_of(static_cast<int>(question_));
    const auto answer = widgets::dialog(ui, {.id = words.draft,
                                             .title = portal.tr(words.title),
                                             .text = portal.tr(words.text),
                                             .cancel = portal.tr("common.cancel"),
                                             .confirm = portal.tr(words.confirm),
                                             .content = [&](Ui& content) { draw_content(content, portal, ticket); }});
    if (answer == widgets::DialogAnswer::Cancelled) {
        close(portal, ticket);
    } else if (answer == widgets::DialogAnswer::Confirmed) {
        if (carry_out(portal, ticket)) {
            widgets::show_toast(ui, {.text = portal.tr(words.said)});
            close(portal, ticket);
            return;
        }
        if (!portal.trouble().empty()) error_ = portal.trouble();
        portal.clear_trouble();
    }
}

}  // namespace countersign::screens
