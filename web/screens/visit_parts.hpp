// The parts of a visit's page that are read rather than worked on: plan, people, time, notes, tickets, what was answered.
#pragma once

#include "web/app/portal.hpp"
#include "web/widgets/all.hpp"

namespace countersign::screens {

/// Planned time, technician, agreement, address of the site.
void draw_plan(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
/// The client's contact persons: whom to ask for, whom to ask for a signature.
void draw_contacts(widgets::Ui& ui, app::Portal& portal, const OrganisationId& organisation);
/// Which computers will be checked, and on what.
void draw_planned_checks(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
/// What was answered, computer by computer, once the visit is over or for whoever only reads it.
void draw_answers(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
void draw_time_and_notes(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
/// Nothing is drawn where none was found.
void draw_tickets_found(widgets::Ui& ui, app::Portal& portal, const std::vector<TicketRow>& tickets);
/// Facts of this visit that broke an expectation: what, who, when and which.
void draw_visit_flags(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
/// Answered checks of all, faults in amber.
void draw_progress(widgets::Ui& ui, const app::Portal& portal, const Visit& visit);

}  // namespace countersign::screens
