// Admission: what the server does with one event that a device sent. Facts are always admitted, flagged where they break an expectation;
// guarded changes are refused with the reason when the state does not allow them. Example: a departure recorded on a visit that another
// tablet already ended is accepted and flagged; closing a ticket that was closed meanwhile is refused and waits for its author as "needs
// attention". A ticket whose promise is not the agreement's is accepted and flagged.
#pragma once

#include "core/domain/subject_state.hpp"

namespace countersign {

enum class Fate { accepted, flagged, refused };

struct Verdict {
    Fate fate = Fate::accepted;
    Refusal reason = {};                ///< for flagged and refused
    std::vector<Refusal> further = {};  ///< for flagged: more expectations that it breaks
};

/// `state` is the subject's state from all events accepted so far; `context.actor` is who the session belongs to, `context.agreement` the
/// one in force when the event was made.
Verdict admit_event(const SubjectState& state, const StoredEvent& stored, const Body& body, const Context& context);

}  // namespace countersign
