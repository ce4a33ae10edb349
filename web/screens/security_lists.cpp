// Sessions and devices.
#include "web/screens/security_lists.hpp"

#include "core/i18n/format.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using app::AccountDesk;
using widgets::TextStyle;
using widgets::Tone;

std::string words_of(const Portal& portal, const app::ClientWords& client) {
    if (client.browser.empty() && client.system.empty()) return portal.tr("security.client_unknown");
    if (client.browser.empty()) return client.system;
    if (client.system.empty()) return client.browser;
    return portal.tr("security.client", {{"browser", client.browser}, {"system", client.system}});
}

std::string moment(const Portal& portal, Instant at) { return format_moment(portal.texts(), portal.zone(), at, portal.now()); }

void draw_problem(Ui& ui, Portal& portal, AccountDesk::Matter matter) {
    const std::string& problem = portal.account().problem(matter);
    if (!problem.empty()) widgets::banner(ui, {.id = "problem", .tone = Tone::Danger, .text = problem, .assertive = true});
}

struct Line {
    widgets::Icon icon;
    std::string title;
    std::string mark = {};  ///< "this device"
    std::string text;
};

void draw_line(Ui& ui, const Line& line) {
    {
        const widgets::Row row(ui, {.wrap = true});
        widgets::text(ui, {.text = line.title, .style = TextStyle::BodyStrong, .icon = line.icon});
        if (!line.mark.empty()) widgets::chip(ui, {.text = line.mark, .tone = Tone::Accent});
    }
    widgets::text(ui, {.text = line.text, .style = TextStyle::Small, .tone = Tone::Secondary});
}

}  // namespace

void SecurityLists::draw_sessions(Ui& ui, Portal& portal) {
    AccountDesk& desk = portal.account();
    const widgets::Card card(ui, {.id = "sessions", .title = portal.tr("security.sessions"), .gap = widgets::space::m});
    draw_problem(ui, portal, AccountDesk::Matter::sessions);
    if (!desk.sessions()) {
        widgets::text(ui, {.text = portal.tr("security.loading"), .tone = Tone::Muted});
        return;
    }
    const bool waits = desk.waits(AccountDesk::Matter::sessions) || !portal.online();
    std::string to_end;
    {
        const widgets::List list(ui, portal.tr("security.sessions"), widgets::space::m);
        for (const app::SessionRow& session : *desk.sessions()) {
            const widgets::ListItem item(ui, session.id);
            if (&session != &desk.sessions()->front()) widgets::separator(ui);
            const widgets::Stack lines(ui, {.gap = widgets::space::s});
            draw_line(ui,
                      {icons::device_desktop, words_of(portal, session.client), session.current ? portal.tr("security.this_session") : "",
                       portal.tr("security.session_used", {{"moment", moment(portal, session.last_used_at)},
                                                           {"address", session.address.empty() ? "–" : session.address}})});
            if (session.current) continue;
            const widgets::Row row(ui);
            if (widgets::button(ui, {.id = "end",
                                     .label = portal.tr("security.end_session"),
                                     .icon = icons::logout,
                                     .disabled = waits,
                                     .why_disabled = portal.tr("security.needs_network")})) {
                to_end = session.id;
            }
        }
    }
    if (!to_end.empty()) return desk.end_session(to_end);
    if (desk.sessions()->size() < 2) return;
    const widgets::Row row(ui);
    if (widgets::button(ui, {.id = "end_others",
                             .label = portal.tr("security.end_others"),
                             .kind = widgets::Button::Kind::Ghost,
                             .disabled = waits,
                             .why_disabled = portal.tr("security.needs_network")})) {
        desk.end_other_sessions();
    }
}

void SecurityLists::draw_devices(Ui& ui, Portal& portal) {
    const auto devices = portal.account().devices();
    const widgets::Card card(ui, {.id = "devices", .title = portal.tr("security.devices"), .gap = widgets::space::m});
    draw_problem(ui, portal, AccountDesk::Matter::devices);
    if (!devices) {
        widgets::text(ui, {.text = portal.tr("security.loading"), .tone = Tone::Muted});
        return;
    }
    widgets::text(ui, {.text = portal.tr("security.devices_text"), .tone = Tone::Secondary});
    const widgets::List list(ui, portal.tr("security.devices"), widgets::space::m);
    for (const app::DeviceRow& device : *devices) {
        const widgets::ListItem item(ui, device.id);
        if (&device != &devices->front()) widgets::separator(ui);
        const widgets::Stack lines(ui, {.gap = widgets::space::s});
        draw_device(ui, portal, device);
    }
}

void SecurityLists::draw_device(Ui& ui, Portal& portal, const app::DeviceRow& device) {
    const bool own = device.id == portal.replica().identity()->device.value;
    draw_line(ui, {icons::device_laptop, words_of(portal, device.client), own ? portal.tr("security.this_device") : "",
                   portal.tr("security.device_contact",
                             {{"last", moment(portal, device.last_contact_at)}, {"first", moment(portal, device.first_contact_at)}})});
    if (device.entries > 0) {
        widgets::text(ui, {.text = portal.tr_n("security.device_entries", device.entries), .style = TextStyle::Small, .tone = Tone::Muted});
    }
    const bool waits = portal.account().waits(AccountDesk::Matter::devices) || !portal.online();
    if (device.wiped_at) {
        widgets::text(ui, {.text = portal.tr("security.device_wiped", {{"moment", moment(portal, *device.wiped_at)}}),
                           .tone = Tone::Ok,
                           .icon = icons::check});
        return;
    }
    if (device.wipe_asked_at) {
        widgets::text(ui, {.text = portal.tr("security.device_to_be_wiped"), .tone = Tone::Warn, .icon = icons::clock});
        const widgets::Row row(ui);
        if (widgets::button(ui, {.id = "keep",
                                 .label = portal.tr("security.keep_device"),
                                 .disabled = waits,
                                 .why_disabled = portal.tr("security.needs_network")})) {
            portal.account().keep_device(device.id);
        }
        return;
    }
    const widgets::Row row(ui);
    if (widgets::button(ui, {.id = "wipe",
                             .label = portal.tr("security.wipe_device"),
                             .icon = icons::trash,
                             .disabled = waits,
                             .why_disabled = portal.tr("security.needs_network")})) {
        wiping_ = device.id;
    }
}

void SecurityLists::draw_question(Ui& ui, Portal& portal) {
    if (wiping_.empty()) return;
    const bool own = wiping_ == portal.replica().identity()->device.value;
    const auto answer = widgets::dialog(ui, {.id = "wipe_question",
                                             .title = portal.tr("security.wipe_title"),
                                             .text = portal.tr(own ? "security.wipe_own_text" : "security.wipe_text"),
                                             .cancel = portal.tr("security.cancel"),
                                             .confirm = portal.tr("security.wipe_device"),
                                             .confirm_icon = icons::trash,
                                             .danger = true});
    if (answer == widgets::DialogAnswer::None) return;
    const std::string device = std::exchange(wiping_, {});
    if (answer == widgets::DialogAnswer::Confirmed) portal.account().wipe_device(device);
}

}  // namespace countersign::screens
