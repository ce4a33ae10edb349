// Every pair of text and ground, and of mark and ground, that the interface draws can be read: WCAG 2.2 contrast, light and dark.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include <doctest/doctest.h>

#include "web/widgets/theme.hpp"

using namespace countersign::widgets;

namespace {

struct Pair {
    Color above;
    Color ground;
    double least;
};

constexpr Pair pairs[] = {
    {Color::accent_fill, Color::bg_surface, 3.0},
    {Color::accent_on, Color::accent_fill, 4.5},
    {Color::accent_on, Color::accent_fill_hover, 4.5},
    {Color::accent_on, Color::accent_fill_pressed, 4.5},
    {Color::accent_text, Color::accent_tint, 4.5},
    {Color::accent_text, Color::bg_canvas, 4.5},
    {Color::accent_text, Color::bg_hover, 4.5},
    {Color::accent_text, Color::bg_selected, 4.5},
    {Color::accent_text, Color::bg_subtle, 4.5},
    {Color::accent_text, Color::bg_surface, 4.5},
    {Color::border_control, Color::bg_canvas, 3.0},
    {Color::border_control, Color::bg_hover, 3.0},
    {Color::border_control, Color::bg_surface, 3.0},
    {Color::chart_1, Color::bg_selected, 3.0},
    {Color::chart_1, Color::bg_sunken, 3.0},
    {Color::chart_1, Color::bg_surface, 3.0},
    {Color::chart_4, Color::bg_surface, 3.0},
    {Color::chart_target, Color::bg_surface, 3.0},
    {Color::danger_on, Color::danger_fill, 4.5},
    {Color::danger_on, Color::danger_fill_hover, 4.5},
    {Color::danger_solid, Color::bg_canvas, 3.0},
    {Color::danger_solid, Color::bg_selected, 3.0},
    {Color::danger_solid, Color::bg_sunken, 3.0},
    {Color::danger_solid, Color::bg_surface, 3.0},
    {Color::danger_solid, Color::danger_tint, 3.0},
    {Color::danger_text, Color::bg_canvas, 4.5},
    {Color::danger_text, Color::bg_hover, 4.5},
    {Color::danger_text, Color::bg_selected, 4.5},
    {Color::danger_text, Color::bg_surface, 4.5},
    {Color::danger_text, Color::danger_tint, 4.5},
    {Color::focus_ring, Color::bg_canvas, 3.0},
    {Color::focus_ring, Color::bg_selected, 3.0},
    {Color::focus_ring, Color::bg_surface, 3.0},
    {Color::ok_solid, Color::bg_canvas, 3.0},
    {Color::ok_solid, Color::bg_selected, 3.0},
    {Color::ok_solid, Color::bg_sunken, 3.0},
    {Color::ok_solid, Color::bg_surface, 3.0},
    {Color::ok_solid, Color::ok_tint, 3.0},
    {Color::ok_text, Color::bg_canvas, 4.5},
    {Color::ok_text, Color::bg_hover, 4.5},
    {Color::ok_text, Color::bg_selected, 4.5},
    {Color::ok_text, Color::bg_surface, 4.5},
    {Color::ok_text, Color::ok_tint, 4.5},
    {Color::pause_solid, Color::bg_canvas, 3.0},
    {Color::pause_solid, Color::bg_selected, 3.0},
    {Color::pause_solid, Color::bg_sunken, 3.0},
    {Color::pause_solid, Color::bg_surface, 3.0},
    {Color::pause_solid, Color::pause_tint, 3.0},
    {Color::pause_text, Color::bg_canvas, 4.5},
    {Color::pause_text, Color::bg_hover, 4.5},
    {Color::pause_text, Color::bg_selected, 4.5},
    {Color::pause_text, Color::bg_surface, 4.5},
    {Color::pause_text, Color::pause_tint, 4.5},
    {Color::text_muted, Color::accent_tint, 4.5},
    {Color::text_muted, Color::bg_canvas, 4.5},
    {Color::text_muted, Color::bg_hover, 4.5},
    {Color::text_muted, Color::bg_selected, 4.5},
    {Color::text_muted, Color::bg_subtle, 4.5},
    {Color::text_muted, Color::bg_surface, 4.5},
    {Color::text_primary, Color::accent_tint, 4.5},
    {Color::text_primary, Color::bg_canvas, 4.5},
    {Color::text_primary, Color::bg_hover, 4.5},
    {Color::text_primary, Color::bg_selected, 4.5},
    {Color::text_primary, Color::bg_subtle, 4.5},
    {Color::text_primary, Color::bg_sunken, 4.5},
    {Color::text_primary, Color::bg_surface, 4.5},
    {Color::text_primary, Color::danger_tint, 4.5},
    {Color::text_primary, Color::ok_tint, 4.5},
    {Color::text_primary, Color::warn_tint, 4.5},
    {Color::text_secondary, Color::accent_tint, 4.5},
    {Color::text_secondary, Color::bg_canvas, 4.5},
    {Color::text_secondary, Color::bg_hover, 4.5},
    {Color::text_secondary, Color::bg_selected, 4.5},
    {Color::text_secondary, Color::bg_subtle, 4.5},
    {Color::text_secondary, Color::bg_sunken, 4.5},
    {Color::text_secondary, Color::bg_surface, 4.5},
    {Color::text_secondary, Color::danger_tint, 4.5},
    {Color::text_secondary, Color::ok_tint, 4.5},
    {Color::text_secondary, Color::warn_tint, 4.5},
    {Color::toast_link, Color::toast_bg, 4.5},
    {Color::toast_text, Color::toast_bg, 4.5},
    {Color::warn_solid, Color::bg_canvas, 3.0},
    {Color::warn_solid, Color::bg_selected, 3.0},
    {Color::warn_solid, Color::bg_sunken, 3.0},
    {Color::warn_solid, Color::bg_surface, 3.0},
    {Color::warn_solid, Color::warn_tint, 3.0},
    {Color::warn_text, Color::bg_canvas, 4.5},
    {Color::warn_text, Color::bg_hover, 4.5},
    {Color::warn_text, Color::bg_selected, 4.5},
    {Color::warn_text, Color::bg_surface, 4.5},
    {Color::warn_text, Color::warn_tint, 4.5},
};

double channel(std::uint32_t rgba, int shift) {
    const double value = static_cast<double>((rgba >> shift) & 0xff) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}
double luminance(std::uint32_t rgba) { return 0.2126 * channel(rgba, 24) + 0.7152 * channel(rgba, 16) + 0.0722 * channel(rgba, 8); }
double contrast(std::uint32_t a, std::uint32_t b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

}  // namespace

TEST_CASE("the contrast of black on white is 21, of a colour on itself 1") {
    CHECK(contrast(0x000000ff, 0xffffffff) == doctest::Approx(21.0));
    CHECK(contrast(0x2b47c4ff, 0x2b47c4ff) == doctest::Approx(1.0));
}

TEST_CASE("every colour pair of the interface has the contrast it needs, light and dark") {
    for (const Pair& pair : pairs) {
        for (const bool dark : {false, true}) {
            const double found = contrast(theme_colour(pair.above, dark), theme_colour(pair.ground, dark));
            CHECK_MESSAGE(found >= pair.least, "colour " << static_cast<int>(pair.above) << " on " << static_cast<int>(pair.ground)
                                                         << (dark ? ", dark: " : ", light: ") << found);
        }
    }
}

TEST_CASE("initials can be read on every avatar colour") {
    for (const AvatarRow& row : avatar_table) {
        CHECK(contrast(row.light_text, row.light_fill) >= 4.5);
        CHECK(contrast(row.dark_text, row.dark_fill) >= 4.5);
    }
}
