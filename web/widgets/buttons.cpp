// Buttons.
#include "web/widgets/buttons.hpp"

#include <algorithm>

#include "web/widgets/paint.hpp"

namespace countersign::widgets {
namespace {

float button_height(const Ui& ui, Button::Size size) {
    switch (size) {
        case Button::Size::Dense:
            return ui.touch() ? measure::touch : measure::dense;
        case Button::Size::Large:
            return ui.touch() ? measure::touch_primary : measure::touch;
        default:
            return ui.touch() ? measure::touch : measure::desktop;
    }
}

Color draw_face(UiCore& core, const ImRect& box, const Button& options, const Interaction& state, float radius) {
    const ImRect upper(box.Min.x, box.Min.y, box.Max.x, box.Max.y - 1);
    if (options.disabled) {
        if (options.kind != Button::Kind::Ghost) fill(core, box, Color::bg_hover, radius);
        return Color::text_disabled;
    }
    switch (options.kind) {
        case Button::Kind::Primary:
            fill(core, box, Color::accent_fill_pressed, radius);
            fill(core, upper,
                 state.held      ? Color::accent_fill_pressed
                 : state.hovered ? Color::accent_fill_hover
                                 : Color::accent_fill,
                 radius);
            return Color::accent_on;
        case Button::Kind::Danger:
            fill(core, box, Color::danger_fill_hover, radius);
            fill(core, upper, state.held || state.hovered ? Color::danger_fill_hover : Color::danger_fill, radius);
            return Color::danger_on;
        case Button::Kind::Secondary: {
            fill(core, box, Color::border_control, radius);
            fill(core, upper, Color::border_default, radius);
            const Color inside = options.pressed ? Color::accent_tint : state.hovered || state.held ? Color::bg_hover : Color::bg_surface;
            fill(core, grow(box, -1), inside, radius - 1);
            return options.pressed ? Color::accent_text : Color::text_primary;
        }
        case Button::Kind::Ghost:
            if (state.hovered || state.held || options.pressed) fill(core, box, Color::bg_hover, radius);
            return Color::text_secondary;
    }
    return Color::text_primary;
}

void draw_content(UiCore& core, const ImRect& box, const Button& options, TextStyle style, Color color) {
    const float icon = options.size == Button::Size::Large ? 20 : 16;
    if (options.icon_only) {
        draw_icon(core, box.GetCenter(), options.icon, options.kind == Button::Kind::Ghost ? 20 : 18, color);
        return;
    }
    const float gap = options.icon != icons::none ? icon + space::s : 0;
    const float room = box.GetWidth() - 16;
    const float width = std::min(text_width(core, style, options.label) + gap, room);
    const float left = box.GetCenter().x - width / 2;
    if (options.icon != icons::none) draw_icon(core, {left + icon / 2, box.GetCenter().y}, options.icon, icon, color);
    draw_line(core, {left + gap, box.Min.y, left + width + 0.5F, box.Max.y}, options.label, {.style = style, .color = color});
}

}  // namespace

bool button(Ui& ui, const Button& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id.empty() ? std::string_view(options.label) : options.id);
    const TextStyle style = options.size == Button::Size::Large ? TextStyle::Lead : TextStyle::BodyMedium;
    const float height = button_height(ui, options.size);
    const float padding = options.size == Button::Size::Dense ? 12 : 16;
    const float icon = options.icon == icons::none ? 0 : (options.size == Button::Size::Large ? 20 : 16) + space::s;
    float width = options.icon_only ? height : text_width(core, style, options.label) + icon + 2 * padding;
    if (options.full_width)
        width = flexible_width(core);
    else if (current_box(core).flow == Box::Flow::Down)
        width = std::min(width, available(core));
    const ImRect box = place(core, {width, height}, options.full_width);
    const float radius = ui.touch() ? radius::touch_control : radius::control;

    Interaction state = interact(core, id, box, {.disabled = options.disabled});
    if (state.visible) {
        const Color color = draw_face(core, box, options, state, radius);
        draw_content(core, box, options, style, color);
        if (state.ring) focus_ring(core, box, radius);
    }
    Node node = node_at(core, id, options.href.empty() ? Role::Button : Role::Link, box, options.label);
    node.disabled = options.disabled;
    node.href = options.href;
    node.focusable = true;
    if (options.disabled) node.description = options.why_disabled;
    if (options.pressed) node.pressed = true;
    if (options.file_input != Button::FileInput::None) {
        node.role = Role::File;
        node.input = semantics::Input{.type = "file",
                                      .accept = options.file_input == Button::FileInput::Camera ? "image/*" : "",
                                      .capture = options.file_input == Button::FileInput::Camera ? "environment" : ""};
    }
    declare(core, node);
    const bool pointed = state.visible && !core.finger && ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(box.Min, box.Max);
    if (options.disabled && (pointed || state.focused)) hint(core, box, options.why_disabled);
    if (options.icon_only && !options.disabled && (pointed || state.ring)) hint(core, box, options.label);
    if (state.activated && options.submit && !core.forms.empty()) core.forms.back().submitted = true;
    if (state.activated && !options.href.empty()) ui.navigate(options.href);
    return state.activated;
}

bool icon_button(Ui& ui, const IconButton& options) {
    return button(ui, {.id = options.id.empty() ? std::string_view(options.label) : options.id,
                       .label = options.label,
                       .icon = options.icon,
                       .kind = Button::Kind::Ghost,
                       .disabled = options.disabled,
                       .href = options.href,
                       .icon_only = true});
}

}  // namespace countersign::widgets
