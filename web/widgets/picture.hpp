// Pictures: a strip of small ones with what is to be said of each, and one of them large over everything. What a picture looks like is read
// when it is drawn, by its key, and forgotten when it is drawn no more.
#pragma once

#include <vector>

#include "web/widgets/status.hpp"
#include "web/widgets/ui.hpp"

namespace countersign::widgets {

// How many pixels of its longer edge a picture in a strip is read with.
inline constexpr int strip_picture_pixels = 320;
inline constexpr int large_picture_pixels = 2'048;

struct StripTile {
    std::string_view id = {};
    std::string name = {};    // read aloud
    std::string title = {};   // shown where there is no picture
    std::string key = {};     // of the picture; empty: it is not here, or is none
    Icon icon = icons::none;  // where there is no picture
    std::string state = {};   // "Sending 40%"; empty: all is well
    Tone tone = Tone::Muted;
};

struct PictureStrip {
    std::string_view id = {};
    std::string label = {};
    std::vector<StripTile> tiles = {};
};
// The tile that was pressed, or -1.
int picture_strip(Ui& ui, const PictureStrip& options);

struct PictureViewer {
    std::string_view id = {};
    std::string title = {};    // the file's name
    std::string details = {};  // size, who, when
    std::string digest = {};   // its SHA-256, to compare with a printed record
    std::string key = {};
    std::string state = {};     // in place of the picture
    std::string position = {};  // "2 of 5"
    std::string close_label = {}, previous_label = {}, next_label = {}, save_label = {};
    std::string act_label = {};  // "Fetch it", "Try again"; empty: nothing to do
    bool has_previous = false, has_next = false, can_save = false;
};
enum class ViewerAnswer { None, Close, Previous, Next, Save, Act };
ViewerAnswer picture_viewer(Ui& ui, const PictureViewer& options);

}  // namespace countersign::widgets
