// The button hands the address to the browser, which saves the file as it arrives: it never lies in the memory of the portal.
#include "web/screens/records_export.hpp"

#include "core/domain/records_export.hpp"

namespace countersign::screens {

namespace icons = widgets::icons;

void draw_records_export(Ui& ui, Portal& portal) {
    if (!may_export(portal.me().role) || portal.organisations().empty()) return;
    const widgets::Card card(ui, {.id = "export", .title = portal.tr("export.title"), .gap = widgets::space::m});
    widgets::text(ui, {.text = portal.tr("export.explanation"), .tone = widgets::Tone::Secondary});
    if (!portal.online()) widgets::text(ui, {.text = portal.tr("export.needs_network"), .style = widgets::TextStyle::Small});
    for (const OrganisationRow& client : portal.organisations()) {
        const widgets::Row row(ui, {.id = client.id.value});
        if (widgets::button(ui, {.id = "export",
                                 .label = portal.tr("export.save", {{"name", client.name}}),
                                 .icon = icons::download,
                                 .disabled = !portal.online()})) {
            portal.platform().post({{"t", "download"},
                                    {"path", "api/v1/organisations/" + client.id.value +
                                                 "/export?language=" + std::string(language_code(portal.language()))}});
        }
    }
}

}  // namespace countersign::screens
