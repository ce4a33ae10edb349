// Everything of a client as a file, fetched from the server (requirements.md N14; core/domain/records_export.hpp says who may).
#pragma once

#include "web/screens/screen.hpp"

namespace countersign::screens {

/// A card with a button for each client whose records this person may take; nothing for whoever may take none.
void draw_records_export(Ui& ui, Portal& portal);

}  // namespace countersign::screens
