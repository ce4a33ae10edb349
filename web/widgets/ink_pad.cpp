// The signature pad: white in both themes, strokes follow the pointer, their width its speed or pressure.
#include "web/widgets/ink_pad.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets/buttons.hpp"
#include "web/widgets/marks.hpp"

namespace countersign::widgets {
namespace {

constexpr float sheet_width = 10000;
constexpr float sheet_height = 5000;
// Line widths in CSS pixels on a pad of the phone's width, and the speed at which the thinnest is reached.
constexpr float widest = 3.1F;
constexpr float thinnest = 1.3F;
constexpr float fast = 1.6F;  // px per ms
constexpr float pad_reference = 358;
// Points nearer than this change nothing that one could see.
constexpr float nearest = 1;  // px
// A long name takes some 600 points. An endless scribble ends here: about 80 KB in its event, which may have 256.
constexpr std::size_t strokes_max = 150;
constexpr std::size_t stroke_points_max = 1'000;
constexpr std::size_t points_max = 4'000;

float stroke_width(const PointerSample& from, const PointerSample& to, float before) {
    if (to.pressure > 0 && to.pen) return thinnest + (widest - thinnest) * std::min(1.0F, to.pressure);
    const float distance = std::hypot(to.x - from.x, to.y - from.y);
    const float elapsed = std::max(1.0F, static_cast<float>(to.time - from.time));
    const float wanted = widest - (widest - thinnest) * std::min(1.0F, distance / elapsed / fast);
    return before + (wanted - before) * 0.35F;
}

InkPoint to_sheet(const ImRect& sheet, const PointerSample& sample, float width, double start) {
    const float scale = sheet_width / sheet.GetWidth();
    InkPoint point;
    point.x = std::clamp(static_cast<std::int32_t>(std::lround((sample.x - sheet.Min.x) * scale)), 0, 10000);
    point.y = std::clamp(static_cast<std::int32_t>(std::lround((sample.y - sheet.Min.y) * scale)), 0, 5000);
    point.time_ms = static_cast<std::int32_t>(std::max(0.0, sample.time - start));
    point.width = std::max(1, static_cast<std::int32_t>(std::lround(width / pad_reference * sheet_width)));
    return point;
}

// A smooth curve through the points (Catmull-Rom), as capsules: x0 y0 r0 x1 y1 r1.
std::vector<float> capsules_of(const Ink& ink, const ImRect& sheet) {
    std::vector<float> out;
    const float scale = sheet.GetWidth() / sheet_width;
    struct Knot {
        float x, y, r;
    };
    for (const InkStroke& stroke : ink.strokes) {
        std::vector<Knot> knots;
        for (const InkPoint& point : stroke)
            knots.push_back({sheet.Min.x + static_cast<float>(point.x) * scale, sheet.Min.y + static_cast<float>(point.y) * scale,
                             std::max(0.45F, static_cast<float>(point.width) * scale / 2)});
        if (knots.size() == 1) knots.push_back(knots.front());
        for (std::size_t at = 0; at + 1 < knots.size(); ++at) {
            const Knot& p0 = knots[at == 0 ? 0 : at - 1];
            const Knot& p1 = knots[at];
            const Knot& p2 = knots[at + 1];
            const Knot& p3 = knots[std::min(at + 2, knots.size() - 1)];
            const int steps = std::clamp(static_cast<int>(std::hypot(p2.x - p1.x, p2.y - p1.y) / 3), 1, 8);
            Knot last = p1;
            for (int step = 1; step <= steps; ++step) {
                const float t = static_cast<float>(step) / static_cast<float>(steps);
                const auto curve = [t](float a, float b, float c, float d) {
                    return 0.5F * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
                };
                const Knot next = {curve(p0.x, p1.x, p2.x, p3.x), curve(p0.y, p1.y, p2.y, p3.y), p1.r + (p2.r - p1.r) * t};
                out.insert(out.end(), {last.x, last.y, last.r, next.x, next.y, next.r});
                last = next;
            }
        }
    }
    return out;
}

void draw_ink(UiCore& core, const Ink& ink, const ImRect& sheet) {
    if (ink.empty()) return;
    std::vector<float> capsules = capsules_of(ink, sheet);
    ImDrawList& list = draw_list();
    if (core.ink_callback != nullptr) {
        core.ink.push_back({std::move(capsules), ink_colour});
        list.AddCallback(core.ink_callback, &core.ink.back());
        list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
        return;
    }
    for (std::size_t at = 0; at + 5 < capsules.size(); at += 6) {
        const float* c = &capsules[at];
        list.AddLine({c[0], c[1]}, {c[3], c[4]}, colour_of(ink_colour), c[2] + c[5]);
        list.AddCircleFilled({c[3], c[4]}, c[5], colour_of(ink_colour), 8);
    }
}

std::size_t points_of(const Ink& ink) {
    std::size_t points = 0;
    for (const InkStroke& stroke : ink.strokes) points += stroke.size();
    return points;
}

// Takes the samples of the pointer that holds the pad. True when a stroke ended.
bool take_samples(UiCore& core, ItemId id, const ImRect& sheet, Ink& ink) {
    bool ended = false;
    for (const PointerSample& sample : core.samples) {
        if (sample.owner != id) continue;
        core.input_taken = true;
        InkState& state = core.ink_states[id];
        if (sample.kind == PointerSample::Kind::Down) {
            if (ink.empty()) state.start = sample.time;
            state.width = widest * 0.8F;
            state.drawing = ink.strokes.size() < strokes_max && points_of(ink) < points_max;
            if (!state.drawing) continue;
            ink.strokes.push_back({to_sheet(sheet, sample, state.width, state.start)});
        } else if (state.drawing && !ink.strokes.empty()) {
            const bool moved = std::hypot(sample.x - state.last.x, sample.y - state.last.y) >= nearest;
            const bool room = ink.strokes.back().size() < stroke_points_max && points_of(ink) < points_max;
            if (moved && room) {
                state.width = stroke_width(state.last, sample, state.width);
                ink.strokes.back().push_back(to_sheet(sheet, sample, state.width, state.start));
            }
            if (sample.kind == PointerSample::Kind::Up) {
                state.drawing = false;
                ended = true;
            }
            if (!moved) continue;
        }
        state.last = sample;
    }
    return ended;
}

}  // namespace

bool ink_pad(Ui& ui, const InkPad& options) {
    UiCore& core = ui.core();
    IM_ASSERT(options.ink != nullptr);
    Ink& ink = *options.ink;
    const ItemId id = scoped_id(core, options.id);
    const float width = std::min(available(core), 560.0F);
    const float footer = 44;
    const float height = std::floor(width / 2) + footer;
    const bool invalid = !options.error.empty();
    const ImRect box = place(core, {width, height});
    const ImRect sheet(box.Min.x, box.Min.y, box.Max.x, box.Min.y + width * sheet_height / sheet_width);
    bool changed = false;

    const bool visible = ImGui::ItemAdd(box, id);
    const bool dark = core.environment.dark;
    draw_list().AddRectFilled(box.Min, box.Max, colour(core, invalid ? Color::danger_solid : Color::border_control), radius::touch_control);
    const ImRect inner = grow(box, invalid ? -2.0F : -1.0F);
    draw_list().AddRectFilled(inner.Min, inner.Max, colour_of(ink_paper), radius::touch_control - 1);
    // The pad keeps the light palette: it stands for paper.
    core.environment.dark = false;
    const float baseline = snap(core, sheet.Max.y - 10);
    horizontal_line(core, box.Min.x + space::l, box.Max.x - space::l, baseline, Color::border_default);
    draw_icon(core, {box.Min.x + space::l + 8, baseline - 18}, icons::x, 16, Color::text_muted);

    if (visible && !options.disabled) {
        // Only what can be seen of it takes the pen: the rest lies under a fixed action area.
        ImRect reachable = sheet;
        reachable.ClipWithFull(ImGui::GetCurrentWindow()->ClipRect);
        core.pads.push_back({id, reachable});
        if (take_samples(core, id, sheet, ink)) changed = true;
    }
    ImGui::PushClipRect(inner.Min, inner.Max, true);
    draw_ink(core, ink, sheet);
    ImGui::PopClipRect();
    const float clear_width = 24 + std::ceil(text_width(core, TextStyle::BodyMedium, options.clear_label)) + 2 * space::l;
    draw_line(core, {box.Min.x + space::l, baseline, box.Max.x - clear_width - 8, box.Max.y}, options.note,
              {.style = TextStyle::Small, .color = Color::text_muted});

    if (core.reveal == id) {
        core.reveal = 0;
        scroll_to(core, box);
    }
    Node node = node_at(core, id, Role::Signature, sheet, options.label);
    node.value = ink.empty() ? options.value_empty : options.value_signed;
    node.error = options.error;
    node.invalid = invalid;
    declare(core, node);

    core.ids.push_back(id);
    const float clear_height = ui.touch() ? measure::touch : measure::dense;
    const float clear_top = (baseline + box.Max.y - clear_height) / 2;
    open_root(core, {box.Max.x - clear_width - 2, clear_top, box.Max.x - 2, box.Max.y}, 0, false);
    if (!options.clear_label.empty() && button(ui, {.id = "clear",
                                                    .label = options.clear_label,
                                                    .icon = icons::eraser,
                                                    .kind = Button::Kind::Ghost,
                                                    .size = Button::Size::Dense,
                                                    .disabled = options.disabled || ink.empty()})) {
        ink.strokes.clear();
        changed = true;
    }
    close_root(core);
    core.environment.dark = dark;
    core.ids.pop_back();
    if (invalid)
        text(ui, Text{.text = options.error, .style = TextStyle::Small, .tone = Tone::Danger, .icon = icons::alert_octagon, .live = true});
    return changed;
}

void ink_view(Ui& ui, const InkView& options) {
    UiCore& core = ui.core();
    const float width = std::min(available(core), options.max_width);
    const ImRect box = place(core, {width, std::floor(width / 2)});
    draw_list().AddRectFilled(box.Min, box.Max, colour(core, Color::border_default), radius::control);
    const ImRect inner = grow(box, -1);
    draw_list().AddRectFilled(inner.Min, inner.Max, colour_of(ink_paper), radius::control - 1);
    ImGui::PushClipRect(inner.Min, inner.Max, true);
    draw_ink(core, options.ink, box);
    ImGui::PopClipRect();
    declare(core, node_at(core, child_id(place_id(core), "ink"), Role::Image, box, options.label));
}

}  // namespace countersign::widgets
