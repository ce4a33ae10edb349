// A question over the page: at most 480 wide, one sentence of consequence, safe choice left, acting choice right.
#pragma once

#include "web/widgets/ui.hpp"

namespace countersign::widgets {

enum class DialogAnswer { None, Cancelled, Confirmed };

struct Dialog {
    std::string_view id = {};
    std::string title = {};
    std::string text = {};
    std::string cancel = {};
    std::string confirm = {};  // empty: only `cancel`
    Icon confirm_icon = icons::none;
    bool danger = false;
    bool confirm_disabled = false;
    std::string why_disabled = {};
    Content content = {};  // fields between the sentence and the buttons
};
// Call in every frame while it is open. Escape, the scrim and `cancel` answer Cancelled. Focus returns to the opener by itself.
DialogAnswer dialog(Ui& ui, const Dialog& options);

}  // namespace countersign::widgets
