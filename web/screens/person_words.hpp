// Words for people: their role, and how someone is named who may not be known on this device.
#pragma once

#include <string>

#include "web/app/portal.hpp"

namespace countersign::screens {

/// "Technician", "Contact person".
std::string role_words(const app::Portal& portal, Role role);
/// A person's name, or a word for somebody who is not in the organisation's list of people.
std::string name_or_somebody(app::Portal& portal, const OrganisationId& organisation, const UserId& user);

}  // namespace countersign::screens
