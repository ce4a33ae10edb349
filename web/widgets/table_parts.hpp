// The parts of a table: columns laid out, header, one row. Between table.cpp and table_row.cpp.
#pragma once

#include "web/widgets/marks.hpp"
#include "web/widgets/table.hpp"

namespace countersign::widgets {

struct ColumnPlace {
    std::size_t index = 0;  // in Table::columns
    float left = 0;
    float right = 0;
};
struct TableColumns {
    std::vector<ColumnPlace> visible;
    std::size_t title = 0;  // the column whose cell names the row
    float padding = 20;
};

TableColumns lay_out_columns(Ui& ui, const Table& options, const ImRect& frame);
void draw_table_header(UiCore& core, ItemId table, const Table& options, const TableColumns& columns, const ImRect& box);
ItemId table_row_id(ItemId table, std::uint64_t key);

struct RowDrawing {
    const Table& table;
    const TableColumns& columns;
    const TableRow& row;
    ItemId id;
    std::int64_t row_index;  // as read aloud: the header is 1
};
// True when the row was activated.
bool draw_table_row(Ui& ui, const RowDrawing& drawing, const ImRect& box);

// What stands at the left edge of a row that has not been sent.
void draw_unsent_stripe(UiCore& core, const ImRect& box);

}  // namespace countersign::widgets
