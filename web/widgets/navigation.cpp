// The frame around every screen.
#include "web/widgets/navigation.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets/buttons.hpp"
#include "web/widgets/feedback.hpp"
#include "web/widgets/marks.hpp"

namespace countersign::widgets {
namespace {

void draw_logo(UiCore& core, const ImRect& box) {
    fill(core, box, Color::accent_fill, 7);
    draw_icon(core, box.GetCenter(), icons::checks, 20, Color::accent_on);
}

void declare_nav_item(UiCore& core, ItemId id, const ImRect& box, const NavItem& item) {
    Node node = node_at(core, id, Role::Link, box, item.label);
    node.href = item.href;
    if (item.selected) node.current = "page";
    if (item.count > 0) node.description = std::to_string(item.count);
    node.focusable = true;
    declare(core, node);
}

void draw_count(UiCore& core, const ImRect& box, const NavItem& item) {
    if (item.count <= 0) return;
    const std::string count = std::to_string(item.count);
    const float width = std::ceil(text_width(core, TextStyle::CaptionMedium, count));
    ImRect place_of(box.Max.x - space::s - width, box.Min.y, box.Max.x - space::s + 1, box.Max.y);
    if (item.attention) {
        const ImRect tint = snap(core, ImRect(place_of.Min.x - 6, box.GetCenter().y - 9, place_of.Max.x + 5, box.GetCenter().y + 9));
        fill(core, tint, Color::warn_tint, radius::chip);
    }
    draw_line(core, place_of, count,
              {.style = TextStyle::CaptionMedium,
               .color = item.attention  ? Color::warn_text
                        : item.selected ? Color::accent_text
                                        : Color::text_muted});
}

void side_item(Ui& ui, const NavItem& item) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, item.id);
    const ImRect box = place(core, {available(core), ui.touch() ? measure::touch : measure::nav_item + 2});
    const Interaction state = interact(core, id, box);
    if (item.selected) {
        fill(core, box, Color::accent_tint, radius::control);
        fill(core, {box.Min.x - 8, box.GetCenter().y - 9, box.Min.x - 5, box.GetCenter().y + 9}, Color::accent_fill, 1.5F,
             ImDrawFlags_RoundCornersRight);
    } else if (state.hovered) {
        fill(core, box, Color::bg_hover, radius::control);
    }
    draw_icon(core, {box.Min.x + 8 + 9, box.GetCenter().y}, item.icon, 18, item.selected ? Color::accent_text : Color::text_secondary);
    draw_line(core, {box.Min.x + 36, box.Min.y, box.Max.x - 32, box.Max.y}, item.label,
              {.style = TextStyle::BodyMedium, .color = item.selected ? Color::accent_text : Color::text_secondary});
    draw_count(core, box, item);
    if (state.ring) outline(core, box, Color::focus_ring, radius::control, 2);
    declare_nav_item(core, id, box, item);
    if (state.activated) ui.navigate(item.href);
}

void rail_item(Ui& ui, const NavItem& item) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, item.id);
    const ImRect box = place(core, {48, measure::rail_item});
    const Interaction state = interact(core, id, box);
    if (item.selected) {
        fill(core, box, Color::accent_tint, radius::touch_control);
        fill(core, {box.Min.x - 8, box.GetCenter().y - 10, box.Min.x - 5, box.GetCenter().y + 10}, Color::accent_fill, 1.5F,
             ImDrawFlags_RoundCornersRight);
    } else if (state.hovered || state.held) {
        fill(core, box, Color::bg_hover, radius::touch_control);
    }
    draw_icon(core, box.GetCenter(), item.icon, 20, item.selected ? Color::accent_text : Color::text_secondary);
    if (item.count > 0) {
        const ImVec2 centre(box.Max.x - 10, box.Min.y + 10);
        draw_list().AddCircleFilled(centre, 8, colour(core, item.attention ? Color::warn_tint : Color::accent_fill), 24);
        const std::string count = item.count > 9 ? "9+" : std::to_string(item.count);
        draw_line(core, {centre.x - 10, centre.y - 8, centre.x + 10, centre.y + 8}, count,
                  {.style = TextStyle::Initials, .color = item.attention ? Color::warn_text : Color::accent_on, .align = 0.5F});
    }
    if (state.ring) outline(core, box, Color::focus_ring, radius::touch_control, 2);
    // The name stands beside the icon while it is pointed at, focused or held.
    if (state.hovered || state.ring || state.held) hint(core, box, item.label);
    declare_nav_item(core, id, box, item);
    if (state.activated) ui.navigate(item.href);
}

void bottom_item(Ui& ui, const NavItem& item, const ImRect& box) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, item.id);
    const Interaction state = interact(core, id, box);
    const Color color = item.selected ? Color::accent_text : Color::text_secondary;
    if (item.selected) fill(core, {box.GetCenter().x - 28, box.Min.y + 6, box.GetCenter().x + 28, box.Min.y + 34}, Color::accent_tint, 14);
    draw_icon(core, {box.GetCenter().x, box.Min.y + 20}, item.icon, 22, color);
    draw_line(core, {box.Min.x + 2, box.Min.y + 35, box.Max.x - 2, box.Min.y + 55},
              item.short_label.empty() ? item.label : item.short_label,
              {.style = item.selected ? TextStyle::SmallMedium : TextStyle::Small, .color = color, .align = 0.5F});
    if (item.count > 0) {
        const ImVec2 centre(box.GetCenter().x + 14, box.Min.y + 12);
        draw_list().AddCircleFilled(centre, 8, colour(core, item.attention ? Color::warn_solid : Color::accent_fill), 24);
        draw_line(core, {centre.x - 10, centre.y - 8, centre.x + 10, centre.y + 8}, item.count > 9 ? "9+" : std::to_string(item.count),
                  {.style = TextStyle::Initials, .color = Color::accent_on, .align = 0.5F});
    }
    if (state.ring) outline(core, grow(box, -2), Color::focus_ring, radius::control, 2);
    declare_nav_item(core, id, box, item);
    if (state.activated) ui.navigate(item.href);
}

void draw_home(Ui& ui, const ShellOptions& options, bool with_name) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, "home");
    const ImRect box = place(core, {with_name ? available(core) : 48.0F, with_name ? 40.0F : 44.0F});
    const Interaction state = interact(core, id, box);
    const float size = with_name ? 28 : 32;
    const ImVec2 at(with_name ? box.Min.x + 8 : box.GetCenter().x - size / 2, box.GetCenter().y - size / 2);
    draw_logo(core, snap(core, ImRect(at, {at.x + size, at.y + size})));
    if (with_name) draw_line(core, {at.x + size + 10, box.Min.y, box.Max.x, box.Max.y}, options.product, {.style = TextStyle::LeadStrong});
    if (state.ring) outline(core, box, Color::focus_ring, radius::control, 2);
    Node node = node_at(core, id, Role::Link, box, options.product);
    node.href = options.home_href;
    node.focusable = true;
    declare(core, node);
    if (state.activated) ui.navigate(options.home_href);
}

void draw_organisation(UiCore& core, const std::string& name) {
    if (name.empty()) return;
    const ImRect box = place(core, {available(core), 40});
    framed(core, box, Color::bg_surface, Color::border_default, radius::touch_control);
    const ImRect badge(box.Min.x + 8, box.Min.y + 8, box.Min.x + 32, box.Min.y + 32);
    fill(core, badge, Color::toast_bg, radius::control);
    draw_line(core, badge, initials_of(name), {.style = TextStyle::Initials, .color = Color::toast_text, .align = 0.5F});
    draw_line(core, {box.Min.x + 40, box.Min.y, box.Max.x - 8, box.Max.y}, name, {.style = TextStyle::BodyMedium});
    declare_text(core, box, name);
}

void draw_person(Ui& ui, const ShellOptions& options, const ImRect& area) {
    UiCore& core = ui.core();
    horizontal_line(core, area.Min.x, area.Max.x, area.Min.y, Color::border_subtle);
    const ImRect face(area.Min.x + 16, area.GetCenter().y - 14, area.Min.x + 44, area.GetCenter().y + 14);
    draw_avatar(core, face, options.person);
    const float right = area.Max.x - (options.settings_href.empty() ? 8.0F : 48.0F);
    draw_line(core, {face.Max.x + 10, area.GetCenter().y - 18, right, area.GetCenter().y}, options.person,
              {.style = TextStyle::SmallMedium});
    draw_line(core, {face.Max.x + 10, area.GetCenter().y - 1, right, area.GetCenter().y + 16}, options.role,
              {.style = TextStyle::Caption, .color = Color::text_muted});
    declare_text(core, area, options.role.empty() ? options.person : options.person + ", " + options.role);
    if (options.settings_href.empty()) return;
    open_root(core, {area.Max.x - 44, area.GetCenter().y - 18, area.Max.x - 8, area.GetCenter().y + 18}, 0, false);
    icon_button(ui, {.id = "settings", .icon = icons::settings, .label = options.settings_label, .href = options.settings_href});
    close_root(core);
}

void draw_side_bar(Ui& ui, const ShellOptions& options, const ImRect& area) {
    UiCore& core = ui.core();
    fill(core, area, Color::bg_canvas);
    const float person = options.person.empty() ? 0 : 56;
    const float bottom = person + 48;
    open_scroll(core, scoped_id(core, "side"), {area.Min.x, area.Min.y, area.Max.x - 1, area.Max.y - bottom}, 0, {8, 8}, 0, false);
    draw_home(ui, options, true);
    spacer(ui, space::s);
    draw_organisation(core, options.organisation);
    spacer(ui, space::m);
    for (const NavSection& section : options.sections) {
        if (!section.title.empty()) {
            spacer(ui, space::l);
            const ImRect box = place(core, {available(core), 24});
            draw_line(core, {box.Min.x + 8, box.Min.y, box.Max.x, box.Max.y}, section.title,
                      {.style = TextStyle::Small, .color = Color::text_muted});
            declare_text(core, box, section.title);
        }
        for (const NavItem& item : section.items) side_item(ui, item);
    }
    close_scroll(core);
    open_root(core, {area.Min.x + 8, area.Max.y - bottom + 4, area.Max.x - 9, area.Max.y - person}, 0, false);
    sync_status(ui, options.sync);
    close_root(core);
    if (person > 0) draw_person(ui, options, {area.Min.x, area.Max.y - person, area.Max.x - 1, area.Max.y});
    vertical_line(core, area.Max.x - 1, area.Min.y, area.Max.y, Color::border_subtle);
}

void draw_rail(Ui& ui, const ShellOptions& options, const ImRect& area) {
    UiCore& core = ui.core();
    fill(core, area, Color::bg_canvas);
    open_root(core, {area.Min.x + 8, area.Min.y + 8, area.Max.x - 8, area.Max.y}, space::xs, false);
    draw_home(ui, options, false);
    spacer(ui, space::m);
    for (const NavSection& section : options.sections)
        for (const NavItem& item : section.items) rail_item(ui, item);
    close_root(core);
    open_root(core, {area.Min.x + 8, area.Max.y - 112, area.Max.x - 8, area.Max.y}, space::s, false);
    const SyncStatus::Kind kind = options.sync.kind;
    rail_item(ui, {.id = "sync_status",
                   .label = options.sync.note.empty() ? options.sync.text : options.sync.text + ", " + options.sync.note,
                   .icon = kind == SyncStatus::Kind::Synced    ? icons::cloud_check
                           : kind == SyncStatus::Kind::Sending ? icons::cloud_upload
                           : kind == SyncStatus::Kind::Offline ? icons::cloud_off
                                                               : icons::cloud_exclamation,
                   .href = options.sync.href});
    if (!options.person.empty()) {
        if (options.settings_href.empty()) {
            const ImRect box = place(core, {48, 48});
            draw_avatar(core, grow(box, -7), options.person);
            declare_text(core, box, options.person);
        } else {
            rail_item(ui, {.id = "settings", .label = options.settings_label, .icon = icons::settings, .href = options.settings_href});
        }
    }
    close_root(core);
    vertical_line(core, area.Max.x - 1, area.Min.y, area.Max.y, Color::border_subtle);
}

void draw_bottom_bar(Ui& ui, const ShellOptions& options, const ImRect& area) {
    UiCore& core = ui.core();
    fill(core, area, Color::bg_surface);
    horizontal_line(core, area.Min.x, area.Max.x, area.Min.y, Color::border_subtle);
    std::vector<const NavItem*> items;
    for (const NavSection& section : options.sections)
        for (const NavItem& item : section.items)
            if (item.on_phone && items.size() < 5) items.push_back(&item);
    const float step = area.GetWidth() / static_cast<float>(std::max<std::size_t>(1, items.size()));
    for (std::size_t index = 0; index < items.size(); ++index) {
        const float left = area.Min.x + step * static_cast<float>(index);
        bottom_item(ui, *items[index], {left, area.Min.y, left + step, area.Max.y});
    }
}

}  // namespace

Shell::Shell(Ui& ui, const ShellOptions& options) : ui_(ui) {
    UiCore& core = ui.core();
    ImRect view = core.viewport;
    core.ids.push_back(scoped_id(core, "shell"));
    core.page_has_bottom_bar = ui.phone() && options.bottom_bar;
    core.phone_sync = options.sync;
    ImRect area = view;
    if (ui.roomy()) {
        area.Max.x = view.Min.x + measure::nav;
        view.Min.x = area.Max.x;
    } else if (!ui.phone()) {
        area.Max.x = view.Min.x + measure::rail;
        view.Min.x = area.Max.x;
    } else if (options.bottom_bar) {
        area.Min.y = view.Max.y - measure::bottom_bar;
        view.Max.y = area.Min.y;
    }
    if (!ui.phone() || options.bottom_bar) {
        const ItemId navigation = scoped_id(core, "navigation");
        core.tree.open(node_at(core, navigation, Role::Navigation, area, options.navigation_label));
        // A screen may well be called like the item that leads to it.
        core.ids.push_back(navigation);
        if (ui.roomy())
            draw_side_bar(ui, options, area);
        else if (!ui.phone())
            draw_rail(ui, options, area);
        else
            draw_bottom_bar(ui, options, area);
        core.ids.pop_back();
        core.tree.close();
    }
    core.viewport = view;
}

Shell::~Shell() { ui_.core().ids.pop_back(); }

}  // namespace countersign::widgets
