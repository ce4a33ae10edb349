// Text in the styles of the visual language: paragraphs, headings, links, label and value, key figure, chips, timeline.
#pragma once

#include <vector>

#include "web/widgets/ui.hpp"

namespace countersign::widgets {

struct Text {
    std::string text = {};
    TextStyle style = TextStyle::Body;
    Tone tone = Tone::Primary;
    Icon icon = icons::none;
    bool wrap = true;    // false: one line, with an ellipsis where it does not fit
    bool right = false;  // aligned to the right edge of the container
    bool centre = false;
    float max_width = measure::text_column_max;
    bool live = false;  // changes are read aloud politely
};
void text(Ui& ui, const Text& options);
void text(Ui& ui, std::string_view plain);
// Paragraphs are parted by empty lines; single line breaks stay.
void paragraphs(Ui& ui, std::string_view plain, TextStyle style = TextStyle::Body, Tone tone = Tone::Primary);

struct Heading {
    std::string text = {};
    int level = 2;               // 1 is the page's title, which `PageScope` draws
    int count = -1;              // a number after the heading
    std::string link_text = {};  // a link at the right end
    std::string link_href = {};
    std::string note = {};  // muted, after the heading
    TextStyle style = TextStyle::LeadStrong;
};
// True when the link at the right was activated.
bool heading(Ui& ui, const Heading& options);

struct Link {
    std::string_view id = {};
    std::string text = {};
    std::string href = {};  // empty: acts as a button
    Icon icon = icons::none;
    TextStyle style = TextStyle::BodyMedium;
};
bool link(Ui& ui, const Link& options);

// Label above value, as in "Terms at a glance".
struct LabelValue {
    std::string label = {};
    std::string value = {};
    std::string note = {};
    std::string href = {};  // the value becomes a link
};
bool label_value(Ui& ui, const LabelValue& options);

// One line: icon, label on the left, value on the right, 1 px line below.
struct ValueLine {
    Icon icon = icons::none;
    std::string label = {};
    std::string value = {};
    Tone tone = Tone::Primary;
    std::string link_text = {};  // instead of a value
    std::string link_href = {};
    std::string_view id = {};  // for a link without href
    bool last = false;         // no line below
};
bool value_line(Ui& ui, const ValueLine& options);

struct KeyFigure {
    std::string label = {};
    std::string value = {};
    std::string note = {};
    bool large = true;  // figure (28) or title (20)
};
void key_figure(Ui& ui, const KeyFigure& options);

struct Chip {
    Icon icon = icons::none;
    std::string text = {};
    Tone tone = Tone::Muted;
};
void chip(Ui& ui, const Chip& options);

struct Avatar {
    std::string name = {};  // the initials and the colour follow from it
    float size = 28;
    bool with_name = false;
};
void avatar(Ui& ui, const Avatar& options);
// "Łukasz Świerk" → "ŁŚ"
std::string initials_of(std::string_view name);

struct TimelineEntry {
    Icon icon = icons::none;
    Tone tone = Tone::Muted;
    std::string title = {};
    std::string time = {};
    std::string text = {};
    std::string note = {};  // small, muted, below
    bool last = false;      // no line to a next entry
};
void timeline_entry(Ui& ui, const TimelineEntry& options);

// A small monospace-like run with a copy button: hashes, numbers.
struct CodeValue {
    std::string_view id = {};
    std::string label = {};
    std::string value = {};
    std::string copy_label = {};
};
bool code_value(Ui& ui, const CodeValue& options);

}  // namespace countersign::widgets
