// Dialogs: a layer over everything, with the focus inside and back again.
#include "web/widgets/dialog.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets/buttons.hpp"
#include "web/widgets/marks.hpp"
#include "web/widgets/modal_layer.hpp"

namespace countersign::widgets {

DialogAnswer dialog(Ui& ui, const Dialog& options) {
    UiCore& core = ui.core();
    ModalLayer layer(ui, {.id = options.id, .focus_first = "cancel", .backdrop = Color::bg_scrim});
    const ItemId id = layer.id();
    const ImRect& canvas = layer.canvas();
    DialogAnswer answer = DialogAnswer::None;

    const float width = std::min(480.0F, canvas.GetWidth() - 32);
    const float height = std::min(measured(core, id).height, canvas.GetHeight() - 32);
    const ImVec2 corner(snap(core, (canvas.GetWidth() - width) / 2),
                        snap(core, ui.phone() ? canvas.Max.y - height - 16 : (canvas.GetHeight() - height) / 2));
    const ImRect box(corner, {corner.x + width, corner.y + height});
    framed(core, box, Color::bg_surface, Color::border_subtle, radius::card);
    layer.open(box, options.title, options.text);
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
    layer.close();

    const bool outside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && ImGui::IsWindowHovered() && !box.Contains(ImGui::GetMousePos());
    if (outside || ui.take_key("Escape")) answer = DialogAnswer::Cancelled;
    if (answer != DialogAnswer::None) layer.answered();
    return answer;
}

}  // namespace countersign::widgets
