// Signing in: the one screen that needs the network the first time. Whoever is signed in already works on without it.
#include "web/screens/language_choice.hpp"
#include "web/screens/screen.hpp"
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
            const widgets::Card card(
                ui, {.id = "card", .title = portal.tr("sign_in.title"), .padding = widgets::space::xxl, .gap = widgets::space::l});
            draw_form(ui, portal);
        }
        draw_language_select(ui, portal);
    }

private:
    /// What somebody should know before they sign in.
    static void draw_states(Ui& ui, Portal& portal) {
        draw_trouble(ui, portal);
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

    void draw_form(Ui& ui, Portal& portal) {
        const bool waiting = portal.sign_in_state() == app::SignInState::waiting;
        const bool refused = portal.sign_in_state() == app::SignInState::refused && !portal.sign_in_problem().empty();
        if (!prefilled_ && portal.signed_in()) login_ = portal.replica().identity()->login;
        prefilled_ = true;
        const widgets::Form form(ui, {.id = "sign_in_form", .name = portal.tr("sign_in.title")});
        if (refused)
            widgets::banner(ui, {.id = "problem", .tone = widgets::Tone::Danger, .text = portal.sign_in_problem(), .assertive = true});
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
        widgets::button(ui, {.id = "submit",
                             .label = waiting ? portal.tr("sign_in.signing_in") : portal.tr("sign_in.submit"),
                             .kind = widgets::Button::Kind::Primary,
                             .size = ui.touch() ? widgets::Button::Size::Large : widgets::Button::Size::Auto,
                             .disabled = waiting,
                             .why_disabled = portal.tr("sign_in.signing_in"),
                             .full_width = true,
                             .submit = true});
        if (form.submitted() && !waiting) portal.sign_in(login_, password_);
    }

    std::string login_, password_;
    bool prefilled_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_sign_in(const Place&) { return std::make_unique<SignIn>(); }

}  // namespace countersign::screens
