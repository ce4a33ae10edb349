// Drawing in the visual language.
#include "web/widgets/paint.hpp"

#include <algorithm>
#include <cmath>

namespace countersign::widgets {

ImU32 colour_of(std::uint32_t rgba) { return IM_COL32(rgba >> 24, (rgba >> 16) & 0xff, (rgba >> 8) & 0xff, rgba & 0xff); }
ImU32 colour(const UiCore& core, Color color) { return colour_of(theme_colour(color, core.environment.dark)); }

Color tone_text(Tone tone) {
    switch (tone) {
        case Tone::Primary:
            return Color::text_primary;
        case Tone::Secondary:
            return Color::text_secondary;
        case Tone::Muted:
            return Color::text_muted;
        case Tone::Disabled:
            return Color::text_disabled;
        case Tone::Accent:
            return Color::accent_text;
        case Tone::Ok:
            return Color::ok_text;
        case Tone::Warn:
            return Color::warn_text;
        case Tone::Danger:
            return Color::danger_text;
        case Tone::Pause:
            return Color::pause_text;
    }
    return Color::text_primary;
}
Color tone_tint(Tone tone) {
    switch (tone) {
        case Tone::Accent:
            return Color::accent_tint;
        case Tone::Ok:
            return Color::ok_tint;
        case Tone::Warn:
            return Color::warn_tint;
        case Tone::Danger:
            return Color::danger_tint;
        case Tone::Pause:
            return Color::pause_tint;
        default:
            return Color::bg_surface;
    }
}
Color tone_border(Tone tone) {
    switch (tone) {
        case Tone::Accent:
            return Color::accent_border;
        case Tone::Ok:
            return Color::ok_border;
        case Tone::Warn:
            return Color::warn_border;
        case Tone::Danger:
            return Color::danger_border;
        case Tone::Pause:
            return Color::pause_border;
        default:
            return Color::border_default;
    }
}
Color tone_solid(Tone tone) {
    switch (tone) {
        case Tone::Accent:
            return Color::chart_1;
        case Tone::Ok:
            return Color::ok_solid;
        case Tone::Warn:
            return Color::warn_solid;
        case Tone::Danger:
            return Color::danger_solid;
        case Tone::Pause:
            return Color::pause_solid;
        case Tone::Primary:
            return Color::chart_3;
        default:
            return Color::chart_4;
    }
}

float snap(const UiCore& core, float value) {
    const float ratio = core.environment.pixel_ratio;
    return std::round(value * ratio) / ratio;
}
ImRect snap(const UiCore& core, const ImRect& box) {
    return {snap(core, box.Min.x), snap(core, box.Min.y), snap(core, box.Max.x), snap(core, box.Max.y)};
}
ImRect grow(const ImRect& box, float by) { return {box.Min.x - by, box.Min.y - by, box.Max.x + by, box.Max.y + by}; }

void fill(UiCore& core, const ImRect& box, Color color, float radius, ImDrawFlags corners) {
    if (box.GetWidth() <= 0 || box.GetHeight() <= 0 || !ImGui::GetCurrentWindow()->ClipRect.Overlaps(box)) return;
    draw_list().AddRectFilled(box.Min, box.Max, colour(core, color), radius, corners);
}

void outline(UiCore& core, const ImRect& box, Color color, float radius, float width, ImDrawFlags corners) {
    // AddRect centres its stroke half a pixel inside, which is right for strokes of 1 px only.
    const float inset = (width - 1) / 2;
    draw_list().AddRect({box.Min.x + inset, box.Min.y + inset}, {box.Max.x - inset, box.Max.y - inset}, colour(core, color),
                        std::max(0.0F, radius - inset), corners, width);
}

void framed(UiCore& core, const ImRect& box, Color inside, Color edge, float radius, float width, ImDrawFlags corners) {
    fill(core, box, edge, radius, corners);
    fill(core, grow(box, -width), inside, std::max(0.0F, radius - width), corners);
}

void horizontal_line(UiCore& core, float x0, float x1, float y, Color color) {
    const float top = snap(core, y);
    fill(core, {x0, top, x1, top + 1}, color);
}
void vertical_line(UiCore& core, float x, float y0, float y1, Color color) {
    const float left = snap(core, x);
    fill(core, {left, y0, left + 1, y1}, color);
}

void dashed(UiCore& core, const ImRect& box, Color color, float radius, float dash, float hole) {
    ImDrawList& list = draw_list();
    const ImU32 ink = colour(core, color);
    const auto run = [&](bool horizontal, float from, float to, float across) {
        for (float at = from; at < to; at += dash + hole) {
            const float end = std::min(at + dash, to);
            if (horizontal)
                list.AddRectFilled({at, across}, {end, across + 1}, ink);
            else
                list.AddRectFilled({across, at}, {across + 1, end}, ink);
        }
    };
    run(true, box.Min.x + radius, box.Max.x - radius, box.Min.y);
    run(true, box.Min.x + radius, box.Max.x - radius, box.Max.y - 1);
    run(false, box.Min.y + radius, box.Max.y - radius, box.Min.x);
    run(false, box.Min.y + radius, box.Max.y - radius, box.Max.x - 1);
    if (radius < 1.5F) return;
    const float r = radius - 0.5F;
    const ImVec2 centres[] = {{box.Max.x - radius, box.Max.y - radius},
                              {box.Min.x + radius, box.Max.y - radius},
                              {box.Min.x + radius, box.Min.y + radius},
                              {box.Max.x - radius, box.Min.y + radius}};
    for (int corner = 0; corner < 4; ++corner) {
        const float start = static_cast<float>(corner) * IM_PI / 2;
        list.PathArcTo(centres[corner], r, start + 0.2F, start + IM_PI / 2 - 0.2F, 4);
        list.PathStroke(ink, 0, 1);
    }
}

void hatch(UiCore& core, const ImRect& box, Color color, const Hatch& pattern) {
    ImDrawList& list = draw_list();
    const float height = box.GetHeight();
    list.PushClipRect(box.Min, box.Max, true);
    // Anchored to the canvas, so that neighbouring hatches join.
    const float first = std::floor((box.Min.x - height) / pattern.step) * pattern.step;
    for (float x = first; x < box.Max.x; x += pattern.step)
        list.AddLine({x, box.Max.y}, {x + height, box.Min.y}, colour(core, color), pattern.line);
    list.PopClipRect();
}

void focus_ring(UiCore& core, const ImRect& box, float radius, float gap) {
    const ImRect ring = grow(box, gap + 2);
    outline(core, ring, Color::focus_ring, radius > 0 ? radius + gap + 2 : 0, 2);
}

float text_width(UiCore& core, TextStyle style, std::string_view text) {
    core.fonts.need(text);
    const render::Face& face = core.fonts.face(style);
    if (face.font == nullptr) return 0;
    return face.font->CalcTextSizeA(face.size, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}
float line_height(UiCore& core, TextStyle style) { return core.fonts.face(style).line; }

std::string ellipsis(UiCore& core, TextStyle style, std::string_view text, float width) {
    static constexpr std::string_view dots = "\xE2\x80\xA6";
    const render::Face& face = core.fonts.face(style);
    if (face.font == nullptr || text_width(core, style, text) <= width + 0.5F) return std::string(text);
    const float room = width - text_width(core, style, dots);
    const char* end = text.data();
    face.font->CalcTextSizeA(face.size, std::max(room, 0.0F), 0, text.data(), text.data() + text.size(), &end);
    std::size_t length = static_cast<std::size_t>(end - text.data());
    while (length > 0 && text[length - 1] == ' ') --length;
    return std::string(text.substr(0, length)) + std::string(dots);
}

void draw_line(UiCore& core, const ImRect& box, std::string_view text, const LineText& options) {
    const render::Face& face = core.fonts.face(options.style);
    if (face.font == nullptr || text.empty()) return;
    const ImRect& clip = ImGui::GetCurrentWindow()->ClipRect;
    if (!clip.Overlaps(box)) return;
    const std::string shown = ellipsis(core, options.style, text, box.GetWidth());
    // What is cut is shown in full while it is pointed at.
    if (shown.size() != text.size() && !core.finger && ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(box.Min, box.Max))
        hint(core, box, text);
    const float width = options.align > 0 ? text_width(core, options.style, shown) : 0;
    const float x = box.Min.x + std::max(0.0F, (box.GetWidth() - width) * options.align);
    const float y = box.Min.y + (box.GetHeight() - face.size) / 2;
    draw_list().AddText(face.font, face.size, {snap(core, x), snap(core, y)}, colour(core, options.color), shown.data(),
                        shown.data() + shown.size());
}

void hint(UiCore& core, const ImRect& anchor, std::string_view words) {
    core.hint = std::string(words);
    core.hint_anchor = anchor;
}

void draw_hint(UiCore& core) {
    if (core.hint.empty()) return;
    constexpr float padding = 10;
    constexpr float widest = 360;
    const std::vector<std::string_view> lines = wrap_lines(core, TextStyle::SmallMedium, core.hint, widest);
    const render::Face& face = core.fonts.face(TextStyle::SmallMedium);
    if (face.font == nullptr) return;
    float width = 0;
    for (const std::string_view line : lines) width = std::max(width, text_width(core, TextStyle::SmallMedium, line));
    width += 2 * padding;
    const float height = face.line * static_cast<float>(lines.size()) + 10;
    const ImRect& anchor = core.hint_anchor;
    const bool rail = anchor.Max.x <= measure::rail && core.environment.width >= 600;
    const float below = anchor.Max.y + 6;
    const bool fits_below = below + height < core.environment.height - 4;
    ImVec2 at(rail ? anchor.Max.x + 8 : anchor.Min.x, rail         ? anchor.GetCenter().y - height / 2
                                                      : fits_below ? below
                                                                   : anchor.Min.y - 6 - height);
    at.x = snap(core, std::clamp(at.x, 8.0F, std::max(8.0F, core.environment.width - width - 8)));
    at.y = snap(core, at.y);
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    list.AddRectFilled(at, {at.x + width, at.y + height}, colour(core, Color::toast_bg), radius::control);
    float top = at.y + 5 + (face.line - face.size) / 2;
    for (const std::string_view line : lines) {
        list.AddText(face.font, face.size, {at.x + padding, snap(core, top)}, colour(core, Color::toast_text), line.data(),
                     line.data() + line.size());
        top += face.line;
    }
}

std::vector<std::string_view> wrap_lines(UiCore& core, TextStyle style, std::string_view text, float width) {
    core.fonts.need(text);
    const render::Face& face = core.fonts.face(style);
    std::vector<std::string_view> lines;
    std::size_t start = 0;
    while (start <= text.size()) {
        const std::size_t break_at = std::min(text.find('\n', start), text.size());
        std::string_view rest = text.substr(start, break_at - start);
        start = break_at + 1;
        if (rest.empty()) lines.push_back(rest);
        while (!rest.empty()) {
            const char* fit = rest.data() + rest.size();
            if (face.font != nullptr)
                face.font->CalcTextSizeA(face.size, std::max(width, 1.0F) + 0.5F, 0, rest.data(), rest.data() + rest.size(), &fit);
            std::size_t length = static_cast<std::size_t>(fit - rest.data());
            if (length < rest.size()) {
                const std::size_t space_at = rest[length] == ' ' ? length : rest.rfind(' ', length);
                if (space_at != std::string_view::npos && space_at > 0) length = space_at;
                // A single word wider than the line is cut between two characters.
                if (length == 0) {
                    length = 1;
                    while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0) == 0x80) ++length;
                }
            }
            lines.push_back(rest.substr(0, length));
            rest.remove_prefix(length);
            while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
        }
    }
    return lines;
}

void draw_icon(UiCore& core, ImVec2 centre, Icon icon, float size, Color color) {
    if (icon == icons::none) return;
    const render::Face& face = core.fonts.icons(size);
    if (face.font == nullptr) return;
    const ImVec2 at = {snap(core, centre.x - face.em / 2), snap(core, centre.y - face.size / 2)};
    face.font->RenderChar(&draw_list(), face.size, at, colour(core, color), static_cast<ImWchar>(icon));
}

}  // namespace countersign::widgets
