// Words for people.
#include "web/screens/person_words.hpp"

namespace countersign::screens {

std::string role_words(const app::Portal& portal, Role role) { return portal.tr("roles." + std::string(role_name(role))); }

std::string name_or_somebody(app::Portal& portal, const OrganisationId& organisation, const UserId& user) {
    if (user.value == role_name(Role::server)) return role_words(portal, Role::server);
    std::string name = portal.person_name(organisation, user);
    return name.empty() ? portal.tr("common.somebody") : name;
}

}  // namespace countersign::screens
