// InvitationStore: the port for links that let somebody set a password once: an invitation to a new account, or a new password for one
// there is. The link's token is known to whoever got it; the store has its digest.
#pragma once

#include <string>
#include <vector>

#include "server/store/account_store.hpp"

namespace countersign {

struct Invitation {
    enum class Kind { new_account, new_password };
    std::string id = {};
    Kind kind = Kind::new_account;
    Actor actor = {};  ///< as the account is to be, or is
    std::string login = {};
    UserId invited_by = {};  ///< empty: on the server's command line
    Instant created_at = {};
    Instant expires_at = {};
};

class InvitationStore {
public:
    virtual ~InvitationStore() = default;
    enum class Added { done, login_taken, login_invited };
    /// A link for a new password takes the place of an earlier one. Forgets what expired before.
    virtual Result<Added, Failure> add(const Invitation& invitation, const Digest& token) = 0;
    /// Nothing when there is none, or it has expired, been used or been revoked.
    virtual Result<std::optional<Invitation>, Failure> find(const Digest& token, Instant now) = 0;
    /// Those that can still be used, the newest first.
    virtual Result<std::vector<Invitation>, Failure> list(Instant now) = 0;
    virtual Result<bool, Failure> remove(const std::string& id) = 0;
    /// Uses it up: makes the account or sets its password, and ends the account's sessions. Nothing when it cannot be used (any more).
    virtual Result<std::optional<Account>, Failure> accept(const Digest& token, const std::string& password_hash, Instant now) = 0;
};

}  // namespace countersign
