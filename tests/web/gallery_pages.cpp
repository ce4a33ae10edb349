// Whole pages of the gallery: a board with its table, a visit, a sign-off, a sign-in.
#include "tests/web/gallery.hpp"

namespace countersign::gallery {

using namespace widgets;

ShellOptions shell_options(bool bottom_bar) {
    ShellOptions shell;
    shell.navigation_label = "Main";
    shell.organisation = "Kwarcyt IT";
    shell.sections = {{"",
                       {{.id = "board",
                         .label = "SLA board",
                         .short_label = "Board",
                         .icon = icons::layout_list,
                         .href = "/board",
                         .selected = true,
                         .count = 15},
                        {.id = "visits", .label = "Schedule", .icon = icons::calendar_week, .href = "/visits"},
                        {.id = "verify", .label = "To verify", .icon = icons::writing_sign, .href = "/verify", .count = 4}}},
                      {"Customers",
                       {{.id = "clients", .label = "Clients", .icon = icons::building, .href = "/clients"},
                        {.id = "agreements",
                         .label = "Agreements",
                         .icon = icons::file_certificate,
                         .href = "/agreements",
                         .count = 1,
                         .attention = true,
                         .on_phone = false}}}};
    shell.sync = {.kind = SyncStatus::Kind::Offline, .text = "Offline", .note = "7 wpisów czeka na wysłanie", .href = "/sync"};
    shell.person = "Agnieszka Brzęk";
    shell.role = "Account manager";
    shell.settings_href = "/settings";
    shell.settings_label = "Settings";
    shell.bottom_bar = bottom_bar;
    return shell;
}

namespace {

TableRow ticket_row(std::int64_t index) {
    static const char* subjects[] = {"Brak internetu w magazynie", "Nowa osoba, brak dostępu do poczty",
                                     "Skaner faktur nie łączy się z serwerem po aktualizacji", "Serverrum: temperaturalarm",
                                     "Laptop w serwisie ponad 72 h"};
    static const char* people[] = {"Kacper Źrebiec", "Łukasz Świerk", "Żaneta Gąsior"};
    const std::size_t at = static_cast<std::size_t>(index);
    TableRow row;
    row.key = static_cast<std::uint64_t>(index) + 1;
    row.href = "/tickets/" + std::to_string(1479 + index);
    row.selected = index == 2;
    row.unsent = index == 4;
    row.unsent_text = "not sent";
    row.cells = {
        {.text = "CS-" + std::to_string(1479 + index), .tone = Tone::Muted},
        {.text = subjects[at % 5], .second = "Drukarnia Jaskółka • Hala główna", .strong = true},
        {.priority = Priority{.level = 4 - static_cast<int>(at % 4),
                              .text = at % 4 == 0   ? "Critical"
                                      : at % 4 == 1 ? "High"
                                      : at % 4 == 2 ? "Normal"
                                                    : "Low"}},
        {.state =
             State{.kind = at % 2 == 0 ? StateKind::Progress : StateKind::New, .text = at % 2 == 0 ? "In progress" : "New", .chip = false}},
        {.person = people[at % 3]},
        {.time_left = at % 5 == 0 ? TimeLeft{.kind = TimeLeft::Kind::Late, .used = 0.9F, .text = "Fix 25 min late", .clock = "10:17"}
                      : at % 5 == 1
                          ? TimeLeft{.kind = TimeLeft::Kind::Soon, .used = 0.85F, .text = "Reply in 18 min", .clock = "11:00"}
                          : TimeLeft{.kind = TimeLeft::Kind::Running, .used = 0.4F, .text = "Fix in 5 h 18 min", .clock = "16:00"}}};
    return row;
}

}  // namespace

void board(Ui& ui, Model& model) {
    Shell shell(ui, shell_options(true));
    const auto list = [&](Ui& u) {
        Page page(u, {.id = "board",
                      .title = "SLA board",
                      .subtitle = "Wed 12 Nov, 10:42",
                      .actions =
                          [](Ui& in) {
                              if (in.phone())
                                  icon_button(in, {.id = "new", .icon = icons::plus, .label = "New ticket", .href = "/tickets/new"});
                              else
                                  button(in, {.id = "new",
                                              .label = "New ticket",
                                              .icon = icons::plus,
                                              .kind = Button::Kind::Primary,
                                              .href = "/tickets/new"});
                          },
                      .flush = true,
                      .fill = true});
        Table tickets;
        tickets.id = "tickets";
        tickets.name = "Tickets";
        tickets.columns = {{.title = "Number", .width = 64, .phone = PhonePart::Eyebrow},
                           {.title = "Subject, client and site", .phone = PhonePart::Title},
                           {.title = "Priority", .width = 76, .from = Layout::Wide},
                           {.title = "State", .width = 96, .phone = PhonePart::Trailing},
                           {.title = "Assigned", .width = 110, .from = Layout::Wide},
                           {.title = "Time left", .width = 190, .from = Layout::Tablet, .phone = PhonePart::Hidden}};
        tickets.row_count = model.rows;
        tickets.row = ticket_row;
        tickets.groups = {{0, "Late", 1, Tone::Danger}, {1, "Due within 2 hours", 3, Tone::Warn}, {4, "Later today", 99996}};
        const TableResult result = table(u, tickets);
        if (result.activated >= 0) model.opened = result.activated;
    };
    const auto detail = [&](Ui& u) {
        Drawer drawer(u, {.id = "ticket",
                          .title = "Skaner faktur nie łączy się z serwerem po aktualizacji",
                          .eyebrow = "CS-1482",
                          .close_href = "/board",
                          .close_label = "Close",
                          .footer = [](Ui& in) {
                              Row row(in);
                              button(in, {.id = "log", .label = "Log work"});
                              button(in, {.id = "reply", .label = "Reply"});
                              row.push_right();
                              button(in,
                                     {.id = "send", .label = "Send to verify", .icon = icons::writing_sign, .kind = Button::Kind::Primary});
                          }});
        {
            Row row(u, {.wrap = true});
            state(u, {.kind = StateKind::Progress, .text = "In progress"});
            priority(u, {.level = 3, .text = "High", .chip = true});
            chip(u, {.icon = icons::file_certificate, .text = "UM-2024/017"});
        }
        Card card(u, {.id = "clock"});
        time_left(u, {.kind = TimeLeft::Kind::Soon, .used = 0.83F, .text = "Fix in 1 h 20 min", .clock = "12:02"});
    };
    split(ui, {.id = "split", .detail_open = model.opened >= 0, .main = list, .detail = detail});
}

void visit(Ui& ui, Model& model) {
    Shell shell(ui, shell_options(false));
    Page page(ui, {.id = "visit",
                   .title = "Wizyta konserwująca",
                   .subtitle = "Przychodnia Łąkowa, Rejestracja",
                   .back_href = "/visits",
                   .back_label = "Visits",
                   .actions = [](Ui& u) { icon_button(u, {.id = "call", .icon = icons::phone, .label = "Call"}); },
                   .footer =
                       [&](Ui& u) {
                           {
                               Row row(u);
                               button(u, {.id = "task", .label = "Zadanie", .icon = icons::plus, .full_width = true});
                               button(u, {.id = "time", .label = "Czas", .icon = icons::clock, .full_width = true});
                               button(u, {.id = "photo", .label = "Zdjęcie", .icon = icons::camera, .full_width = true});
                           }
                           spacer(u, space::xs);
                           if (button(u, {.id = "finish",
                                          .label = "Zakończ i poproś o podpis",
                                          .icon = icons::writing_sign,
                                          .kind = Button::Kind::Primary,
                                          .size = Button::Size::Large,
                                          .full_width = true}))
                               ++model.pressed;
                       }});
    Card card(ui, {.id = "computer", .padding = space::m, .gap = 0});
    if (disclosure(ui, {.id = "rej",
                        .title = "REJ-02",
                        .subtitle = "Stanowisko 2, p. Halina",
                        .trailing = "3 z 5",
                        .icon = icons::device_desktop,
                        .open = &model.open})) {
        Group group(ui, "checks", "REJ-02");
        const char* names[] = {"Kopia zapasowa wykonana", "Antywirus i anty-spyware", "Legalność programów"};
        for (std::size_t index = 0; index < 3; ++index) {
            IdScope scope(ui, index);
            check(ui, {.id = "check",
                       .label = names[index],
                       .result = &model.checks[index],
                       .ok = "OK",
                       .fault = "Usterka",
                       .not_applicable = "N/D",
                       .last = index == 2});
            if (model.checks[index] == CheckResult::Fault)
                text_field(ui, {.id = "note",
                                .label = "Uwaga",
                                .value = &model.note,
                                .type = TextField::Type::Multiline,
                                .lines = 2,
                                .label_hidden = true});
        }
    }
}

void sign_off(Ui& ui, Model& model) {
    Page page(ui, {.id = "sign_off",
                   .title = "Potwierdzenie pracy",
                   .subtitle = "Przychodnia Łąkowa",
                   .back_href = "/visits/7",
                   .back_label = "Visit",
                   .footer = [&](Ui& u) {
                       button(u, {.id = "sign",
                                  .label = "Podpisz i zakończ",
                                  .icon = icons::writing_sign,
                                  .kind = Button::Kind::Primary,
                                  .size = Button::Size::Large,
                                  .full_width = true});
                   }});
    tiles(ui, {.id = "decision",
               .label = "Decyzja",
               .tiles = {{"Przyjmuję", icons::circle_check, Tone::Ok},
                         {"Z uwagami", icons::message_circle, Tone::Warn},
                         {"Odrzucam", icons::arrow_back_up, Tone::Danger}},
               .index = &model.decision});
    if (ink_pad(ui, {.id = "ink",
                     .label = "Signature",
                     .ink = &model.ink,
                     .note = "Podpis z 12 lis, 10:52",
                     .clear_label = "Wyczyść",
                     .value_empty = "empty",
                     .value_signed = "signed"}))
        ++model.pressed;
    ink_view(ui, {.ink = model.ink, .label = "Signature of Halina"});
}

void sign_in(Ui& ui, Model& model) {
    Page page(ui, {.id = "sign_in", .title = "Sign in to Countersign", .centre = true});
    Card card(ui, {.id = "card", .padding = space::xxl});
    Form form(ui, {.id = "form", .name = "Sign in"});
    text_field(ui, {.id = "name", .label = "User name", .value = &model.subject, .autocomplete = "username", .enterkeyhint = "next"});
    text_field(ui, {.id = "password",
                    .label = "Password",
                    .value = &model.password,
                    .type = TextField::Type::Password,
                    .autocomplete = "current-password",
                    .enterkeyhint = "go"});
    button(
        ui,
        {.id = "go", .label = "Sign in", .kind = Button::Kind::Primary, .size = Button::Size::Large, .full_width = true, .submit = true});
    if (form.submitted()) ++model.pressed;
}

}  // namespace countersign::gallery
