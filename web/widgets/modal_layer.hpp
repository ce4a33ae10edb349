// Modal layer: what stands over everything while it is open, has the keyboard inside, and gives the focus back when it is gone
// (browser dialogs: aria-modal). Example: a dialog darkens the canvas and focuses its "cancel"; a viewer covers it and focuses "close".
#pragma once

#include <vector>

#include "web/widgets/ui_core.hpp"

namespace countersign::widgets {

class ModalLayer {
public:
    struct Options {
        std::string_view id;
        std::string_view focus_first;  ///< id of the child that has the focus when it opens
        Color backdrop;
    };
    /// To be made in every pass in which it is open.
    ModalLayer(Ui& ui, const Options& options);
    ~ModalLayer();
    ModalLayer(const ModalLayer&) = delete;
    ModalLayer& operator=(const ModalLayer&) = delete;

    ItemId id() const { return id_; }
    const ImRect& canvas() const { return canvas_; }
    /// The dialog's own node; what is drawn until `close` is inside it.
    void open(const ImRect& box, const std::string& title, const std::string& description);
    void close();
    /// It was answered: nothing beneath takes this pass's input.
    void answered() { answered_ = true; }

private:
    UiCore& core_;
    ItemId id_;
    ImRect canvas_;
    std::vector<ItemId> scrolls_;
    std::vector<UiCore::FormState> forms_;
    bool answered_ = false;
};

}  // namespace countersign::widgets
