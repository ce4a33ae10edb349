// Ticket moves: what is admitted, and what a move adds up to.
#include "core/domain/ticket_moves.hpp"

#include <algorithm>

#include "core/domain/ticket.hpp"

namespace countersign {
namespace {

std::vector<EarlierPromise>::const_iterator left_before(const Ticket& ticket, const AgreementId& agreement) {
    return std::find_if(ticket.earlier.begin(), ticket.earlier.end(),
                        [&](const EarlierPromise& earlier) { return earlier.promise.agreement == agreement; });
}

// The version that a ticket is promised by when it moves: its pin to that agreement, else that of its opening, else the one that applies
// now.
std::int32_t version_for(const Ticket& ticket, const Agreement& agreement, Instant now) {
    if (agreement.id == ticket.promise.agreement) return ticket.promise.version;
    if (const auto left = left_before(ticket, agreement.id); left != ticket.earlier.end()) return left->promise.version;
    const AgreementVersion* version = agreement.version_at(ticket.opened_at);
    if (version == nullptr) version = agreement.version_at(now);
    return version == nullptr ? 0 : version->number;
}

bool has_mode(const Agreement& agreement, std::int32_t number, ServiceMode mode) {
    const AgreementVersion* version = agreement.version(number);
    return version != nullptr && version->signed_by_both() && version->terms().mode == mode;
}

Promise without_times(Promise promise) {
    promise.response_due.reset();
    promise.arrival_due.reset();
    promise.resolution_due.reset();
    return promise;
}

// The new agreement judges only from the move on; what the old one promised stays with it.
void leave_agreement(Ticket& ticket, const TicketModeChanged& body, Instant at) {
    EarlierPromise earlier{without_times(ticket.promise), ticket.course.classifications};
    earlier.classifications.push_back({at, ticket.priority, ServiceMode::occasional, body.reason});
    ticket.earlier.push_back(std::move(earlier));
    for (Classification& one : ticket.course.classifications) one.mode = ServiceMode::occasional;
}

// Back under an agreement that the ticket had left: it goes on judging its own course, so that what was broken under it is broken once.
void come_back(Ticket& ticket, const AgreementId& agreement) {
    const auto left = left_before(ticket, agreement);
    if (left == ticket.earlier.end()) return;
    ticket.course.classifications = left->classifications;
    ticket.earlier.erase(left);
}

}  // namespace

TicketModeChanged moved_by(const Ticket& state, const MoveTicket& command, const Context& context) {
    TicketModeChanged body{command.mode, {}, command.reason};
    if (context.agreement == nullptr) return body;
    const std::int32_t version = version_for(state, *context.agreement, context.now);
    if (!has_mode(*context.agreement, version, command.mode)) return body;
    body.promise = context.agreement->promise_for(state.priority, state.site, state.opened_at, version);
    return body;
}

Admission admit_move(const Ticket& state, const TicketModeChanged& body, const Context& context) {
    if (!state.opened) return refuse("refusal.ticket.unknown");
    if (state.state == TicketState::closed) return refuse("refusal.ticket.closed");
    if (state.state == TicketState::resolved) return refuse("refusal.ticket.waits_for_acceptance");
    const AgreementId& to = body.promise.agreement;
    const bool known = context.agreement != nullptr && context.agreement->id == to;
    // Nobody is promised time by an agreement that promises none.
    const bool agreed = known && has_mode(*context.agreement, body.promise.version, body.mode) &&
                        body.promise.version == version_for(state, *context.agreement, context.now);
    if (body.mode == ServiceMode::sla ? !agreed : known && !agreed) return refuse("refusal.ticket.mode_not_agreed");
    // A ticket that never moved has the mode of its agreement.
    const bool unchanged = state.moves.empty() ? !to.empty() && to == state.promise.agreement
                                               : state.moves.back().mode == body.mode && state.moves.back().agreement == to;
    if (unchanged) return refuse("refusal.ticket.mode_unchanged");
    return require_text(body.reason, "refusal.ticket.mode_reason_missing");
}

void fold_move(Ticket& state, const TicketModeChanged& body, Instant at) {
    const bool guaranteed = body.mode == ServiceMode::sla;
    if (guaranteed && !state.promise.agreement.empty() && body.promise.agreement != state.promise.agreement) {
        leave_agreement(state, body, at);
        come_back(state, body.promise.agreement);
    }
    // Nothing was promised before: the agreement moved to judges from the move on, too.
    if (guaranteed && state.promise.agreement.empty()) {
        for (Classification& one : state.course.classifications) one.mode = ServiceMode::occasional;
    }
    if (state.moves.empty()) state.served_first = state.promise.agreement;
    // In a mode without guaranteed time the pin stays: it says by what the record of before is judged.
    state.promise = guaranteed ? body.promise : without_times(state.promise);
    state.moves.push_back({at, body.mode, body.promise.agreement, body.reason});
    classify(state.course, {at, state.priority, body.mode, body.reason}, false);
}

TicketCourse course_under(const Ticket& ticket, const EarlierPromise& earlier) {
    TicketCourse course = ticket.course;
    course.classifications = earlier.classifications;
    return course;
}

AgreementId served_under(const Ticket& ticket, Instant at) {
    AgreementId by = ticket.moves.empty() ? ticket.promise.agreement : ticket.served_first;
    for (const TicketMove& move : ticket.moves) {
        // Help without an agreement of its own is still charged by the one that the ticket came from.
        if (move.at <= at && !move.agreement.empty()) by = move.agreement;
    }
    return by;
}

Promise promise_in_mode(const Ticket& ticket, Promise promise) {
    const bool guaranteed = ticket.moves.empty() || ticket.moves.back().mode == ServiceMode::sla;
    return guaranteed ? promise : without_times(std::move(promise));
}

void classify(TicketCourse& course, Classification classification, bool keeps_mode) {
    auto& all = course.classifications;
    if (all.empty()) {
        all.push_back(std::move(classification));
        return;
    }
    // The opening stays the first; of two at one instant the log's order decides.
    const auto later = [](const Classification& a, const Classification& b) { return a.at < b.at; };
    const auto place = std::upper_bound(all.begin() + 1, all.end(), classification, later);
    if (keeps_mode) {
        classification.mode = (place - 1)->mode;
        classification.reason = (place - 1)->reason;
    }
    all.insert(place, std::move(classification));
}

}  // namespace countersign
