// Banners, toasts, notices, progress and sync status.
#include "web/widgets/feedback.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets/buttons.hpp"
#include "web/widgets/marks.hpp"

namespace countersign::widgets {
namespace {

Icon tone_icon(Tone tone) {
    switch (tone) {
        case Tone::Danger:
            return icons::alert_octagon;
        case Tone::Ok:
            return icons::circle_check;
        case Tone::Warn:
            return icons::alert_triangle;
        default:
            return icons::info_circle;
    }
}

struct SyncLook {
    Icon icon;
    Tone tone;
};
SyncLook sync_look(SyncStatus::Kind kind) {
    switch (kind) {
        case SyncStatus::Kind::Synced:
            return {icons::cloud_check, Tone::Ok};
        case SyncStatus::Kind::Sending:
            return {icons::cloud_upload, Tone::Accent};
        case SyncStatus::Kind::Offline:
            return {icons::cloud_off, Tone::Warn};
        case SyncStatus::Kind::Attention:
            return {icons::cloud_exclamation, Tone::Danger};
    }
    return {icons::cloud_check, Tone::Ok};
}

}  // namespace

bool banner(Ui& ui, const Banner& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id.empty() ? std::string_view("banner") : options.id);
    const float room = available(core);
    const float inset = options.full_bleed ? space::l : space::m;
    const bool leads = !options.href.empty() && options.action.empty();
    const float action =
        options.action.empty() ? (leads ? 24.0F : 0.0F) : std::ceil(text_width(core, TextStyle::BodyMedium, options.action)) + space::l;
    const float strong = options.strong.empty() ? 0 : std::ceil(text_width(core, TextStyle::BodyStrong, options.strong)) + 4;
    const float words_room = room - 2 * inset - 28 - action;
    // The semibold words open the first line, the others wrap around them.
    std::vector<std::string_view> lines;
    std::string_view rest = options.text;
    if (strong > 0 && text_width(core, TextStyle::Body, rest) > words_room - strong) {
        const std::vector<std::string_view> first = wrap_lines(core, TextStyle::Body, rest, words_room - strong);
        lines.push_back(first.front());
        rest.remove_prefix(static_cast<std::size_t>(first.front().data() + first.front().size() - rest.data()));
        while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
        if (!rest.empty())
            for (const std::string_view line : wrap_lines(core, TextStyle::Body, rest, words_room)) lines.push_back(line);
    } else {
        lines = wrap_lines(core, TextStyle::Body, rest, words_room - strong);
    }
    const float least = ui.touch() ? measure::touch : 40;
    const float height = std::max(least, 20 * static_cast<float>(lines.size()) + 20);
    const ImRect box = place(core, {room, height});
    if (options.full_bleed) {
        fill(core, box, tone_tint(options.tone));
        horizontal_line(core, box.Min.x, box.Max.x, box.Max.y - 1, tone_border(options.tone));
        horizontal_line(core, box.Min.x, box.Max.x, box.Min.y, tone_border(options.tone));
    } else {
        framed(core, box, tone_tint(options.tone), tone_border(options.tone), radius::touch_control);
    }
    const Color color = tone_text(options.tone);
    float top = box.Min.y + (height - 20 * static_cast<float>(lines.size())) / 2;
    draw_icon(core, {box.Min.x + inset + 9, top + 10}, options.icon != icons::none ? options.icon : tone_icon(options.tone), 18, color);
    const float left = box.Min.x + inset + 28;
    draw_line(core, {left, top, box.Max.x - inset, top + 20}, options.strong, {.style = TextStyle::BodyStrong, .color = color});
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const float indent = index == 0 ? strong : 0;
        draw_line(core, {left + indent, top, box.Max.x - inset - action + 1, top + 20}, lines[index], {.color = Color::text_primary});
        top += 20;
    }
    const std::string all = options.strong.empty() ? options.text : options.strong + " " + options.text;
    Node status = node_at(core, child_id(id, "status"), options.assertive ? Role::Alert : Role::Status, box, all);
    status.live = options.assertive ? semantics::Live::Assertive : semantics::Live::Polite;
    declare(core, status);
    if (!leads && options.action.empty()) return false;
    const ImRect target = leads ? box : ImRect(box.Max.x - inset - action + 8, box.Min.y, box.Max.x - 4, box.Max.y);
    const Interaction state = interact(core, id, target);
    if (leads)
        draw_icon(core, {box.Max.x - inset - 8, box.GetCenter().y}, icons::chevron_right, 18, color);
    else
        draw_line(core, target, options.action,
                  {.style = TextStyle::BodyMedium, .color = state.hovered ? Color::text_primary : color, .align = 0.5F});
    if (state.ring) outline(core, grow(target, -3), Color::focus_ring, radius::control, 2);
    Node node = node_at(core, id, options.href.empty() ? Role::Button : Role::Link, target, leads ? all : options.action);
    node.href = options.href;
    node.focusable = true;
    declare(core, node);
    if (state.activated && !options.href.empty()) ui.navigate(options.href);
    return state.activated;
}

void show_toast(Ui& ui, const Toast& toast) {
    UiCore& core = ui.core();
    core.toast.toast = toast;
    core.toast.active = true;
    core.toast.shown = core.now;
    core.toast.until = core.now + (toast.action.empty() ? 6000 : 10000);
    ui.announce(toast.text);
    ui.request_frame();
}

void draw_toast(Ui& ui) {
    UiCore& core = ui.core();
    ToastState& state = core.toast;
    if (!state.active) return;
    if (core.now >= state.until) {
        state = {};
        return;
    }
    ui.wake_at(state.until);
    const Toast toast = state.toast;
    const ItemId id = child_id(1, "toast");
    const float icon = 28;
    const float action = toast.action.empty() ? 0 : std::ceil(text_width(core, TextStyle::BodyMedium, toast.action)) + 32;
    const float width =
        std::min(core.environment.width - 32, 32 + icon + std::ceil(text_width(core, TextStyle::Body, toast.text)) + action + 8);
    const float bar = ui.phone() && core.page_has_bottom_bar ? measure::bottom_bar : 0;
    const float bottom = core.environment.height - bar - core.footer_height - 16;
    const ImRect box = snap(core, ImRect(16, bottom - 44, 16 + width, bottom));
    open_layer(core, "toast", box);
    core.boxes.clear();
    fill(core, box, Color::toast_bg, radius::touch_control);
    draw_icon(core, {box.Min.x + 16 + 9, box.GetCenter().y}, toast.icon == icons::none ? icons::circle_check : toast.icon, 18,
              Color::toast_text);
    draw_line(core, {box.Min.x + 16 + icon, box.Min.y, box.Max.x - action - 8, box.Max.y}, toast.text, {.color = Color::toast_text});
    declare(core, node_at(core, child_id(id, "text"), Role::Text, box, toast.text));
    bool acted = false;
    if (!toast.action.empty()) {
        const ImRect target(box.Max.x - action, box.Min.y, box.Max.x, box.Max.y);
        const Interaction press = interact(core, id, target);
        draw_line(core, target, toast.action, {.style = TextStyle::BodyMedium, .color = Color::toast_link, .align = 0.5F});
        if (press.ring) outline(core, grow(target, -4), Color::toast_link, radius::control, 2);
        Node node = node_at(core, id, Role::Button, target, toast.action);
        node.focusable = true;
        declare(core, node);
        acted = press.activated;
    }
    close_layer(core);
    if (acted) {
        state = {};
        if (toast.on_action) toast.on_action();
    }
}

bool notice(Ui& ui, const Notice& options) {
    UiCore& core = ui.core();
    bool activated = false;
    const auto content = [&] {
        Row row(ui, {.gap = space::l, .align = RowOptions::Align::Top});
        const ImRect badge = place(core, {40, 40});
        const bool tinted = options.tone != Tone::Muted;
        fill(core, badge, tinted ? tone_tint(options.tone) : Color::bg_hover, 20);
        draw_icon(core, badge.GetCenter(), options.icon, 20, tinted ? tone_text(options.tone) : Color::text_secondary);
        Stack stack(ui, {.gap = 2});
        text(ui, Text{.text = options.title, .style = TextStyle::BodyStrong});
        if (!options.text.empty()) text(ui, Text{.text = options.text, .tone = Tone::Secondary});
        if (!options.action.empty()) activated = link(ui, {.id = options.id, .text = options.action, .href = options.href});
    };
    if (options.card) {
        Card card(ui, {.id = options.id.empty() ? std::string_view("notice") : options.id});
        content();
    } else {
        content();
    }
    return activated;
}

void progress(Ui& ui, const Progress& options) {
    UiCore& core = ui.core();
    Stack stack(ui, {.gap = space::xs});
    if (!options.label.empty()) draw_line(core, place(core, {available(core), 20}), options.label, {.style = TextStyle::BodyMedium});
    const ImRect bar = place(core, {available(core), 6});
    fill(core, bar, Color::bg_sunken, radius::bar);
    const float done = bar.GetWidth() * std::clamp(options.share, 0.0F, 1.0F);
    const float alert = bar.GetWidth() * std::clamp(options.alert_share, 0.0F, 1.0F);
    const ImRect part(bar.Min.x, bar.Min.y, snap(core, bar.Min.x + done), bar.Max.y);
    fill(core, part, tone_solid(options.tone), std::min(radius::bar, part.GetWidth() / 2));
    if (alert > 0.5F) fill(core, snap(core, ImRect(part.Max.x + 1, bar.Min.y, part.Max.x + 1 + alert, bar.Max.y)), Color::warn_solid, 1);
    if (!options.text.empty())
        draw_line(core, place(core, {available(core), 20}), options.text, {.style = TextStyle::Small, .color = Color::text_muted});
    Node node =
        node_at(core, child_id(place_id(core), "progress"), Role::Progressbar, bar, options.label.empty() ? options.text : options.label);
    node.value = std::to_string(static_cast<int>(std::lround((options.share + options.alert_share) * 100)));
    if (!options.label.empty()) node.description = options.text;
    declare(core, node);
}

bool sync_status(Ui& ui, const SyncStatus& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, "sync_status");
    const SyncLook look = sync_look(options.kind);
    const bool tinted = look.tone == Tone::Warn || look.tone == Tone::Danger;
    const float room = available(core);
    const ImRect box = place(core, {room, ui.touch() ? measure::touch : measure::dense});
    const Interaction state = interact(core, id, box, {.pointer = !options.href.empty()});
    if (tinted)
        fill(core, box, tone_tint(look.tone), radius::control);
    else if (state.hovered && !options.href.empty())
        fill(core, box, Color::bg_hover, radius::control);
    draw_icon(core, {box.Min.x + 8 + 9, box.GetCenter().y}, look.icon, 18, tone_text(look.tone));
    const float words = std::ceil(text_width(core, TextStyle::SmallMedium, options.text));
    const float left_over = box.GetWidth() - 36 - words - 8 - space::s;
    const float wanted = options.note.empty() ? 0 : std::ceil(text_width(core, TextStyle::Caption, options.note));
    const float note = left_over < 30 ? 0 : std::min(wanted, left_over);
    draw_line(core, {box.Min.x + 36, box.Min.y, box.Max.x - 8 - note - (note > 0 ? 6.0F : 0.0F), box.Max.y}, options.text,
              {.style = TextStyle::SmallMedium, .color = tinted ? tone_text(look.tone) : Color::text_primary});
    if (note > 0)
        draw_line(core, {box.Max.x - 8 - note, box.Min.y, box.Max.x - 7, box.Max.y}, options.note,
                  {.style = TextStyle::Caption, .color = tinted ? tone_text(look.tone) : Color::text_muted});
    if (state.ring) outline(core, box, Color::focus_ring, radius::control, 2);
    const std::string name = options.note.empty() ? options.text : options.text + ", " + options.note;
    Node status = node_at(core, child_id(id, "status"), Role::Status, box, options.text);
    status.live = semantics::Live::Polite;
    declare(core, status);
    Node node = node_at(core, id, options.href.empty() ? Role::Button : Role::Link, box, name);
    node.href = options.href;
    node.focusable = true;
    declare(core, node);
    if (state.activated && !options.href.empty()) ui.navigate(options.href);
    return state.activated;
}

}  // namespace countersign::widgets
