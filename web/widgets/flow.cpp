// Placing things in containers: down a column or along a row. A size that is only known after its content is taken from the pass
// before; when it turns out different, the frame host draws another pass before anybody sees this one.
#include <algorithm>
#include <cmath>

#include "web/widgets/layout.hpp"
#include "web/widgets/paint.hpp"
#include "web/widgets/ui_core.hpp"

namespace countersign::widgets {
namespace {

constexpr float difference_that_matters = 0.25F;

// Where the next thing of this size would stand.
ImVec2 next_position(Box& box, ImVec2 size) {
    if (box.flow == Box::Flow::Down) return {box.origin.x, box.origin.y + box.cursor + (box.empty ? 0 : box.gap)};
    float x = 0;
    if (box.pushed) {
        const float start = std::max(box.width - box.before.tail, box.cursor + (box.empty ? 0 : box.gap));
        x = start + box.tail_cursor + (box.tail_empty ? 0 : box.gap);
    } else {
        x = box.cursor + (box.empty ? 0 : box.gap);
        if (box.wrap && !box.empty && x + size.x > box.width + difference_that_matters) {
            box.line_top += box.line_height + box.gap;
            box.line_height = 0;
            box.cursor = 0;
            box.empty = true;
            x = 0;
        }
    }
    const float row_height = box.wrap ? size.y : box.before.height;
    const float inset = box.centre ? std::max(0.0F, (row_height - size.y) / 2) : 0;
    return {box.origin.x + x, box.origin.y + box.line_top + inset};
}

void commit(Box& box, ImVec2 size, bool flexible) {
    if (box.flow == Box::Flow::Down) {
        box.cursor += (box.empty ? 0 : box.gap) + size.y;
        box.extent = std::max(box.extent, size.x);
        box.empty = false;
        return;
    }
    box.line_height = std::max(box.line_height, size.y);
    box.extent = std::max(box.extent, box.line_top + box.line_height);
    if (flexible)
        ++box.now.flexible;
    else
        box.now.fixed += size.x;
    if (box.pushed) {
        box.tail_cursor += (box.tail_empty ? 0 : box.gap) + size.x;
        box.tail_empty = false;
    } else {
        box.cursor += (box.empty ? 0 : box.gap) + size.x;
        box.empty = false;
    }
    ++box.things;
}

float row_remaining(const Box& box) {
    // What does not fit goes on below.
    if (box.wrap) return box.width;
    if (box.pushed) {
        const float start = box.cursor + (box.empty ? 0 : box.gap);
        return std::max(0.0F, box.width - start - box.tail_cursor - (box.tail_empty ? 0 : box.gap));
    }
    const float tail = box.before.tail > 0 ? box.before.tail + box.gap : 0;
    const float start = box.cursor + (box.empty ? 0 : box.gap);
    const float rest = box.width - start - tail;
    return std::max(0.0F, rest);
}

}  // namespace

const Measure& measured(UiCore& core, ItemId id) { return core.measures[id]; }

void learn(UiCore& core, ItemId id, const Measure& measure) {
    Measure& known = core.measures[id];
    const auto differs = [](float a, float b) { return std::abs(a - b) > difference_that_matters; };
    if (differs(known.width, measure.width) || differs(known.height, measure.height) || differs(known.tail, measure.tail) ||
        differs(known.fixed, measure.fixed) || known.flexible != measure.flexible)
        core.unsettled = true;
    known = measure;
}

Box& current_box(UiCore& core) { return core.boxes.back(); }

float available(const UiCore& core) {
    if (core.boxes.empty()) return core.viewport.GetWidth();
    const Box& box = core.boxes.back();
    return box.flow == Box::Flow::Down ? box.width : row_remaining(box);
}

float flexible_width(UiCore& core) {
    const Box& box = core.boxes.back();
    if (box.flow == Box::Flow::Down) return box.width;
    const int count = std::max(1, box.before.flexible);
    return std::max(0.0F, std::floor((box.width - box.before.fixed - box.before.width) / static_cast<float>(count)));
}

ImRect place(UiCore& core, ImVec2 size, bool flexible) {
    Box& box = current_box(core);
    const ImVec2 at = next_position(box, size);
    commit(box, size, flexible);
    return snap(core, ImRect(at.x, at.y, at.x + size.x, at.y + size.y));
}

Box& open_box(UiCore& core, const BoxStart& start) {
    Box box;
    box.flow = start.flow;
    box.id = start.id;
    box.gap = start.gap;
    box.padding = start.padding;
    box.before = measured(core, start.id);
    float width = start.width > 0 ? start.width : available(core);
    float indent = 0;
    if (start.max_width > 0 && width > start.max_width) {
        if (start.centre) indent = (width - start.max_width) / 2;
        width = start.max_width;
    }
    Box& parent = current_box(core);
    // Inside a row the box is as wide as its content was; elsewhere it has the whole width.
    const float expected = parent.flow == Box::Flow::Right ? std::min(width, box.before.tail) : width;
    const ImVec2 at = next_position(parent, {expected, box.before.height});
    box.origin = {at.x + indent + start.padding.x, at.y + start.padding.y};
    box.width = std::max(0.0F, width - 2 * start.padding.x);
    box.bottom = parent.bottom > 0 ? parent.bottom - start.padding.y : 0;
    box.centre = start.centre && start.flow == Box::Flow::Right;
    core.boxes.push_back(box);
    return core.boxes.back();
}

float used_height(const Box& box) { return box.flow == Box::Flow::Down ? box.cursor : box.extent; }

ImRect close_box(UiCore& core, bool whole_width) {
    Box box = core.boxes.back();
    core.boxes.pop_back();
    Box& parent = core.boxes.back();
    Measure measure;
    const float content_width = box.flow == Box::Flow::Down ? box.extent
                                : box.pushed || box.now.flexible > 0
                                    ? box.width
                                    : std::max(box.cursor, box.wrap && box.line_top > 0 ? box.width : 0.0F);
    measure.height = used_height(box) + 2 * box.padding.y;
    if (box.flow == Box::Flow::Right) {
        measure.tail = box.tail_cursor;
        measure.fixed = box.now.fixed;
        measure.flexible = box.now.flexible;
        measure.width = box.things > 1 ? static_cast<float>(box.things - 1) * box.gap : 0;
    } else {
        measure.tail = box.extent + 2 * box.padding.x;
    }
    learn(core, box.id, measure);
    const bool natural = parent.flow == Box::Flow::Right && !whole_width;
    const float width = natural ? content_width + 2 * box.padding.x : box.width + 2 * box.padding.x;
    const ImVec2 at = {box.origin.x - box.padding.x, box.origin.y - box.padding.y};
    commit(parent, {width, measure.height}, whole_width && parent.flow == Box::Flow::Right);
    return snap(core, ImRect(at.x, at.y, at.x + width, at.y + measure.height));
}

void open_root(UiCore& core, const ImRect& area, float gap, bool bounded) {
    Box box;
    box.id = child_id(core.ids.empty() ? 1 : core.ids.back(), "area");
    box.origin = area.Min;
    box.width = area.GetWidth();
    box.gap = gap;
    box.bottom = bounded ? area.Max.y : 0;
    core.boxes.push_back(box);
}

void close_root(UiCore& core) { core.boxes.pop_back(); }

// --- the containers screens use

Stack::Stack(Ui& ui, const StackOptions& options) : ui_(ui) {
    UiCore& core = ui.core();
    open_box(core, {.id = place_id(core),
                    .gap = options.gap,
                    .padding = {options.padding, options.padding},
                    .max_width = options.max_width,
                    .centre = options.centre});
}
Stack::~Stack() { close_box(ui_.core(), false); }

Row::Row(Ui& ui, const RowOptions& options) : ui_(ui) {
    UiCore& core = ui.core();
    const ItemId id = options.id.empty() ? place_id(core) : scoped_id(core, options.id);
    Box& box = open_box(core, {.flow = Box::Flow::Right, .id = id, .gap = options.gap});
    box.centre = options.align == RowOptions::Align::Centre;
    box.wrap = options.wrap;
}
void Row::push_right() { current_box(ui_.core()).pushed = true; }
Row::~Row() { close_box(ui_.core(), false); }

namespace {
void close_column(UiCore& core, ColumnsState& state) {
    const Box box = core.boxes.back();
    core.boxes.pop_back();
    state.tallest = std::max(state.tallest, used_height(box));
}
}  // namespace

Columns::Columns(Ui& ui, const ColumnsOptions& options) : ui_(ui) {
    UiCore& core = ui.core();
    ColumnsState state;
    state.weights = options.weights;
    state.gap = options.gap;
    state.collapsed = static_cast<int>(ui.layout()) < static_cast<int>(options.collapse_below);
    open_box(core, {.id = place_id(core), .gap = state.collapsed ? options.stack_gap : 0});
    core.columns.push_back(state);
}

void Columns::next() {
    UiCore& core = ui_.core();
    ColumnsState& state = core.columns.back();
    if (state.collapsed) {
        if (state.next > 0) close_box(core, false);
        open_box(core, {.id = place_id(core), .gap = space::l});
        ++state.next;
        return;
    }
    if (state.next > 0) close_column(core, state);
    const Box& outer = core.boxes.back();
    const std::size_t count = state.weights.size();
    float total = 0;
    for (const float weight : state.weights) total += weight;
    const float room = outer.width - state.gap * static_cast<float>(count - 1);
    float x = outer.origin.x;
    for (std::size_t index = 0; index < state.next && index < count; ++index) x += room * state.weights[index] / total + state.gap;
    Box box;
    box.id = child_id(outer.id, static_cast<std::uint64_t>(state.next));
    box.origin = {snap(core, x), outer.origin.y};
    box.width = std::floor(room * state.weights[std::min(state.next, count - 1)] / total);
    box.gap = space::l;
    core.boxes.push_back(box);
    ++state.next;
}

Columns::~Columns() {
    UiCore& core = ui_.core();
    ColumnsState& state = core.columns.back();
    if (state.collapsed) {
        if (state.next > 0) close_box(core, false);
    } else if (state.next > 0) {
        close_column(core, state);
        place(core, {core.boxes.back().width, state.tallest});
    }
    core.columns.pop_back();
    close_box(core, false);
}

void spacer(Ui& ui, float pixels) { current_box(ui.core()).cursor += pixels; }

void separator(Ui& ui) {
    UiCore& core = ui.core();
    const ImRect box = place(core, {available(core), 1});
    fill(core, box, Color::border_subtle);
}

}  // namespace countersign::widgets
