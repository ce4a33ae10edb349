// A work record as a report (rules.md 30): place and date, both parties, agreement, times, what was done on each device, what was found,
// and every signature with who, what, when, and on whose device it was made.
#pragma once

#include "web/app/portal.hpp"
#include "web/widgets/all.hpp"

namespace countersign::screens {

void draw_parties(widgets::Ui& ui, app::Portal& portal, const WorkRecord& record, const WorkRevision& revision);
/// One revision: times, devices, findings, remarks, tickets.
void draw_revision(widgets::Ui& ui, app::Portal& portal, const WorkRecord& record, const WorkRevision& revision);
void draw_verification(widgets::Ui& ui, app::Portal& portal, const WorkRecord& record, const VerificationEntry& entry);

}  // namespace countersign::screens
