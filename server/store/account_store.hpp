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
    std::optional<Instant> deactivated_at = {};  ///< somebody who has left: their name stays on what they did, but nobody signs in with it
};

struct Session {
    Digest token_digest;
    UserId user;
    Instant created_at;
    Instant expires_at;
    std::string id = {};       ///< by which its owner names it; opens nothing
    std::string client = {};   ///< the browser's own description of itself
    std::string address = {};  ///< where it was last used from
    Instant last_used_at = {};
};

struct SignedIn {
    Account account;
    Session session;
};

/// What became of a change to somebody's account.
enum class AccountChange { done, unknown, last_administrator };

class AccountStore {
public:
    virtual ~AccountStore() = default;
    /// False when the login is taken.
    virtual Result<bool, Failure> add(const Account& account) = 0;
    /// False when there is no such login. Ends every session of the account and forgets the browsers it was used in.
    virtual Result<bool, Failure> set_password(const std::string& login, const std::string& password_hash) = 0;
    virtual Result<std::optional<Account>, Failure> find(const std::string& login) = 0;
    virtual Result<std::optional<Account>, Failure> find_user(const UserId& user) = 0;
    virtual Result<std::vector<Account>, Failure> list() = 0;
    /// Both end every session of the account. An administrator always remains.
    virtual Result<AccountChange, Failure> change_role(const UserId& user, Role role, const std::vector<OrganisationId>& organisations) = 0;
    virtual Result<AccountChange, Failure> deactivate(const UserId& user, Instant now) = 0;
    virtual Result<AccountChange, Failure> reactivate(const UserId& user) = 0;

    /// Also forgets sessions that expired before this one began.
    virtual Result<void, Failure> add_session(const Session& session) = 0;
    /// Nothing when there is none, it has expired or the account is deactivated.
    virtual Result<std::optional<SignedIn>, Failure> find_session(const Digest& token_digest, Instant now) = 0;
    /// Keeps when and where it was used, and until when it now lives.
    virtual Result<void, Failure> touch_session(const Session& session) = 0;
    virtual Result<void, Failure> end_session(const Digest& token_digest) = 0;
    /// The newest first.
    virtual Result<std::vector<Session>, Failure> sessions_of(const UserId& user, Instant now) = 0;
    /// False when that person has no such session.
    virtual Result<bool, Failure> end_session_of(const UserId& user, const std::string& session_id) = 0;
    virtual Result<void, Failure> end_sessions_of(const UserId& user, const std::optional<Digest>& but) = 0;

    /// Whether somebody signed in to that account in the browser that holds this token.
    virtual Result<bool, Failure> knows_browser(const Digest& browser, const UserId& user) = 0;
    /// The browser's new token takes the place of the one it had, for everybody who uses it.
    virtual Result<void, Failure> remember_browser(const std::optional<Digest>& before, const Digest& browser, const UserId& user,
                                                   Instant now) = 0;
};

}  // namespace countersign
