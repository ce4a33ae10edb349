// Ticket: something the client reported or the technician found, from opening to acceptance (requirements.md T1, T3, T6, T7, T9).
// new → assigned → in progress ⇄ waiting → resolved (to verify) → closed; rejecting the resolution reopens it.
// Worked example: opened 09:00 with impact 2 and urgency 3 it has priority high; its promise is pinned then. Resolved at 11:20, rejected at
// 12:00: it is in progress again, and the promise of 09:00 still stands.
#pragma once

#include "core/domain/ticket_clocks.hpp"
#include "core/domain/ticket_events.hpp"

namespace countersign {

/// One line of a ticket's or visit's history, in the order of the log.
struct HistoryEntry {
    EventId event;
    std::string type;
    UserId actor;
    Instant occurred_at;
    std::optional<Instant> received_at;  ///< nothing while it is only on this device
    std::string text;                    ///< what the person wrote, if anything
};

struct TicketTime {
    EventId event;
    UserId technician;
    TicketTimeRecorded content;
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
    TicketCourse course;  ///< what its clocks follow from
    std::vector<TicketMove> moves;
    AgreementId served_first;                 ///< the pin before the first move; empty where there was none
    std::vector<TicketWarningTold> warnings;  ///< told so far
    std::vector<EarlierPromise> earlier;      ///< of agreements that the ticket moved away from
    std::vector<TicketTime> time_entries;
    std::vector<TicketMaterialUsed> materials;
    std::optional<TicketRated> rating;
    bool closed_by_silence = false;
    bool pending = false;  ///< holds something that is only on this device
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    bool open() const { return state != TicketState::resolved && state != TicketState::closed; }
    /// What is due next by what was promised at the opening, without any pause; for devices that hold no agreement.
    std::optional<Instant> next_due() const;
    /// The claimed exclusion of an event; null when there is none.
    const ClaimedExclusion* claim(const EventId& event) const;
};

/// The promise of a ticket whose priority changes: by the version that it was promised by, counted from the opening (rules.md 10). A ticket
/// of an agreement other than the one in force keeps its pin, and its clocks say the rest.
Promise promise_after(const Ticket& state, Priority priority, const Context& context);

Admission admit(const Ticket& state, const TicketEvent& event, const Context& context);
void apply(Ticket& state, const TicketEvent& event, const StoredEvent& stored);
/// A fact that broke an expectation stays in the history and moves no clock and no hours: a claim that the agreement does not know stands
/// for nothing, a comment in the other side's name answers nothing, a priority follows from impact and urgency.
void apply(Ticket& state, const Flag& flag);

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
    WaitingFor waiting_for = WaitingFor::client;
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
struct ClaimExclusion {
    std::string exclusion;
    Instant from;
    std::optional<Instant> to;
    std::string evidence;
};
struct EndExclusion {
    EventId claim;
};
struct ContestExclusion {
    EventId claim;
    std::string reason;
};
struct DecideExclusion {
    EventId claim;
    bool stands = true;
    std::string reason;
};
struct RecordArrival {
    Instant arrived_at;
    VisitId visit;
};
struct RecordTicketTime {
    TicketTimeRecorded entry;
};
struct UseMaterial {
    std::string name;
    std::int32_t quantity = 1;
};
struct RateService {
    std::int32_t score = 5;
    std::string comment;
};
using TicketCommand =
    std::variant<OpenTicket, AssignTicket, StartTicketWork, PauseTicket, ResumeTicket, ResolveTicket, AcceptResolution, RejectResolution,
                 ReclassifyTicket, AddTicketComment, AddInternalNote, ClaimExclusion, EndExclusion, ContestExclusion, DecideExclusion,
                 RecordArrival, RecordTicketTime, UseMaterial, RateService, MoveTicket>;

Result<std::vector<TicketEvent>, Refusal> decide(const Ticket& state, const TicketCommand& command, const Context& context);

}  // namespace countersign
