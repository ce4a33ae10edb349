// Behind `Ui`: what is kept between frames and what a frame collects. Only widgets and the frame host include this.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "imgui.h"
#include "imgui_internal.h"

#include "web/render/fonts.hpp"
#include "web/render/renderer.hpp"
#include "web/semantics/item_hooks.hpp"
#include "web/semantics/tree.hpp"
#include "web/widgets/feedback.hpp"
#include "web/widgets/file_button.hpp"
#include "web/widgets/status.hpp"
#include "web/widgets/ui.hpp"

namespace countersign::widgets {

using semantics::Node;
using semantics::Role;

struct Environment {
    float width = 1280;
    float height = 800;
    float pixel_ratio = 1;
    bool dark = false;
    bool reduced_motion = false;
    bool touch = false;
};

// What a container learned about its content in the pass before; the frame is drawn only when the last two passes agree.
struct Measure {
    float width = 0;  // row: the gaps together
    float height = 0;
    float tail = 0;    // row: width of what follows push_right; column: its natural width
    float fixed = 0;   // row: width of what does not stretch, with gaps
    int flexible = 0;  // row: how many stretch
};

// A container being filled.
struct Box {
    enum class Flow { Down, Right };
    Flow flow = Flow::Down;
    ItemId id = 0;
    ImVec2 origin = {};
    float width = 0;
    float gap = 0;
    float cursor = 0;  // used so far along the flow
    float extent = 0;  // largest size across the flow
    float bottom = 0;  // where a filling child may grow to; 0: no limit
    bool empty = true;
    bool centre = false;  // row: centred vertically
    bool wrap = false;
    bool pushed = false;  // row: after push_right
    float tail_cursor = 0;
    bool tail_empty = true;
    float line_top = 0;  // row that wraps: top of the present line
    float line_height = 0;
    Measure before = {};
    Measure now = {};
    std::uint32_t children = 0;  // ids given by place
    int things = 0;
    ImVec2 padding = {};
};

struct ColumnsState {
    std::vector<float> weights;
    float gap = 0;
    bool collapsed = false;
    std::size_t next = 0;
    float tallest = 0;
};

struct Scroll {
    float offset = 0;
    float max = 0;
    float velocity = 0;  // px per ms, from a finger
    ImRect view = {};
    ItemId parent = 0;
    int layer = 0;
    unsigned pass = 0;  // the pass that last declared it
};

struct ToastState {
    Toast toast;
    double until = 0;
    double shown = 0;
    bool active = false;
};

// Interaction of a pointer, a key or assistive technology with an item in this pass.
struct Interaction {
    bool activated = false;
    bool hovered = false;
    bool held = false;
    bool focused = false;
    bool ring = false;
    bool visible = false;
};

// Where a pointer that belongs to an ink pad has been since the last frame: every event counts, not one per frame.
struct PointerSample {
    enum class Kind { Down, Move, Up };
    Kind kind = Kind::Move;
    ItemId owner = 0;
    float x = 0;
    float y = 0;
    float pressure = 0;
    bool pen = false;
    double time = 0;
};
struct InkState {
    PointerSample last;
    float width = 0;
    double start = 0;
    bool drawing = false;
};
struct InkArea {
    ItemId id = 0;
    ImRect sheet;
};

// A picture that was drawn lately. Without a texture it is being read, or cannot be.
struct PictureState {
    ImTextureID texture = nullptr;
    int width = 0;
    int height = 0;
    bool answered = false;
    unsigned pass = 0;  // the last that drew it
};

struct UiCore {
    explicit UiCore(render::Fonts& fonts_used) : fonts(fonts_used) {}

    Environment environment;
    render::Fonts& fonts;
    double now = 0;
    double previous = 0;
    unsigned pass = 0;

    semantics::Tree tree;
    semantics::ItemRecorder items;

    std::vector<ItemId> ids;
    std::vector<Box> boxes;
    std::vector<ColumnsState> columns;
    ImRect viewport = {};  // where a page may draw: what the shell and the split left
    bool page_has_bottom_bar = false;
    float footer_height = 0;    // of the page's fixed action area, 0 without one
    bool detail_alone = false;  // a split's detail fills the page
    SyncStatus phone_sync;      // shown by pages on a phone, which have no side bar
    std::unordered_map<ItemId, Measure> measures;
    bool unsettled = false;  // something was drawn by a measure that turned out to be wrong

    std::unordered_map<ItemId, Scroll> scrolls;
    std::vector<ItemId> scroll_stack;
    int layer = 0;
    std::vector<ImGuiWindow*> layers;
    std::vector<ImGuiWindow*> top_layers;  // dialogs: above all that is drawn later

    ItemId focused = 0;
    bool ring = false;
    bool pointer_last = false;    // the last input came from a pointer: no focus ring
    ItemId focus_wanted = 0;      // asked for by a screen, waits for its declaration
    int focus_wanted_frames = 0;  // and is forgotten after a few frames
    ItemId focus_request = 0;     // to be told to the page after this frame's tree
    std::string title;
    std::string title_sent;
    ItemId reveal = 0;  // to be scrolled into view
    struct FormState {
        ItemId id = 0;
        bool submitted = false;
    };
    std::vector<FormState> forms;

    std::vector<ItemId> activations;
    std::vector<std::pair<ItemId, std::string>> values;
    std::vector<ItemId> submits;
    std::vector<std::string> keys;
    bool input_taken = false;  // a widget answered to input in this pass: draw once more

    std::vector<PointerSample> samples;
    std::vector<InkArea> pads;  // of this pass: a finger that goes down there draws and does not scroll
    std::unordered_map<ItemId, InkState> ink_states;
    bool finger = false;  // the pointer is a finger or a pen

    std::vector<ItemId> dialogs;  // open in this pass
    std::vector<ItemId> dialogs_before;
    std::unordered_map<ItemId, ItemId> openers;
    ToastState toast;
    std::vector<std::pair<ItemId, PickedFile>> files;  // chosen, and not yet taken by what they were chosen for
    std::unordered_map<std::string, PictureState> pictures;
    std::vector<std::string> pictures_wanted;  // keys, for whoever can read them
    std::string hint;                          // words beside what is pointed at or focused, drawn above everything
    ImRect hint_anchor = {};

    std::string cursor = "default";
    std::vector<std::string> outbox;  // messages to the page that follow the tree
    std::vector<Ui::Navigation> navigations;
    bool frame_wanted = true;
    double wake = 0;

    std::deque<render::InkDrawing> ink;
    ImDrawCallback ink_callback = nullptr;  // null: drawn as plain triangles

    std::unordered_map<ItemId, std::int64_t> integers;  // small state a widget keeps: a table's last row, a disclosure
};

// --- ids
ItemId child_id(ItemId parent, std::string_view name);
ItemId child_id(ItemId parent, std::uint64_t number);
ItemId scoped_id(const UiCore& core, std::string_view name);
// For what a screen does not name: by its place in the present container.
ItemId place_id(UiCore& core);

// --- flow
Box& current_box(UiCore& core);
float available(const UiCore& core);
ImRect place(UiCore& core, ImVec2 size, bool flexible = false);
// Width of a stretching item of the present row, or the column's width.
float flexible_width(UiCore& core);
struct BoxStart {
    Box::Flow flow = Box::Flow::Down;
    ItemId id = 0;
    float gap = 0;
    ImVec2 padding = {};
    float max_width = 0;
    bool centre = false;
    float width = 0;  // 0: what is available
};
Box& open_box(UiCore& core, const BoxStart& start);
// Returns the rectangle it took.
ImRect close_box(UiCore& core, bool whole_width);
void open_root(UiCore& core, const ImRect& area, float gap, bool bounded);
void close_root(UiCore& core);
float used_height(const Box& box);
const Measure& measured(UiCore& core, ItemId id);
void learn(UiCore& core, ItemId id, const Measure& measure);

// --- scrolling
void open_scroll(UiCore& core, ItemId id, const ImRect& view, float gap, ImVec2 padding, float max_width, bool centre);
void close_scroll(UiCore& core);
void scroll_to(UiCore& core, const ImRect& box);
// Moves the innermost region below the point that can move that way.
bool scroll_at(UiCore& core, ImVec2 point, float delta);
ItemId scrollable_at(UiCore& core, ImVec2 point, float delta);
void draw_scrollbar(UiCore& core, const Scroll& scroll);

// --- layers: a window of Dear ImGui each, opaque to the pointer
void open_layer(UiCore& core, const char* name, const ImRect& area);
void close_layer(UiCore& core);
ImDrawList& draw_list();

// --- items
struct ItemOptions {
    bool disabled = false;
    bool pointer = true;  // shows a hand
};
Interaction interact(UiCore& core, ItemId id, const ImRect& box, const ItemOptions& options = {});
Node node_at(const UiCore& core, ItemId id, Role role, const ImRect& box, std::string_view name = {});
void declare(UiCore& core, const Node& node);
bool take_activation(UiCore& core, ItemId id);
std::optional<std::string> take_value(UiCore& core, ItemId id);
// Plain text below the present parent of the tree.
void declare_text(UiCore& core, const ImRect& box, std::string_view text, semantics::Live live = semantics::Live::Off);
semantics::Rect whole_pixels(const ImRect& box);
void draw_toast(Ui& ui);
void post(UiCore& core, std::string message);
void request_focus(UiCore& core, ItemId id);

}  // namespace countersign::widgets
