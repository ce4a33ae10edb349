// Cards, lists, groups and disclosures: containers that also mean something to screen readers.
#include <algorithm>
#include <cmath>

#include "web/widgets/buttons.hpp"
#include "web/widgets/marks.hpp"

namespace countersign::widgets {

Card::Card(Ui& ui, const CardOptions& options) : ui_(ui) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id);
    const float padding = options.flush ? 0 : options.padding;
    const Box& inner = open_box(core, {.id = id, .gap = options.flush ? 0 : options.gap, .padding = {padding, padding}});
    const ImRect box = snap(core, ImRect(inner.origin.x - padding, inner.origin.y - padding, inner.origin.x + inner.width + padding,
                                         inner.origin.y - padding + inner.before.height));
    framed(core, box, Color::bg_surface, Color::border_subtle, radius::card);
    if (options.stripe != Tone::Muted) {
        draw_list().PushClipRect(box.Min, {box.Min.x + 4, box.Max.y}, true);
        fill(core, box, options.stripe == Tone::Accent ? Color::accent_fill : tone_solid(options.stripe), radius::card);
        draw_list().PopClipRect();
    }
    core.ids.push_back(id);
    section_ = !options.title.empty();
    if (!section_) return;
    Node node = node_at(core, id, Role::Region, box, options.title);
    core.tree.open(node);
    {
        Stack header(ui, {.padding = options.flush ? space::l : 0.0F});
        heading(ui, {.text = options.title,
                     .level = options.level,
                     .link_text = options.link_text,
                     .link_href = options.link_href,
                     .style = TextStyle::BodyStrong});
    }
    // Rows bring their own distance from what stands above them.
    if (options.flush) spacer(ui, -space::m);
}

Card::~Card() {
    UiCore& core = ui_.core();
    if (section_) core.tree.close();
    core.ids.pop_back();
    close_box(core, true);
}

List::List(Ui& ui, std::string_view name, float gap) : ui_(ui) {
    UiCore& core = ui.core();
    const ItemId id = child_id(place_id(core), "list");
    open_box(core, {.id = id, .gap = gap});
    const Box& box = current_box(core);
    core.tree.open(node_at(core, id, Role::List, ImRect(box.origin, {box.origin.x + box.width, box.origin.y + box.before.height}), name));
}
List::~List() {
    ui_.core().tree.close();
    close_box(ui_.core(), false);
}

ListItem::ListItem(Ui& ui, std::string_view id) : ui_(ui) {
    UiCore& core = ui.core();
    const ItemId item = scoped_id(core, id);
    core.ids.push_back(item);
    open_box(core, {.id = child_id(item, "item"), .gap = space::s});
    const Box& box = current_box(core);
    core.tree.open(node_at(core, child_id(item, "item"), Role::Listitem,
                           ImRect(box.origin, {box.origin.x + box.width, box.origin.y + box.before.height})));
}
ListItem::~ListItem() {
    UiCore& core = ui_.core();
    core.tree.close();
    close_box(core, false);
    core.ids.pop_back();
}

Group::Group(Ui& ui, std::string_view id, std::string_view name) : ui_(ui) {
    UiCore& core = ui.core();
    const ItemId group = scoped_id(core, id);
    core.ids.push_back(group);
    open_box(core, {.id = child_id(group, "group"), .gap = 0});
    const Box& box = current_box(core);
    core.tree.open(node_at(core, child_id(group, "group"), Role::Group,
                           ImRect(box.origin, {box.origin.x + box.width, box.origin.y + box.before.height}), name));
}
Group::~Group() {
    UiCore& core = ui_.core();
    core.tree.close();
    close_box(core, false);
    core.ids.pop_back();
}

bool disclosure(Ui& ui, const Disclosure& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id);
    const float height = options.subtitle.empty() ? (ui.touch() ? 52.0F : 44.0F) : 56.0F;
    const ImRect box = place(core, {available(core), height});
    const Interaction state = interact(core, id, box);
    if (state.activated) *options.open = !*options.open;
    if (state.hovered) fill(core, box, Color::bg_hover, radius::control);
    float left = box.Min.x;
    if (options.icon != icons::none) {
        draw_icon(core, {left + 10, box.GetCenter().y}, options.icon, 20, tone_text(options.icon_tone));
        left += 32;
    }
    const float trailing = options.trailing.empty() ? 0 : std::ceil(text_width(core, TextStyle::BodyMedium, options.trailing));
    const float right = box.Max.x - 28 - trailing - space::m;
    const float top = options.subtitle.empty() ? box.GetCenter().y - 12 : box.GetCenter().y - 22;
    draw_line(core, {left, top, right, top + 24}, options.title, {.style = ui.touch() ? TextStyle::LeadStrong : TextStyle::BodyStrong});
    draw_line(core, {left, top + 22, right, top + 42}, options.subtitle, {.style = TextStyle::Small, .color = Color::text_muted});
    draw_line(core, {right + space::m, box.Min.y, box.Max.x - 27, box.Max.y}, options.trailing,
              {.style = TextStyle::BodyMedium, .color = tone_text(options.trailing_tone)});
    draw_icon(core, {box.Max.x - 10, box.GetCenter().y}, *options.open ? icons::chevron_up : icons::chevron_down, 18,
              Color::text_secondary);
    if (state.ring) outline(core, box, Color::focus_ring, radius::control, 2);
    std::string name = options.title;
    if (!options.subtitle.empty()) name += ", " + options.subtitle;
    Node node = node_at(core, id, Role::Button, box, name);
    node.description = options.trailing;
    node.expanded = *options.open;
    node.focusable = true;
    declare(core, node);
    return *options.open;
}

}  // namespace countersign::widgets
