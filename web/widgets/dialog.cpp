// Dialogs: a layer over everything, with the focus inside and back again.
#include "web/widgets/dialog.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets/buttons.hpp"
#include "web/widgets/marks.hpp"

namespace countersign::widgets {

DialogAnswer dialog(Ui& ui, const Dialog& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id);
    const bool opened = std::find(core.dialogs_before.begin(), core.dialogs_before.end(), id) == core.dialogs_before.end();
    core.dialogs.push_back(id);
    if (opened && core.openers.count(id) == 0) {
        core.openers[id] = core.focused;
        // Once, and before the button is declared: asked for later, it would come after the person has begun to type.
        ui.focus(child_id(id, "cancel"));
    }

    DialogAnswer answer = DialogAnswer::None;
    const ImRect canvas(0, 0, core.environment.width, core.environment.height);
    std::vector<ItemId> scrolls;
    scrolls.swap(core.scroll_stack);
    std::vector<UiCore::FormState> forms;
    forms.swap(core.forms);
    open_layer(core, ("dialog" + std::to_string(id)).c_str(), canvas);
    core.top_layers.push_back(core.layers.back());
    fill(core, canvas, Color::bg_scrim);

    const float width = std::min(480.0F, canvas.GetWidth() - 32);
    const float height = std::min(measured(core, id).height, canvas.GetHeight() - 32);
    const ImVec2 corner(snap(core, (canvas.GetWidth() - width) / 2),
                        snap(core, ui.phone() ? canvas.Max.y - height - 16 : (canvas.GetHeight() - height) / 2));
    const ImRect box(corner, {corner.x + width, corner.y + height});
    framed(core, box, Color::bg_surface, Color::border_subtle, radius::card);
    Node node = node_at(core, id, Role::Dialog, box, options.title);
    node.modal = true;
    node.description = options.text;
    core.tree.open(node);
    core.ids.push_back(id);
    open_scroll(core, child_id(id, "content"), box, space::s, {space::xxl - 4, space::xl}, 0, false);
    heading(ui, {.text = options.title});
    if (!options.text.empty()) text(ui, Text{.text = options.text, .tone = Tone::Secondary});
    if (options.content) {
        spacer(ui, space::xs);
        options.content(ui);
    }
    spacer(ui, space::s);
    {
        Row row(ui, {.gap = space::m});
        const bool wide = ui.phone();
        if (!wide) row.push_right();
        if (button(ui, {.id = "cancel", .label = options.cancel, .full_width = wide})) answer = DialogAnswer::Cancelled;
        if (!options.confirm.empty() && button(ui, {.id = "confirm",
                                                    .label = options.confirm,
                                                    .icon = options.confirm_icon,
                                                    .kind = options.danger ? Button::Kind::Danger : Button::Kind::Primary,
                                                    .disabled = options.confirm_disabled,
                                                    .why_disabled = options.why_disabled,
                                                    .full_width = wide}))
            answer = DialogAnswer::Confirmed;
    }
    learn(core, id, {.height = used_height(current_box(core)) + 2 * space::xl});
    close_scroll(core);
    core.ids.pop_back();
    core.tree.close();

    const bool outside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && ImGui::IsWindowHovered() && !box.Contains(ImGui::GetMousePos());
    if (outside || ui.take_key("Escape")) answer = DialogAnswer::Cancelled;
    close_layer(core);
    core.scroll_stack.swap(scrolls);
    core.forms.swap(forms);
    if (answer != DialogAnswer::None) core.input_taken = true;
    return answer;
}

}  // namespace countersign::widgets
