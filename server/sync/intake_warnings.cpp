// Warnings of promises that are about to be broken (core/domain/ticket_warnings.hpp): when to look at a ticket again, and what is then
// written into its stream.
#include "server/sync/intake.hpp"

namespace countersign {

const AgreementClock* Intake::clock_of(const Ticket& ticket) {
    if (ticket.promise.agreement.empty()) return nullptr;
    const Agreement* agreement = agreement_of(ticket.organisation, ticket.promise.agreement, ticket.opened_at);
    const AgreementVersion* version = agreement == nullptr ? nullptr : agreement->version(ticket.promise.version);
    return version == nullptr ? nullptr : version->clock.get();
}

void Intake::look_again_at(const Subject& subject, const Ticket& ticket, Instant now) {
    const AgreementClock* clock = clock_of(ticket);
    writer_.await_answer(subject, clock == nullptr ? std::nullopt : next_look_at(ticket, *clock, now));
}

void Intake::tell_warnings(const Subject& subject, Instant now) {
    const auto* ticket = state_of(subject).get_if<Ticket>();
    if (ticket == nullptr || !ticket->open()) return;
    const AgreementClock* clock = clock_of(*ticket);
    if (clock == nullptr) return;
    for (const TicketWarningTold& warning : warnings_to_tell(*ticket, *clock, now)) {
        // Two steps at once may name one due time; the state has the first when the second is looked at.
        if (admit_warning(*ticket, warning)) write_own(subject, ticket->stream, TicketEvent{warning}, now);
    }
    look_again_at(subject, *ticket, now);
}

}  // namespace countersign
