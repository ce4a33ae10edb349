// The choice of a language, on the sign-in card and in the settings.
#pragma once

#include "web/app/portal.hpp"
#include "web/widgets/ui.hpp"

namespace countersign::screens {

void draw_language_select(widgets::Ui& ui, app::Portal& portal);
void draw_language_radios(widgets::Ui& ui, app::Portal& portal);

}  // namespace countersign::screens
