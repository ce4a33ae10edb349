// Colours and measures of the visual language as one constant table, light and dark.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace countersign::widgets {

// Order is the order of the rows in `theme_table`.
enum class Color : std::uint8_t {
    bg_canvas,
    bg_surface,
    bg_subtle,
    bg_hover,
    bg_selected,
    bg_sunken,
    bg_scrim,
    border_subtle,
    border_default,
    border_control,
    text_primary,
    text_secondary,
    text_muted,
    text_disabled,
    accent_fill,
    accent_fill_hover,
    accent_fill_pressed,
    accent_on,
    accent_text,
    accent_tint,
    accent_border,
    focus_ring,
    ok_text,
    ok_tint,
    ok_border,
    ok_solid,
    warn_text,
    warn_tint,
    warn_border,
    warn_solid,
    danger_text,
    danger_tint,
    danger_border,
    danger_solid,
    pause_text,
    pause_tint,
    pause_border,
    pause_solid,
    danger_fill,
    danger_fill_hover,
    danger_on,
    toast_bg,
    toast_text,
    toast_link,
    chart_1,
    chart_2,
    chart_3,
    chart_4,
    chart_grid,
    chart_target,
    count
};

// 0xRRGGBBAA
struct ThemeRow {
    std::uint32_t light;
    std::uint32_t dark;
};

inline constexpr std::array<ThemeRow, static_cast<std::size_t>(Color::count)> theme_table = {{
    {0xF5F5F2ff, 0x0D101Aff},  // bg.canvas: page and navigation behind cards
    {0xFFFFFFff, 0x141825ff},  // bg.surface: cards, tables, drawer, dialogs, inputs
    {0xFAFAF8ff, 0x181D2Bff},  // bg.subtle: group headers, table header
    {0xF1F1EEff, 0x1E2434ff},  // bg.hover: row and ghost-button hover, disabled fill
    {0xECF0FDff, 0x1F2A52ff},  // bg.selected: selected row, today column
    {0xE4E4DFff, 0x2C3347ff},  // bg.sunken: track of bars and switches
    {0x171B2D99, 0x05070CB8},  // bg.scrim: behind a dialog, with alpha
    {0xE8E8E4ff, 0x242A3Aff},  // border.subtle: row and card lines (decorative)
    {0xD3D4D1ff, 0x363E52ff},  // border.default: secondary button, chip, drawer edge (decorative)
    {0x80848Dff, 0x788098ff},  // border.control: edge of inputs, checkboxes, switch off; reaches 3:1
    {0x171B2Dff, 0xECEEF5ff},  // text.primary: main text
    {0x454B5Fff, 0xBDC3D2ff},  // text.secondary: supporting text
    {0x5F6578ff, 0x9AA1B5ff},  // text.muted: labels, times, placeholders; still 4.5:1
    {0x8F94A1ff, 0x6A7186ff},  // text.disabled: disabled only; exempt from AA
    {0x2B47C4ff, 0x4E66E4ff},  // accent.fill: primary button, selected marks
    {0x2239A3ff, 0x4058D2ff},  // accent.fill.hover: primary hover
    {0x1B2E86ff, 0x354AB8ff},  // accent.fill.pressed: primary pressed and its 1 px lower edge
    {0xFFFFFFff, 0xFFFFFFff},  // accent.on: text on accent.fill
    {0x2B47C4ff, 0xA9B8FFff},  // accent.text: links, selected navigation, open countersign half
    {0xE9EDFCff, 0x1E274Bff},  // accent.tint: selected navigation, active filter
    {0xB7C3F4ff, 0x46569Fff},  // accent.border: edge of accent tint
    {0x2B47C4ff, 0xA9B8FFff},  // focus.ring: keyboard focus, 2 px
    {0x0F6238ff, 0x78D6A6ff},  // ok.text: text and icon: met, verified, synced
    {0xE3F3E9ff, 0x11301Fff},  // ok.tint: fill behind ok.text
    {0x9CCFB1ff, 0x2C6447ff},  // ok.border: edge of ok.tint
    {0x1C8652ff, 0x3BAF76ff},  // ok.solid: bars and graphics: met, verified, synced
    {0x804500ff, 0xF3BE66ff},  // warn.text: text and icon: due soon, remarks, offline
    {0xFDF0D9ff, 0x36260Cff},  // warn.tint: fill behind warn.text
    {0xE9BE78ff, 0x7A581Eff},  // warn.border: edge of warn.tint
    {0xB96B00ff, 0xDB9328ff},  // warn.solid: bars and graphics: due soon, remarks, offline
    {0xA31B29ff, 0xFF9E9Cff},  // danger.text: text and icon: late, rejected, error
    {0xFCE9E8ff, 0x3D171Cff},  // danger.tint: fill behind danger.text
    {0xEDAFAEff, 0x833338ff},  // danger.border: edge of danger.tint
    {0xC92A37ff, 0xE5565Cff},  // danger.solid: bars and graphics: late, rejected, error
    {0x454B5Fff, 0xBDC3D2ff},  // pause.text: text and icon: clock paused, waiting, at repair
    {0xECEDF1ff, 0x262C3Bff},  // pause.tint: fill behind pause.text
    {0xC3C6D0ff, 0x434B60ff},  // pause.border: edge of pause.tint
    {0x757B8Cff, 0x8890A5ff},  // pause.solid: bars and graphics: clock paused, waiting, at repair
    {0xC92A37ff, 0xCB3540ff},  // danger.fill: danger button
    {0xAD1F2Cff, 0xB92935ff},  // danger.fill.hover: danger button hover
    {0xFFFFFFff, 0xFFFFFFff},  // danger.on: text on danger.fill
    {0x171B2Dff, 0xECEEF5ff},  // toast.bg: toast
    {0xFFFFFFff, 0x171B2Dff},  // toast.text: toast text
    {0xB3C0FFff, 0x2239A3ff},  // toast.link: toast action
    {0x2B47C4ff, 0x7D92FAff},  // chart.1: first series, on-track bar
    {0x8FA3EFff, 0x46569Fff},  // chart.2: quiet variant of the first series, never alone
    {0x171B2Dff, 0xECEEF5ff},  // chart.3: used, done
    {0x757B8Cff, 0x8890A5ff},  // chart.4: neutral series, one-off visit stripe
    {0xE8E8E4ff, 0x242A3Aff},  // chart.grid: grid lines (decorative)
    {0x171B2Dff, 0xECEEF5ff},  // chart.target: target line and notch
}};

struct AvatarRow {
    std::uint32_t light_fill;
    std::uint32_t light_text;
    std::uint32_t dark_fill;
    std::uint32_t dark_text;
};

inline constexpr std::array<AvatarRow, 6> avatar_table = {{
    {0xDDE4FBff, 0x1B2E86ff, 0x35437Fff, 0xD3DBFFff},
    {0xDDF0E4ff, 0x0F5230ff, 0x163824ff, 0x8FE0B4ff},
    {0xF9E6CFff, 0x6B3900ff, 0x43300Fff, 0xF6CB85ff},
    {0xE9E3F7ff, 0x4A2F8Fff, 0x352A57ff, 0xCDBBF7ff},
    {0xDCEFF3ff, 0x0B4D5Eff, 0x123642ff, 0x93D8EAff},
    {0xF8DFE6ff, 0x7E1D3Cff, 0x4A1D2Cff, 0xF7B3C6ff},
}};

inline constexpr std::uint32_t ink_colour = 0x1B2E86ff;
inline constexpr std::uint32_t ink_paper = 0xFFFFFFff;

constexpr std::uint32_t theme_colour(Color color, bool dark) {
    const ThemeRow& row = theme_table[static_cast<std::size_t>(color)];
    return dark ? row.dark : row.light;
}

// Distances in CSS pixels.
namespace space {
inline constexpr float xs = 4, s = 8, m = 12, l = 16, xl = 20, xxl = 24, xxxl = 32;
}

namespace radius {
inline constexpr float chip = 4, control = 6, touch_control = 8, card = 10, bar = 3;
}

namespace measure {
inline constexpr float dense = 32, desktop = 36, touch = 44, touch_primary = 52, chip = 24, nav_item = 32, rail_item = 48;
inline constexpr float checkbox = 18, table_row = 48, table_row_dense = 32, table_header = 32, group_header = 28, list_row_phone = 52;
inline constexpr float drawer = 392, nav = 208, rail = 64, top_bar = 56, bottom_bar = 60, text_column_max = 720;
}  // namespace measure

}  // namespace countersign::widgets
