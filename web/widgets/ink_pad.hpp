// The signature: strokes are data (integers on a fixed 2:1 sheet), so that they can be stored in an event and drawn again anywhere.
#pragma once

#include <optional>
#include <vector>

#include "web/widgets/ui.hpp"

namespace countersign::widgets {

// x 0…10000, y 0…5000 on a sheet twice as wide as high; time in ms since the first point; width in the same units as x.
struct InkPoint {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t time_ms = 0;
    std::int32_t width = 0;
    friend bool operator==(const InkPoint&, const InkPoint&) = default;
};
using InkStroke = std::vector<InkPoint>;
struct Ink {
    std::vector<InkStroke> strokes = {};
    bool empty() const { return strokes.empty(); }
    friend bool operator==(const Ink&, const Ink&) = default;
};

// "x,y,t,w x,y,t,w;x,y,t,w …": strokes parted by semicolons, points by spaces.
std::string encode_ink(const Ink& ink);
std::optional<Ink> decode_ink(std::string_view text);

struct InkPad {
    std::string_view id = {};
    std::string label = {};  // "Signature"
    Ink* ink = nullptr;
    std::string note = {};  // below the baseline: "Signed 12 Nov, 10:52"
    std::string clear_label = {};
    std::string value_empty = {};  // read aloud: "empty", "signed"
    std::string value_signed = {};
    std::string error = {};
    bool disabled = false;
};
// True when a stroke was finished or the pad cleared in this frame.
bool ink_pad(Ui& ui, const InkPad& options);

struct InkView {
    Ink ink = {};
    std::string label = {};
    float max_width = 320;
};
void ink_view(Ui& ui, const InkView& options);

}  // namespace countersign::widgets
