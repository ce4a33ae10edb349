// Scroll regions: a clipped column that the wheel, a finger, the keyboard focus or a screen moves.
#include <algorithm>
#include <cmath>

#include "web/widgets/paint.hpp"
#include "web/widgets/ui_core.hpp"

namespace countersign::widgets {

void open_scroll(UiCore& core, ItemId id, const ImRect& view, float gap, ImVec2 padding, float max_width, bool centre) {
    Scroll& scroll = core.scrolls[id];
    scroll.view = view;
    scroll.pass = core.pass;
    scroll.layer = core.layer;
    scroll.parent = core.scroll_stack.empty() ? 0 : core.scroll_stack.back();
    scroll.offset = std::clamp(scroll.offset, 0.0F, std::max(0.0F, scroll.max));
    core.scroll_stack.push_back(id);
    ImGui::PushClipRect(view.Min, view.Max, true);

    Box box;
    box.id = id;
    float width = view.GetWidth() - 2 * padding.x;
    float indent = 0;
    if (max_width > 0 && width > max_width) {
        if (centre) indent = (width - max_width) / 2;
        width = max_width;
    }
    box.origin = {view.Min.x + padding.x + indent, view.Min.y + padding.y - snap(core, scroll.offset)};
    box.width = width;
    box.gap = gap;
    box.padding = padding;
    core.boxes.push_back(box);
}

void close_scroll(UiCore& core) {
    const Box box = core.boxes.back();
    core.boxes.pop_back();
    const ItemId id = core.scroll_stack.back();
    core.scroll_stack.pop_back();
    ImGui::PopClipRect();
    Scroll& scroll = core.scrolls[id];
    const float content = used_height(box) + 2 * box.padding.y;
    const float max = std::max(0.0F, std::ceil(content - scroll.view.GetHeight()));
    if (std::abs(max - scroll.max) > 0.5F) {
        scroll.max = max;
        if (scroll.offset > max) core.unsettled = true;
    }
    draw_scrollbar(core, scroll);
}

void draw_scrollbar(UiCore& core, const Scroll& scroll) {
    if (scroll.max <= 0) return;
    const float height = scroll.view.GetHeight();
    const float content = height + scroll.max;
    const bool near_edge = !core.finger && ImGui::IsMouseHoveringRect({scroll.view.Max.x - 14, scroll.view.Min.y}, scroll.view.Max);
    const float width = near_edge ? 8 : 4;
    const float bar = std::max(32.0F, height * height / content);
    const float top = scroll.view.Min.y + (height - bar) * (scroll.offset / scroll.max);
    const ImRect box(scroll.view.Max.x - width - 2, top + 2, scroll.view.Max.x - 2, top + bar - 2);
    fill(core, snap(core, box), near_edge ? Color::border_control : Color::border_default, width / 2);
}

void scroll_to(UiCore& core, const ImRect& box) {
    if (core.scroll_stack.empty()) return;
    Scroll& scroll = core.scrolls[core.scroll_stack.back()];
    const float margin = 24;
    float by = 0;
    if (box.Max.y + margin > scroll.view.Max.y) by = box.Max.y + margin - scroll.view.Max.y;
    if (box.Min.y - margin - by < scroll.view.Min.y) by = box.Min.y - margin - scroll.view.Min.y;
    const float target = std::clamp(scroll.offset + by, 0.0F, std::max(scroll.max, 0.0F));
    if (std::abs(target - scroll.offset) < 0.5F) return;
    scroll.offset = std::round(target);
    scroll.velocity = 0;
    core.unsettled = true;
}

ItemId scrollable_at(UiCore& core, ImVec2 point, float delta) {
    ItemId best = 0;
    const Scroll* chosen = nullptr;
    for (auto& [id, scroll] : core.scrolls) {
        const bool present = scroll.pass + 1 >= core.pass;
        const bool moves = delta > 0 ? scroll.offset < scroll.max : delta < 0 ? scroll.offset > 0 : scroll.max > 0;
        if (!present || !moves || !scroll.view.Contains(point)) continue;
        const bool higher = chosen == nullptr || scroll.layer > chosen->layer;
        const bool inner = chosen != nullptr && scroll.layer == chosen->layer && scroll.view.GetArea() < chosen->view.GetArea();
        if (!higher && !inner) continue;
        best = id;
        chosen = &scroll;
    }
    return best;
}

bool scroll_at(UiCore& core, ImVec2 point, float delta) {
    const ItemId id = scrollable_at(core, point, delta);
    if (id == 0) return false;
    Scroll& scroll = core.scrolls[id];
    scroll.offset = std::clamp(scroll.offset + delta, 0.0F, scroll.max);
    core.frame_wanted = true;
    return true;
}

}  // namespace countersign::widgets
