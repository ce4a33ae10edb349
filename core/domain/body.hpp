// Body: any event body there is, read by the kind of its subject and its type. Types that this version does not know are kept as they are.
#pragma once

#include <optional>
#include <variant>

#include "core/base/json.hpp"
#include "core/base/one_of.hpp"
#include "core/domain/fact.hpp"

namespace countersign {

/// The variant of one subject's events (TicketEvent …), each of which says its type and whether it is guarded.
template <typename Type>
concept EventOfSubject = requires {
    std::variant_alternative_t<0, Type>::type;
    std::variant_alternative_t<0, Type>::guarded;
};

/// The events of one kind of subject, FactFlagged, or nothing: that is an event of a newer version of the program, or of a subject this one
/// does not know, which is passed on, shown as such and folded into nothing.
class Body : public OneOf {
public:
    Body() = default;
    Body(FactFlagged flagged) : OneOf(std::in_place, std::move(flagged)) {}
    template <EventOfSubject Event>
    Body(Event event) : OneOf(std::in_place, std::move(event)) {}
};

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
