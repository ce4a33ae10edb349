// Ticket: what is admitted and what a command becomes.
#include "core/domain/ticket.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/client_day.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/repair.hpp"
#include "core/domain/silence.hpp"

namespace countersign {

namespace {
constexpr std::array<std::string_view, 6> state_names{"new", "assigned", "in_progress", "waiting", "resolved", "closed"};
constexpr std::array<std::string_view, 5> channel_names{"portal", "phone", "email", "visit", "import"};

Admission require_open(const Ticket& ticket) {
    if (!ticket.opened) return refuse("refusal.ticket.unknown");
    if (ticket.state == TicketState::closed) return refuse("refusal.ticket.closed");
    if (ticket.state == TicketState::resolved) return refuse("refusal.ticket.waits_for_acceptance");
    return {};
}

// The agreement that the ticket was promised by, where this device has it.
const Agreement* promised_under(const Ticket& ticket, const Context& context) {
    for (const Agreement* one : {context.agreement, context.promised_by}) {
        if (one != nullptr && one->id == ticket.promise.agreement) return one;
    }
    return nullptr;
}

// By the version that the ticket was promised by; a ticket without one has nothing to stop.
bool is_agreed_exclusion(const Ticket& ticket, const std::string& exclusion, const Context& context) {
    const Agreement* agreement = promised_under(ticket, context);
    if (agreement == nullptr) return false;
    const AgreementVersion* version = agreement->version(ticket.promise.version);
    if (version == nullptr) return false;
    const auto& agreed = version->terms().exclusions;
    return std::any_of(agreed.begin(), agreed.end(), [&](const Exclusion& one) { return one.id == exclusion; });
}

// The client's word is that of a contact person whom the organisation names for it (rules.md 29).
Admission require_named_contact(const Context& context) {
    if (context.organisation == nullptr || context.actor.role != Role::contact_person) return {};
    const Contact* contact = context.organisation->contact(context.actor.user);
    if (contact == nullptr) return refuse("refusal.ticket.contact_unknown");
    if (!contact->may_verify_work) return refuse("refusal.ticket.contact_may_not_judge");
    return {};
}

// Said while there was time, without a network; silence closed the ticket before it arrived.
bool came_before_silence(const Ticket& ticket, const Context& context) {
    if (!ticket.closed_by_silence || !ticket.closed_at || !context.made_at) return false;
    return *context.made_at < *ticket.closed_at && context.now < *ticket.closed_at + offline_at_most;
}

Admission require_range(int impact, int urgency) {
    if (impact < 1 || impact > 3 || urgency < 1 || urgency > 3) return refuse("refusal.ticket.impact_or_urgency");
    return {};
}
}  // namespace

namespace {

Admission admit_more(const Ticket& state, const TicketExclusionClaimed& body, const Context& context) {
    if (!state.opened) return refuse("refusal.ticket.unknown");
    if (body.to && *body.to <= body.from) return refuse("refusal.ticket.exclusion_ends_before_start");
    if (!is_agreed_exclusion(state, body.exclusion, context)) return refuse("refusal.ticket.exclusion_unknown");
    return require_text(body.evidence, "refusal.ticket.evidence_missing");
}

Admission admit_more(const Ticket& state, const TicketExclusionEnded& body, const Context&) {
    const ClaimedExclusion* claim = state.claim(body.claim);
    if (claim == nullptr) return refuse("refusal.ticket.claim_unknown");
    // What was contested or ended stands as it was looked at.
    if (claim->to || claim->contested || !claim->stands) return refuse("refusal.ticket.claim_ended");
    if (body.to <= claim->from) return refuse("refusal.ticket.exclusion_ends_before_start");
    return {};
}

Admission admit_more(const Ticket& state, const TicketExclusionContested& body, const Context&) {
    const ClaimedExclusion* claim = state.claim(body.claim);
    if (claim == nullptr) return refuse("refusal.ticket.claim_unknown");
    if (!claim->stands) return refuse("refusal.ticket.claim_withdrawn");
    if (claim->contested) return refuse("refusal.ticket.claim_already_contested");
    return require_text(body.reason, "refusal.ticket.objection_missing");
}

Admission admit_more(const Ticket& state, const TicketExclusionDecided& body, const Context&) {
    const ClaimedExclusion* claim = state.claim(body.claim);
    if (claim == nullptr) return refuse("refusal.ticket.claim_unknown");
    // Without an objection there is nothing to uphold; a claim can be taken back at any time, and then it is gone for good.
    if (body.stands && !claim->contested) return refuse("refusal.ticket.claim_not_contested");
    if (!claim->stands) return refuse("refusal.ticket.claim_withdrawn");
    return require_text(body.reason, "refusal.ticket.decision_reason_missing");
}

Admission admit_more(const Ticket& state, const TicketArrivalRecorded& body, const Context&) {
    if (!state.opened) return refuse("refusal.ticket.unknown");
    if (body.arrived_at < state.opened_at) return refuse("refusal.ticket.arrived_before_opening");
    return {};
}

Admission admit_more(const Ticket& state, const TicketTimeRecorded& body, const Context& context) {
    if (!state.opened) return refuse("refusal.ticket.unknown");
    if (body.worked.count < 1 || body.worked.count > 24 * 60) return refuse("refusal.ticket.time_range");
    if (auto past = require_past_day(body.worked_on, context); !past) return past;
    return require_text(body.description, "refusal.ticket.time_description_missing");
}

Admission admit_more(const Ticket& state, const TicketMaterialUsed& body, const Context&) {
    if (!state.opened) return refuse("refusal.ticket.unknown");
    return require_text(body.name, "refusal.ticket.material_missing", 500);
}

Admission admit_more(const Ticket& state, const TicketClosedBySilence& body, const Context& context) {
    if (state.state != TicketState::resolved) return refuse("refusal.ticket.nothing_to_accept");
    const auto silence = silence_of(state, context.agreement);
    if (!silence || silence->days != body.days) return refuse("refusal.silence.not_agreed");
    if (context.now < silence->until) return refuse("refusal.silence.not_over");
    return {};
}

Admission admit_more(const Ticket& state, const TicketRated& body, const Context&) {
    if (state.state != TicketState::closed) return refuse("refusal.ticket.rated_before_closing");
    if (state.rating) return refuse("refusal.ticket.already_rated");
    if (body.score < 1 || body.score > 5) return refuse("refusal.ticket.score_range");
    return {};
}

Admission admit_more(const Ticket& state, const TicketWarningTold& body, const Context&) { return admit_warning(state, body); }

Admission admit_more(const Ticket& state, const TicketModeChanged& body, const Context& context) {
    return admit_move(state, body, context);
}

}  // namespace

const ClaimedExclusion* Ticket::claim(const EventId& event) const {
    const auto found =
        std::find_if(course.exclusions.begin(), course.exclusions.end(), [&](const ClaimedExclusion& one) { return one.claim == event; });
    return found == course.exclusions.end() ? nullptr : &*found;
}

std::string_view ticket_state_name(TicketState state) { return state_names[static_cast<std::size_t>(state)]; }
std::string_view channel_name(Channel channel) { return channel_names[static_cast<std::size_t>(channel)]; }

std::optional<TicketState> parse_ticket_state(std::string_view name) {
    const auto found = std::find(state_names.begin(), state_names.end(), name);
    if (found == state_names.end()) return std::nullopt;
    return static_cast<TicketState>(found - state_names.begin());
}

std::optional<Instant> Ticket::next_due() const {
    if (!open()) return std::nullopt;
    if (!first_response_at && promise.response_due) return promise.response_due;
    return promise.resolution_due;
}

Admission admit(const Ticket& state, const TicketEvent& event, const Context& context) {
    return std::visit(
        Overloaded{
            [&](const TicketOpened& body) -> Admission {
                if (state.opened) return refuse("refusal.ticket.already_opened");
                if (auto range = require_range(body.impact, body.urgency); !range) return range;
                return require_text(body.title, "refusal.ticket.title_missing", 500);
            },
            [&](const TicketNumberGiven&) -> Admission {
                if (state.number != 0) return refuse("refusal.ticket.already_numbered");
                return {};
            },
            [&](const TicketAssigned& body) -> Admission {
                if (auto open = require_open(state); !open) return open;
                if (context.organisation != nullptr && context.organisation->staff.count(body.technician) == 0) {
                    return refuse("refusal.ticket.technician_unknown");
                }
                return {};
            },
            [&](const TicketWorkStarted&) -> Admission {
                if (auto open = require_open(state); !open) return open;
                if (state.state == TicketState::in_progress) return refuse("refusal.ticket.already_in_progress");
                return {};
            },
            [&](const TicketPaused& body) -> Admission {
                if (auto open = require_open(state); !open) return open;
                if (state.state == TicketState::waiting) return refuse("refusal.ticket.already_waiting");
                return require_text(body.reason, "refusal.ticket.pause_reason_missing");
            },
            [&](const TicketResumed&) -> Admission {
                if (state.state != TicketState::waiting) return refuse("refusal.ticket.not_waiting");
                return {};
            },
            [&](const TicketResolved& body) -> Admission {
                if (auto open = require_open(state); !open) return open;
                // A ticket whose device is away, or whose replacement is out, is not done (rules.md 35).
                if (context.repairs != nullptr) {
                    if (auto repaired = may_close_ticket(state.id, *context.repairs); !repaired) return repaired;
                }
                return require_text(body.solution, "refusal.ticket.solution_missing");
            },
            [&](const TicketResolutionAccepted&) -> Admission {
                if (state.state != TicketState::resolved) return refuse("refusal.ticket.nothing_to_accept");
                if (auto named = require_named_contact(context); !named) return named;
                if (context.repairs != nullptr) return may_close_ticket(state.id, *context.repairs);
                return {};
            },
            [&](const TicketResolutionRejected& body) -> Admission {
                if (state.state != TicketState::resolved && !came_before_silence(state, context))
                    return refuse("refusal.ticket.nothing_to_accept");
                if (auto named = require_named_contact(context); !named) return named;
                return require_text(body.reason, "refusal.ticket.rejection_reason_missing");
            },
            [&](const TicketReclassified& body) -> Admission {
                if (auto open = require_open(state); !open) return open;
                if (auto range = require_range(body.impact, body.urgency); !range) return range;
                return require_text(body.reason, "refusal.ticket.reclassify_reason_missing");
            },
            [&](const TicketCommentAdded& body) -> Admission {
                if (body.by_provider != is_staff(context.actor.role)) return refuse("refusal.ticket.comment_side");
                return require_text(body.text, "refusal.ticket.comment_empty");
            },
            [&](const InternalNoteAdded& body) -> Admission { return require_text(body.text, "refusal.ticket.comment_empty"); },
            [&](const TicketUpdateImported&) -> Admission {
                if (!state.opened) return refuse("refusal.ticket.unknown");
                return {};
            },
            [&](const TicketPromised&) -> Admission {
                if (!state.opened) return refuse("refusal.ticket.unknown");
                return {};
            },
            [&](const auto& body) { return admit_more(state, body, context); },
        },
        event);
}

namespace {
std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

TicketOpened opened_by(const OpenTicket& command, const Context& context) {
    TicketOpened body;
    body.title = trimmed(command.title);
    body.description = trimmed(command.description);
    body.channel = command.channel;
    body.site = command.site;
    body.asset = command.asset;
    body.visit = command.visit;
    body.reporter_name = trimmed(command.reporter_name);
    // Reporters are not named in the organisation, so nobody could tell who it was.
    if (context.actor.role == Role::reporter && body.reporter_name.empty()) body.reporter_name = context.actor.name;
    body.impact = command.impact;
    body.urgency = command.urgency;
    body.priority = priority_of(command.impact, command.urgency);
    if (context.agreement != nullptr) body.promise = context.agreement->promise_for(body.priority, body.site, context.now);
    return body;
}

TicketReclassified reclassified_by(const Ticket& state, const ReclassifyTicket& command, const Context& context) {
    TicketReclassified body;
    body.impact = command.impact;
    body.urgency = command.urgency;
    body.priority = priority_of(command.impact, command.urgency);
    body.reason = trimmed(command.reason);
    body.promise = promise_after(state, body.priority, context);
    return body;
}
}  // namespace

Promise promise_after(const Ticket& state, Priority priority, const Context& context) {
    const Agreement* agreement = state.promise.agreement.empty() ? context.agreement : promised_under(state, context);
    if (agreement == nullptr) {
        Promise kept = state.promise;
        kept.response_due.reset();
        kept.arrival_due.reset();
        kept.resolution_due.reset();
        return kept;
    }
    return agreement->promise_for(priority, state.site, state.opened_at, state.promise.version);
}

Result<std::vector<TicketEvent>, Refusal> decide(const Ticket& state, const TicketCommand& command, const Context& context) {
    const TicketEvent event =
        std::visit(Overloaded{
                       [&](const OpenTicket& c) -> TicketEvent { return opened_by(c, context); },
                       [&](const AssignTicket& c) -> TicketEvent { return TicketAssigned{c.technician}; },
                       [&](const StartTicketWork&) -> TicketEvent { return TicketWorkStarted{}; },
                       [&](const PauseTicket& c) -> TicketEvent {
                           return TicketPaused{trimmed(c.reason), c.waiting_for};
                       },
                       [&](const ResumeTicket&) -> TicketEvent { return TicketResumed{}; },
                       [&](const ResolveTicket& c) -> TicketEvent { return TicketResolved{trimmed(c.solution)}; },
                       [&](const AcceptResolution&) -> TicketEvent { return TicketResolutionAccepted{}; },
                       [&](const RejectResolution& c) -> TicketEvent { return TicketResolutionRejected{trimmed(c.reason)}; },
                       [&](const ReclassifyTicket& c) -> TicketEvent { return reclassified_by(state, c, context); },
                       [&](const AddTicketComment& c) -> TicketEvent {
                           return TicketCommentAdded{trimmed(c.text), is_staff(context.actor.role)};
                       },
                       [&](const AddInternalNote& c) -> TicketEvent { return InternalNoteAdded{trimmed(c.text)}; },
                       [&](const ClaimExclusion& c) -> TicketEvent {
                           return TicketExclusionClaimed{c.exclusion, c.from, c.to, trimmed(c.evidence)};
                       },
                       [&](const EndExclusion& c) -> TicketEvent {
                           return TicketExclusionEnded{c.claim, context.now};
                       },
                       [&](const ContestExclusion& c) -> TicketEvent {
                           return TicketExclusionContested{c.claim, trimmed(c.reason)};
                       },
                       [&](const DecideExclusion& c) -> TicketEvent {
                           return TicketExclusionDecided{c.claim, c.stands, trimmed(c.reason)};
                       },
                       [&](const RecordArrival& c) -> TicketEvent {
                           return TicketArrivalRecorded{c.arrived_at, c.visit};
                       },
                       [&](const RecordTicketTime& c) -> TicketEvent { return c.entry; },
                       [&](const UseMaterial& c) -> TicketEvent {
                           return TicketMaterialUsed{trimmed(c.name), c.quantity};
                       },
                       [&](const RateService& c) -> TicketEvent {
                           return TicketRated{c.score, trimmed(c.comment)};
                       },
                       [&](const MoveTicket& c) -> TicketEvent {
                           return moved_by(state, {c.mode, trimmed(c.reason)}, context);
                       },
                   },
                   command);
    const bool comments = std::holds_alternative<AddTicketComment>(command) || std::holds_alternative<AddInternalNote>(command);
    if (comments && !state.opened) return refuse("refusal.ticket.unknown");
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector{event};
}

}  // namespace countersign
