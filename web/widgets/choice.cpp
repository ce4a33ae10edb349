// Check boxes, switches, radio groups, segmented controls, tiles, tabs and filter chips.
#include "web/widgets/choice.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets/checklist.hpp"
#include "web/widgets/marks.hpp"

namespace countersign::widgets {
namespace {

float choice_height(const Ui& ui) { return ui.touch() ? measure::touch : 28; }

void draw_check_mark(UiCore& core, const ImRect& box, bool on, bool disabled, bool hovered) {
    if (on) {
        fill(core, box, disabled ? Color::border_default : hovered ? Color::accent_fill_hover : Color::accent_fill, radius::chip);
        draw_icon(core, box.GetCenter(), icons::check, 14, Color::accent_on);
    } else {
        framed(core, box, disabled ? Color::bg_hover : Color::bg_surface, disabled ? Color::border_default : Color::border_control,
               radius::chip);
    }
}

void draw_switch(UiCore& core, const ImRect& box, bool on, bool disabled) {
    fill(core, box, disabled ? Color::border_default : on ? Color::accent_fill : Color::border_control, 10);
    const float x = on ? box.Max.x - 10 : box.Min.x + 10;
    draw_list().AddCircleFilled({x, box.GetCenter().y}, 7.5F, colour_of(0xffffffff), 24);
}

// One radio of a group, however it is drawn.
struct RadioItem {
    ItemId group = 0;
    ItemId id = 0;
    std::string_view name;
    bool selected = false;
    int position = 0;
    int count = 0;
};

void declare_radio(UiCore& core, const RadioItem& item, const ImRect& box, bool disabled) {
    Node node = node_at(core, item.id, Role::Radio, box, item.name);
    node.checked = item.selected ? semantics::Checked::Yes : semantics::Checked::No;
    node.group = item.group;
    node.position = item.position;
    node.set_size = item.count;
    node.disabled = disabled;
    node.focusable = true;
    declare(core, node);
}

void draw_segment(UiCore& core, const ImRect& box, bool selected, bool hovered, ImDrawFlags corners, Tone tone, float radius) {
    const ImRect inside(box.Min.x, box.Min.y + 1, box.Max.x, box.Max.y - 1);
    if (selected)
        fill(core, inside, tone == Tone::Accent ? Color::accent_tint : tone_tint(tone), radius - 1, corners);
    else if (hovered)
        fill(core, inside, Color::bg_hover, radius - 1, corners);
}

ImDrawFlags segment_corners(std::size_t index, std::size_t count) {
    if (count == 1) return ImDrawFlags_RoundCornersAll;
    if (index == 0) return ImDrawFlags_RoundCornersLeft;
    return index + 1 == count ? ImDrawFlags_RoundCornersRight : ImDrawFlags_RoundCornersNone;
}

}  // namespace

bool checkbox(Ui& ui, const Checkbox& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id);
    const float mark = options.as_switch ? 36 : measure::checkbox;
    const float height = choice_height(ui);
    const std::vector<std::string_view> lines = wrap_lines(core, TextStyle::Body, options.label, available(core) - mark - 10);
    float words = 0;
    for (const std::string_view line : lines) words = std::max(words, text_width(core, TextStyle::Body, line));
    const ImRect box = place(core, {mark + 10 + std::ceil(words), std::max(height, 20 * static_cast<float>(lines.size()))});
    const Interaction state = interact(core, id, box, {.disabled = options.disabled});
    if (state.activated) *options.value = !*options.value;
    const float middle = box.Min.y + height / 2;
    const ImRect mark_box = snap(core, options.as_switch ? ImRect(box.Min.x, middle - 10, box.Min.x + 36, middle + 10)
                                                         : ImRect(box.Min.x, middle - 9, box.Min.x + 18, middle + 9));
    if (state.visible) {
        if (options.as_switch)
            draw_switch(core, mark_box, *options.value, options.disabled);
        else
            draw_check_mark(core, mark_box, *options.value, options.disabled, state.hovered);
        float top = middle - 10;
        for (const std::string_view line : lines) {
            draw_line(core, {box.Min.x + mark + 10, top, box.Max.x + 1, top + 20}, line,
                      {.color = options.disabled ? Color::text_disabled : Color::text_primary});
            top += 20;
        }
        if (state.ring) focus_ring(core, mark_box, options.as_switch ? 10 : radius::chip);
    }
    Node node = node_at(core, id, options.as_switch ? Role::Switch : Role::Checkbox, box, options.label);
    node.checked = *options.value ? semantics::Checked::Yes : semantics::Checked::No;
    node.disabled = options.disabled;
    node.focusable = true;
    declare(core, node);
    return state.activated;
}

bool radio(Ui& ui, const RadioGroup& options) {
    UiCore& core = ui.core();
    const ItemId group = scoped_id(core, options.id);
    bool changed = false;
    Stack stack(ui, {.gap = ui.touch() ? 0 : space::xs});
    core.tree.open(node_at(core, group, Role::Radiogroup, core.viewport, options.label));
    const ImVec2 start = current_box(core).origin;
    if (!options.label_hidden && !options.label.empty()) {
        const ImRect label = place(core, {available(core), 20});
        draw_line(core, label, options.label, {.style = TextStyle::SmallMedium});
    }
    for (std::size_t index = 0; index < options.options.size(); ++index) {
        const Option& option = options.options[index];
        const ItemId id = child_id(group, static_cast<std::uint64_t>(index));
        const ImRect box =
            place(core, {std::min(available(core), 30 + std::ceil(text_width(core, TextStyle::Body, option.text))), choice_height(ui)});
        const Interaction state = interact(core, id, box, {.disabled = options.disabled});
        if (state.activated && *options.index != static_cast<int>(index)) {
            *options.index = static_cast<int>(index);
            changed = true;
        }
        const bool on = *options.index == static_cast<int>(index);
        const ImRect mark = snap(core, ImRect(box.Min.x, box.GetCenter().y - 9, box.Min.x + 18, box.GetCenter().y + 9));
        framed(core, mark, Color::bg_surface, on ? Color::accent_fill : Color::border_control, 9, on ? 5.0F : 1.0F);
        draw_line(core, {box.Min.x + 28, box.Min.y, box.Max.x + 1, box.Max.y}, option.text,
                  {.color = options.disabled ? Color::text_disabled : Color::text_primary});
        if (state.ring) focus_ring(core, mark, 9);
        declare_radio(core, {group, id, option.text, on, static_cast<int>(index) + 1, static_cast<int>(options.options.size())}, box,
                      options.disabled);
    }
    core.tree.set_rect(group,
                       whole_pixels({start.x, start.y, start.x + current_box(core).width, start.y + used_height(current_box(core))}));
    core.tree.close();
    return changed;
}

bool segmented(Ui& ui, const RadioGroup& options) {
    UiCore& core = ui.core();
    const ItemId group = scoped_id(core, options.id);
    const std::size_t count = std::max<std::size_t>(1, options.options.size());
    const bool labelled = !options.label_hidden && !options.label.empty();
    const float height = ui.touch() ? measure::touch : measure::desktop;
    float widest = 0;
    for (const Option& option : options.options)
        widest = std::max(
            widest, std::ceil(text_width(core, TextStyle::BodyMedium, option.text)) + (option.icon == icons::none ? 0.0F : 24.0F) + 32);
    const float width = std::min(
        available(core), ui.phone() && current_box(core).flow == Box::Flow::Down ? available(core) : widest * static_cast<float>(count));
    const float above = labelled ? 24.0F : 0.0F;
    const ImRect all = place(core, {width, height + above});
    if (labelled) draw_line(core, {all.Min.x, all.Min.y, all.Max.x, all.Min.y + 20}, options.label, {.style = TextStyle::SmallMedium});
    const ImRect frame(all.Min.x, all.Min.y + above, all.Max.x, all.Max.y);
    const float radius = ui.touch() ? radius::touch_control : radius::control;
    framed(core, frame, Color::bg_surface, Color::border_control, radius);
    core.tree.open(node_at(core, group, Role::Radiogroup, frame, options.label));
    bool changed = false;
    for (std::size_t index = 0; index < options.options.size(); ++index) {
        const Option& option = options.options[index];
        const ItemId id = child_id(group, static_cast<std::uint64_t>(index));
        const float step = frame.GetWidth() / static_cast<float>(count);
        const ImRect box = snap(core, ImRect(frame.Min.x + step * static_cast<float>(index), frame.Min.y,
                                             frame.Min.x + step * static_cast<float>(index + 1), frame.Max.y));
        const Interaction state = interact(core, id, box, {.disabled = options.disabled});
        if (state.activated && *options.index != static_cast<int>(index)) {
            *options.index = static_cast<int>(index);
            changed = true;
        }
        const bool on = *options.index == static_cast<int>(index);
        ImRect inside = box;
        if (index == 0) inside.Min.x += 1;
        if (index + 1 == count) inside.Max.x -= 1;
        draw_segment(core, inside, on, state.hovered, segment_corners(index, count), Tone::Accent, radius);
        if (index > 0) vertical_line(core, box.Min.x, box.Min.y + 1, box.Max.y - 1, Color::border_default);
        const Color color = options.disabled ? Color::text_disabled : on ? Color::accent_text : Color::text_primary;
        const float icon = option.icon == icons::none ? 0 : 24;
        const float words = text_width(core, TextStyle::BodyMedium, option.text);
        const float left = box.GetCenter().x - (words + icon) / 2;
        if (icon > 0) draw_icon(core, {left + 8, box.GetCenter().y}, option.icon, 16, color);
        draw_line(core, {std::max(left + icon, box.Min.x + 4), box.Min.y, box.Max.x - 2, box.Max.y}, option.text,
                  {.style = TextStyle::BodyMedium, .color = color});
        if (state.ring) outline(core, grow(box, -3), Color::focus_ring, radius - 2, 2);
        declare_radio(core, {group, id, option.text, on, static_cast<int>(index) + 1, static_cast<int>(count)}, box, options.disabled);
    }
    core.tree.close();
    return changed;
}

bool tiles(Ui& ui, const Tiles& options) {
    UiCore& core = ui.core();
    const ItemId group = scoped_id(core, options.id);
    const std::size_t count = std::max<std::size_t>(1, options.tiles.size());
    bool changed = false;
    Stack stack(ui, {.gap = space::s});
    if (!options.label.empty()) draw_line(core, place(core, {available(core), 20}), options.label, {.style = TextStyle::BodyMedium});
    const float width = std::min(available(core), 480.0F);
    const ImRect all = place(core, {width, 64});
    core.tree.open(node_at(core, group, Role::Radiogroup, all, options.label));
    for (std::size_t index = 0; index < options.tiles.size(); ++index) {
        const Tile& tile = options.tiles[index];
        const ItemId id = child_id(group, static_cast<std::uint64_t>(index));
        const float step = (all.GetWidth() - space::s * static_cast<float>(count - 1)) / static_cast<float>(count);
        const float left = all.Min.x + (step + space::s) * static_cast<float>(index);
        const ImRect box = snap(core, ImRect(left, all.Min.y, left + step, all.Max.y));
        const Interaction state = interact(core, id, box);
        if (state.activated && *options.index != static_cast<int>(index)) {
            *options.index = static_cast<int>(index);
            changed = true;
        }
        const bool on = *options.index == static_cast<int>(index);
        const bool plain = tile.tone == Tone::Accent || tile.tone == Tone::Muted;
        if (on)
            framed(core, box, tone_tint(tile.tone), plain ? Color::accent_fill : tone_solid(tile.tone), radius::touch_control, 2);
        else
            framed(core, box, state.hovered ? Color::bg_hover : Color::bg_surface, Color::border_control, radius::touch_control);
        draw_icon(core, {box.GetCenter().x, box.Min.y + 22}, tile.icon, 20, tone_text(tile.tone));
        draw_line(core, {box.Min.x + 4, box.Min.y + 36, box.Max.x - 4, box.Max.y - 8}, tile.text,
                  {.style = TextStyle::BodyMedium, .color = on ? tone_text(tile.tone) : Color::text_primary, .align = 0.5F});
        if (on) {
            const ImVec2 corner(box.Max.x - 4, box.Min.y + 4);
            draw_list().AddCircleFilled(corner, 9, colour(core, tone_text(tile.tone)), 24);
            draw_icon(core, corner, icons::check, 14, Color::bg_surface);
        }
        if (state.ring) focus_ring(core, box, radius::touch_control);
        declare_radio(core, {group, id, tile.text, on, static_cast<int>(index) + 1, static_cast<int>(count)}, box, false);
    }
    core.tree.close();
    if (!options.error.empty())
        text(ui, Text{.text = options.error, .style = TextStyle::Small, .tone = Tone::Danger, .icon = icons::alert_octagon, .live = true});
    return changed;
}

bool tabs(Ui& ui, const Tabs& options) {
    UiCore& core = ui.core();
    const ItemId list = scoped_id(core, options.id);
    const float height = ui.touch() ? measure::touch : 36;
    const ImRect all = place(core, {available(core), height});
    horizontal_line(core, all.Min.x, all.Max.x, all.Max.y - 1, Color::border_subtle);
    core.tree.open(node_at(core, list, Role::Tablist, all, options.label));
    bool changed = false;
    float left = all.Min.x;
    for (std::size_t index = 0; index < options.tabs.size(); ++index) {
        const std::string& title = options.tabs[index];
        const ItemId id = child_id(list, static_cast<std::uint64_t>(index));
        const float width = std::ceil(text_width(core, TextStyle::BodyMedium, title));
        const ImRect box(left, all.Min.y, left + width, all.Max.y);
        left += width + space::l + space::xs;
        const Interaction state = interact(core, id, grow(box, 0));
        if (state.activated && *options.index != static_cast<int>(index)) {
            *options.index = static_cast<int>(index);
            changed = true;
        }
        const bool on = *options.index == static_cast<int>(index);
        draw_line(core, {box.Min.x, box.Min.y, box.Max.x + 1, box.Max.y}, title,
                  {.style = TextStyle::BodyMedium, .color = on || state.hovered ? Color::text_primary : Color::text_muted});
        if (on) fill(core, {box.Min.x, box.Max.y - 2, box.Max.x, box.Max.y}, Color::accent_fill);
        if (state.ring) focus_ring(core, {box.Min.x, box.Min.y + 8, box.Max.x, box.Max.y - 8}, radius::chip);
        Node node = node_at(core, id, Role::Tab, box, title);
        node.selected = on;
        node.position = static_cast<int>(index) + 1;
        node.set_size = static_cast<int>(options.tabs.size());
        node.focusable = true;
        declare(core, node);
    }
    core.tree.close();
    return changed;
}

bool filter_chip(Ui& ui, const FilterChip& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id);
    const std::string count = options.count >= 0 ? std::to_string(options.count) : std::string();
    const float icon = options.icon == icons::none ? 0 : 24;
    const float number = count.empty() ? 0 : std::ceil(text_width(core, TextStyle::BodyStrong, count)) + 6;
    const float words = std::ceil(text_width(core, TextStyle::Body, options.label));
    const float height = ui.touch() ? measure::touch : measure::dense;
    const ImRect box = place(core, {std::min(available(core), 24 + icon + number + words), height});
    const Interaction state = interact(core, id, box);
    if (state.visible) {
        const float round = ui.touch() ? radius::touch_control : radius::control;
        framed(core, box,
               options.selected ? Color::accent_tint
               : state.hovered  ? Color::bg_hover
                                : Color::bg_surface,
               options.selected ? Color::accent_border : Color::border_default, round);
        float left = box.Min.x + 12;
        if (icon > 0)
            draw_icon(core, {left + 8, box.GetCenter().y}, options.icon, 16,
                      options.tone == Tone::Muted ? Color::text_secondary : tone_text(options.tone));
        left += icon;
        draw_line(core, {left, box.Min.y, box.Max.x, box.Max.y}, count, {.style = TextStyle::BodyStrong});
        draw_line(core, {left + number, box.Min.y, box.Max.x - 10, box.Max.y}, options.label,
                  {.color = options.selected ? Color::accent_text : Color::text_secondary});
        if (state.ring) focus_ring(core, box, round);
    }
    Node node = node_at(core, id, Role::Button, box, count.empty() ? options.label : count + " " + options.label);
    node.pressed = options.selected;
    node.focusable = true;
    declare(core, node);
    return state.activated;
}

}  // namespace countersign::widgets
