// Choosing one or several of a few: check box, switch, radio group, segmented control, decision tiles, tabs.
#pragma once

#include <vector>

#include "web/widgets/fields.hpp"
#include "web/widgets/ui.hpp"

namespace countersign::widgets {

struct Checkbox {
    std::string_view id = {};
    std::string label = {};
    bool* value = nullptr;
    bool disabled = false;
    bool as_switch = false;
};
bool checkbox(Ui& ui, const Checkbox& options);

struct RadioGroup {
    std::string_view id = {};
    std::string label = {};
    std::vector<Option> options = {};
    int* index = nullptr;
    bool disabled = false;
    bool label_hidden = false;
};
// One under another (radio), side by side in one frame (segmented), or as large tiles (decision of a sign-off).
bool radio(Ui& ui, const RadioGroup& options);
bool segmented(Ui& ui, const RadioGroup& options);

struct Tile {
    std::string text = {};
    Icon icon = icons::none;
    Tone tone = Tone::Accent;
};
struct Tiles {
    std::string_view id = {};
    std::string label = {};
    std::vector<Tile> tiles = {};
    int* index = nullptr;  // -1: nothing chosen yet
    std::string error = {};
};
bool tiles(Ui& ui, const Tiles& options);

struct Tabs {
    std::string_view id = {};
    std::string label = {};
    std::vector<std::string> tabs = {};
    int* index = nullptr;
};
bool tabs(Ui& ui, const Tabs& options);

// A chip-like toggle of a toolbar: "[clock] 3 within 2 h".
struct FilterChip {
    std::string_view id = {};
    std::string label = {};
    Icon icon = icons::none;
    Tone tone = Tone::Muted;
    int count = -1;
    bool selected = false;
};
bool filter_chip(Ui& ui, const FilterChip& options);

}  // namespace countersign::widgets
