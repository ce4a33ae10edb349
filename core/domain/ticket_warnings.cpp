// Ticket warnings: what the ladder says against what the log says.
#include "core/domain/ticket_warnings.hpp"

#include <algorithm>

#include "core/domain/read_fields.hpp"
#include "core/domain/ticket.hpp"

namespace countersign {
namespace {

bool was_told(const Ticket& ticket, const TicketWarningTold& warning) {
    return std::any_of(ticket.warnings.begin(), ticket.warnings.end(), [&](const TicketWarningTold& told) {
        if (told.measure != warning.measure || told.percent != warning.percent) return false;
        return told.due == warning.due || told.reached_at >= warning.reached_at;
    });
}

// The promise still waits, by this due time, and its clock runs.
bool still_stands(const TicketClocks& clocks, const Warning& warning) {
    return std::any_of(clocks.promises.begin(), clocks.promises.end(), [&](const PromiseClock& promise) {
        return promise.measure == warning.measure && promise.open() && promise.reading.due == warning.due &&
               promise.reading.state != ClockState::paused;
    });
}

}  // namespace

std::vector<TicketWarningTold> warnings_to_tell(const Ticket& ticket, const AgreementClock& agreement, Instant now) {
    std::vector<TicketWarningTold> to_tell;
    if (!ticket.opened || !ticket.open()) return to_tell;
    const TicketClocks clocks = ticket_clocks(agreement, ticket.course, now);
    for (const Warning& warning : warnings(agreement, ticket.course, usual_ladder(), now)) {
        if (!still_stands(clocks, warning)) continue;
        const TicketWarningTold told{warning.measure, warning.step.percent, warning.due, warning.at, warning.step.to};
        if (!was_told(ticket, told)) to_tell.push_back(told);
    }
    return to_tell;
}

std::optional<Instant> next_look_at(const Ticket& ticket, const AgreementClock& agreement, Instant now) {
    if (!ticket.opened || !ticket.open()) return std::nullopt;
    if (!warnings_to_tell(ticket, agreement, now).empty()) return now;
    const auto next = next_warning(agreement, ticket.course, usual_ladder(), now);
    std::optional<Instant> look = next ? std::optional(next->at) : std::nullopt;
    // An exclusion whose end is known ends without an event.
    for (const ClaimedExclusion& exclusion : ticket.course.exclusions) {
        if (exclusion.stands && exclusion.to && *exclusion.to > now && (!look || *exclusion.to < *look)) look = exclusion.to;
    }
    return look;
}

Admission admit_warning(const Ticket& state, const TicketWarningTold& body) {
    if (!state.opened) return refuse("refusal.ticket.unknown");
    if (state.state == TicketState::closed) return refuse("refusal.ticket.closed");
    if (state.state == TicketState::resolved) return refuse("refusal.ticket.waits_for_acceptance");
    if (was_told(state, body)) return refuse("refusal.ticket.warning_told");
    return {};
}

Json TicketWarningTold::to_json() const {
    return {{"measure", measure_name(measure)},
            {"percent", percent},
            {"due", due.utc_ms},
            {"reached_at", reached_at.utc_ms},
            {"to", role_name(to)}};
}

TicketWarningTold TicketWarningTold::from_json(FieldReader& fields) {
    TicketWarningTold body;
    body.measure = read_choice<Measure>(fields, "measure", measure_names);
    body.percent = read_count(fields, "percent", 100, 1, 1'000);
    body.due = fields.instant("due");
    body.reached_at = fields.instant("reached_at");
    const auto to = parse_role(fields.text("to", 50));
    if (!to) fields.reject("to", "a role is required");
    body.to = to.value_or(Role::technician);
    return body;
}

}  // namespace countersign
