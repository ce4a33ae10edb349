// Ticket: something the client reported or the technician found, from opening to acceptance (requirements.md T1, T3, T6, T7, T9).
// new → assigned → in progress ⇄ waiting → resolved (to verify) → closed; rejecting the resolution reopens it.
// Worked example: opened 09:00 with impact 2 and urgency 3 it has priority high; its promise is pinned then. Resolved at 11:20, rejected at
// 12:00: it is in progress again, and the promise of 09:00 still stands.
#pragma once

#include <variant>

#include "core/domain/agreement.hpp"
#include "core/domain/fact.hpp"

namespace countersign {

enum class TicketState { fresh, assigned, in_progress, waiting, resolved, closed };
std::string_view ticket_state_name(TicketState state);
std::optional<TicketState> parse_ticket_state(std::string_view name);

enum class Channel { portal, phone, email, visit, import };
std::string_view channel_name(Channel channel);

struct TicketOpened {
    static constexpr const char* type = "ticket_opened";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::open_ticket;
    std::string title, description;
    Channel channel = Channel::portal;
    SiteId site;
    AssetId asset;
    VisitId visit;                ///< the visit on which it was found
    std::string reporter_name;    ///< who reported it, where that is not the author
    std::string external_number;  ///< its number in the system it was imported from
    int impact = 2, urgency = 2;
    Priority priority = Priority::normal;
    Promise promise;
    Json to_json() const;
    static TicketOpened from_json(FieldReader& fields);
};

/// Given by the server; until then a device shows a provisional number.
struct TicketNumberGiven {
    static constexpr const char* type = "ticket_number_given";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    std::int64_t number = 0;
    Json to_json() const;
    static TicketNumberGiven from_json(FieldReader& fields);
};

struct TicketAssigned {
    static constexpr const char* type = "ticket_assigned";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::handle_ticket;
    UserId technician;
    Json to_json() const;
    static TicketAssigned from_json(FieldReader& fields);
};

struct TicketWorkStarted {
    static constexpr const char* type = "ticket_work_started";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::handle_ticket;
    Json to_json() const;
    static TicketWorkStarted from_json(FieldReader& fields);
};

struct TicketPaused {
    static constexpr const char* type = "ticket_paused";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::handle_ticket;
    std::string reason;
    Json to_json() const;
    static TicketPaused from_json(FieldReader& fields);
};

struct TicketResumed {
    static constexpr const char* type = "ticket_resumed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::handle_ticket;
    Json to_json() const;
    static TicketResumed from_json(FieldReader& fields);
};

struct TicketResolved {
    static constexpr const char* type = "ticket_resolved";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::handle_ticket;
    std::string solution;
    Json to_json() const;
    static TicketResolved from_json(FieldReader& fields);
};

struct TicketResolutionAccepted {
    static constexpr const char* type = "ticket_resolution_accepted";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::judge_resolution;
    Json to_json() const;
    static TicketResolutionAccepted from_json(FieldReader& fields);
};

struct TicketResolutionRejected {
    static constexpr const char* type = "ticket_resolution_rejected";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::judge_resolution;
    std::string reason;
    Json to_json() const;
    static TicketResolutionRejected from_json(FieldReader& fields);
};

struct TicketReclassified {
    static constexpr const char* type = "ticket_reclassified";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::handle_ticket;
    int impact = 2, urgency = 2;
    Priority priority = Priority::normal;
    Promise promise;     ///< anew from the opening, by the new priority (rules.md 10)
    std::string reason;  ///< the client sees it
    Json to_json() const;
    static TicketReclassified from_json(FieldReader& fields);
};

struct TicketCommentAdded {
    static constexpr const char* type = "ticket_comment_added";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::comment_on_ticket;
    std::string text;
    bool by_provider = false;  ///< only what the provider's side says counts as a response
    Json to_json() const;
    static TicketCommentAdded from_json(FieldReader& fields);
};

/// Written by the server behind an opening or a change of priority on a device that held no agreement, a reporter's for instance.
struct TicketPromised {
    static constexpr const char* type = "ticket_promised";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    Promise promise;
    Json to_json() const;
    static TicketPromised from_json(FieldReader& fields);
};

/// Lies in the internal stream, which the client never receives.
struct InternalNoteAdded {
    static constexpr const char* type = "internal_note_added";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::note_internally;
    std::string text;
    Json to_json() const;
    static InternalNoteAdded from_json(FieldReader& fields);
};

/// One row of another system's log, with every column as it stood there.
struct TicketUpdateImported {
    static constexpr const char* type = "ticket_update_imported";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::import_history;
    std::string source;  ///< the format, "servicenow-csv"
    std::int64_t line = 0;
    Instant updated_at;
    TicketState state = TicketState::fresh;
    Priority priority = Priority::normal;
    std::string handled_by;                     ///< group or person, as written there
    std::map<std::string, std::string> fields;  ///< all columns, by their names
    Json to_json() const;
    static TicketUpdateImported from_json(FieldReader& fields);
};

using TicketEvent = std::variant<TicketOpened, TicketNumberGiven, TicketAssigned, TicketWorkStarted, TicketPaused, TicketResumed,
                                 TicketResolved, TicketResolutionAccepted, TicketResolutionRejected, TicketReclassified, TicketCommentAdded,
                                 InternalNoteAdded, TicketUpdateImported, TicketPromised>;

/// One line of a ticket's or visit's history, in the order of the log.
struct HistoryEntry {
    EventId event;
    std::string type;
    UserId actor;
    Instant occurred_at;
    std::optional<Instant> received_at;  ///< nothing while it is only on this device
    std::string text;                    ///< what the person wrote, if anything
};

struct Ticket {
    static constexpr const char* subject_kind = "ticket";
    TicketId id;
    StreamId stream;
    OrganisationId organisation;
    bool opened = false;
    std::int64_t number = 0;  ///< 0 until the server gave one
    std::string external_number;
    std::string title, description;
    Channel channel = Channel::portal;
    SiteId site;
    AssetId asset;
    VisitId visit;
    UserId author;
    std::string reporter_name;
    int impact = 2, urgency = 2;
    Priority priority = Priority::normal;
    Promise promise;
    TicketState state = TicketState::fresh;
    TicketState state_before_pause = TicketState::fresh;
    std::string waiting_reason;
    std::string solution;
    UserId technician;
    std::string handled_by;  ///< from an import, where there is no account of ours
    Instant opened_at;
    Instant changed_at;
    std::optional<Instant> first_response_at;
    std::optional<Instant> resolved_at;
    std::optional<Instant> closed_at;
    bool pending = false;  ///< holds something that is only on this device
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    bool open() const { return state != TicketState::resolved && state != TicketState::closed; }
    /// What is due next, if anything was promised and is still open.
    std::optional<Instant> next_due() const;
};

Admission admit(const Ticket& state, const TicketEvent& event, const Context& context);
void apply(Ticket& state, const TicketEvent& event, const StoredEvent& stored);

struct OpenTicket {
    std::string title, description;
    Channel channel = Channel::portal;
    SiteId site = {};
    AssetId asset = {};
    VisitId visit = {};
    std::string reporter_name = {};
    int impact = 2, urgency = 2;
};
struct AssignTicket {
    UserId technician;
};
struct StartTicketWork {};
struct PauseTicket {
    std::string reason;
};
struct ResumeTicket {};
struct ResolveTicket {
    std::string solution;
};
struct AcceptResolution {};
struct RejectResolution {
    std::string reason;
};
struct ReclassifyTicket {
    int impact = 2, urgency = 2;
    std::string reason;
};
struct AddTicketComment {
    std::string text;
};
struct AddInternalNote {
    std::string text;
};
using TicketCommand = std::variant<OpenTicket, AssignTicket, StartTicketWork, PauseTicket, ResumeTicket, ResolveTicket, AcceptResolution,
                                   RejectResolution, ReclassifyTicket, AddTicketComment, AddInternalNote>;

Result<std::vector<TicketEvent>, Refusal> decide(const Ticket& state, const TicketCommand& command, const Context& context);

}  // namespace countersign
