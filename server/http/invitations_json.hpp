// Reading and writing people and invitations as the API has them.
#pragma once

#include "server/http/call.hpp"

namespace countersign {

/// Role and organisations of a body; what is wrong is the reader's problem.
struct Place {
    Role role = Role::reporter;
    std::vector<OrganisationId> organisations;
};
Place read_place(FieldReader& fields);

/// Without its secret.
Json invitation_json(const Invitation& invitation);
/// With the link's secret, behind '#', where a browser keeps it to itself.
Json invitation_made_json(const InvitationMade& made);

}  // namespace countersign
