// The three moves of setting up a second step.
#include "web/screens/second_step.hpp"

namespace countersign::screens {

namespace {

using app::AccountDesk;
using widgets::Tone;

constexpr auto matter = AccountDesk::Matter::second_step;

void draw_problem(Ui& ui, Portal& portal) {
    const std::string& problem = portal.account().problem(matter);
    if (!problem.empty()) widgets::banner(ui, {.id = "second_step_problem", .tone = Tone::Danger, .text = problem, .assertive = true});
}

// In fours, as they are easier to type; the copied one is whole.
std::string grouped(const std::string& secret) {
    std::string text;
    for (std::size_t i = 0; i < secret.size(); ++i) {
        if (i > 0 && i % 4 == 0) text += ' ';
        text += secret[i];
    }
    return text;
}

}  // namespace

bool draw_recovery_codes(Ui& ui, Portal& portal) {
    const std::vector<std::string>& codes = portal.account().recovery_codes();
    std::string lines;
    for (const std::string& code : codes) lines += (lines.empty() ? "" : "\n") + code;
    widgets::text(ui, {.text = portal.tr("security.codes_title"), .style = widgets::TextStyle::BodyStrong, .live = true});
    widgets::text(ui, {.text = portal.tr("security.codes_text"), .tone = Tone::Secondary});
    {
        const widgets::List list(ui, portal.tr("security.codes_title"), widgets::space::xs);
        for (const std::string& code : codes) {
            const widgets::ListItem item(ui, code);
            widgets::text(ui, {.text = code, .style = widgets::TextStyle::BodyMedium});
        }
    }
    const widgets::Row row(ui, {.wrap = true});
    if (widgets::button(ui, {.id = "copy_codes", .label = portal.tr("security.copy_codes"), .icon = widgets::icons::copy})) {
        ui.copy(lines);
        widgets::show_toast(ui, {.text = portal.tr("security.copied")});
    }
    return widgets::button(ui, {.id = "codes_kept", .label = portal.tr("security.codes_kept"), .kind = widgets::Button::Kind::Primary});
}

bool SecondStepSetUp::draw(Ui& ui, Portal& portal, const std::string& password) {
    AccountDesk& desk = portal.account();
    if (!began_ && !password.empty()) {
        began_ = true;
        desk.begin_second_step(password);
    }
    if (!desk.recovery_codes().empty()) {
        if (!draw_recovery_codes(ui, portal)) return false;
        desk.codes_were_read();
        return true;
    }
    if (desk.secret()) {
        draw_secret(ui, portal);
    } else {
        draw_begin(ui, portal);
    }
    return false;
}

void SecondStepSetUp::draw_begin(Ui& ui, Portal& portal) {
    AccountDesk& desk = portal.account();
    widgets::text(ui, {.text = portal.tr("security.second_step_text"), .tone = Tone::Secondary});
    const widgets::Form form(ui, {.id = "second_step_form", .name = portal.tr("security.second_step")});
    draw_problem(ui, portal);
    widgets::text_field(ui, {.id = "second_step_password",
                             .label = portal.tr("security.your_password"),
                             .value = &password_,
                             .type = widgets::TextField::Type::Password,
                             .autocomplete = "current-password",
                             .enterkeyhint = "next",
                             .max_length = 1000,
                             .required = true});
    const bool waits = desk.waits(matter);
    widgets::button(ui, {.id = "begin",
                         .label = portal.tr("security.set_up"),
                         .icon = widgets::icons::shield_check,
                         .disabled = waits || !portal.online(),
                         .why_disabled = portal.tr(waits ? "security.wait" : "security.needs_network"),
                         .submit = true});
    if (form.submitted() && !waits && portal.online()) {
        desk.begin_second_step(password_);
        password_.clear();
    }
}

void SecondStepSetUp::draw_secret(Ui& ui, Portal& portal) {
    AccountDesk& desk = portal.account();
    const widgets::Form form(ui, {.id = "code_form", .name = portal.tr("security.second_step")});
    widgets::text(ui, {.text = portal.tr("security.secret_text"), .tone = Tone::Secondary, .live = true});
    widgets::text(ui, {.text = grouped(desk.secret()->secret), .style = widgets::TextStyle::LeadStrong});
    {
        const widgets::Row row(ui, {.wrap = true});
        if (widgets::button(ui, {.id = "copy_secret", .label = portal.tr("security.copy_secret"), .icon = widgets::icons::copy})) {
            ui.copy(desk.secret()->secret);
            widgets::show_toast(ui, {.text = portal.tr("security.copied")});
        }
        if (widgets::button(ui, {.id = "copy_uri", .label = portal.tr("security.copy_uri"), .kind = widgets::Button::Kind::Ghost})) {
            ui.copy(desk.secret()->uri);
            widgets::show_toast(ui, {.text = portal.tr("security.copied")});
        }
    }
    draw_problem(ui, portal);
    widgets::text_field(ui, {.id = "code",
                             .label = portal.tr("security.code_of_app"),
                             .value = &code_,
                             .hint = portal.tr("security.code_hint"),
                             .autocomplete = "one-time-code",
                             .inputmode = "numeric",
                             .enterkeyhint = "done",
                             .max_length = 10,
                             .required = true});
    const bool waits = desk.waits(matter);
    const widgets::Row row(ui, {.wrap = true});
    if (widgets::button(ui, {.id = "give_up", .label = portal.tr("security.cancel"), .kind = widgets::Button::Kind::Ghost})) {
        desk.give_up_second_step();
        code_.clear();
        return;
    }
    widgets::button(ui, {.id = "confirm",
                         .label = portal.tr("security.confirm"),
                         .kind = widgets::Button::Kind::Primary,
                         .disabled = waits,
                         .why_disabled = portal.tr("security.wait"),
                         .submit = true});
    if (form.submitted() && !waits) {
        desk.confirm_second_step(code_);
        code_.clear();
    }
}

}  // namespace countersign::screens
