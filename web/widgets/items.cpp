// Items: what can be pressed or focused. Pointer, keyboard and assistive technology all end up here.
#include <algorithm>
#include <cmath>

#include "web/widgets/paint.hpp"
#include "web/widgets/ui_core.hpp"

namespace countersign::widgets {
namespace {

constexpr ImGuiWindowFlags layer_flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                         ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse |
                                         ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoBringToFrontOnFocus;

}  // namespace

void open_layer(UiCore& core, const char* name, const ImRect& area) {
    ImGui::SetNextWindowPos(area.Min);
    ImGui::SetNextWindowSize(area.GetSize());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
    ImGui::Begin(name, nullptr, layer_flags);
    ImGui::PopStyleVar(3);
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    window->DrawList->_FringeScale = 1.0F / core.environment.pixel_ratio;
    ImGui::BringWindowToDisplayFront(window);
    ++core.layer;
    core.layers.push_back(window);
}

void close_layer(UiCore& core) {
    ImGui::End();
    core.layers.pop_back();
    --core.layer;
}

ImDrawList& draw_list() { return *ImGui::GetWindowDrawList(); }

void post(UiCore& core, std::string message) { core.outbox.push_back(std::move(message)); }

void request_focus(UiCore& core, ItemId id) {
    core.focused = id;
    core.focus_request = id;
}

bool take_activation(UiCore& core, ItemId id) {
    const auto found = std::find(core.activations.begin(), core.activations.end(), id);
    if (found == core.activations.end()) return false;
    core.activations.erase(found);
    core.input_taken = true;
    return true;
}

std::optional<std::string> take_value(UiCore& core, ItemId id) {
    std::optional<std::string> newest;
    for (auto value = core.values.begin(); value != core.values.end();) {
        if (value->first != id) {
            ++value;
            continue;
        }
        newest = std::move(value->second);
        value = core.values.erase(value);
        core.input_taken = true;
    }
    return newest;
}

Interaction interact(UiCore& core, ItemId id, const ImRect& box, const ItemOptions& options) {
    Interaction result;
    result.activated = take_activation(core, id) && !options.disabled;
    if (core.focus_wanted == id) {
        core.focus_wanted = 0;
        core.reveal = id;
        core.ring = !core.pointer_last;
        request_focus(core, id);
    }
    if (core.reveal == id) {
        core.reveal = 0;
        scroll_to(core, box);
    }
    result.visible = ImGui::ItemAdd(box, id, nullptr, options.disabled ? ImGuiItemFlags_Disabled : ImGuiItemFlags_None);
    if (result.visible) {
        const bool pressed = ImGui::ButtonBehavior(box, id, &result.hovered, &result.held);
        if (result.held && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && core.focused != id) {
            core.ring = false;
            request_focus(core, id);
        }
        if (pressed) {
            result.activated = true;
            core.input_taken = true;
        }
    }
    if (core.finger) result.hovered = false;
    if (options.disabled) result.activated = result.hovered = result.held = false;
    if (result.hovered && options.pointer) core.cursor = "pointer";
    result.focused = core.focused == id;
    result.ring = result.focused && core.ring;
    return result;
}

semantics::Rect whole_pixels(const ImRect& box) {
    const int x = static_cast<int>(std::lround(box.Min.x));
    const int y = static_cast<int>(std::lround(box.Min.y));
    return {x, y, static_cast<int>(std::lround(box.Max.x)) - x, static_cast<int>(std::lround(box.Max.y)) - y};
}

Node node_at(const UiCore&, ItemId id, Role role, const ImRect& box, std::string_view name) {
    Node node;
    node.id = id;
    node.role = role;
    node.name = std::string(name);
    node.rect = whole_pixels(box);
    ImRect visible = box;
    visible.ClipWithFull(ImGui::GetCurrentWindow()->ClipRect);
    const semantics::Rect part = whole_pixels(visible);
    if (!(part == node.rect)) node.clip = part;
    return node;
}

void declare(UiCore& core, const Node& node) { core.tree.add(node); }

void declare_text(UiCore& core, const ImRect& box, std::string_view text, semantics::Live live) {
    const ItemId parent = core.tree.parent();
    std::int64_t& count = core.integers[child_id(parent, "texts")];
    // Texts are told apart by their place among the texts of one parent; the count starts anew with every pass.
    const std::int64_t pass = count >> 16;
    const std::int64_t number = pass == static_cast<std::int64_t>(core.pass) ? (count & 0xffff) + 1 : 1;
    count = (static_cast<std::int64_t>(core.pass) << 16) | number;
    Node node = node_at(core, child_id(child_id(parent, "text"), static_cast<std::uint64_t>(number)),
                        live == semantics::Live::Off ? Role::Text : Role::Status, box, text);
    node.live = live;
    core.tree.add(node);
}

}  // namespace countersign::widgets
