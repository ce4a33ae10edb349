// Confirmation: who may give the client's word.
#include "core/domain/confirmation.hpp"

#include "core/domain/organisation.hpp"

namespace countersign {

Admission require_verifier(const Context& context) {
    if (context.organisation == nullptr) return {};
    const Contact* contact = context.organisation->contact(context.actor.user);
    if (contact == nullptr || !contact->may_verify_work) {
        return refuse("refusal.confirmation.not_a_verifier", {{"name", name_of_actor(context)}});
    }
    return {};
}

std::string name_of_actor(const Context& context) {
    const std::string known = context.organisation == nullptr ? std::string{} : context.organisation->person_name(context.actor.user);
    return known.empty() ? context.actor.name : known;
}

}  // namespace countersign
