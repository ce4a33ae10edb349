// The choice of a language. Each language is written in itself, so that it is found by whoever reads only that one.
#include "web/screens/language_choice.hpp"

#include "web/widgets/choice.hpp"

namespace countersign::screens {

namespace {

std::vector<widgets::Option> language_options(const app::Portal& portal) {
    std::vector<widgets::Option> options;
    for (const Language language : all_languages) options.push_back({portal.tr("language." + std::string(language_code(language)))});
    return options;
}

}  // namespace

void draw_language_select(widgets::Ui& ui, app::Portal& portal) {
    int index = static_cast<int>(portal.language());
    if (widgets::select(
            ui, {.id = "language", .label = portal.tr("settings.language"), .options = language_options(portal), .index = &index})) {
        portal.choose_language(all_languages[static_cast<std::size_t>(index)]);
    }
}

void draw_language_radios(widgets::Ui& ui, app::Portal& portal) {
    int index = static_cast<int>(portal.language());
    if (widgets::radio(ui, {.id = "language",
                            .label = portal.tr("settings.language"),
                            .options = language_options(portal),
                            .index = &index,
                            .label_hidden = true})) {
        portal.choose_language(all_languages[static_cast<std::size_t>(index)]);
    }
}

}  // namespace countersign::screens
