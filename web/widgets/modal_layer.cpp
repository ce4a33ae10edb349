// Modal layer: the bookkeeping of what lies over everything.
#include "web/widgets/modal_layer.hpp"

#include <algorithm>

#include "web/widgets/paint.hpp"

namespace countersign::widgets {

ModalLayer::ModalLayer(Ui& ui, const Options& options)
    : core_(ui.core()), id_(scoped_id(core_, options.id)), canvas_(0, 0, core_.environment.width, core_.environment.height) {
    const bool opened = std::find(core_.dialogs_before.begin(), core_.dialogs_before.end(), id_) == core_.dialogs_before.end();
    core_.dialogs.push_back(id_);
    if (opened && core_.openers.count(id_) == 0) {
        core_.openers[id_] = core_.focused;
        // Once, and before the button is declared: asked for later, it would come after the person has begun to type.
        ui.focus(child_id(id_, options.focus_first));
    }
    scrolls_.swap(core_.scroll_stack);
    forms_.swap(core_.forms);
    open_layer(core_, ("modal" + std::to_string(id_)).c_str(), canvas_);
    core_.top_layers.push_back(core_.layers.back());
    fill(core_, canvas_, options.backdrop);
}

ModalLayer::~ModalLayer() {
    close_layer(core_);
    core_.scroll_stack.swap(scrolls_);
    core_.forms.swap(forms_);
    if (answered_) core_.input_taken = true;
}

void ModalLayer::open(const ImRect& box, const std::string& title, const std::string& description) {
    Node node = node_at(core_, id_, Role::Dialog, box, title);
    node.modal = true;
    node.description = description;
    core_.tree.open(node);
    core_.ids.push_back(id_);
}

void ModalLayer::close() {
    core_.ids.pop_back();
    core_.tree.close();
}

}  // namespace countersign::widgets
