// Checking passwords and codes, and keeping sessions.
#include "server/auth/sign_in.hpp"

#include "server/system/ids.hpp"

namespace countersign {

namespace {

// What a list of sessions needs to know of when each was used; every write is a flush of the disk.
constexpr Milliseconds use_known_to{300'000};
constexpr std::size_t user_agent_bytes_max = 300;

std::string new_token() { return to_hex(random_bytes(32)); }

}  // namespace

Digest digest_of_token(const char* kind, const std::string& token) { return sha256(std::string("countersign ") + kind + " " + token); }

Refusal refuse_for_now(Milliseconds wait) {
    return {"refusal.session.too_many_attempts", {{"seconds", std::to_string((wait.count + 999) / 1'000)}}};
}

SignIn::SignIn(const Parts& parts, SignInSettings settings)
    : store_(parts.accounts), second_factor_(parts.second_factor), hasher_(parts.hasher), ids_(parts.ids), settings_(std::move(settings)) {}

Result<std::optional<Digest>, Failure> SignIn::known_browser(const Client& client, const UserId& user) {
    if (client.browser_token.empty()) return std::optional<Digest>();
    const Digest digest = digest_of_token("browser", client.browser_token);
    auto known = store_.knows_browser(digest, user);
    if (!known) return Error{known.error()};
    return *known ? std::optional(digest) : std::nullopt;
}

Result<Result<SignInOutcome, Refusal>, Failure> SignIn::sign_in(const Credentials& credentials, Instant now) {
    using Outcome = Result<SignInOutcome, Refusal>;
    auto account = store_.find(credentials.login);
    if (!account) return Error{account.error()};
    auto browser = known_browser(credentials.client, account->has_value() ? (*account)->actor.user : UserId{});
    if (!browser) return Error{browser.error()};
    auto attempt = throttle_.attempt({"password", credentials.login, credentials.client.address, *browser}, now);
    if (attempt.wait.count > 0) return Outcome(Error{refuse_for_now(attempt.wait)});

    const bool there = account->has_value() && !(*account)->deactivated_at;
    const bool right =
        there ? hasher_.verify((*account)->password_hash, credentials.password) : hasher_.verify_unknown(credentials.password);
    if (!right) return Outcome(Error{Refusal{"refusal.session.wrong_password", {}}});
    attempt.succeeded();
    auto entered = enter(std::move(**account), credentials.client, now);
    if (!entered) return Error{entered.error()};
    return Outcome(std::move(*entered));
}

Result<SignInOutcome, Failure> SignIn::enter(Account account, const Client& client, Instant now) {
    auto second = second_factor_.state(account.actor.user);
    if (!second) return Error{second.error()};
    if (second->on) return SignInOutcome(CodeNeeded{challenges_.make(account.actor.user, now)});
    auto session = open_session(std::move(account), client, now);
    if (!session) return Error{session.error()};
    return SignInOutcome(std::move(*session));
}

Result<Result<NewSession, Refusal>, Failure> SignIn::finish(const std::string& challenge, const std::string& code, const Client& client,
                                                            Instant now) {
    using Outcome = Result<NewSession, Refusal>;
    const Outcome over(Error{Refusal{"refusal.session.challenge_over", {}}});
    const auto user = challenges_.attempt(challenge, now);
    if (!user) return over;
    auto account = store_.find_user(*user);
    if (!account) return Error{account.error()};
    if (!account->has_value() || (*account)->deactivated_at) return over;
    auto attempt = attempt_code(**account, client, now);
    if (attempt.wait.count > 0) return Outcome(Error{refuse_for_now(attempt.wait)});
    auto right = second_factor_.check(*user, code, now);
    if (!right) return Error{right.error()};
    if (!*right) return Outcome(Error{Refusal{"refusal.session.wrong_code", {}}});
    attempt.succeeded();
    challenges_.end(challenge);
    auto session = open_session(std::move(**account), client, now);
    if (!session) return Error{session.error()};
    return Outcome(std::move(*session));
}

Result<NewSession, Failure> SignIn::open_session(Account account, const Client& client, Instant now) {
    NewSession session{new_token(), new_token(), std::move(account), now + settings_.lifetime};
    const UserId& user = session.account.actor.user;
    auto added = store_.add_session({digest_of_token("session", session.token), user, now, session.expires_at, ids_.next(),
                                     client.user_agent.substr(0, user_agent_bytes_max), client.address, now});
    if (!added) return Error{added.error()};
    // A new token each time: one that somebody planted in the browser beforehand is worth nothing afterwards.
    std::optional<Digest> before;
    if (!client.browser_token.empty()) before = digest_of_token("browser", client.browser_token);
    auto remembered = store_.remember_browser(before, digest_of_token("browser", session.browser_token), user, now);
    if (!remembered) return Error{remembered.error()};
    return session;
}

Result<std::optional<SignIn::Current>, Failure> SignIn::session(const std::string& token, const Client& client, Instant now) {
    if (token.empty()) return std::optional<Current>();
    const Digest digest = digest_of_token("session", token);
    auto found = store_.find_session(digest, now);
    if (!found) return Error{found.error()};
    if (!found->has_value()) return std::optional<Current>();
    Current current{std::move((*found)->account), std::move((*found)->session), std::nullopt};
    Session& session = current.session;
    // Its end is written at most once in a thirtieth of its life, not with every request.
    const Instant expires_at = now + settings_.lifetime;
    const bool extend = (expires_at - session.expires_at).count > settings_.lifetime.count / 30;
    if (!extend && now - session.last_used_at < use_known_to) return std::optional(std::move(current));
    Session touched = session;
    if (extend) touched.expires_at = expires_at;
    touched.last_used_at = now;
    touched.address = client.address;
    // A disk that is full must not sign anybody out: the session simply keeps its old end.
    if (store_.touch_session(touched)) {
        session = std::move(touched);
        if (extend) current.extended_until = expires_at;
    }
    return std::optional(std::move(current));
}

Result<void, Failure> SignIn::sign_out(const std::string& token) { return store_.end_session(digest_of_token("session", token)); }

Result<std::optional<Refusal>, Failure> SignIn::check_password(const Account& account, const std::string& password, const Client& client,
                                                               Instant now) {
    auto browser = known_browser(client, account.actor.user);
    if (!browser) return Error{browser.error()};
    auto attempt = throttle_.attempt({"current password", account.actor.user.value, client.address, *browser}, now);
    if (attempt.wait.count > 0) return std::optional(refuse_for_now(attempt.wait));
    if (!hasher_.verify(account.password_hash, password)) return std::optional(Refusal{"refusal.password.wrong_current", {}});
    attempt.succeeded();
    return std::optional<Refusal>();
}

SignInThrottle::Attempt SignIn::attempt_code(const Account& account, const Client& client, Instant now) {
    const auto browser = known_browser(client, account.actor.user);
    return throttle_.attempt({"code", account.actor.user.value, client.address, browser ? *browser : std::nullopt}, now);
}

Result<bool, Failure> SignIn::must_set_up_second_factor(const Account& account) {
    if (!second_factor_required(account.actor.role)) return false;
    auto state = second_factor_.state(account.actor.user);
    if (!state) return Error{state.error()};
    return !state->on;
}

}  // namespace countersign
