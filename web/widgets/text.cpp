// Text, headings and links.
#include "web/widgets/text.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets/buttons.hpp"
#include "web/widgets/layout.hpp"
#include "web/widgets/paint.hpp"

namespace countersign::widgets {
namespace {

float icon_size(TextStyle style) {
    switch (style) {
        case TextStyle::Lead:
        case TextStyle::LeadStrong:
            return 18;
        case TextStyle::Title:
        case TextStyle::Figure:
            return 22;
        case TextStyle::Caption:
        case TextStyle::CaptionMedium:
        case TextStyle::CaptionStrong:
            return 14;
        default:
            return 16;
    }
}

}  // namespace

void text(Ui& ui, const Text& options) {
    UiCore& core = ui.core();
    const float line = line_height(core, options.style);
    const float icon = options.icon == icons::none ? 0 : icon_size(options.style) + space::s - 2;
    const float room = std::min(available(core), options.max_width > 0 ? options.max_width : FLT_MAX);
    std::vector<std::string_view> lines;
    if (options.wrap)
        lines = wrap_lines(core, options.style, options.text, room - icon);
    else
        lines = {options.text};
    float widest = 0;
    for (const std::string_view part : lines) widest = std::max(widest, text_width(core, options.style, part));
    const bool spread = options.right || options.centre;
    const float width = spread && current_box(core).flow == Box::Flow::Down ? available(core) : std::min(room, std::ceil(widest + icon));
    const ImRect box = place(core, {width, line * static_cast<float>(lines.size())});
    const Color color = tone_text(options.tone);
    const float align = options.right ? 1.0F : options.centre ? 0.5F : 0.0F;
    float left = box.Min.x + icon;
    if (options.icon != icons::none) {
        const float shift = (box.GetWidth() - widest - icon) * align;
        draw_icon(core, {box.Min.x + std::max(0.0F, shift) + icon_size(options.style) / 2, box.Min.y + line / 2}, options.icon,
                  icon_size(options.style), color);
    }
    float top = box.Min.y;
    for (const std::string_view part : lines) {
        draw_line(core, {left, top, box.Max.x + 0.5F, top + line}, part, {.style = options.style, .color = color, .align = align});
        top += line;
    }
    declare_text(core, box, options.text, options.live ? semantics::Live::Polite : semantics::Live::Off);
}

void text(Ui& ui, std::string_view plain) { text(ui, Text{.text = std::string(plain)}); }

void paragraphs(Ui& ui, std::string_view plain, TextStyle style, Tone tone) {
    Stack stack(ui, {.gap = space::s});
    while (!plain.empty()) {
        const std::size_t end = std::min(plain.find("\n\n"), plain.size());
        if (end > 0) text(ui, Text{.text = std::string(plain.substr(0, end)), .style = style, .tone = tone});
        plain.remove_prefix(std::min(plain.size(), end + 2));
    }
}

bool heading(Ui& ui, const Heading& options) {
    UiCore& core = ui.core();
    bool activated = false;
    Row row(ui, {.gap = space::s});
    const float line = line_height(core, options.style);
    const float width = std::min(available(core), std::ceil(text_width(core, options.style, options.text)));
    const ImRect box = place(core, {width, line});
    draw_line(core, {box.Min.x, box.Min.y, box.Max.x + 0.5F, box.Max.y}, options.text, {.style = options.style});
    Node node = node_at(core, child_id(place_id(core), "heading"), Role::Heading, box, options.text);
    node.level = options.level;
    declare(core, node);
    if (options.count >= 0) text(ui, Text{.text = std::to_string(options.count), .tone = Tone::Muted, .wrap = false});
    if (!options.note.empty()) text(ui, Text{.text = options.note, .style = TextStyle::Small, .tone = Tone::Muted, .wrap = false});
    if (!options.link_text.empty()) {
        row.push_right();
        activated = link(ui, {.text = options.link_text, .href = options.link_href, .style = TextStyle::SmallMedium});
    }
    return activated;
}

bool link(Ui& ui, const Link& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(
        core, options.id.empty() ? std::string_view(options.href.empty() ? options.text : options.text + options.href) : options.id);
    const float line = line_height(core, options.style);
    const float icon = options.icon == icons::none ? 0 : icon_size(options.style) + space::xs;
    const float width = std::min(available(core), std::ceil(text_width(core, options.style, options.text) + icon));
    const float height = ui.touch() ? std::max(line, 32.0F) : line;
    const ImRect box = place(core, {width, height});
    const Interaction state = interact(core, id, box);
    if (state.visible) {
        if (options.icon != icons::none)
            draw_icon(core, {box.Min.x + icon_size(options.style) / 2, box.GetCenter().y}, options.icon, icon_size(options.style),
                      Color::accent_text);
        const ImRect words(box.Min.x + icon, box.Min.y, box.Max.x + 0.5F, box.Max.y);
        draw_line(core, words, options.text, {.style = options.style, .color = Color::accent_text});
        if (state.hovered) horizontal_line(core, words.Min.x, box.Max.x, box.GetCenter().y + line / 2 - 3, Color::accent_text);
        if (state.ring) focus_ring(core, box, radius::chip, 1);
    }
    Node node = node_at(core, id, options.href.empty() ? Role::Button : Role::Link, box, options.text);
    node.href = options.href;
    node.focusable = true;
    declare(core, node);
    if (state.activated && !options.href.empty()) ui.navigate(options.href);
    return state.activated;
}

bool label_value(Ui& ui, const LabelValue& options) {
    Stack stack(ui, {.gap = 0});
    text(ui, Text{.text = options.label, .style = TextStyle::Caption, .tone = Tone::Muted});
    bool activated = false;
    if (options.href.empty())
        text(ui, Text{.text = options.value, .style = TextStyle::BodyMedium});
    else
        activated = link(ui, {.text = options.value, .href = options.href});
    if (!options.note.empty()) text(ui, Text{.text = options.note, .style = TextStyle::Small, .tone = Tone::Secondary});
    return activated;
}

bool value_line(Ui& ui, const ValueLine& options) {
    UiCore& core = ui.core();
    bool activated = false;
    Stack stack(ui, {.gap = 0});
    const float icon = options.icon == icons::none ? 0 : 18 + space::m;
    const float words = text_width(core, TextStyle::Body, options.label);
    const float value = text_width(core, TextStyle::BodyStrong, options.link_text.empty() ? options.value : options.link_text);
    // A value that does not fit beside its label stands whole below it.
    const bool below = icon + words + space::m + value > available(core);
    const auto draw_value = [&] {
        if (!options.link_text.empty())
            activated = link(ui, {.id = options.id, .text = options.link_text, .href = options.link_href});
        else
            text(ui, Text{.text = options.value, .style = TextStyle::BodyStrong, .tone = options.tone, .wrap = below});
    };
    spacer(ui, space::s);
    {
        Row row(ui, {.gap = space::m, .align = below ? RowOptions::Align::Top : RowOptions::Align::Centre});
        if (options.icon != icons::none) {
            const ImRect box = place(core, {18, 20});
            const Color color = options.tone == Tone::Primary ? Color::text_secondary : tone_text(options.tone);
            draw_icon(core, box.GetCenter(), options.icon, 18, color);
        }
        if (below) {
            Stack lines(ui, {.gap = 0});
            text(ui, Text{.text = options.label});
            draw_value();
        } else {
            text(ui, Text{.text = options.label});
            row.push_right();
            draw_value();
        }
    }
    spacer(ui, space::s);
    if (!options.last) separator(ui);
    return activated;
}

void key_figure(Ui& ui, const KeyFigure& options) {
    Stack stack(ui, {.gap = 0});
    if (!options.label.empty()) text(ui, Text{.text = options.label, .style = TextStyle::Caption, .tone = Tone::Muted});
    if (!options.large || options.note.empty()) {
        text(ui, Text{.text = options.value, .style = options.large ? TextStyle::Figure : TextStyle::Title});
        if (!options.note.empty()) text(ui, Text{.text = options.note, .style = TextStyle::Caption, .tone = Tone::Muted});
        return;
    }
    Row row(ui, {.gap = space::s});
    text(ui, Text{.text = options.value, .style = TextStyle::Figure, .wrap = false});
    text(ui, Text{.text = options.note, .style = TextStyle::Small, .tone = Tone::Muted});
}

void timeline_entry(Ui& ui, const TimelineEntry& options) {
    UiCore& core = ui.core();
    const ItemId id = place_id(core);
    const float height = measured(core, id).height;
    const float left = current_box(core).origin.x;
    const float top = current_box(core).origin.y + current_box(core).cursor + (current_box(core).empty ? 0 : current_box(core).gap);
    const bool tinted = options.tone == Tone::Accent || options.tone == Tone::Ok || options.tone == Tone::Warn ||
                        options.tone == Tone::Danger || options.tone == Tone::Pause;
    if (!options.last) vertical_line(core, left + 12, top + 28, top + height + 4, Color::border_default);
    const ImRect badge = snap(core, ImRect(left, top, left + 24, top + 24));
    framed(core, badge, tinted ? tone_tint(options.tone) : Color::bg_surface, tone_border(options.tone), 12);
    draw_icon(core, badge.GetCenter(), options.icon, 14, tinted ? tone_text(options.tone) : Color::text_secondary);

    core.tree.open(node_at(core, child_id(id, "item"), Role::Listitem, ImRect(left, top, left + current_box(core).width, top + height)));
    open_box(core, {.id = id, .gap = 2});
    Box& box = current_box(core);
    box.origin.x += 36;
    box.width -= 36;
    spacer(ui, 2);
    {
        Row row(ui, {.gap = space::s});
        text(ui, Text{.text = options.title, .style = TextStyle::BodyMedium});
        row.push_right();
        if (!options.time.empty()) text(ui, Text{.text = options.time, .style = TextStyle::Caption, .tone = Tone::Muted, .wrap = false});
    }
    if (!options.text.empty()) text(ui, Text{.text = options.text, .style = TextStyle::Small, .tone = Tone::Secondary});
    if (!options.note.empty()) text(ui, Text{.text = options.note, .style = TextStyle::Caption, .tone = Tone::Muted});
    spacer(ui, space::m);
    current_box(core).origin.x -= 36;
    current_box(core).width += 36;
    close_box(core, false);
    core.tree.close();
}

bool code_value(Ui& ui, const CodeValue& options) {
    Row row(ui, {.gap = space::s});
    bool copied = false;
    {
        Stack stack(ui, {.gap = 0});
        text(ui, Text{.text = options.label, .style = TextStyle::Caption, .tone = Tone::Muted});
        text(ui, Text{.text = options.value, .style = TextStyle::SmallMedium});
    }
    if (!options.copy_label.empty()) {
        row.push_right();
        IdScope scope(ui, options.id.empty() ? std::string_view(options.label) : options.id);
        copied = icon_button(ui, {.id = "copy", .icon = icons::copy, .label = options.copy_label});
        if (copied) ui.copy(options.value);
    }
    return copied;
}

}  // namespace countersign::widgets
