// Settings of this device: language and look, who is signed in, and signing out, which takes everything off the device.
#include <array>

#include "web/screens/language_choice.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/records_export.hpp"
#include "web/screens/screen.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using widgets::Tone;

constexpr std::array<const char*, 3> themes{"system", "light", "dark"};

class Settings final : public Screen {
public:
    void draw(Ui& ui, Portal& portal) override {
        // Signing out empties the device while the last frame of this screen is still being drawn.
        if (!portal.signed_in()) return;
        ui.title(portal.tr("settings.title"));
        {
            const widgets::Page page(
                ui, {.id = "settings", .title = portal.tr("settings.title"), .max_width = widgets::measure::text_column_max});
            draw_person(ui, portal);
            {
                const widgets::Card card(ui, {.id = "language_card", .title = portal.tr("settings.language")});
                draw_language_radios(ui, portal);
            }
            draw_theme(ui, portal);
            draw_security(ui, portal);
            draw_device(ui, portal);
            draw_records_export(ui, portal);
        }
        if (asking_) draw_question(ui, portal);
    }

private:
    void draw_person(Ui& ui, Portal& portal) {
        const widgets::Card card(ui, {.id = "person", .title = portal.tr("settings.person"), .gap = widgets::space::m});
        widgets::Row row(ui, {.gap = widgets::space::m});
        widgets::avatar(ui, {.name = portal.me().name, .size = 40});
        {
            const widgets::Stack words(ui, {.gap = 0});
            widgets::text(ui, {.text = portal.me().name, .style = widgets::TextStyle::BodyStrong, .wrap = false});
            widgets::text(ui, {.text = role_words(portal, portal.me().role) + " • " + portal.replica().identity()->login,
                               .style = widgets::TextStyle::Small,
                               .tone = Tone::Muted,
                               .wrap = false});
        }
        row.push_right();
        if (widgets::button(ui, {.id = "sign_out", .label = portal.tr("settings.sign_out"), .icon = icons::logout})) asking_ = true;
    }

    static void draw_theme(Ui& ui, Portal& portal) {
        const widgets::Card card(ui, {.id = "theme_card", .title = portal.tr("settings.theme"), .gap = widgets::space::m});
        int index = 0;
        for (std::size_t i = 0; i < themes.size(); ++i) {
            if (portal.theme() == themes[i]) index = static_cast<int>(i);
        }
        const bool changed = widgets::segmented(ui, {.id = "theme",
                                                     .label = portal.tr("settings.theme"),
                                                     .options = {{portal.tr("settings.theme_system"), icons::device_desktop},
                                                                 {portal.tr("settings.theme_light"), icons::sun},
                                                                 {portal.tr("settings.theme_dark"), icons::moon}},
                                                     .index = &index,
                                                     .label_hidden = true});
        if (changed) portal.choose_theme(themes[static_cast<std::size_t>(index)]);
    }

    static void draw_security(Ui& ui, Portal& portal) {
        const widgets::Card card(ui, {.id = "security", .title = portal.tr("security.title"), .gap = 0});
        widgets::value_line(ui, {.icon = icons::shield_check,
                                 .label = portal.tr("security.what"),
                                 .link_text = portal.tr("security.open"),
                                 .link_href = "/settings/security",
                                 .id = "security",
                                 .last = true});
    }

    static void draw_device(Ui& ui, Portal& portal) {
        const widgets::Card card(ui, {.id = "device", .title = portal.tr("settings.device"), .gap = 0});
        widgets::value_line(ui, {.icon = icons::refresh,
                                 .label = portal.tr("settings.sync"),
                                 .link_text = portal.tr("settings.sync_link"),
                                 .link_href = "/sync",
                                 .id = "sync"});
        widgets::value_line(ui, {.icon = icons::history,
                                 .label = portal.tr("settings.log"),
                                 .link_text = portal.tr("settings.log_link"),
                                 .link_href = "/log",
                                 .id = "log",
                                 .last = true});
    }

    void draw_question(Ui& ui, Portal& portal) {
        const std::string lost = portal.own_work_words();
        std::string text = lost.empty() ? portal.tr("settings.sign_out_text") : portal.tr("settings.sign_out_loses", {{"what", lost}});
        if (!portal.online()) text += " " + portal.tr("settings.sign_out_offline");
        const auto answer =
            widgets::dialog(ui, {.id = "sign_out_question",
                                 .title = portal.tr("settings.sign_out_title"),
                                 .text = text,
                                 .cancel = portal.tr("settings.stay"),
                                 .confirm = lost.empty() ? portal.tr("settings.sign_out") : portal.tr("settings.sign_out_anyway"),
                                 .confirm_icon = icons::logout,
                                 .danger = !lost.empty()});
        if (answer == widgets::DialogAnswer::None) return;
        asking_ = false;
        if (answer == widgets::DialogAnswer::Confirmed) portal.sign_out();
    }

    bool asking_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_settings(const Place&) { return std::make_unique<Settings>(); }

}  // namespace countersign::screens
