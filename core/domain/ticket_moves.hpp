// Ticket moves: a ticket goes on under another mode or another agreement (requirements.md T3, A6; rules.md 10, 11).
//
// The rule: the provider moves an open ticket, with a reason that the client sees. In a mode without guaranteed time its clocks end with
// that reason; back under an agreement that guarantees time they count from the opening, with everything consumed and paused. What was
// broken before stays broken: under the agreement it was promised by. Work done from the move on uses the hours of the agreement moved to.
// Worked example: opened Monday 9:00 with 8 h, moved to occasional help at 12:00 (the client's own printer after all): no due time any
// more, nothing broken. Back on Tuesday at 9:00: due Monday 17:00, counted from the opening, so broken from Tuesday 9:00 on. Had it moved
// on Monday at 18:00, an hour late already, the breach of 17:00 would stand in the report whatever came after.
#pragma once

#include <vector>

#include "core/domain/agreement.hpp"
#include "core/domain/fact.hpp"
#include "core/domain/ticket_clocks.hpp"

namespace countersign {

struct Ticket;

struct TicketModeChanged {
    static constexpr const char* type = "ticket_mode_changed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::handle_ticket;
    ServiceMode mode = ServiceMode::occasional;
    /// Under which agreement it goes on, none where nothing is agreed for the mode; with due times, anew from the opening, where the mode
    /// guarantees time.
    Promise promise;
    std::string reason;  ///< the client sees it
    Json to_json() const;
    static TicketModeChanged from_json(FieldReader& fields);
};

struct TicketMove {
    Instant at;
    ServiceMode mode = ServiceMode::occasional;
    AgreementId agreement;
    std::string reason;
};

/// What an agreement promised before the ticket moved to another one that guarantees time.
struct EarlierPromise {
    Promise promise;
    std::vector<Classification> classifications;  ///< the last one ends its clocks
};

/// To the agreement of the context where it has this mode; `sla` needs one.
struct MoveTicket {
    ServiceMode mode = ServiceMode::occasional;
    std::string reason;
};

TicketModeChanged moved_by(const Ticket& state, const MoveTicket& command, const Context& context);
Admission admit_move(const Ticket& state, const TicketModeChanged& body, const Context& context);
void fold_move(Ticket& state, const TicketModeChanged& body, Instant at);

/// The course of the ticket as an earlier agreement judges it.
TicketCourse course_under(const Ticket& ticket, const EarlierPromise& earlier);
/// Whose hours work on the ticket used at an instant; empty where no agreement is named.
AgreementId served_under(const Ticket& ticket, Instant at);

/// A promise as the ticket's mode lets it stand: without times where no time is guaranteed.
Promise promise_in_mode(const Ticket& ticket, Promise promise);

/// Puts a classification in its place by time; a change of priority keeps the mode that held then.
void classify(TicketCourse& course, Classification classification, bool keeps_mode);

}  // namespace countersign
