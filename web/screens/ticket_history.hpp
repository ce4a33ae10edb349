// What happened to a ticket, newest first, in words for each kind of event.
#pragma once

#include <vector>

#include "web/screens/screen.hpp"

namespace countersign::screens {

void draw_ticket_history(Ui& ui, Portal& portal, const Ticket& ticket, const std::vector<ImportedRow>& imported);

}  // namespace countersign::screens
