// SignIn: from login and password, and a code where a second step is set up, to a session; and from a session's token back to the account.
// The token is 256 random bits that only the browser's cookie holds; the store knows its SHA-256. It is a new one at every sign-in and
// whenever the account's password or second step changes, so that nobody can make somebody use a session they know. A session that is used
// lives on; one that is not ends by itself.
#pragma once

#include <set>
#include <variant>

#include "server/auth/challenges.hpp"
#include "server/auth/password.hpp"
#include "server/auth/second_factor.hpp"
#include "server/auth/sign_in_throttle.hpp"
#include "server/store/account_store.hpp"

namespace countersign {

/// Where somebody asks from.
struct Client {
    std::string address;
    std::string browser_token = {};  ///< of an earlier sign-in in the same browser; empty: none
    std::string user_agent = {};
};

struct NewSession {
    std::string token;          ///< 64 hexadecimal digits, for the cookie
    std::string browser_token;  ///< for a cookie that outlives the session
    Account account;
    Instant expires_at;
};

/// The password was right; a code is still to come.
struct CodeNeeded {
    std::string challenge;
};

using SignInOutcome = std::variant<NewSession, CodeNeeded>;

struct Credentials {
    std::string login;
    std::string password;
    Client client;
};

struct SignInSettings {
    Milliseconds lifetime{30LL * 24 * 3'600'000};
    std::set<Role> second_factor_required = {};  ///< may do nothing but set it up, until they have
};

class SignIn {
public:
    struct Parts {
        AccountStore& accounts;
        SecondFactor& second_factor;
        PasswordHasher& hasher;
        IdSource& ids;
    };
    explicit SignIn(const Parts& parts, SignInSettings settings = {});

    /// Refusal "refusal.session.wrong_password" or "refusal.session.too_many_attempts" with "seconds".
    Result<Result<SignInOutcome, Refusal>, Failure> sign_in(const Credentials& credentials, Instant now);
    /// The second step. Refusal "refusal.session.wrong_code", "refusal.session.challenge_over" or "…too_many_attempts".
    Result<Result<NewSession, Refusal>, Failure> finish(const std::string& challenge, const std::string& code, const Client& client,
                                                        Instant now);
    /// For somebody who has just set a password by a link: what is asked of them as if they had typed it.
    Result<SignInOutcome, Failure> enter(Account account, const Client& client, Instant now);
    /// A session with a new token, after something about the account changed.
    Result<NewSession, Failure> open_session(Account account, const Client& client, Instant now);

    struct Current {
        Account account;
        Session session;
        std::optional<Instant> extended_until;  ///< set when the session was just extended: the cookie is to be sent again
    };
    /// Nothing when the token is unknown or its session has ended.
    Result<std::optional<Current>, Failure> session(const std::string& token, const Client& client, Instant now);
    Result<void, Failure> sign_out(const std::string& token);

    /// Before something that a stolen session must not do. Nothing when it is right; refusals as those of `sign_in`, but
    /// "refusal.password.wrong_current".
    Result<std::optional<Refusal>, Failure> check_password(const Account& account, const std::string& password, const Client& client,
                                                           Instant now);
    /// The same for a code that confirms a set-up: whether it may be tried now.
    SignInThrottle::Attempt attempt_code(const Account& account, const Client& client, Instant now);
    /// Whether this person must set up a second step before anything else.
    Result<bool, Failure> must_set_up_second_factor(const Account& account);
    bool second_factor_required(Role role) const { return settings_.second_factor_required.count(role) > 0; }

    Milliseconds lifetime() const { return settings_.lifetime; }

private:
    Result<std::optional<Digest>, Failure> known_browser(const Client& client, const UserId& user);

    AccountStore& store_;
    SecondFactor& second_factor_;
    PasswordHasher& hasher_;
    IdSource& ids_;
    SignInSettings settings_;
    SignInThrottle throttle_;
    Challenges challenges_;
};

/// "refusal.session.too_many_attempts" with the seconds that are left.
Refusal refuse_for_now(Milliseconds wait);
/// What the store knows of a token of this kind: "session", "browser", "invitation".
Digest digest_of_token(const char* kind, const std::string& token);

}  // namespace countersign
