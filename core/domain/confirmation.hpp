// Confirmation: the client's word that something is as it should be, or may be done (requirements.md C2, C3; rules.md 29; S2: "the
// customer is obliged to examine whether a backup holds the wanted data").
//
// The rule: it is given by a contact person in their own session whom the agreement names for verifying work; anybody else's is kept and
// shown, and does not count. Worked example: Grażyna may verify work and confirms the backup; Tomasz, who may only order emergency visits,
// is refused on his device, and flagged where the server learns of it later.
#pragma once

#include "core/domain/fact.hpp"

namespace countersign {

/// Whether the actor may give the client's word.
Admission require_verifier(const Context& context);

/// The actor's name as the organisation has it, else as the account has it.
std::string name_of_actor(const Context& context);

}  // namespace countersign
