// One's own account: password, second step, where one is signed in, and the devices that hold one's data. All of it needs the network,
// but for the PIN of this device.
#include "core/i18n/format.hpp"
#include "web/screens/pin_card.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/second_step.hpp"
#include "web/screens/security_lists.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using app::AccountDesk;
using widgets::Tone;

class Security final : public Screen {
public:
    void draw(Ui& ui, Portal& portal) override {
        // A device that is wiped is emptied while this screen is still there.
        if (!portal.signed_in()) return;
        if (!asked_ && portal.online()) {
            asked_ = true;
            portal.account().refresh();
        }
        say_what_was_done(ui, portal);
        ui.title(portal.tr("security.title"));
        {
            const widgets::Page page(ui, {.id = "security",
                                          .title = portal.tr("security.title"),
                                          .back_href = "/settings",
                                          .back_label = portal.tr("settings.title"),
                                          .max_width = widgets::measure::text_column_max});
            draw_network(ui, portal);
            draw_password(ui, portal);
            draw_second_step(ui, portal);
            pin_.draw(ui, portal);
            lists_.draw_sessions(ui, portal);
            lists_.draw_devices(ui, portal);
        }
        lists_.draw_question(ui, portal);
        if (question_ != Question::none) draw_question(ui, portal);
    }

private:
    enum class Question { none, renew_codes, remove };

    void say_what_was_done(Ui& ui, Portal& portal) {
        const char* said = nullptr;
        switch (portal.account().take_done()) {
            case AccountDesk::Matter::password:
                current_.clear();
                wanted_.clear();
                said = "security.said_password";
                break;
            case AccountDesk::Matter::sessions:
                said = "security.said_session";
                break;
            case AccountDesk::Matter::devices:
                said = "security.said_device";
                break;
            case AccountDesk::Matter::second_step:
            case AccountDesk::Matter::recovery_codes:
                question_ = Question::none;
                said = "security.said_second_step";
                break;
            case AccountDesk::Matter::none:
            case AccountDesk::Matter::invitation:
                return;
        }
        widgets::show_toast(ui, {.text = portal.tr(said), .icon = icons::check});
    }

    static void draw_network(Ui& ui, Portal& portal) {
        if (!portal.online()) {
            widgets::banner(ui,
                            {.id = "offline", .tone = Tone::Warn, .icon = icons::wifi_off, .text = portal.tr("security.needs_network")});
        } else if (portal.session_ended()) {
            widgets::banner(ui, {.id = "ended", .tone = Tone::Warn, .text = portal.tr("refusal.session.expired"), .href = "/sign-in"});
        }
    }

    static void draw_problem(Ui& ui, Portal& portal, AccountDesk::Matter matter) {
        const std::string& problem = portal.account().problem(matter);
        if (!problem.empty()) widgets::banner(ui, {.id = "problem", .tone = Tone::Danger, .text = problem, .assertive = true});
    }

    void draw_password(Ui& ui, Portal& portal) {
        const widgets::Card card(ui, {.id = "password_card", .title = portal.tr("sign_in.password"), .gap = widgets::space::m});
        const widgets::Form form(ui, {.id = "password_form", .name = portal.tr("security.change_password")});
        draw_problem(ui, portal, AccountDesk::Matter::password);
        widgets::text_field(ui, {.id = "current",
                                 .label = portal.tr("security.current_password"),
                                 .value = &current_,
                                 .type = widgets::TextField::Type::Password,
                                 .autocomplete = "current-password",
                                 .enterkeyhint = "next",
                                 .max_length = 1000});
        widgets::text_field(ui, {.id = "new",
                                 .label = portal.tr("security.new_password"),
                                 .value = &wanted_,
                                 .hint = portal.tr("security.password_hint"),
                                 .type = widgets::TextField::Type::Password,
                                 .autocomplete = "new-password",
                                 .enterkeyhint = "done",
                                 .max_length = 1000});
        const bool waits = portal.account().waits(AccountDesk::Matter::password);
        widgets::text(ui,
                      {.text = portal.tr("security.change_password_text"), .style = widgets::TextStyle::Small, .tone = Tone::Secondary});
        const widgets::Row row(ui);
        widgets::button(ui, {.id = "change",
                             .label = portal.tr("security.change_password"),
                             .icon = icons::key,
                             .disabled = waits || !portal.online(),
                             .why_disabled = portal.tr(waits ? "security.wait" : "security.needs_network"),
                             .submit = true});
        if (form.submitted() && !waits && portal.online()) portal.account().change_password(current_, wanted_);
    }

    void draw_second_step(Ui& ui, Portal& portal) {
        AccountDesk& desk = portal.account();
        const widgets::Card card(ui, {.id = "second_step", .title = portal.tr("security.second_step"), .gap = widgets::space::m});
        if (!desk.recovery_codes().empty()) {
            if (draw_recovery_codes(ui, portal)) desk.codes_were_read();
            return;
        }
        const auto& step = desk.second_step();
        if (!step) {
            widgets::text(ui, {.text = portal.tr("security.loading"), .tone = Tone::Muted});
            return;
        }
        if (!step->on) {
            set_up_.draw(ui, portal);
            return;
        }
        widgets::text(ui, {.text = portal.tr("security.second_step_on"), .tone = Tone::Ok, .icon = icons::shield_check});
        widgets::text(ui, {.text = portal.tr_n("security.codes_left", step->recovery_codes_left),
                           .tone = step->recovery_codes_left < 3 ? Tone::Warn : Tone::Secondary});
        const widgets::Row row(ui, {.wrap = true});
        if (widgets::button(ui, {.id = "renew",
                                 .label = portal.tr("security.renew_codes"),
                                 .icon = icons::refresh,
                                 .disabled = !portal.online(),
                                 .why_disabled = portal.tr("security.needs_network")})) {
            question_ = Question::renew_codes;
        }
        if (step->required) return;
        if (widgets::button(ui, {.id = "remove",
                                 .label = portal.tr("security.turn_off"),
                                 .kind = widgets::Button::Kind::Ghost,
                                 .disabled = !portal.online(),
                                 .why_disabled = portal.tr("security.needs_network")})) {
            question_ = Question::remove;
        }
    }

    void draw_question(Ui& ui, Portal& portal) {
        const bool renew = question_ == Question::renew_codes;
        const auto matter = renew ? AccountDesk::Matter::recovery_codes : AccountDesk::Matter::second_step;
        const auto answer = widgets::dialog(ui, {.id = "second_step_question",
                                                 .title = portal.tr(renew ? "security.renew_codes" : "security.turn_off_title"),
                                                 .text = portal.tr(renew ? "security.renew_codes_text" : "security.turn_off_text"),
                                                 .cancel = portal.tr("security.cancel"),
                                                 .confirm = portal.tr(renew ? "security.renew_codes" : "security.turn_off"),
                                                 .danger = !renew,
                                                 .confirm_disabled = portal.account().waits(matter),
                                                 .why_disabled = portal.tr("security.wait"),
                                                 .content = [&](Ui& inside) {
                                                     draw_problem(inside, portal, matter);
                                                     widgets::text_field(inside, {.id = "password",
                                                                                  .label = portal.tr("security.your_password"),
                                                                                  .value = &asked_password_,
                                                                                  .type = widgets::TextField::Type::Password,
                                                                                  .autocomplete = "current-password",
                                                                                  .max_length = 1000,
                                                                                  .required = true});
                                                 }});
        if (answer == widgets::DialogAnswer::None) return;
        const std::string password = std::exchange(asked_password_, {});
        if (answer == widgets::DialogAnswer::Cancelled) {
            question_ = Question::none;
        } else if (renew) {
            portal.account().renew_recovery_codes(password);
        } else {
            portal.account().remove_second_step(password);
        }
    }

    std::string current_, wanted_, asked_password_;
    bool asked_ = false;
    Question question_ = Question::none;
    SecondStepSetUp set_up_;
    PinCard pin_;
    SecurityLists lists_;
};

}  // namespace

std::unique_ptr<Screen> make_security(const Place&) { return std::make_unique<Security>(); }

}  // namespace countersign::screens
