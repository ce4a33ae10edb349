// The button's face is drawn like any other; the page lays a real file input over it.
#include "web/widgets/file_button.hpp"

#include "web/widgets/ui_core.hpp"

namespace countersign::widgets {

std::vector<PickedFile> file_button(Ui& ui, const FileButton& options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id.empty() ? std::string_view(options.label) : options.id);
    button(ui, {.id = options.id,
                .label = options.label,
                .icon = options.icon,
                .kind = options.kind,
                .full_width = options.full_width,
                .file_input = options.camera ? Button::FileInput::Camera : Button::FileInput::AnyFile});
    std::vector<PickedFile> picked;
    for (auto file = core.files.begin(); file != core.files.end();) {
        if (file->first == id) {
            picked.push_back(std::move(file->second));
            file = core.files.erase(file);
        } else {
            ++file;
        }
    }
    if (!picked.empty()) core.input_taken = true;
    return picked;
}

}  // namespace countersign::widgets
