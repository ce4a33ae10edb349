// Accepting an invitation, or choosing a new password by a link: who one is to be, and a password that nobody else knows.
#include "core/i18n/format.hpp"
#include "web/screens/language_choice.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/screen.hpp"

namespace countersign::screens {

namespace {

using app::AccountDesk;
using widgets::Tone;

class Invitation final : public Screen {
public:
    explicit Invitation(const Place& place) : token_(place.fragment) {}

    void moved(const Place& place) override {
        token_ = place.fragment;
        asked_ = false;
    }

    void draw(Ui& ui, Portal& portal) override {
        ui.title(portal.tr("invitation.title"));
        look(portal);
        const widgets::Page page(
            ui, {.id = "invitation", .title = portal.tr("sign_in.welcome"), .subtitle = portal.tr("sign_in.what"), .centre = true});
        draw_notes(ui, portal);
        {
            const auto& seen = portal.account().invitation();
            const char* title = seen && seen->new_password ? "invitation.new_password_title" : "invitation.title";
            const widgets::Card card(ui,
                                     {.id = "card", .title = portal.tr(title), .padding = widgets::space::xxl, .gap = widgets::space::l});
            draw_card(ui, portal);
        }
        draw_language_select(ui, portal);
    }

private:
    void look(Portal& portal) {
        if (asked_ || token_.empty() || !portal.online()) return;
        asked_ = true;
        portal.account().look_at_invitation(token_);
    }

    void draw_card(Ui& ui, Portal& portal) {
        const auto& seen = portal.account().invitation();
        const std::string& problem = portal.account().problem(AccountDesk::Matter::invitation);
        if (token_.empty() || !problem.empty()) {
            widgets::banner(ui, {.id = "problem",
                                 .tone = Tone::Danger,
                                 .text = token_.empty() ? portal.tr("invitation.link_cut") : problem,
                                 .assertive = true});
            widgets::button(ui, {.id = "to_sign_in", .label = portal.tr("sign_in.title"), .href = "/sign-in"});
            return;
        }
        if (!seen) {
            widgets::text(ui, {.text = portal.tr(portal.online() ? "invitation.loading" : "security.needs_network"),
                               .tone = Tone::Secondary,
                               .live = true});
            return;
        }
        // What lies here is somebody else's; it must not be mixed up, nor be erased in passing.
        if (portal.signed_in() && portal.replica().identity()->login != seen->login) {
            widgets::banner(ui, {.id = "device", .text = portal.tr("invitation.device_of", {{"name", portal.me().name}})});
            widgets::button(ui, {.id = "to_settings", .label = portal.tr("settings.title"), .href = "/settings"});
            return;
        }
        draw_form(ui, portal, *seen);
    }

    void draw_form(Ui& ui, Portal& portal, const app::InvitationSeen& seen) {
        widgets::text(ui, {.text = portal.tr(seen.new_password ? "invitation.new_password_text" : "invitation.text",
                                             {{"name", seen.name}, {"role", role_words(portal, seen.role)}})});
        widgets::label_value(ui, {.label = portal.tr("sign_in.login"), .value = seen.login});
        const bool waiting = portal.sign_in_state() == app::SignInState::waiting;
        const bool refused = portal.sign_in_state() == app::SignInState::refused && !portal.sign_in_problem().empty();
        const widgets::Form form(ui, {.id = "invitation_form", .name = portal.tr("invitation.title")});
        if (refused) {
            widgets::banner(ui, {.id = "refused", .tone = Tone::Danger, .text = portal.sign_in_problem(), .assertive = true});
        }
        widgets::text_field(ui, {.id = "password",
                                 .label = portal.tr("security.new_password"),
                                 .value = &password_,
                                 .hint = portal.tr("security.password_hint"),
                                 .type = widgets::TextField::Type::Password,
                                 .autocomplete = "new-password",
                                 .enterkeyhint = "go",
                                 .max_length = 1000,
                                 .required = true});
        widgets::button(ui, {.id = "submit",
                             .label = waiting ? portal.tr("sign_in.signing_in") : portal.tr("invitation.submit"),
                             .kind = widgets::Button::Kind::Primary,
                             .size = ui.touch() ? widgets::Button::Size::Large : widgets::Button::Size::Auto,
                             .disabled = waiting,
                             .why_disabled = portal.tr("sign_in.signing_in"),
                             .full_width = true,
                             .submit = true});
        widgets::text(ui, {.text = portal.tr("invitation.until",
                                             {{"moment", format_moment(portal.texts(), portal.zone(), seen.expires_at, portal.now())}}),
                           .style = widgets::TextStyle::Small,
                           .tone = Tone::Muted});
        if (form.submitted() && !waiting) portal.accept_invitation(token_, password_);
    }

    std::string token_, password_;
    bool asked_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_invitation(const Place& place) { return std::make_unique<Invitation>(place); }

}  // namespace countersign::screens
