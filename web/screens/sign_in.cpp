// Signing in, in one step or two: the one screen that needs the network the first time. Whoever is signed in already works on without it.
#include "web/screens/language_choice.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/second_step.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

class SignIn final : public Screen {
public:
    void draw(Ui& ui, Portal& portal) override {
        ui.title(portal.tr("sign_in.title"));
        const widgets::Page page(
            ui, {.id = "sign_in", .title = portal.tr("sign_in.welcome"), .subtitle = portal.tr("sign_in.what"), .centre = true});
        draw_notes(ui, portal);
        draw_states(ui, portal);
        {
            const widgets::Card card(ui,
                                     {.id = "card", .title = title_of(portal), .padding = widgets::space::xxl, .gap = widgets::space::l});
            draw_step(ui, portal);
        }
        draw_language_select(ui, portal);
    }

private:
    static std::string title_of(const Portal& portal) {
        switch (portal.sign_in_step()) {
            case app::SignInStep::code:
                return portal.tr("sign_in.code_title");
            case app::SignInStep::set_up:
                return portal.tr("security.second_step");
            case app::SignInStep::password:
                break;
        }
        return portal.tr("sign_in.title");
    }

    void draw_step(Ui& ui, Portal& portal) {
        if (portal.sign_in_step() == app::SignInStep::password) {
            code_.clear();
            return draw_form(ui, portal);
        }
        if (portal.sign_in_step() == app::SignInStep::code) return draw_code(ui, portal);
        widgets::text(ui, {.text = portal.tr("sign_in.set_up_required")});
        if (set_up_.draw(ui, portal, password_)) return portal.second_step_is_set_up();
        draw_way_back(ui, portal);
    }

    void draw_way_back(Ui& ui, Portal& portal) {
        if (!widgets::button(ui, {.id = "anew", .label = portal.tr("sign_in.anew"), .kind = widgets::Button::Kind::Ghost})) return;
        portal.sign_in_anew();
        set_up_ = {};
        password_.clear();
    }

    /// What somebody should know before they sign in.
    static void draw_states(Ui& ui, Portal& portal) {
        draw_trouble(ui, portal);
        if (portal.device_was_wiped()) {
            widgets::banner(ui, {.id = "wiped", .tone = widgets::Tone::Warn, .text = portal.tr("sign_in.device_was_wiped")});
        }
        if (portal.signed_in()) {
            const auto unsent = static_cast<std::int64_t>(portal.sync_view().unsent);
            const std::string& name = portal.me().name;
            const bool back = widgets::banner(ui, {.id = "device",
                                                   .tone = widgets::Tone::Warn,
                                                   .text = unsent > 0 ? portal.tr_n("sign_in.device_of_unsent", unsent, {{"name", name}})
                                                                      : portal.tr("sign_in.device_of", {{"name", name}}),
                                                   .action = portal.tr("sign_in.work_on")});
            if (back) portal.go("/", true);
        } else if (!portal.online()) {
            widgets::banner(ui, {.id = "offline",
                                 .tone = widgets::Tone::Warn,
                                 .icon = widgets::icons::wifi_off,
                                 .strong = portal.tr("sync.offline") + ".",
                                 .text = portal.tr("sign_in.needs_network")});
        }
    }

    static void draw_problem(Ui& ui, Portal& portal) {
        const bool refused = portal.sign_in_state() == app::SignInState::refused && !portal.sign_in_problem().empty();
        if (!refused) return;
        widgets::banner(ui, {.id = "problem", .tone = widgets::Tone::Danger, .text = portal.sign_in_problem(), .assertive = true});
    }

    static void draw_submit(Ui& ui, Portal& portal, bool waiting) {
        widgets::button(ui, {.id = "submit",
                             .label = waiting ? portal.tr("sign_in.signing_in") : portal.tr("sign_in.submit"),
                             .kind = widgets::Button::Kind::Primary,
                             .size = ui.touch() ? widgets::Button::Size::Large : widgets::Button::Size::Auto,
                             .disabled = waiting,
                             .why_disabled = portal.tr("sign_in.signing_in"),
                             .full_width = true,
                             .submit = true});
    }

    void draw_code(Ui& ui, Portal& portal) {
        const bool waiting = portal.sign_in_state() == app::SignInState::waiting;
        {
            const widgets::Form form(ui, {.id = "code_form", .name = portal.tr("sign_in.code_title")});
            draw_problem(ui, portal);
            widgets::text_field(ui, {.id = "code",
                                     .label = portal.tr("sign_in.code"),
                                     .value = &code_,
                                     .hint = portal.tr("sign_in.code_hint"),
                                     .autocomplete = "one-time-code",
                                     .enterkeyhint = "go",
                                     .max_length = 40,
                                     .required = true});
            if (!code_focused_) ui.focus("code");
            code_focused_ = true;
            draw_submit(ui, portal, waiting);
            if (form.submitted() && !waiting) portal.send_code(code_);
        }
        draw_way_back(ui, portal);
    }

    void draw_form(Ui& ui, Portal& portal) {
        const bool waiting = portal.sign_in_state() == app::SignInState::waiting;
        code_focused_ = false;
        if (!prefilled_ && portal.signed_in()) login_ = portal.replica().identity()->login;
        prefilled_ = true;
        const widgets::Form form(ui, {.id = "sign_in_form", .name = portal.tr("sign_in.title")});
        draw_problem(ui, portal);
        widgets::text_field(ui, {.id = "login",
                                 .label = portal.tr("sign_in.login"),
                                 .value = &login_,
                                 .autocomplete = "username",
                                 .enterkeyhint = "next",
                                 .max_length = 200,
                                 .required = true});
        widgets::text_field(ui, {.id = "password",
                                 .label = portal.tr("sign_in.password"),
                                 .value = &password_,
                                 .type = widgets::TextField::Type::Password,
                                 .autocomplete = "current-password",
                                 .enterkeyhint = "go",
                                 .max_length = 1000,
                                 .required = true});
        draw_submit(ui, portal, waiting);
        if (form.submitted() && !waiting) portal.sign_in(login_, password_);
    }

    std::string login_, password_, code_;
    bool prefilled_ = false;
    bool code_focused_ = false;
    SecondStepSetUp set_up_;
};

}  // namespace

std::unique_ptr<Screen> make_sign_in(const Place&) { return std::make_unique<SignIn>(); }

}  // namespace countersign::screens
