// SignIn: from login and password to a session, and from a session's token back to the account. The token is 256 random bits that only the
// browser's cookie holds; the store knows its SHA-256. A session that is used lives on; one that is not ends by itself.
#pragma once

#include "server/auth/password.hpp"
#include "server/auth/throttle.hpp"
#include "server/store/account_store.hpp"

namespace countersign {

struct NewSession {
    std::string token;  ///< 64 hexadecimal digits, for the cookie
    Account account;
    Instant expires_at;
};

struct Credentials {
    std::string login;
    std::string password;
    std::string client_address;
};

class SignIn {
public:
    static constexpr Milliseconds default_lifetime{30LL * 24 * 3'600'000};

    SignIn(AccountStore& store, PasswordHasher& hasher, Milliseconds lifetime = default_lifetime);

    /// Refusal "refusal.session.wrong_password" or "refusal.session.too_many_attempts" with "seconds".
    Result<Result<NewSession, Refusal>, Failure> sign_in(const Credentials& credentials, Instant now);

    struct Current {
        Account account;
        std::optional<Instant> extended_until;  ///< set when the session was just extended: the cookie is to be sent again
    };
    /// Nothing when the token is unknown or its session has ended.
    Result<std::optional<Current>, Failure> session(const std::string& token, Instant now);
    Result<void, Failure> sign_out(const std::string& token);

    Milliseconds lifetime() const { return lifetime_; }

private:
    AccountStore& store_;
    PasswordHasher& hasher_;
    Milliseconds lifetime_;
    Throttle by_address_;
    Throttle by_login_;
};

}  // namespace countersign
