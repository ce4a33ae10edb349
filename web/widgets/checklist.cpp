// One check of a visit.
#include "web/widgets/checklist.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "web/widgets/marks.hpp"

namespace countersign::widgets {
namespace {

struct Segment {
    CheckResult result;
    Icon icon;
    Tone tone;
    const std::string* words;
};

// Icon above the word on a phone, beside it elsewhere.
void draw_result(UiCore& core, const ImRect& box, const Segment& segment, bool on, bool disabled, bool stacked) {
    const Color color = disabled && !on ? Color::text_disabled : on ? tone_text(segment.tone) : Color::text_primary;
    const TextStyle style = on ? TextStyle::SmallStrong : TextStyle::Small;
    if (stacked) {
        draw_icon(core, {box.GetCenter().x, box.Min.y + 14}, segment.icon, 16, color);
        draw_line(core, {box.Min.x + 3, box.Min.y + 22, box.Max.x - 3, box.Max.y - 2}, *segment.words,
                  {.style = style, .color = color, .align = 0.5F});
        return;
    }
    const float words = text_width(core, style, *segment.words);
    const float left = box.GetCenter().x - (words + 22) / 2;
    draw_icon(core, {left + 8, box.GetCenter().y}, segment.icon, 16, color);
    draw_line(core, {left + 22, box.Min.y, box.Max.x - 2, box.Max.y}, *segment.words, {.style = style, .color = color});
}

}  // namespace

bool check(Ui& ui, const Check& options) {
    UiCore& core = ui.core();
    const ItemId group = scoped_id(core, options.id);
    const bool stacked = ui.touch();
    const std::array<Segment, 3> segments = {{{CheckResult::Ok, icons::check, Tone::Ok, &options.ok},
                                              {CheckResult::Fault, icons::alert_triangle, Tone::Warn, &options.fault},
                                              {CheckResult::NotApplicable, icons::minus, Tone::Pause, &options.not_applicable}}};
    std::array<float, 3> widths{};
    float total = 0;
    for (std::size_t index = 0; index < segments.size(); ++index) {
        widths[index] =
            std::max(45.0F, std::ceil(text_width(core, TextStyle::SmallStrong, *segments[index].words)) + (stacked ? 12.0F : 46.0F));
        total += widths[index];
    }
    const float height = stacked ? measure::touch : 34;
    const float room = available(core);
    const std::vector<std::string_view> lines = wrap_lines(core, TextStyle::Body, options.label, room - total - space::s);
    const float row = std::max(height + 8, 20 * static_cast<float>(lines.size()) + 12);
    const ImRect box = place(core, {room, row});
    float top = box.GetCenter().y - 10 * static_cast<float>(lines.size());
    for (const std::string_view line : lines) {
        draw_line(core, {box.Min.x, top, box.Max.x - total - space::s + 1, top + 20}, line, {});
        top += 20;
    }
    if (!options.last) horizontal_line(core, box.Min.x, box.Max.x, box.Max.y - 1, Color::border_subtle);

    const ImRect frame = snap(core, ImRect(box.Max.x - total, box.GetCenter().y - height / 2, box.Max.x, box.GetCenter().y + height / 2));
    const float radius = stacked ? radius::touch_control : radius::control;
    framed(core, frame, Color::bg_surface, Color::border_control, radius);
    core.tree.open(node_at(core, group, Role::Radiogroup, box, options.label));
    bool changed = false;
    float left = frame.Min.x;
    for (std::size_t index = 0; index < segments.size(); ++index) {
        const Segment& segment = segments[index];
        const ItemId id = child_id(group, static_cast<std::uint64_t>(index));
        const ImRect part(left, frame.Min.y, left + widths[index], frame.Max.y);
        left += widths[index];
        const Interaction state = interact(core, id, part, {.disabled = options.disabled});
        if (state.activated && *options.result != segment.result) {
            *options.result = segment.result;
            changed = true;
        }
        const bool on = *options.result == segment.result;
        ImRect inside(part.Min.x, part.Min.y + 1, part.Max.x, part.Max.y - 1);
        if (index == 0) inside.Min.x += 1;
        if (index == 2) inside.Max.x -= 1;
        const ImDrawFlags corners = index == 0   ? ImDrawFlags_RoundCornersLeft
                                    : index == 2 ? ImDrawFlags_RoundCornersRight
                                                 : ImDrawFlags_RoundCornersNone;
        if (on)
            fill(core, inside, tone_tint(segment.tone), radius - 1, corners);
        else if (state.hovered)
            fill(core, inside, Color::bg_hover, radius - 1, corners);
        if (index > 0) vertical_line(core, part.Min.x, part.Min.y + 1, part.Max.y - 1, Color::border_default);
        draw_result(core, part, segment, on, options.disabled, stacked);
        if (state.ring) outline(core, grow(part, -3), Color::focus_ring, radius - 2, 2);
        Node node = node_at(core, id, Role::Radio, part, *segment.words);
        node.checked = on ? semantics::Checked::Yes : semantics::Checked::No;
        node.group = group;
        node.position = static_cast<std::int64_t>(index) + 1;
        node.set_size = 3;
        node.disabled = options.disabled;
        node.focusable = true;
        declare(core, node);
    }
    core.tree.close();
    return changed;
}

}  // namespace countersign::widgets
