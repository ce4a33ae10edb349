// SubjectState: what all events of one subject add up to, whichever kind it is. Folding the same events gives the same state on every
// replica.
#pragma once

#include <vector>

#include "core/domain/body.hpp"

namespace countersign {

template <typename Type>
concept StateOfSubject = requires {
    Type::subject_kind;
};

/// A Ticket, a Visit …; nothing for a subject of a kind that this version does not know.
class SubjectState : public OneOf {
public:
    SubjectState() = default;
    template <StateOfSubject State>
    SubjectState(State state) : OneOf(std::in_place, std::move(state)) {}
};

template <typename Type>
concept CommandOfSubject = requires {
    std::variant_size<Type>::value;
};

/// A TicketCommand, a VisitCommand …
class Command : public OneOf {
public:
    template <CommandOfSubject AnyCommand>
    Command(AnyCommand command) : OneOf(std::in_place, std::move(command)) {}
};

/// The state before the first event.
SubjectState start_state(const std::string& subject_kind);

/// Never fails: an unknown body changes nothing, a flag is added to the state's flags.
void apply(SubjectState& state, const Body& body, const StoredEvent& stored);

/// Checks a body against the state it meets. A body of another subject kind is refused.
Admission admit(const SubjectState& state, const Body& body, const Context& context);

/// The events that a command becomes, or why it may not be; checks permission first.
Result<std::vector<Body>, Refusal> decide(const SubjectState& state, const Command& command, const Context& context);

/// Reads and applies events in the given order; a malformed body, which admission never lets in, is a Failure.
Result<SubjectState, Failure> fold(const Subject& subject, const std::vector<StoredEvent>& events);

/// The stream that the subject lives in; empty for a new one, and for an organisation, which reporters' streams hold introductions of
/// besides: its id says where it belongs.
StreamId stream_of(const SubjectState& state);

/// Which stream of an organisation a body belongs to.
StreamKind stream_kind_of(const Body& body);

}  // namespace countersign
