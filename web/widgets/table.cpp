// The virtual table: only visible rows are made, drawn and declared.
#include "web/widgets/table.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets/table_parts.hpp"

namespace countersign::widgets {
namespace {

constexpr std::int64_t overscan = 3;

// Where rows and group headers stand, counted from the top of the first.
struct Rows {
    const Table& table;
    float height = 0;

    float group_height() const { return measure::group_header; }
    std::int64_t groups_up_to(std::int64_t row) const {
        const auto after = std::upper_bound(table.groups.begin(), table.groups.end(), row,
                                            [](std::int64_t wanted, const TableGroup& group) { return wanted < group.first_row; });
        return after - table.groups.begin();
    }
    double top(std::int64_t row) const {
        return static_cast<double>(row) * static_cast<double>(height) +
               static_cast<double>(groups_up_to(row)) * static_cast<double>(group_height());
    }
    double total() const {
        return static_cast<double>(table.row_count) * static_cast<double>(height) +
               static_cast<double>(table.groups.size()) * static_cast<double>(group_height());
    }
    std::int64_t row_at(double y) const {
        std::int64_t low = 0;
        std::int64_t high = table.row_count;
        while (low < high) {
            const std::int64_t middle = (low + high) / 2;
            if (top(middle) + static_cast<double>(height) <= y)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
};

// The row that had the focus last, so that arrows know where to go on.
struct Walk {
    ItemId index_key = 0;
    ItemId id_key = 0;
};

std::int64_t arrow_target(Ui& ui, const Table& options, const Walk& walk, std::int64_t page) {
    UiCore& core = ui.core();
    const ItemId focused_row = static_cast<ItemId>(core.integers[walk.id_key]);
    if (focused_row == 0 || core.focused != focused_row || options.row_count == 0) return -1;
    const std::int64_t now = core.integers[walk.index_key];
    std::int64_t next = now;
    if (ui.take_key("ArrowDown"))
        next = now + 1;
    else if (ui.take_key("ArrowUp"))
        next = now - 1;
    else if (ui.take_key("PageDown"))
        next = now + page;
    else if (ui.take_key("PageUp"))
        next = now - page;
    else if (ui.take_key("Home"))
        next = 0;
    else if (ui.take_key("End"))
        next = options.row_count - 1;
    next = std::clamp<std::int64_t>(next, 0, options.row_count - 1);
    return next == now ? -1 : next;
}

void draw_group(UiCore& core, ItemId table, std::size_t index, const TableGroup& group, const ImRect& box, float padding) {
    fill(core, box, Color::bg_subtle);
    horizontal_line(core, box.Min.x, box.Max.x, box.Max.y - 1, Color::border_subtle);
    const float width = std::ceil(text_width(core, TextStyle::SmallMedium, group.title));
    draw_line(core, {box.Min.x + padding, box.Min.y, box.Max.x, box.Max.y - 1}, group.title,
              {.style = TextStyle::SmallMedium, .color = tone_text(group.tone)});
    const std::string count = std::to_string(group.count);
    draw_line(core, {box.Min.x + padding + width + space::s, box.Min.y, box.Max.x, box.Max.y - 1}, count,
              {.style = TextStyle::Small, .color = Color::text_muted});
    const ItemId id = child_id(child_id(table, "group"), static_cast<std::uint64_t>(index));
    core.tree.open(node_at(core, id, Role::Row, box, group.title + ", " + count));
    declare(core, node_at(core, child_id(id, "cell"), Role::Cell, box, group.title + ", " + count));
    core.tree.close();
}

}  // namespace

TableResult table(Ui& ui, const Table& options) {
    UiCore& core = ui.core();
    TableResult result;
    const ItemId id = scoped_id(core, options.id);
    Rows rows{options, options.row_height > 0 ? options.row_height : ui.phone() ? 64.0F : measure::table_row};
    const bool headed = !ui.phone();
    const float header = headed ? measure::table_header : 0;
    const Box& outer = current_box(core);
    const bool own_scroll = options.scroll && outer.bottom > 0;
    const float top = outer.origin.y + outer.cursor + (outer.empty ? 0 : outer.gap);
    const ImRect frame = own_scroll ? ImRect(outer.origin.x, top, outer.origin.x + outer.width, outer.bottom)
                                    : place(core, {available(core), header + static_cast<float>(rows.total())});
    const TableColumns columns = lay_out_columns(ui, options, frame);
    ImRect view(frame.Min.x, frame.Min.y + (own_scroll ? 0.0F : header), frame.Max.x, frame.Max.y);

    Node node = node_at(core, id, Role::Table, frame, options.name);
    node.row_count = options.row_count + (headed ? 1 : 0);
    const ItemId region = child_id(id, "rows");
    if (own_scroll) {
        place(core, {frame.GetWidth(), std::max(0.0F, frame.GetHeight())});
        if (options.before) {
            open_scroll(core, region, frame, 0, {}, 0, false);
            {
                Stack stack(ui, {.gap = 0});
                options.before(ui);
            }
        } else {
            view.Min.y += header;
            open_scroll(core, region, view, 0, {}, 0, false);
        }
    }
    core.tree.open(node);

    // Content that scrolls with the rows pushes the header along; without it the header stays.
    const bool scrolling_header = own_scroll && options.before;
    float rows_top = own_scroll ? current_box(core).origin.y + current_box(core).cursor : frame.Min.y + header;
    if (headed && scrolling_header) {
        draw_table_header(core, id, options, columns, {frame.Min.x, rows_top, frame.Max.x, rows_top + header});
        rows_top += header;
    }
    const ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
    const double visible_from = std::max(0.0, static_cast<double>(clip.Min.y) - static_cast<double>(rows_top));
    const double visible_to = static_cast<double>(clip.Max.y) - static_cast<double>(rows_top);

    const Walk walk{child_id(id, "walk index"), child_id(id, "walk id")};
    const std::int64_t per_page = std::max<std::int64_t>(1, static_cast<std::int64_t>(clip.GetHeight() / rows.height) - 1);
    const std::int64_t target = arrow_target(ui, options, walk, per_page);
    if (target >= 0) {
        // The target row may not be declared yet; it takes the focus when it is.
        core.focus_wanted = table_row_id(id, options.row(target).key);
        if (!core.scroll_stack.empty()) {
            const float row_top = static_cast<float>(static_cast<double>(rows_top) + rows.top(target));
            scroll_to(core, {frame.Min.x, row_top, frame.Max.x, row_top + rows.height});
        }
    }

    result.first_visible = rows.row_at(visible_from);
    std::int64_t last = visible_to < 0 ? -1 : std::min(options.row_count - 1, rows.row_at(visible_to));
    result.last_visible = last;
    const std::int64_t from = std::max<std::int64_t>(0, result.first_visible - overscan);
    const std::int64_t to = std::min(options.row_count - 1, last + overscan);
    if (headed && !scrolling_header) {
        // Above the clipped rows, before them in reading order.
        const ImRect head(frame.Min.x, frame.Min.y, frame.Max.x, frame.Min.y + header);
        if (own_scroll) ImGui::PushClipRect(frame.Min, frame.Max, false);
        draw_table_header(core, id, options, columns, head);
        if (own_scroll) ImGui::PopClipRect();
    }
    std::size_t group = static_cast<std::size_t>(rows.groups_up_to(from - 1));
    for (std::int64_t index = from; index <= to; ++index) {
        const float row_top = snap(core, static_cast<float>(static_cast<double>(rows_top) + rows.top(index)));
        while (group < options.groups.size() && options.groups[group].first_row <= index) {
            const float group_top = row_top - rows.group_height();
            draw_group(core, id, group, options.groups[group], {frame.Min.x, group_top, frame.Max.x, row_top}, columns.padding);
            ++group;
        }
        const TableRow row = options.row(index);
        const ImRect box(frame.Min.x, row_top, frame.Max.x, row_top + rows.height);
        const ItemId row_id = table_row_id(id, row.key);
        if (draw_table_row(ui, {options, columns, row, row_id, index + (headed ? 2 : 1)}, box)) result.activated = index;
        if (core.focused == row_id) {
            core.integers[walk.index_key] = index;
            core.integers[walk.id_key] = row_id;
        }
    }
    core.tree.close();
    if (own_scroll) {
        current_box(core).cursor += (scrolling_header ? header : 0) + static_cast<float>(rows.total());
        close_scroll(core);
    }
    return result;
}

}  // namespace countersign::widgets
