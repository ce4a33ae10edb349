// SubjectState: what all events of one subject add up to, whichever kind it is. Folding the same events gives the same state on every
// replica.
#pragma once

#include <variant>
#include <vector>

#include "core/domain/body.hpp"

namespace countersign {

/// monostate for a subject of a kind that this version does not know.
using SubjectState = SubjectKinds::State;

using Command = SubjectKinds::Command;

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

/// Which stream of an organisation a body belongs to.
StreamKind stream_kind_of(const Body& body);

}  // namespace countersign
