// AccessControl: everything that decides who somebody is and what they may see, put together over one database.
#pragma once

#include "server/auth/people.hpp"
#include "server/auth/sign_in.hpp"
#include "server/store/sqlite_account_store.hpp"
#include "server/store/sqlite_device_store.hpp"
#include "server/store/sqlite_invitation_store.hpp"
#include "server/store/sqlite_second_factor_store.hpp"

namespace countersign {

struct AccessControl {
    struct Parts {
        StoreDatabase& database;
        EventStore& events;
        PasswordHasher& hasher;
        IdSource& ids;
    };
    AccessControl(const Parts& parts, ServerKey key, SignInSettings settings = {})
        : accounts(parts.database),
          second_factors(parts.database),
          invitations(parts.database),
          devices(parts.database),
          hasher(parts.hasher),
          second_factor(second_factors, std::move(key)),
          sign_in({accounts, second_factor, parts.hasher, parts.ids}, std::move(settings)),
          people({accounts, invitations, parts.events, parts.ids}) {}
    AccessControl(const AccessControl&) = delete;
    AccessControl& operator=(const AccessControl&) = delete;

    SqliteAccountStore accounts;
    SqliteSecondFactorStore second_factors;
    SqliteInvitationStore invitations;
    SqliteDeviceStore devices;
    PasswordHasher& hasher;
    SecondFactor second_factor;
    SignIn sign_in;
    People people;
};

}  // namespace countersign
