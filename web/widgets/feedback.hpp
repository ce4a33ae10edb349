// Telling what happened: banner, toast, empty, loading and error states, progress.
#pragma once

#include "web/widgets/ui.hpp"

namespace countersign::widgets {

struct Banner {
    std::string_view id = {};
    Tone tone = Tone::Warn;   // Warn, Danger, Ok, Accent, Pause
    Icon icon = icons::none;  // none: by tone
    std::string strong = {};  // first words, semibold
    std::string text = {};
    std::string action = {};  // a link at the right
    std::string href = {};    // or the whole banner leads there
    bool full_bleed = false;  // edge to edge under a top bar
    bool assertive = false;
};
// True when its action was activated.
bool banner(Ui& ui, const Banner& options);

// One at a time, 6 s, 10 s with an action; errors are never toasts.
struct Toast {
    std::string text = {};
    Icon icon = icons::none;
    std::string action = {};
    std::function<void()> on_action = {};
};
void show_toast(Ui& ui, const Toast& toast);

// Empty: what would be here and one action. Error: what happened, what is safe, one way on.
struct Notice {
    std::string_view id = {};
    Icon icon = icons::none;
    Tone tone = Tone::Muted;
    std::string title = {};
    std::string text = {};
    std::string action = {};
    std::string href = {};
    bool card = true;
};
bool notice(Ui& ui, const Notice& options);

struct Progress {
    std::string label = {};
    float share = 0;        // 0 to 1
    std::string text = {};  // "18 of 28 tickets"
    Tone tone = Tone::Accent;
    float alert_share = 0;  // a second part in amber after the first (faults of a checklist)
};
void progress(Ui& ui, const Progress& options);

}  // namespace countersign::widgets
