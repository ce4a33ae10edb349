// One of each widget.
#include "tests/web/gallery.hpp"

namespace countersign::gallery {

using namespace widgets;

namespace {

void buttons(Ui& ui, Model& model) {
    Card card(ui, {.id = "buttons", .title = "Buttons", .link_text = "All", .link_href = "/buttons"});
    {
        Row row(ui, {.gap = space::m, .wrap = true});
        if (button(ui, {.id = "confirm", .label = "Confirm", .icon = icons::writing_sign, .kind = Button::Kind::Primary})) ++model.pressed;
        button(ui, {.id = "reply", .label = "Reply"});
        button(ui, {.id = "cancel", .label = "Cancel", .kind = Button::Kind::Ghost});
        if (button(ui, {.id = "reject", .label = "Reject", .kind = Button::Kind::Danger})) model.dialog = true;
        button(ui, {.id = "locked", .label = "Send", .kind = Button::Kind::Primary, .disabled = true, .why_disabled = "Nothing to send"});
        icon_button(ui, {.id = "more", .icon = icons::dots, .label = "More"});
        button(ui, {.id = "dense", .label = "Dense", .icon = icons::filter, .size = Button::Size::Dense, .pressed = true});
    }
    {
        Row row(ui);
        text(ui, {.text = "Row with", .tone = Tone::Secondary});
        link(ui, {.text = "a link", .href = "/somewhere"});
        row.push_right();
        text(ui, {.text = "10:41", .style = TextStyle::Small, .tone = Tone::Muted});
    }
}

void inputs(Ui& ui, Model& model) {
    Card card(ui, {.id = "inputs", .title = "Inputs and choices"});
    Form form(ui, {.id = "form", .name = "Example"});
    {
        Columns columns(ui, {.weights = {1, 1, 1}, .gap = space::m, .collapse_below = Layout::Tablet});
        columns.next();
        text_field(ui, {.id = "subject", .label = "Subject", .value = &model.subject, .required = true});
        text_field(
            ui,
            {.id = "empty", .label = "Search", .value = &model.empty, .placeholder = "Search tickets", .type = TextField::Type::Search});
        columns.next();
        select(ui, {.id = "priority", .label = "Priority", .options = {{"Low"}, {"Normal"}, {"High"}}, .index = &model.priority});
        text_field(ui, {.id = "password", .label = "Password", .value = &model.password, .type = TextField::Type::Password});
        columns.next();
        text_field(ui, {.id = "minutes", .label = "Time spent", .value = &model.minutes, .error = "Minutes: 0 to 59"});
        text_field(ui, {.id = "site", .label = "Site, locked", .value = &model.subject, .disabled = true});
    }
    text_field(ui, {.id = "note",
                    .label = "Note",
                    .value = &model.note,
                    .hint = "The client reads this.",
                    .type = TextField::Type::Multiline,
                    .lines = 2});
    {
        Row row(ui, {.gap = space::l, .wrap = true});
        checkbox(ui, {.id = "backup", .label = "Backup", .value = &model.backup});
        checkbox(ui, {.id = "updates", .label = "Updates", .value = &model.updates});
        checkbox(ui, {.id = "on", .label = "On", .value = &model.on, .as_switch = true});
        checkbox(ui, {.id = "off", .label = "Off", .value = &model.off, .as_switch = true});
    }
    radio(ui, {.id = "place", .label = "Where", .options = {{"On site"}, {"Remote"}}, .index = &model.place});
    segmented(ui,
              {.id = "range", .label = "Range", .options = {{"Day"}, {"Week"}, {"Month"}}, .index = &model.range, .label_hidden = true});
    tiles(ui, {.id = "decision",
               .label = "Decyzja",
               .tiles = {{"Przyjmuję", icons::circle_check, Tone::Ok},
                         {"Z uwagami", icons::message_circle, Tone::Warn},
                         {"Odrzucam", icons::arrow_back_up, Tone::Danger}},
               .index = &model.decision});
    if (button(ui, {.id = "send", .label = "Send", .kind = Button::Kind::Primary, .submit = true}) || form.submitted()) ++model.pressed;
}

void marks(Ui& ui) {
    Card card(ui, {.id = "marks", .title = "Priority and state"});
    const std::pair<StateKind, const char*> states[] = {{StateKind::New, "New"},
                                                        {StateKind::Assigned, "Assigned"},
                                                        {StateKind::Progress, "In progress"},
                                                        {StateKind::OnTheWay, "On the way"},
                                                        {StateKind::Waiting, "Waiting"},
                                                        {StateKind::AtRepair, "At repair"},
                                                        {StateKind::ToVerify, "To verify"},
                                                        {StateKind::Verified, "Verified"},
                                                        {StateKind::WithRemarks, "With remarks"},
                                                        {StateKind::Rejected, "Rejected"},
                                                        {StateKind::Closed, "Closed"}};
    const char* priorities[] = {"Low", "Normal", "High", "Critical"};
    {
        Row row(ui, {.wrap = true});
        for (int level = 4; level >= 1; --level) priority(ui, {.level = level, .text = priorities[level - 1], .chip = true});
        for (const auto& [kind, word] : states) state(ui, {.kind = kind, .text = word});
    }
    {
        Row row(ui, {.wrap = true});
        countersign_pair(ui, {.done_by = "Łukasz Ś.", .decision = CountersignPair::Decision::Open, .verified_by = "to verify"});
        countersign_pair(ui, {.done_by = "Łukasz Ś.", .decision = CountersignPair::Decision::Verified, .verified_by = "G. Półtorak"});
        countersign_pair(ui, {.done_by = "Żaneta G.", .decision = CountersignPair::Decision::Remarks, .verified_by = "with remarks"});
        countersign_pair(ui, {.done_by = "Kacper Ź.", .decision = CountersignPair::Decision::Rejected, .verified_by = "rejected"});
    }
    Columns columns(ui, {.weights = {1, 1, 1}, .collapse_below = Layout::Tablet});
    columns.next();
    time_left(ui, {.kind = TimeLeft::Kind::Running, .used = 0.43F, .text = "Due in 5 h 33 min", .clock = "16:15"});
    time_left(ui, {.kind = TimeLeft::Kind::Paused, .used = 0.4F, .text = "Paused, 9 h left"});
    columns.next();
    time_left(ui, {.kind = TimeLeft::Kind::Soon, .used = 0.83F, .text = "Due in 1 h 20 min", .clock = "12:02"});
    time_left(ui, {.kind = TimeLeft::Kind::Met, .used = 0.16F, .text = "Met, 3 h 22 min spare", .clock = "12:25"});
    columns.next();
    time_left(ui, {.kind = TimeLeft::Kind::Late, .used = 0.87F, .text = "25 min late", .clock = "10:17"});
    time_left(ui, {.kind = TimeLeft::Kind::None, .text = "No deadline agreed"});
}

void feedback(Ui& ui, Model& model) {
    banner(ui, {.id = "banner",
                .tone = Tone::Warn,
                .icon = icons::cloud_off,
                .strong = "Offline.",
                .text = "7 entries wait to be sent. They are kept on this device and go out as soon as there is a network.",
                .action = "Details"});
    banner(ui, {.id = "error", .tone = Tone::Danger, .text = "Wrong user name or password."});
    notice(ui, {.id = "empty",
                .icon = icons::checks,
                .title = "Nothing to verify",
                .text = "All work is signed.",
                .action = "See last month",
                .href = "/last"});
    Card card(ui, {.id = "progress", .title = "Opening October"});
    progress(ui, {.label = "Controls", .share = 0.6F, .text = "18 of 30 controls, 1 fault", .tone = Tone::Ok, .alert_share = 0.04F});
    sync_status(ui, {.kind = SyncStatus::Kind::Synced, .text = "Synced", .note = "10:41", .href = "/sync"});
    tabs(ui, {.id = "tabs", .label = "Parts", .tabs = {"Timeline", "Work log 2", "Files 1"}, .index = &model.tab});
    timeline_entry(ui, {.icon = icons::device_desktop,
                        .tone = Tone::Accent,
                        .title = "Łukasz Świerk",
                        .time = "10:31",
                        .text = "Remote session, 11 min. Rolled the scanner driver back to the previous version."});
    timeline_entry(ui, {.icon = icons::player_pause,
                        .title = "Clock paused: waiting for client",
                        .time = "8:35",
                        .text = "Asked for approval to restart the server.",
                        .last = true});
    key_figure(ui, {.label = "Left in November", .value = "6 h 15 min", .note = "of 12 h"});
    value_line(ui, {.icon = icons::clock, .label = "On site 8:05–10:50", .value = "2 h 45 min"});
    value_line(ui, {.icon = icons::alert_triangle,
                    .label = "2 faults, 3 tasks",
                    .tone = Tone::Warn,
                    .link_text = "Show",
                    .link_href = "/faults",
                    .last = true});
    label_value(ui, {.label = "Service hours", .value = "Mon–Fri 8:00–17:00", .note = "public holidays excluded"});
    avatar(ui, {.name = "Żaneta Gąsior", .with_name = true});
    code_value(ui, {.id = "chain", .label = "Chain head", .value = "9f2c41d07a", .copy_label = "Copy"});
    filter_chip(ui, {.id = "late", .label = "late", .icon = icons::alert_octagon, .tone = Tone::Danger, .count = 1, .selected = true});
}

void lists(Ui& ui) {
    Card card(ui, {.id = "lists", .title = "Recently confirmed", .flush = true});
    List list(ui, "Recently confirmed");
    list_row(ui,
             {.id = "a",
              .title = "Aktualizacja serwera poczty",
              .subtitle = "CS-1459",
              .href = "/tickets/1459",
              .pair = CountersignPair{
                  .done_by = "Łukasz Ś., 4 lis", .decision = CountersignPair::Decision::Verified, .verified_by = "G. Półtorak, 5 lis"}});
    list_row(ui, {.id = "b",
                  .title = "Wizyta konserwująca, Hala główna",
                  .subtitle = "CS-1451",
                  .icon = icons::calendar_event,
                  .href = "/visits/7",
                  .state = State{.kind = StateKind::ToVerify, .text = "To verify"},
                  .unsent = true,
                  .last = true});
}

}  // namespace

void components(Ui& ui, Model& model) {
    Shell shell(ui, shell_options(true));
    Page page(ui, {.id = "components",
                   .title = "Components",
                   .subtitle = "Inter 12 / 13 / 14 / 16 / 20 / 28",
                   .back_href = "/",
                   .back_label = "Back",
                   .actions = [](Ui& u) { icon_button(u, {.id = "search", .icon = icons::search, .label = "Search"}); }});
    {
        Columns columns(ui, {.weights = {2, 1}});
        columns.next();
        buttons(ui, model);
        inputs(ui, model);
        marks(ui);
        lists(ui);
        columns.next();
        feedback(ui, model);
    }
    heading(ui, {.text = "Open tickets", .count = 4, .link_text = "All tickets", .link_href = "/tickets"});
    if (model.dialog) {
        const DialogAnswer answer = dialog(ui, {.id = "dialog",
                                                .title = "Reject this work?",
                                                .text = "The ticket reopens and the fix clock runs on from 6 h 40 min.",
                                                .cancel = "Keep open",
                                                .confirm = "Reject work",
                                                .confirm_icon = icons::arrow_back_up,
                                                .danger = true});
        if (answer == DialogAnswer::Confirmed) show_toast(ui, {.text = "Work rejected, CS-1463", .action = "Undo"});
        if (answer != DialogAnswer::None) model.dialog = false;
    }
}

}  // namespace countersign::gallery
