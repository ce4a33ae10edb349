// SecondFactor: the second step of signing in: codes of an authenticator app, and ten recovery codes for when the telephone is gone. Set up
// in two moves (a secret is made; a code of it confirms that the app has it), so that nobody locks themselves out by half. The secret
// leaves the server once, when it is made; recovery codes once, when they are made. Every code counts once.
#pragma once

#include "server/auth/server_key.hpp"
#include "server/store/account_store.hpp"
#include "server/store/second_factor_store.hpp"

namespace countersign {

inline constexpr std::size_t recovery_code_count = 10;

struct SecondFactorSetUp {
    std::string secret;  ///< base32, for typing in
    std::string uri;     ///< for a picture or a link
};

struct SecondFactorState {
    bool on = false;
    std::int64_t recovery_codes_left = 0;
};

class SecondFactor {
public:
    SecondFactor(SecondFactorStore& store, ServerKey key) : store_(store), key_(std::move(key)) {}

    Result<SecondFactorState, Failure> state(const UserId& user);
    /// Refusal "refusal.second_factor.already_on".
    Result<Result<SecondFactorSetUp, Refusal>, Failure> begin(const Account& account);
    /// Answers the recovery codes. Refusal "refusal.second_factor.wrong_code", ".not_begun" or ".already_on".
    Result<Result<std::vector<std::string>, Refusal>, Failure> confirm(const UserId& user, const std::string& code, Instant now);
    /// Takes a code of the app or a recovery code; using it up. False when it is none, or no longer. Failure "failure.second_factor_key"
    /// when the app's codes cannot be checked, because the server's key is another one than it was.
    Result<bool, Failure> check(const UserId& user, const std::string& code, Instant now);
    /// Those before are worth nothing afterwards. Refusal "refusal.second_factor.not_on".
    Result<Result<std::vector<std::string>, Refusal>, Failure> renew_recovery_codes(const UserId& user);
    Result<void, Failure> remove(const UserId& user) { return store_.remove(user); }

private:
    Result<std::optional<std::string>, Failure> secret_of(const UserId& user, const SecondFactorRecord& record) const;

    SecondFactorStore& store_;
    ServerKey key_;
};

}  // namespace countersign
