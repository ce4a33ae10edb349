// Ticket: what is admitted and what a command becomes.
#include "core/domain/ticket.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/organisation.hpp"

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

Admission require_range(int impact, int urgency) {
    if (impact < 1 || impact > 3 || urgency < 1 || urgency > 3) return refuse("refusal.ticket.impact_or_urgency");
    return {};
}
}  // namespace

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
                return require_text(body.solution, "refusal.ticket.solution_missing");
            },
            [&](const TicketResolutionAccepted&) -> Admission {
                if (state.state != TicketState::resolved) return refuse("refusal.ticket.nothing_to_accept");
                return {};
            },
            [&](const TicketResolutionRejected& body) -> Admission {
                if (state.state != TicketState::resolved) return refuse("refusal.ticket.nothing_to_accept");
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
    if (context.agreement != nullptr) body.promise = context.agreement->promise_for(body.priority, context.now);
    return body;
}

TicketReclassified reclassified_by(const Ticket& state, const ReclassifyTicket& command, const Context& context) {
    TicketReclassified body;
    body.impact = command.impact;
    body.urgency = command.urgency;
    body.priority = priority_of(command.impact, command.urgency);
    body.reason = trimmed(command.reason);
    if (context.agreement != nullptr) body.promise = context.agreement->promise_for(body.priority, state.opened_at);
    return body;
}
}  // namespace

Result<std::vector<TicketEvent>, Refusal> decide(const Ticket& state, const TicketCommand& command, const Context& context) {
    const TicketEvent event =
        std::visit(Overloaded{
                       [&](const OpenTicket& c) -> TicketEvent { return opened_by(c, context); },
                       [&](const AssignTicket& c) -> TicketEvent { return TicketAssigned{c.technician}; },
                       [&](const StartTicketWork&) -> TicketEvent { return TicketWorkStarted{}; },
                       [&](const PauseTicket& c) -> TicketEvent { return TicketPaused{trimmed(c.reason)}; },
                       [&](const ResumeTicket&) -> TicketEvent { return TicketResumed{}; },
                       [&](const ResolveTicket& c) -> TicketEvent { return TicketResolved{trimmed(c.solution)}; },
                       [&](const AcceptResolution&) -> TicketEvent { return TicketResolutionAccepted{}; },
                       [&](const RejectResolution& c) -> TicketEvent { return TicketResolutionRejected{trimmed(c.reason)}; },
                       [&](const ReclassifyTicket& c) -> TicketEvent { return reclassified_by(state, c, context); },
                       [&](const AddTicketComment& c) -> TicketEvent {
                           return TicketCommentAdded{trimmed(c.text), is_staff(context.actor.role)};
                       },
                       [&](const AddInternalNote& c) -> TicketEvent { return InternalNoteAdded{trimmed(c.text)}; },
                   },
                   command);
    const bool comments = std::holds_alternative<AddTicketComment>(command) || std::holds_alternative<AddInternalNote>(command);
    if (comments && !state.opened) return refuse("refusal.ticket.unknown");
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector{event};
}

}  // namespace countersign
