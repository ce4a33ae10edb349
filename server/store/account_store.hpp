// AccountStore: the port behind which accounts and sessions lie. It knows digests of passwords and of session tokens, never the things
// themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/refusal.hpp"
#include "core/base/result.hpp"
#include "core/domain/permission.hpp"

namespace countersign {

struct Account {
    Actor actor;
    std::string login;
    std::string password_hash;
};

struct Session {
    Digest token_digest;
    UserId user;
    Instant created_at;
    Instant expires_at;
};

struct SignedIn {
    Account account;
    Session session;
};

class AccountStore {
public:
    virtual ~AccountStore() = default;
    /// False when the login is taken.
    virtual Result<bool, Failure> add(const Account& account) = 0;
    /// False when there is no such login. Ends every session of the account.
    virtual Result<bool, Failure> set_password(const std::string& login, const std::string& password_hash) = 0;
    virtual Result<std::optional<Account>, Failure> find(const std::string& login) = 0;
    virtual Result<std::vector<Account>, Failure> list() = 0;

    /// Also forgets sessions that expired before this one began.
    virtual Result<void, Failure> add_session(const Session& session) = 0;
    /// Nothing when there is none or it has expired.
    virtual Result<std::optional<SignedIn>, Failure> find_session(const Digest& token_digest, Instant now) = 0;
    virtual Result<void, Failure> extend_session(const Digest& token_digest, Instant expires_at) = 0;
    virtual Result<void, Failure> end_session(const Digest& token_digest) = 0;
};

}  // namespace countersign
