// Drawing pictures: cut to a square in a strip, whole in the viewer.
#include "web/widgets/picture.hpp"

#include <algorithm>

#include "web/widgets/buttons.hpp"
#include "web/widgets/layout.hpp"
#include "web/widgets/marks.hpp"
#include "web/widgets/modal_layer.hpp"
#include "web/widgets/paint.hpp"
#include "web/widgets/text.hpp"

namespace countersign::widgets {
namespace {

constexpr float tile_edge = 96;
constexpr float band_height = 24;

const PictureState* picture_of(UiCore& core, const std::string& key) {
    if (key.empty()) return nullptr;
    const auto [found, fresh] = core.pictures.try_emplace(key);
    if (fresh) core.pictures_wanted.push_back(key);
    found->second.pass = core.pass;
    return &found->second;
}

// The middle of the picture, as much of it as fills a square.
void draw_cut(const PictureState& picture, const ImRect& box) {
    const auto width = static_cast<float>(picture.width), height = static_cast<float>(picture.height);
    const float cut_x = width > height ? (1 - height / width) / 2 : 0;
    const float cut_y = height > width ? (1 - width / height) / 2 : 0;
    draw_list().AddImageRounded(picture.texture, box.Min, box.Max, {cut_x, cut_y}, {1 - cut_x, 1 - cut_y}, IM_COL32_WHITE, radius::control);
}

bool draw_tile(Ui& ui, const StripTile& tile) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, tile.id);
    const ImRect box = place(core, {tile_edge, tile_edge});
    const Interaction state = interact(core, id, box);
    if (state.visible) {
        framed(core, box, state.hovered || state.held ? Color::bg_hover : Color::bg_surface, Color::border_default, radius::control);
        const PictureState* picture = picture_of(core, tile.key);
        if (picture != nullptr && picture->texture != nullptr) {
            draw_cut(*picture, grow(box, -1));
        } else {
            draw_icon(core, {box.GetCenter().x, box.Min.y + 28}, tile.icon, 28, Color::text_secondary);
            draw_line(core, {box.Min.x + 6, box.Min.y + 46, box.Max.x - 6, box.Min.y + 70}, tile.title,
                      {.style = TextStyle::Small, .color = Color::text_secondary, .align = 0.5F});
        }
        if (!tile.state.empty()) {
            const ImRect band(box.Min.x + 1, box.Max.y - band_height, box.Max.x - 1, box.Max.y - 1);
            fill(core, band, Color::bg_surface, radius::control, ImDrawFlags_RoundCornersBottom);
            draw_line(core, {band.Min.x + 4, band.Min.y, band.Max.x - 4, band.Max.y}, tile.state,
                      {.style = TextStyle::Small, .color = tone_text(tile.tone), .align = 0.5F});
        }
        if (state.ring) focus_ring(core, box, radius::control);
    }
    Node node = node_at(core, id, Role::Button, box, tile.name);
    node.description = tile.state;
    node.focusable = true;
    declare(core, node);
    return state.activated;
}

void draw_whole(const PictureState& picture, const ImRect& area) {
    const auto width = static_cast<float>(picture.width), height = static_cast<float>(picture.height);
    const float scale = std::min(area.GetWidth() / width, area.GetHeight() / height);
    const ImVec2 half(width * scale / 2, height * scale / 2), centre = area.GetCenter();
    draw_list().AddImage(picture.texture, {centre.x - half.x, centre.y - half.y}, {centre.x + half.x, centre.y + half.y});
}

}  // namespace

int picture_strip(Ui& ui, const PictureStrip& options) {
    const Group group(ui, options.id, options.label);
    const Row row(ui, {.id = options.id, .gap = space::s, .wrap = true});
    int pressed = -1;
    for (std::size_t i = 0; i < options.tiles.size(); ++i) {
        if (draw_tile(ui, options.tiles[i])) pressed = static_cast<int>(i);
    }
    return pressed;
}

ViewerAnswer picture_viewer(Ui& ui, const PictureViewer& options) {
    UiCore& core = ui.core();
    ModalLayer layer(ui, {.id = options.id, .focus_first = "close", .backdrop = Color::bg_surface});
    const ItemId id = layer.id();
    const ImRect& canvas = layer.canvas();
    ViewerAnswer answer = ViewerAnswer::None;
    layer.open(canvas, options.title, options.details);

    const float bar = measured(core, id).height;
    const ImRect area(canvas.Min.x + space::l, canvas.Min.y + bar + space::s, canvas.Max.x - space::l, canvas.Max.y - space::l);
    const PictureState* picture = picture_of(core, options.key);
    Node image = node_at(core, child_id(id, "picture"), Role::Image, area, options.title);
    image.description = options.details;
    core.tree.open(image);
    core.tree.close();
    if (picture != nullptr && picture->texture != nullptr) {
        draw_whole(*picture, area);
    }
    open_scroll(core, child_id(id, "bar"), {canvas.Min, {canvas.Max.x, canvas.Min.y + std::max(bar, 1.0F)}}, space::s, {space::l, space::m},
                0, false);
    {
        Row row(ui, {.id = "actions", .gap = space::s});
        if (icon_button(ui, {.id = "close", .icon = icons::x, .label = options.close_label})) answer = ViewerAnswer::Close;
        row.push_right();
        if (!options.act_label.empty() && button(ui, {.id = "act", .label = options.act_label})) answer = ViewerAnswer::Act;
        if (!options.position.empty()) text(ui, Text{.text = options.position, .tone = Tone::Secondary, .wrap = false});
        if (icon_button(
                ui, {.id = "previous", .icon = icons::chevron_left, .label = options.previous_label, .disabled = !options.has_previous}))
            answer = ViewerAnswer::Previous;
        if (icon_button(ui, {.id = "next", .icon = icons::chevron_right, .label = options.next_label, .disabled = !options.has_next}))
            answer = ViewerAnswer::Next;
        if (icon_button(ui, {.id = "save", .icon = icons::download, .label = options.save_label, .disabled = !options.can_save}))
            answer = ViewerAnswer::Save;
    }
    heading(ui, {.text = options.title});
    text(ui, Text{.text = options.details, .tone = Tone::Secondary});
    text(ui, Text{.text = options.digest, .style = TextStyle::Caption, .tone = Tone::Muted});
    if (!options.state.empty()) text(ui, Text{.text = options.state});
    learn(core, id, {.height = used_height(current_box(core)) + 2 * space::m});
    close_scroll(core);
    layer.close();
    if (options.has_previous && ui.take_key("ArrowLeft")) answer = ViewerAnswer::Previous;
    if (options.has_next && ui.take_key("ArrowRight")) answer = ViewerAnswer::Next;
    if (ui.take_key("Escape")) answer = ViewerAnswer::Close;
    if (answer != ViewerAnswer::None) layer.answered();
    return answer;
}

}  // namespace countersign::widgets
