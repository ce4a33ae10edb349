// One check of a visit: its name and OK / fault / not applicable as one segmented control.
#pragma once

#include "web/widgets/ui.hpp"

namespace countersign::widgets {

enum class CheckResult { Open, Ok, Fault, NotApplicable };

struct Check {
    std::string_view id = {};
    std::string label = {};
    CheckResult* result = nullptr;
    std::string ok = {};
    std::string fault = {};
    std::string not_applicable = {};
    bool disabled = false;
    bool last = false;  // no line below
};
// True when the result changed in this frame.
bool check(Ui& ui, const Check& options);

}  // namespace countersign::widgets
