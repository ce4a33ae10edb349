// Drawing in the visual language: snapped rectangles, 1 px lines, hatches, text with an ellipsis, icons.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "web/widgets/ui_core.hpp"

namespace countersign::widgets {

ImU32 colour(const UiCore& core, Color color);
ImU32 colour_of(std::uint32_t rgba);
Color tone_text(Tone tone);
Color tone_tint(Tone tone);
Color tone_border(Tone tone);
Color tone_solid(Tone tone);

// To whole device pixels.
float snap(const UiCore& core, float value);
ImRect snap(const UiCore& core, const ImRect& box);
ImRect grow(const ImRect& box, float by);

void fill(UiCore& core, const ImRect& box, Color color, float radius = 0, ImDrawFlags corners = 0);
void outline(UiCore& core, const ImRect& box, Color color, float radius = 0, float width = 1, ImDrawFlags corners = 0);
// Filled with an edge of 1 px (or more).
void framed(UiCore& core, const ImRect& box, Color inside, Color edge, float radius, float width = 1, ImDrawFlags corners = 0);
void dashed(UiCore& core, const ImRect& box, Color color, float radius, float dash = 3, float hole = 2);
void horizontal_line(UiCore& core, float x0, float x1, float y, Color color);
void vertical_line(UiCore& core, float x, float y0, float y1, Color color);
struct Hatch {
    float line = 1.25F;
    float step = 4;
};
void hatch(UiCore& core, const ImRect& box, Color color, const Hatch& hatch);
void focus_ring(UiCore& core, const ImRect& box, float radius, float gap = 2);

float text_width(UiCore& core, TextStyle style, std::string_view text);
float line_height(UiCore& core, TextStyle style);
// One line, centred in the height of the box, cut with an ellipsis.
struct LineText {
    TextStyle style = TextStyle::Body;
    Color color = Color::text_primary;
    float align = 0;  // 0 left, 0.5 centre, 1 right
};
void draw_line(UiCore& core, const ImRect& box, std::string_view text, const LineText& options);
// Lines of a wrapped text, as views into it.
std::vector<std::string_view> wrap_lines(UiCore& core, TextStyle style, std::string_view text, float width);
// A glyph centred on a point.
void draw_icon(UiCore& core, ImVec2 centre, Icon icon, float size, Color color);
// Words that belong to the anchor, shown above everything at the end of the frame.
void hint(UiCore& core, const ImRect& anchor, std::string_view words);
void draw_hint(UiCore& core);
std::string ellipsis(UiCore& core, TextStyle style, std::string_view text, float width);

}  // namespace countersign::widgets
