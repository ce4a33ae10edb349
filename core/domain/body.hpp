// Body: any event body there is, read by the kind of its subject and its type. Types that this version does not know are kept as they are.
#pragma once

#include <variant>

#include "core/domain/agreement.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/ticket.hpp"
#include "core/domain/visit.hpp"
#include "core/domain/work_record.hpp"

namespace countersign {

/// Of a newer version of the program, or of a subject this one does not know: passed on, shown as such, folded into nothing.
struct UnknownBody {};

using Body = std::variant<OrganisationEvent, AgreementEvent, TicketEvent, VisitEvent, WorkRecordEvent, FactFlagged, UnknownBody>;

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
