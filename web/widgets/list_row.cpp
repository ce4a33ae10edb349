// A row of a short list in a card.
#include <algorithm>
#include <cmath>

#include "web/widgets/table_parts.hpp"

namespace countersign::widgets {
namespace {

// The mark at the right end of a row, whichever it has.
struct Mark {
    float width = 0;
    float height = 20;
};

Mark mark_of(UiCore& core, const ListRow& options) {
    if (options.pair) return {pair_width(core, *options.pair), measure::chip};
    if (options.time_left) {
        // Times are never cut: the bar grows with its words, in whatever language.
        const float words = text_width(core, TextStyle::SmallMedium, options.time_left->text) +
                            text_width(core, TextStyle::Small, options.time_left->clock);
        return {std::max(220.0F, std::ceil(words) + 40), time_left_height};
    }
    float width = 0;
    if (options.state) width += state_width(core, *options.state);
    if (options.priority) width += (width > 0 ? space::m : 0) + priority_width(core, *options.priority);
    if (!options.trailing.empty()) width += (width > 0 ? space::m : 0) + std::ceil(text_width(core, TextStyle::Small, options.trailing));
    return {width, 20};
}

void draw_mark(UiCore& core, const ImRect& box, const ListRow& options) {
    if (options.pair) return draw_pair(core, snap(core, box), *options.pair);
    if (options.time_left) return draw_time_left(core, box, *options.time_left);
    float left = box.Min.x;
    if (options.priority) {
        const float width = priority_width(core, *options.priority);
        draw_priority(core, {left, box.Min.y, left + width, box.Max.y}, *options.priority);
        left += width + space::m;
    }
    if (options.state) {
        const float width = state_width(core, *options.state);
        draw_state(core, {left, box.Min.y, left + width, box.Max.y}, *options.state);
        left += width + space::m;
    }
    draw_line(core, {left, box.Min.y, box.Max.x + 1, box.Max.y}, options.trailing, {.style = TextStyle::Small, .color = Color::text_muted});
}

std::string spoken(const ListRow& options) {
    std::string words = options.subtitle;
    const auto add = [&](const std::string& more) {
        if (more.empty()) return;
        if (!words.empty()) words += ", ";
        words += more;
    };
    if (options.priority) add(options.priority->text);
    if (options.state) add(options.state->text);
    if (options.pair) add(pair_name(*options.pair));
    if (options.time_left) add(time_left_name(*options.time_left));
    add(options.trailing);
    return words;
}

}  // namespace

bool list_row(Ui& ui, const ListRow& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id);
    const Mark mark = mark_of(core, options);
    const float room = available(core);
    const float padding = space::l;
    const float icon = options.icon == icons::none ? 0 : 32;
    const float chevron = options.chevron ? 26 : 0;
    const float words_room = room - 2 * padding - icon - chevron;
    // A mark that would cut the words, or leave too little for long ones, goes below them.
    const float wanted = std::max(text_width(core, ui.phone() ? TextStyle::Lead : TextStyle::BodyMedium, options.title),
                                  text_width(core, TextStyle::Small, options.subtitle));
    const bool below = mark.width > 0 && words_room - mark.width - space::m < std::max(140.0F, std::min(wanted, words_room * 0.65F));
    const float words_width = below || mark.width <= 0 ? words_room : words_room - mark.width - space::m;
    const TextStyle title_style = ui.phone() ? TextStyle::Lead : TextStyle::BodyMedium;
    const std::vector<std::string_view> lines =
        ui.phone() ? wrap_lines(core, title_style, options.title, words_width) : std::vector<std::string_view>{options.title};
    const std::size_t shown = std::min<std::size_t>(lines.size(), 2);
    const float line = line_height(core, title_style);
    float height = 2 * (ui.touch() ? 12.0F : 10.0F) + line * static_cast<float>(shown) + (options.subtitle.empty() ? 0.0F : 20.0F) +
                   (below ? mark.height + 6 : 0.0F);
    height = std::max(height, ui.touch() ? measure::list_row_phone : measure::touch);
    const ImRect box = place(core, {room, height});
    const Interaction state = interact(core, id, box);
    if (state.visible) {
        if (options.selected)
            fill(core, box, Color::bg_selected);
        else if (state.hovered || state.held)
            // Inset: a card's rounded corners stay its own.
            fill(core, {box.Min.x + 4, box.Min.y + 4, box.Max.x - 4, box.Max.y - 5}, Color::bg_hover, radius::control);
        if (!options.last) horizontal_line(core, box.Min.x + padding, box.Max.x - padding, box.Max.y - 1, Color::border_subtle);
        if (options.selected) fill(core, {box.Min.x, box.Min.y, box.Min.x + 3, box.Max.y}, Color::accent_fill);
        if (options.unsent) draw_unsent_stripe(core, box);
        const float block = line * static_cast<float>(shown) + (options.subtitle.empty() ? 0.0F : 20.0F) + (below ? mark.height + 6 : 0.0F);
        float top = std::floor(box.GetCenter().y - block / 2);
        const float left = box.Min.x + padding + icon;
        if (icon > 0) draw_icon(core, {box.Min.x + padding + 10, top + line / 2}, options.icon, 20, tone_text(options.icon_tone));
        for (std::size_t index = 0; index < shown; ++index) {
            // The second line holds all that is left, and ends in an ellipsis where that is too much.
            std::string_view words = lines[index];
            if (index + 1 == shown)
                words = std::string_view(words.data(), static_cast<std::size_t>(lines.back().data() + lines.back().size() - words.data()));
            draw_line(core, {left, top, left + words_width + 1, top + line}, words, {.style = title_style});
            top += line;
        }
        if (!options.subtitle.empty()) {
            draw_line(core, {left, top, left + words_width, top + 20}, options.subtitle,
                      {.style = TextStyle::Small, .color = Color::text_muted});
            top += 20;
        }
        if (mark.width > 0) {
            const float width = std::min(mark.width, words_room);
            if (below)
                draw_mark(core, {left, top + 6, left + width, top + 6 + mark.height}, options);
            else
                draw_mark(core,
                          {box.Max.x - padding - chevron - width, box.GetCenter().y - mark.height / 2, box.Max.x - padding - chevron,
                           box.GetCenter().y + mark.height / 2},
                          options);
        }
        if (options.chevron) draw_icon(core, {box.Max.x - padding - 8, box.GetCenter().y}, icons::chevron_right, 18, Color::text_muted);
        if (state.ring) outline(core, grow(box, -3), Color::focus_ring, radius::control, 2);
    }
    core.tree.open(node_at(core, child_id(id, "item"), Role::Listitem, box));
    Node node = node_at(core, id, options.href.empty() ? Role::Button : Role::Link, box, options.title);
    node.description = spoken(options);
    node.href = options.href;
    if (options.selected) node.current = "true";
    node.focusable = true;
    declare(core, node);
    core.tree.close();
    if (state.activated && !options.href.empty()) ui.navigate(options.href);
    return state.activated;
}

}  // namespace countersign::widgets
