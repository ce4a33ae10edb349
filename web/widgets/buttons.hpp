// Buttons: one primary per area, secondary outlined, danger only in a confirming dialog, ghost for the rest.
#pragma once

#include "web/widgets/ui.hpp"

namespace countersign::widgets {

struct Button {
    enum class Kind { Primary, Secondary, Danger, Ghost };
    enum class Size { Auto, Dense, Normal, Large };  // Auto: 36, or 44 on touch; Large: 52, the phone's primary

    std::string_view id = {};
    std::string label = {};
    Icon icon = icons::none;
    Kind kind = Kind::Secondary;
    Size size = Size::Auto;
    bool disabled = false;
    std::string why_disabled = {};  // shown and read when the button cannot be used
    bool full_width = false;        // in a row: an equal share of what is left
    bool submit = false;            // submits the form around it
    std::string href = {};          // a link that looks like a button
    bool icon_only = false;         // label is then the accessible name
    bool pressed = false;           // toggle state shown as an active filter
    enum class FileInput { None, AnyFile, Camera };
    FileInput file_input = FileInput::None;  // opens the page's file chooser: use `file_button`
};

// True in the frame in which it is activated.
bool button(Ui& ui, const Button& options);

struct IconButton {
    std::string_view id = {};
    Icon icon = icons::none;
    std::string label = {};  // accessible name, shown on long press or hover
    bool disabled = false;
    std::string href = {};
};
bool icon_button(Ui& ui, const IconButton& options);

}  // namespace countersign::widgets
