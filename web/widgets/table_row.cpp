// One row of a table: columns on a desk, two lines on a phone.
#include <algorithm>
#include <cmath>

#include "web/widgets/table_parts.hpp"

namespace countersign::widgets {
namespace {

std::string cell_words(const TableCell& cell) {
    std::string words = cell.text;
    const auto add = [&](const std::string& more) {
        if (more.empty()) return;
        if (!words.empty()) words += ", ";
        words += more;
    };
    add(cell.second);
    if (cell.state) add(cell.state->text);
    if (cell.priority) add(cell.priority->text);
    if (cell.time_left) add(time_left_name(*cell.time_left));
    if (cell.pair) add(pair_name(*cell.pair));
    add(cell.person);
    return words;
}

std::string row_name(const RowDrawing& drawing) {
    if (!drawing.row.name.empty()) return drawing.row.name;
    return drawing.columns.title < drawing.row.cells.size() ? drawing.row.cells[drawing.columns.title].text : std::string();
}

void draw_cell(UiCore& core, const ImRect& box, const TableCell& cell, const TableColumn& column) {
    if (cell.time_left) {
        const float top = box.GetCenter().y - time_left_height / 2;
        draw_time_left(core, {box.Min.x, top, box.Max.x, top + time_left_height}, *cell.time_left);
        return;
    }
    const ImRect middle(box.Min.x, box.GetCenter().y - 10, box.Max.x, box.GetCenter().y + 10);
    if (cell.state) return draw_state(core, middle, *cell.state);
    if (cell.priority) return draw_priority(core, middle, *cell.priority);
    if (cell.pair) {
        const float width = std::min(pair_width(core, *cell.pair), box.GetWidth());
        const float left = column.right ? box.Max.x - width : box.Min.x;
        return draw_pair(core, snap(core, ImRect(left, box.GetCenter().y - 12, left + width, box.GetCenter().y + 12)), *cell.pair);
    }
    ImRect words = box;
    if (!cell.person.empty()) {
        const ImRect face = snap(core, ImRect(box.Min.x, box.GetCenter().y - 12, box.Min.x + 24, box.GetCenter().y + 12));
        draw_avatar(core, face, cell.person);
        draw_line(core, {face.Max.x + space::s, middle.Min.y, box.Max.x, middle.Max.y}, cell.person, {.style = TextStyle::Small});
        return;
    }
    if (cell.icon != icons::none) {
        draw_icon(core, {words.Min.x + 8, box.GetCenter().y}, cell.icon, 16, tone_text(cell.tone));
        words.Min.x += 22;
    }
    const TextStyle style = cell.strong ? TextStyle::BodyMedium : TextStyle::Small;
    const float align = column.right ? 1.0F : 0.0F;
    if (cell.second.empty()) {
        draw_line(core, words, cell.text, {.style = style, .color = tone_text(cell.tone), .align = align});
        return;
    }
    draw_line(core, {words.Min.x, box.GetCenter().y - 19, words.Max.x, box.GetCenter().y + 1}, cell.text,
              {.style = style, .color = tone_text(cell.tone), .align = align});
    draw_line(core, {words.Min.x, box.GetCenter().y + 1, words.Max.x, box.GetCenter().y + 17}, cell.second,
              {.style = TextStyle::Caption, .color = Color::text_muted, .align = align});
}

// Width of a trailing mark of a phone row, and its drawing.
float trailing_width(UiCore& core, const TableCell& cell) {
    if (cell.state) return state_width(core, *cell.state);
    if (cell.priority) return priority_width(core, *cell.priority);
    if (cell.time_left) return std::ceil(text_width(core, TextStyle::Small, cell.time_left->text));
    return std::ceil(text_width(core, TextStyle::Small, cell.text));
}
void draw_trailing(UiCore& core, const ImRect& box, const TableCell& cell) {
    if (cell.state) return draw_state(core, box, *cell.state);
    if (cell.priority) return draw_priority(core, box, *cell.priority);
    if (cell.time_left) {
        const TimeLeft::Kind kind = cell.time_left->kind;
        const Color color = kind == TimeLeft::Kind::Late   ? Color::danger_text
                            : kind == TimeLeft::Kind::Soon ? Color::warn_text
                            : kind == TimeLeft::Kind::Met  ? Color::ok_text
                                                           : Color::text_secondary;
        return draw_line(core, box, cell.time_left->text, {.style = TextStyle::Small, .color = color});
    }
    draw_line(core, box, cell.text, {.style = TextStyle::Small, .color = tone_text(cell.tone)});
}

void draw_phone_row(UiCore& core, const RowDrawing& drawing, const ImRect& box) {
    std::string title;
    std::string below;
    const auto append = [&below](const std::string& words) {
        if (words.empty()) return;
        if (!below.empty()) below += " \xE2\x80\xA2 ";
        below += words;
    };
    std::vector<const TableCell*> trailing;
    const std::vector<TableColumn>& columns = drawing.table.columns;
    for (std::size_t index = 0; index < columns.size() && index < drawing.row.cells.size(); ++index) {
        const TableCell& cell = drawing.row.cells[index];
        switch (columns[index].phone) {
            case PhonePart::Title:
                title = cell.text;
                append(cell.second);
                break;
            case PhonePart::Eyebrow:
            case PhonePart::Subtitle:
                append(cell_words(cell));
                break;
            case PhonePart::Trailing:
                trailing.push_back(&cell);
                break;
            case PhonePart::Hidden:
                break;
        }
    }
    const float left = box.Min.x + drawing.columns.padding;
    const float right = box.Max.x - drawing.columns.padding;
    const float top = box.GetCenter().y - 22;
    float title_right = right;
    float below_right = right;
    // The first mark stands beside the second line, the next beside the title.
    for (std::size_t index = 0; index < trailing.size() && index < 2; ++index) {
        const float width = std::min(trailing_width(core, *trailing[index]), (right - left) * 0.6F);
        const float mark_top = index == 0 ? top + 24 : top + 2;
        draw_trailing(core, {right - width, mark_top, right + 1, mark_top + 20}, *trailing[index]);
        (index == 0 ? below_right : title_right) = right - width - space::s;
    }
    if (drawing.row.unsent && !drawing.row.unsent_text.empty()) append(drawing.row.unsent_text);
    draw_line(core, {left, top, title_right, top + 24}, title, {.style = TextStyle::Lead});
    draw_line(core, {left, top + 24, below_right, top + 44}, below, {.style = TextStyle::Small, .color = Color::text_muted});
}

void declare_row(Ui& ui, const RowDrawing& drawing, const ImRect& box) {
    UiCore& core = ui.core();
    const ItemId row_node = child_id(drawing.id, "row");
    const std::string name = row_name(drawing);
    Node row = node_at(core, row_node, Role::Row, box);
    row.row_index = drawing.row_index;
    row.selected = drawing.row.selected;
    if (!drawing.row.selected) row.selected.reset();
    core.tree.open(row);
    // A phone shows all cells in two lines; each is still read for itself.
    const bool phone = ui.phone();
    const auto declare_cell = [&](std::size_t index, const ImRect& cell_box, int column) {
        if (index >= drawing.row.cells.size()) return;
        const TableCell& cell = drawing.row.cells[index];
        const ItemId id = child_id(row_node, static_cast<std::uint64_t>(index));
        std::string words = cell_words(cell);
        if (index == drawing.columns.title && drawing.row.unsent && !drawing.row.unsent_text.empty())
            words += ", " + drawing.row.unsent_text;
        Node node = node_at(core, id, Role::Cell, cell_box, words);
        node.col_index = column;
        if (index != drawing.columns.title) return declare(core, node);
        core.tree.open(node);
        Node link = node_at(core, drawing.id, drawing.row.href.empty() ? Role::Button : Role::Link, box, name);
        link.href = drawing.row.href;
        if (words != name && words.rfind(name, 0) == 0 && words.size() > name.size() + 2) link.description = words.substr(name.size() + 2);
        link.focusable = true;
        declare(core, link);
        core.tree.close();
    };
    if (phone) {
        int column = 1;
        for (std::size_t index = 0; index < drawing.table.columns.size(); ++index)
            if (drawing.table.columns[index].phone != PhonePart::Hidden) declare_cell(index, box, column++);
    } else {
        int column = 1;
        for (const ColumnPlace& place_of : drawing.columns.visible)
            declare_cell(place_of.index, {place_of.left, box.Min.y, place_of.right, box.Max.y}, column++);
    }
    core.tree.close();
}

}  // namespace

TableColumns lay_out_columns(Ui& ui, const Table& options, const ImRect& frame) {
    TableColumns result;
    result.padding = ui.phone() ? 16 : 20;
    const int layout = static_cast<int>(ui.layout());
    float fixed = 0;
    float weights = 0;
    for (std::size_t index = 0; index < options.columns.size(); ++index) {
        const TableColumn& column = options.columns[index];
        if (column.phone == PhonePart::Title) result.title = index;
        if (static_cast<int>(column.from) > layout) continue;
        result.visible.push_back({index, 0, 0});
        fixed += column.width;
        if (column.width <= 0) weights += column.weight;
    }
    const float gap = space::l;
    const float gaps = result.visible.empty() ? 0 : gap * static_cast<float>(result.visible.size() - 1);
    const float rest = std::max(0.0F, frame.GetWidth() - 2 * result.padding - fixed - gaps);
    float left = frame.Min.x + result.padding;
    for (ColumnPlace& place_of : result.visible) {
        const TableColumn& column = options.columns[place_of.index];
        const float width = column.width > 0 ? column.width : std::floor(rest * column.weight / std::max(weights, 0.001F));
        place_of.left = snap(ui.core(), left);
        place_of.right = snap(ui.core(), left + width);
        left += width + gap;
    }
    return result;
}

void draw_table_header(UiCore& core, ItemId table, const Table& options, const TableColumns& columns, const ImRect& box) {
    fill(core, box, Color::bg_surface);
    horizontal_line(core, box.Min.x, box.Max.x, box.Max.y - 1, Color::border_subtle);
    const ItemId id = child_id(table, "header");
    Node row = node_at(core, id, Role::Row, box);
    row.row_index = 1;
    core.tree.open(row);
    int number = 1;
    for (const ColumnPlace& place_of : columns.visible) {
        const TableColumn& column = options.columns[place_of.index];
        const ImRect cell(place_of.left, box.Min.y, place_of.right, box.Max.y - 1);
        draw_line(core, cell, column.title,
                  {.style = TextStyle::CaptionMedium, .color = Color::text_muted, .align = column.right ? 1.0F : 0.0F});
        Node node = node_at(core, child_id(id, static_cast<std::uint64_t>(place_of.index)), Role::Columnheader, cell, column.title);
        node.col_index = number++;
        declare(core, node);
    }
    core.tree.close();
}

ItemId table_row_id(ItemId table, std::uint64_t key) { return child_id(child_id(table, "key"), key); }

void draw_unsent_stripe(UiCore& core, const ImRect& box) {
    for (float top = box.Min.y + 1; top < box.Max.y - 1; top += 6)
        fill(core, {box.Min.x, top, box.Min.x + 3, std::min(top + 4, box.Max.y - 1)}, Color::warn_solid);
}

bool draw_table_row(Ui& ui, const RowDrawing& drawing, const ImRect& box) {
    UiCore& core = ui.core();
    const Interaction state = interact(core, drawing.id, box);
    if (state.visible) {
        if (drawing.row.selected)
            fill(core, box, Color::bg_selected);
        else if (state.hovered || state.held)
            fill(core, box, Color::bg_hover);
        horizontal_line(core, box.Min.x, box.Max.x, box.Max.y - 1, Color::border_subtle);
        if (drawing.row.selected) fill(core, {box.Min.x, box.Min.y, box.Min.x + 3, box.Max.y}, Color::accent_fill);
        if (drawing.row.unsent) draw_unsent_stripe(core, box);
        if (ui.phone()) {
            draw_phone_row(core, drawing, box);
        } else {
            for (const ColumnPlace& place_of : drawing.columns.visible)
                if (place_of.index < drawing.row.cells.size())
                    draw_cell(core, {place_of.left, box.Min.y, place_of.right, box.Max.y - 1}, drawing.row.cells[place_of.index],
                              drawing.table.columns[place_of.index]);
        }
        if (state.ring) outline(core, {box.Min.x + 4, box.Min.y + 2, box.Max.x - 4, box.Max.y - 3}, Color::focus_ring, radius::control, 2);
    }
    declare_row(ui, drawing, box);
    if (state.activated && !drawing.row.href.empty()) ui.navigate(drawing.row.href);
    return state.activated;
}

}  // namespace countersign::widgets
