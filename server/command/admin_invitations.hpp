// The actions of `countersign admin` that make, list and revoke links with which people set a password of their own.
#pragma once

#include "server/command/options.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

int admin_invite(const Options& options, StoreDatabase& database);
int admin_password_link(const Options& options, StoreDatabase& database);
int admin_list_invitations(StoreDatabase& database);
int admin_revoke_invitation(const Options& options, StoreDatabase& database);

}  // namespace countersign
