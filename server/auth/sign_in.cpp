// Checking passwords and keeping sessions.
#include "server/auth/sign_in.hpp"

#include "server/system/ids.hpp"

namespace countersign {

namespace {

// One address may stand for a whole office, so it has more free attempts; it may have to wait longer, since nobody can be kept out by it
// from somewhere else.
constexpr ThrottleLimits address_limits{20, {900'000}, {3'600'000}, 10'000};
constexpr ThrottleLimits login_limits{5, {60'000}, {3'600'000}, 10'000};

Digest digest_of_token(const std::string& token) { return sha256("countersign session " + token); }

}  // namespace

SignIn::SignIn(AccountStore& store, PasswordHasher& hasher, Milliseconds lifetime)
    : store_(store), hasher_(hasher), lifetime_(lifetime), by_address_(address_limits), by_login_(login_limits) {}

Result<Result<NewSession, Refusal>, Failure> SignIn::sign_in(const Credentials& credentials, Instant now) {
    using Outcome = Result<NewSession, Refusal>;
    const Milliseconds wait = std::max(by_address_.wait(credentials.client_address, now), by_login_.wait(credentials.login, now));
    if (wait.count > 0) {
        const std::int64_t seconds = (wait.count + 999) / 1'000;
        return Outcome(Error{Refusal{"refusal.session.too_many_attempts", {{"seconds", std::to_string(seconds)}}}});
    }
    auto account = store_.find(credentials.login);
    if (!account) return Error{account.error()};
    const bool right = account->has_value() ? hasher_.verify((*account)->password_hash, credentials.password)
                                            : hasher_.verify_unknown(credentials.password);
    if (!right) {
        by_address_.failed(credentials.client_address, now);
        by_login_.failed(credentials.login, now);
        return Outcome(Error{Refusal{"refusal.session.wrong_password", {}}});
    }
    by_login_.succeeded(credentials.login);

    NewSession session{to_hex(random_bytes(32)), std::move(**account), now + lifetime_};
    auto added = store_.add_session({digest_of_token(session.token), session.account.actor.user, now, session.expires_at});
    if (!added) return Error{added.error()};
    return Outcome(std::move(session));
}

Result<std::optional<SignIn::Current>, Failure> SignIn::session(const std::string& token, Instant now) {
    if (token.empty()) return std::optional<Current>();
    const Digest digest = digest_of_token(token);
    auto found = store_.find_session(digest, now);
    if (!found) return Error{found.error()};
    if (!found->has_value()) return std::optional<Current>();
    Current current{std::move((*found)->account), std::nullopt};
    // Written at most once in a thirtieth of its life, not with every request.
    const Instant expires_at = now + lifetime_;
    if ((expires_at - (*found)->session.expires_at).count > lifetime_.count / 30) {
        // A disk that is full must not sign anybody out: the session simply keeps its old end.
        if (store_.extend_session(digest, expires_at)) current.extended_until = expires_at;
    }
    return std::optional(std::move(current));
}

Result<void, Failure> SignIn::sign_out(const std::string& token) { return store_.end_session(digest_of_token(token)); }

}  // namespace countersign
