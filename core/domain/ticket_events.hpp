// Ticket events: what can happen to a ticket (requirements.md T1 to T9, A4).
//
// The rule: what somebody did or said is a fact; what changes the ticket's course is guarded; what follows from the agreement or from
// silence is the server's alone to write. ticket.hpp says what they add up to. Worked example: opened (fact), number given and promised
// (server), assigned (guarded), commented (fact), resolved (guarded), closed by silence (server).
#pragma once

#include <array>
#include <map>
#include <variant>

#include "core/domain/agreement.hpp"
#include "core/domain/charging.hpp"
#include "core/domain/fact.hpp"
#include "core/domain/ticket_moves.hpp"
#include "core/domain/ticket_warnings.hpp"

namespace countersign {

enum class TicketState { fresh, assigned, in_progress, waiting, resolved, closed };
std::string_view ticket_state_name(TicketState state);
std::optional<TicketState> parse_ticket_state(std::string_view name);

/// What a paused ticket waits for. Only waiting for the client stops the clock (requirements.md A4); the supplier is the provider's choice.
enum class WaitingFor : std::uint8_t { client, supplier, part };
inline constexpr std::array<std::string_view, 3> waiting_for_names{"client", "supplier", "part"};

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
    WaitingFor waiting_for = WaitingFor::client;
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

/// The provider says that something stopped the clock which the agreement excludes (requirements.md A4). The event's id names the claim.
struct TicketExclusionClaimed {
    static constexpr const char* type = "ticket_exclusion_claimed";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::handle_ticket;
    std::string exclusion;  ///< its id in the agreement
    Instant from;
    std::optional<Instant> to;  ///< nothing while it lasts
    std::string evidence;
    Json to_json() const;
    static TicketExclusionClaimed from_json(FieldReader& fields);
};

struct TicketExclusionEnded {
    static constexpr const char* type = "ticket_exclusion_ended";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::handle_ticket;
    EventId claim;
    Instant to;
    Json to_json() const;
    static TicketExclusionEnded from_json(FieldReader& fields);
};

struct TicketExclusionContested {
    static constexpr const char* type = "ticket_exclusion_contested";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::contest;
    EventId claim;
    std::string reason;
    Json to_json() const;
    static TicketExclusionContested from_json(FieldReader& fields);
};

/// The account manager answers the objection, or takes a claim back.
struct TicketExclusionDecided {
    static constexpr const char* type = "ticket_exclusion_decided";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::handle_complaint;
    EventId claim;
    bool stands = true;  ///< false takes the claim back
    std::string reason;
    Json to_json() const;
    static TicketExclusionDecided from_json(FieldReader& fields);
};

struct TicketArrivalRecorded {
    static constexpr const char* type = "ticket_arrival_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::carry_out_visit;
    Instant arrived_at;
    VisitId visit;
    Json to_json() const;
    static TicketArrivalRecorded from_json(FieldReader& fields);
};

/// Time worked for the ticket away from a visit: remotely, on the telephone, in the workshop (requirements.md T6, H1).
struct TicketTimeRecorded {
    static constexpr const char* type = "ticket_time_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::record_work;
    WorkKind kind = WorkKind::remote;
    LocalDate worked_on;
    Minutes worked;
    std::string description;
    bool after_hours = false;
    bool free_of_charge = false;  ///< warranty or our own fault (rules.md 26)
    Json to_json() const;
    static TicketTimeRecorded from_json(FieldReader& fields);
};

struct TicketMaterialUsed {
    static constexpr const char* type = "ticket_material_used";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::record_work;
    std::string name;
    std::int32_t quantity = 1;
    Json to_json() const;
    static TicketMaterialUsed from_json(FieldReader& fields);
};

/// Written by the server when the agreed days have passed without an objection (requirements.md T7). Never a signature.
struct TicketClosedBySilence {
    static constexpr const char* type = "ticket_closed_by_silence";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    std::int32_t days = 0;  ///< that the agreement gives the client to object
    Json to_json() const;
    static TicketClosedBySilence from_json(FieldReader& fields);
};

/// How satisfied the client was with a closed ticket (requirements.md T8).
struct TicketRated {
    static constexpr const char* type = "ticket_rated";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::rate_service;
    std::int32_t score = 5;  ///< 1 to 5
    std::string comment;
    Json to_json() const;
    static TicketRated from_json(FieldReader& fields);
};

using TicketEvent = std::variant<TicketOpened, TicketNumberGiven, TicketAssigned, TicketWorkStarted, TicketPaused, TicketResumed,
                                 TicketResolved, TicketResolutionAccepted, TicketResolutionRejected, TicketReclassified, TicketCommentAdded,
                                 InternalNoteAdded, TicketUpdateImported, TicketPromised, TicketExclusionClaimed, TicketExclusionEnded,
                                 TicketExclusionContested, TicketExclusionDecided, TicketArrivalRecorded, TicketTimeRecorded,
                                 TicketMaterialUsed, TicketClosedBySilence, TicketRated, TicketModeChanged, TicketWarningTold>;

}  // namespace countersign
