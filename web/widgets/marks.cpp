// Chips, avatars and the marks of state: what shows a state by shape and word first.
#include <algorithm>
#include <array>
#include <cmath>

#include "web/widgets/marks.hpp"
#include "web/widgets/text.hpp"

namespace countersign::widgets {

namespace {

bool is_tinted(Tone tone) {
    return tone == Tone::Accent || tone == Tone::Ok || tone == Tone::Warn || tone == Tone::Danger || tone == Tone::Pause;
}

float chip_text_width(UiCore& core, std::string_view words) { return std::ceil(text_width(core, TextStyle::CaptionMedium, words)); }

constexpr std::array<float, 4> bar_heights = {5, 8, 11, 14};
constexpr float bars_width = 4 * 3 + 3 * 1.5F;

void draw_bars(UiCore& core, ImVec2 left_centre, int level) {
    const Color on = level >= 4 ? Color::danger_solid : level == 3 ? Color::warn_solid : Color::text_secondary;
    for (int bar = 0; bar < 4; ++bar) {
        const float x = left_centre.x + static_cast<float>(bar) * 4.5F;
        const float bottom = left_centre.y + 7;
        const ImRect box(x, bottom - bar_heights[static_cast<std::size_t>(bar)], x + 3, bottom);
        fill(core, box, bar < level ? on : Color::border_default, 1);
    }
}

}  // namespace

void draw_chip(UiCore& core, const ImRect& box, const Chip& options) {
    const Color edge = tone_border(options.tone);
    framed(core, box, is_tinted(options.tone) ? tone_tint(options.tone) : Color::bg_surface, edge, radius::chip);
    const Color color = is_tinted(options.tone) ? tone_text(options.tone) : Color::text_secondary;
    float left = box.Min.x + space::s;
    if (options.icon != icons::none) {
        draw_icon(core, {left + 8, box.GetCenter().y}, options.icon, 16, color);
        left += 16 + 6;
    }
    draw_line(core, {left, box.Min.y, box.Max.x - space::s + 1, box.Max.y}, options.text,
              {.style = TextStyle::CaptionMedium, .color = color});
}

void chip(Ui& ui, const Chip& options) {
    UiCore& core = ui.core();
    const float icon = options.icon == icons::none ? 0 : 22;
    const ImRect box = place(core, {std::min(available(core), chip_text_width(core, options.text) + icon + 2 * space::s), measure::chip});
    draw_chip(core, box, options);
    declare_text(core, box, options.text);
}

std::string initials_of(std::string_view name) {
    std::string out;
    bool word = true;
    int count = 0;
    for (std::size_t at = 0; at < name.size() && count < 2;) {
        const unsigned char lead = static_cast<unsigned char>(name[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead == ' ' || lead == '-') {
            word = true;
        } else if (word) {
            out += name.substr(at, length);
            word = false;
            ++count;
        }
        at += length;
    }
    return out;
}

void draw_avatar(UiCore& core, const ImRect& box, std::string_view name) {
    std::uint32_t hash = 2166136261U;
    for (const char byte : name) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
    const AvatarRow& row = avatar_table[(hash >> 8) % avatar_table.size()];
    const bool dark = core.environment.dark;
    draw_list().AddCircleFilled(box.GetCenter(), box.GetWidth() / 2, colour_of(dark ? row.dark_fill : row.light_fill), 32);
    const std::string letters = initials_of(name);
    core.fonts.need(letters);
    const render::Face& face = core.fonts.face(box.GetWidth() >= 32 ? TextStyle::CaptionStrong : TextStyle::Initials);
    if (face.font == nullptr) return;
    const float width = face.font->CalcTextSizeA(face.size, FLT_MAX, 0, letters.c_str()).x;
    const ImVec2 at = {snap(core, box.GetCenter().x - width / 2), snap(core, box.GetCenter().y - face.size / 2)};
    draw_list().AddText(face.font, face.size, at, colour_of(dark ? row.dark_text : row.light_text), letters.c_str());
}

void avatar(Ui& ui, const Avatar& options) {
    UiCore& core = ui.core();
    if (!options.with_name) {
        draw_avatar(core, place(core, {options.size, options.size}), options.name);
        return;
    }
    Row row(ui, {.gap = space::s});
    draw_avatar(core, place(core, {options.size, options.size}), options.name);
    text(ui, Text{.text = options.name, .style = TextStyle::BodyMedium, .wrap = false});
}

StateLook state_look(StateKind kind) {
    switch (kind) {
        case StateKind::New:
            return {icons::circle_dashed, Tone::Muted};
        case StateKind::Assigned:
            return {icons::user_check, Tone::Muted};
        case StateKind::Progress:
            return {icons::progress, Tone::Accent};
        case StateKind::OnTheWay:
            return {icons::truck, Tone::Accent};
        case StateKind::Waiting:
            return {icons::player_pause, Tone::Pause};
        case StateKind::AtRepair:
            return {icons::tool, Tone::Pause};
        case StateKind::ToVerify:
            return {icons::writing_sign, Tone::Accent};
        case StateKind::Verified:
            return {icons::circle_check, Tone::Ok};
        case StateKind::WithRemarks:
            return {icons::message_circle, Tone::Warn};
        case StateKind::Rejected:
            return {icons::arrow_back_up, Tone::Danger};
        case StateKind::Closed:
            return {icons::lock, Tone::Muted};
    }
    return {icons::circle_dashed, Tone::Muted};
}

float state_width(UiCore& core, const State& options) { return std::ceil(text_width(core, TextStyle::Small, options.text)) + 22; }

void draw_state(UiCore& core, const ImRect& box, const State& options) {
    const StateLook look = state_look(options.kind);
    draw_icon(core, {box.Min.x + 8, box.GetCenter().y}, look.icon, 16, is_tinted(look.tone) ? tone_text(look.tone) : Color::text_secondary);
    draw_line(core, {box.Min.x + 22, box.Min.y, box.Max.x, box.Max.y}, options.text, {.style = TextStyle::Small});
}

void state(Ui& ui, const State& options) {
    if (options.chip) {
        const StateLook look = state_look(options.kind);
        chip(ui, {.icon = look.icon, .text = options.text, .tone = look.tone});
        return;
    }
    UiCore& core = ui.core();
    const ImRect box = place(core, {std::min(available(core), state_width(core, options)), 20});
    draw_state(core, box, options);
    declare_text(core, box, options.text);
}

float priority_width(UiCore& core, const Priority& options) {
    return std::ceil(text_width(core, TextStyle::Small, options.text)) + bars_width + 6;
}

void draw_priority(UiCore& core, const ImRect& box, const Priority& options) {
    draw_bars(core, {box.Min.x, snap(core, box.GetCenter().y)}, options.level);
    draw_line(core, {box.Min.x + bars_width + 6, box.Min.y, box.Max.x + 1, box.Max.y}, options.text,
              {.style = options.chip ? TextStyle::CaptionMedium : TextStyle::Small});
}

void priority(Ui& ui, const Priority& options) {
    UiCore& core = ui.core();
    const float words = std::ceil(text_width(core, options.chip ? TextStyle::CaptionMedium : TextStyle::Small, options.text));
    const float padding = options.chip ? space::s : 0;
    const ImRect box = place(core, {std::min(available(core), words + bars_width + 6 + 2 * padding), options.chip ? measure::chip : 20});
    if (options.chip) framed(core, box, Color::bg_surface, Color::border_default, radius::chip);
    draw_priority(core, {box.Min.x + padding, box.Min.y, box.Max.x - padding, box.Max.y}, options);
    declare_text(core, box, options.text);
}

float pair_width(UiCore& core, const CountersignPair& options) {
    return chip_text_width(core, options.done_by) + chip_text_width(core, options.verified_by) + 2 * (22 + 2 * space::s);
}

void draw_pair(UiCore& core, const ImRect& box, const CountersignPair& options) {
    const float wanted_left = chip_text_width(core, options.done_by) + 22 + 2 * space::s;
    const float wanted_right = chip_text_width(core, options.verified_by) + 22 + 2 * space::s;
    const float room = box.GetWidth();
    // Where both do not fit, the client's half stays whole.
    const float right_width = std::min(wanted_right, room - 40);
    const float left_width = std::min(wanted_left, room - right_width);
    const float split_at = snap(core, box.Min.x + left_width);
    const ImRect left(box.Min.x, box.Min.y, split_at, box.Max.y);
    const ImRect right(split_at, box.Min.y, snap(core, split_at + right_width), box.Max.y);
    framed(core, left, Color::pause_tint, Color::pause_border, radius::chip, 1, ImDrawFlags_RoundCornersLeft);
    Tone tone = Tone::Accent;
    Icon icon = icons::writing_sign;
    switch (options.decision) {
        case CountersignPair::Decision::Open:
            break;
        case CountersignPair::Decision::Verified:
            tone = Tone::Ok;
            icon = icons::checks;
            break;
        case CountersignPair::Decision::Remarks:
            tone = Tone::Warn;
            icon = icons::message_circle;
            break;
        case CountersignPair::Decision::Rejected:
            tone = Tone::Danger;
            icon = icons::arrow_back_up;
            break;
    }
    if (options.decision == CountersignPair::Decision::Open) {
        fill(core, right, Color::bg_surface, radius::chip, ImDrawFlags_RoundCornersRight);
        dashed(core, right, Color::accent_text, 1);
    } else {
        framed(core, right, tone_tint(tone), tone_border(tone), radius::chip, 1, ImDrawFlags_RoundCornersRight);
    }
    draw_icon(core, {left.Min.x + space::s + 8, left.GetCenter().y}, icons::check, 16, Color::text_secondary);
    draw_line(core, {left.Min.x + space::s + 20, left.Min.y, left.Max.x - 6, left.Max.y}, options.done_by,
              {.style = TextStyle::CaptionMedium, .color = Color::text_secondary});
    draw_icon(core, {right.Min.x + space::s + 8, right.GetCenter().y}, icon, 16, tone_text(tone));
    draw_line(core, {right.Min.x + space::s + 20, right.Min.y, right.Max.x - 6, right.Max.y}, options.verified_by,
              {.style = TextStyle::CaptionMedium, .color = tone_text(tone)});
}

std::string pair_name(const CountersignPair& options) {
    return options.name.empty() ? options.done_by + ", " + options.verified_by : options.name;
}

void countersign_pair(Ui& ui, const CountersignPair& options) {
    UiCore& core = ui.core();
    const ImRect box = place(core, {std::min(available(core), pair_width(core, options)), measure::chip});
    draw_pair(core, box, options);
    declare_text(core, box, pair_name(options));
}

void draw_time_left(UiCore& core, const ImRect& box, const TimeLeft& options) {
    struct Look {
        Icon icon;
        Color text;
        Color bar;
    };
    const Look look = [&]() -> Look {
        switch (options.kind) {
            case TimeLeft::Kind::Running:
                return {icons::clock, Color::text_primary, Color::chart_1};
            case TimeLeft::Kind::Soon:
                return {icons::alarm, Color::warn_text, Color::warn_solid};
            case TimeLeft::Kind::Late:
                return {icons::alert_octagon, Color::danger_text, Color::danger_solid};
            case TimeLeft::Kind::Paused:
                return {icons::player_pause, Color::text_secondary, Color::pause_solid};
            case TimeLeft::Kind::Met:
                return {icons::check, Color::ok_text, Color::ok_solid};
            case TimeLeft::Kind::None:
                break;
        }
        return {icons::clock_off, Color::text_muted, Color::text_muted};
    }();
    // The sentence says how long; where there is no room for both, the time of day yields to it.
    const float sentence = 19 + std::ceil(text_width(core, TextStyle::Small, options.text));
    const float clock_wanted = options.clock.empty() ? 0 : std::ceil(text_width(core, TextStyle::Small, options.clock));
    const float clock_width = sentence + 8 + clock_wanted <= box.GetWidth() ? clock_wanted : 0;
    const ImRect words(box.Min.x, box.Min.y, box.Max.x, box.Min.y + 20);
    draw_icon(core, {words.Min.x + 7, words.GetCenter().y}, look.icon, 16,
              options.kind == TimeLeft::Kind::Running ? Color::text_secondary : look.text);
    draw_line(core, {words.Min.x + 19, words.Min.y, words.Max.x - clock_width - (clock_width > 0 ? 8.0F : 0.0F), words.Max.y}, options.text,
              {.style = TextStyle::Small, .color = look.text});
    if (clock_width > 0)
        draw_line(core, {words.Max.x - clock_width, words.Min.y, words.Max.x + 1, words.Max.y}, options.clock,
                  {.style = TextStyle::Small, .color = Color::text_muted});

    const ImRect bar(box.Min.x, box.Min.y + 23, box.Max.x, box.Min.y + 29);
    if (options.kind == TimeLeft::Kind::None) {
        dashed(core, bar, Color::text_muted, 2, 3, 2);
        return;
    }
    const float used = std::clamp(options.used, 0.0F, 1.0F);
    const float end = snap(core, bar.Min.x + bar.GetWidth() * used);
    const ImRect filled(bar.Min.x, bar.Min.y, end, bar.Max.y);
    if (options.kind != TimeLeft::Kind::Late) fill(core, bar, Color::bg_sunken, radius::bar);
    if (options.kind == TimeLeft::Kind::Paused) {
        hatch(core, filled, look.bar, {1.5F, 4});
        outline(core, filled, look.bar, radius::bar);
    } else {
        fill(core, filled, look.bar, std::min(radius::bar, filled.GetWidth() / 2));
    }
    if (options.kind == TimeLeft::Kind::Late) {
        const ImRect over(end + 4, bar.Min.y, bar.Max.x, bar.Max.y);
        if (over.GetWidth() > 4) {
            hatch(core, over, look.bar, {1.5F, 4});
            outline(core, over, look.bar, radius::bar);
        }
        fill(core, {end + 1, bar.Min.y - 2, end + 3, bar.Max.y + 2}, Color::chart_target);
    }
}

std::string time_left_name(const TimeLeft& options) { return options.clock.empty() ? options.text : options.text + ", " + options.clock; }

void time_left(Ui& ui, const TimeLeft& options) {
    UiCore& core = ui.core();
    const Box& parent = current_box(core);
    const float width = parent.flow == Box::Flow::Down ? available(core) : std::min(available(core), 240.0F);
    const ImRect box = place(core, {width, time_left_height});
    draw_time_left(core, box, options);
    declare_text(core, box, time_left_name(options));
}

}  // namespace countersign::widgets
