// The navigation around the screens: what each role finds where, how much waits there, and how the device stands with the server.
#include "core/i18n/format.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/screen.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;

bool is_at(const Portal& portal, std::string_view href) {
    const std::string path = portal.path().substr(0, portal.path().find('?'));
    if (href == "/") return path == "/" || path.empty();
    return path == href || path.rfind(std::string(href) + "/", 0) == 0;
}

int as_count(std::int64_t number) { return static_cast<int>(number); }

widgets::NavItem item(const Portal& portal, std::string_view id, std::string label, widgets::Icon icon, std::string href) {
    widgets::NavItem made;
    made.id = id;
    made.label = std::move(label);
    made.icon = icon;
    made.selected = is_at(portal, href);
    made.href = std::move(href);
    return made;
}

std::vector<widgets::NavSection> sections_of(Portal& portal) {
    const app::Counts& counts = portal.counts();
    const Role role = portal.me().role;
    widgets::NavSection main;
    main.items.push_back(item(portal, "today", portal.tr("nav.today"), icons::home, "/"));
    // A reporter receives their own tickets and nothing else.
    const bool sees_visits = role != Role::reporter;
    auto verify = item(portal, "verify", portal.tr("nav.to_verify"), icons::writing_sign, "/verify");
    verify.short_label = portal.tr("nav.to_verify_short");
    verify.selected = verify.selected || is_at(portal, "/records");
    verify.count = as_count(counts.to_verify);
    verify.attention = role == Role::contact_person && counts.to_verify > 0;
    auto tickets = item(portal, "tickets", portal.tr("nav.tickets"), icons::message_circle, "/tickets");
    tickets.count = as_count(counts.open_tickets);
    if (sees_visits && !portal.staff()) main.items.push_back(verify);
    main.items.push_back(tickets);
    if (sees_visits) main.items.push_back(item(portal, "visits", portal.tr("nav.visits"), icons::calendar_week, "/visits"));
    if (sees_visits && portal.staff()) main.items.push_back(verify);

    widgets::NavSection accountability;
    accountability.title = portal.tr("nav.accountability");
    accountability.items.push_back(item(portal, "log", portal.tr("nav.log"), icons::history, "/log"));
    // The phone's bottom bar is the only way to the settings there.
    auto settings = item(portal, "settings", portal.tr("nav.settings"), icons::settings, "/settings");
    std::vector<widgets::NavSection> sections{std::move(main), std::move(accountability)};
    if (sees_visits) sections.back().items.back().on_phone = false;
    sections.push_back({{}, {std::move(settings)}});
    return sections;
}

widgets::SyncStatus sync_status_of(Portal& portal) {
    using Kind = widgets::SyncStatus::Kind;
    const app::SyncView view = portal.sync_view();
    const auto unsent = static_cast<std::int64_t>(view.unsent);
    const std::string kept = view.unsent == 0 ? std::string() : portal.tr_n("sync.kept_here", unsent);
    widgets::SyncStatus status;
    status.href = "/sync";
    switch (view.kind) {
        case app::SyncView::Kind::synced:
            status.text = portal.tr("sync.synced");
            if (view.last_success) status.note = format_time(to_local(portal.zone(), *view.last_success).time);
            break;
        case app::SyncView::Kind::sending:
            status.kind = Kind::Sending;
            status.text = unsent == 0 ? portal.tr("sync.syncing") : portal.tr_n("sync.to_send", unsent);
            if (view.catch_up) status.note = portal.tr("sync.loading", {{"percent", view.catch_up->percent()}});
            break;
        case app::SyncView::Kind::offline:
            status.kind = Kind::Offline;
            status.text = portal.tr("sync.offline");
            status.note = kept;
            break;
        case app::SyncView::Kind::attention:
            status.kind = Kind::Attention;
            status.text = portal.tr_n("sync.needs_attention", static_cast<std::int64_t>(view.attention));
            break;
        case app::SyncView::Kind::signed_out:
            status.kind = Kind::Attention;
            status.text = portal.tr("sync.sign_in_again");
            status.note = kept;
            status.href = "/sign-in";
            break;
        case app::SyncView::Kind::trouble:
            status.kind = Kind::Attention;
            status.text = portal.tr("sync.trouble");
            status.note = kept;
            break;
    }
    return status;
}

/// The company in whose name one is here: the client's people their own, staff the provider.
std::string company_of(Portal& portal) {
    if (!portal.staff()) {
        const auto& own = portal.me().organisations;
        return own.empty() ? std::string() : portal.organisation_name(own.front());
    }
    const auto& known = portal.organisations();
    const Organisation* first = known.empty() ? nullptr : portal.organisation(known.front().id);
    return first == nullptr ? std::string() : first->provider_name;
}

}  // namespace

void draw_notes(Ui& ui, Portal& portal) {
    if (!portal.note().empty() && widgets::banner(ui, {.id = "note",
                                                       .tone = widgets::Tone::Warn,
                                                       .text = portal.note(),
                                                       .action = portal.tr("update.dismiss"),
                                                       .full_bleed = true})) {
        portal.dismiss_note();
    }
    // Lists that are still growing must not be taken for all there is.
    if (const auto catch_up = portal.sync_view().catch_up) {
        widgets::banner(ui, {.id = "loading",
                             .tone = widgets::Tone::Accent,
                             .icon = icons::cloud_upload,
                             .strong = portal.tr("sync.loading", {{"percent", catch_up->percent()}}),
                             .text = portal.tr("sync.loading_text"),
                             .href = "/sync",
                             .full_bleed = true});
    }
    if (portal.update_ready() && widgets::banner(ui, {.id = "update",
                                                      .tone = widgets::Tone::Accent,
                                                      .icon = icons::refresh,
                                                      .strong = portal.tr("update.ready"),
                                                      .text = portal.tr("update.nothing_is_lost"),
                                                      .action = portal.tr("update.reload"),
                                                      .full_bleed = true})) {
        portal.start_new_version();
    }
}

void draw_shell(Ui& ui, Portal& portal, bool bottom_bar, const widgets::Content& content) {
    widgets::ShellOptions options;
    options.navigation_label = portal.tr("nav.label");
    options.bottom_bar = bottom_bar;
    if (portal.signed_in()) {
        options.organisation = company_of(portal);
        options.sections = sections_of(portal);
        // The side bar and the rail have the settings beside the person.
        if (!ui.phone()) options.sections.pop_back();
        options.sync = sync_status_of(portal);
        options.person = portal.me().name;
        options.role = role_words(portal, portal.me().role);
        options.settings_href = "/settings";
        options.settings_label = portal.tr("nav.settings");
    }
    const widgets::Shell shell(ui, options);
    const bool loading = portal.signed_in() && portal.sync_view().catch_up.has_value();
    if (portal.update_ready() || !portal.note().empty() || loading)
        widgets::top_strip(ui, "notes", [&](Ui& inside) { draw_notes(inside, portal); });
    content(ui);
}

}  // namespace countersign::screens
