// The packet is made on this device from its own log, and handed to the browser as a file.
#include "web/screens/packet_button.hpp"

#include "core/packet/packet_of_replica.hpp"

namespace countersign::screens {

namespace icons = widgets::icons;

namespace {

// "countersign-2025-11-12-0199c82c.html": the day of the work on the client's clocks, and the record's id.
std::string file_name(Portal& portal, const WorkRecord& record) {
    const LocalDate day = to_local(portal.zone_of(record.organisation), record.latest()->content.started_at).date;
    return "countersign-" + to_iso_text(day) + "-" + record.id.value.substr(0, 8) + ".html";
}

}  // namespace

void draw_packet_button(Ui& ui, Portal& portal, const WorkRecord& record) {
    if (record.verification() == nullptr) return;
    widgets::Stack stack(ui, {.gap = widgets::space::s});
    {
        widgets::Row row(ui, {.id = "packet"});
        if (widgets::button(ui, {.id = "packet", .label = portal.tr("packet.save"), .icon = icons::download, .full_width = true})) {
            auto packet = packet_of(portal.replica(), record.id, portal.language());
            if (packet) {
                const std::string name = file_name(portal, record);
                portal.platform().save_file(name, write_packet(*packet, portal.texts()));
                widgets::show_toast(ui, {.text = portal.tr("packet.saved", {{"name", name}}), .icon = icons::download});
            } else {
                widgets::show_toast(ui, {.text = portal.words(packet.error()), .icon = icons::alert_circle});
            }
        }
    }
    widgets::text(ui, {.text = portal.tr("packet.save_hint"), .style = widgets::TextStyle::Small, .tone = widgets::Tone::Secondary});
}

}  // namespace countersign::screens
