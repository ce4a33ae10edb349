// FileButton: a button behind which the page's own file chooser opens; on phones the camera, where asked for. Files that were dropped on
// the page or pasted come the same way.
#pragma once

#include <cstdint>
#include <vector>

#include "web/widgets/buttons.hpp"

namespace countersign::widgets {

// What the worker made of a file that somebody chose: pictures are smaller then, and say nothing of the place where they were taken.
struct PickedFile {
    std::string name;
    std::string media_type;
    std::int32_t width = 0;  // of a picture; 0 for what is none
    std::int32_t height = 0;
    std::string bytes;
    bool first = false;   // of those that were chosen together
    std::string problem;  // empty, or why it cannot be attached: "empty", "too_large", "picture_unreadable", "unreadable"
};

struct FileButton {
    std::string_view id = {};
    std::string label = {};
    Icon icon = icons::none;
    bool camera = false;  // pictures only, from the camera behind where there is one
    Button::Kind kind = Button::Kind::Secondary;
    bool full_width = false;
};

// The files that were chosen since the frame before.
std::vector<PickedFile> file_button(Ui& ui, const FileButton& options);

}  // namespace countersign::widgets
