// Body: any event body there is, read by the kind of its subject and its type. Types that this version does not know are kept as they are.
#pragma once

#include <variant>

#include "core/domain/agreement.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/remote_session.hpp"
#include "core/domain/ticket.hpp"
#include "core/domain/visit.hpp"
#include "core/domain/work_record.hpp"

namespace countersign {

/// A kind of subject: its state, its events, its commands.
template <typename StateType, typename EventType, typename CommandType>
struct SubjectKind {
    using State = StateType;
    using Event = EventType;
    using Command = CommandType;
};

template <typename... Kinds>
struct SubjectKindList {
    using State = std::variant<std::monostate, typename Kinds::State...>;
    using Command = std::variant<typename Kinds::Command...>;
    template <typename... Others>
    using Body = std::variant<typename Kinds::Event..., Others...>;
    /// Calls handler(kind) with a default SubjectKind of each until one answers true; answers whether one did.
    template <typename Handler>
    static bool find(const Handler& handler) {
        return (handler(Kinds{}) || ...);
    }
};

/// Every kind of subject there is: whoever adds one adds it here.
using SubjectKinds = SubjectKindList<SubjectKind<Organisation, OrganisationEvent, OrganisationCommand>,  //
                                     SubjectKind<Agreement, AgreementEvent, AgreementCommand>,           //
                                     SubjectKind<Ticket, TicketEvent, TicketCommand>,                    //
                                     SubjectKind<Visit, VisitEvent, VisitCommand>,                       //
                                     SubjectKind<WorkRecord, WorkRecordEvent, WorkRecordCommand>,        //
                                     SubjectKind<RemoteSession, RemoteSessionEvent, RemoteSessionCommand>>;

/// Of a newer version of the program, or of a subject this one does not know: passed on, shown as such, folded into nothing.
struct UnknownBody {};

using Body = SubjectKinds::Body<FactFlagged, UnknownBody>;

/// Reads the body of an event. Failure "failure.event" when a known type is malformed.
Result<Body, Failure> read_body(const Envelope& envelope);

/// What a body is, for the envelope and for admission.
struct BodyKind {
    const char* type = "";
    int version = 1;
    bool guarded = true;
    Action action = Action::give_number;
    Json json;
};
/// Nothing for an unknown body.
std::optional<BodyKind> describe(const Body& body);

}  // namespace countersign
