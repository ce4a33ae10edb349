// One's own password and second step. What a stolen session must not do asks for the password; after each change the session has a new
// token.
#include "server/auth/password_rule.hpp"
#include "server/http/outcome.hpp"
#include "server/http/route.hpp"

namespace countersign {

namespace {

/// What to answer when the password in the body is not the person's.
std::optional<HttpResponse> refuse_password(const Api& api, const Call& call, const std::string& password) {
    auto refusal = api.access.sign_in.check_password(call.account(), password, call.client(), call.now);
    if (!refusal) return api.fail(refusal.error());
    if (*refusal) return answer_refusal(**refusal);
    return std::nullopt;
}

/// The same person goes on with a new token.
HttpResponse go_on(const Api& api, const Call& call, HttpResponse response) {
    auto session = api.access.sign_in.open_session(call.account(), call.client(), call.now);
    if (!session) return api.fail(session.error());
    if (auto failure = end_session_before(api, call)) return api.fail(*failure);
    set_session_cookies(call, *session, response);
    return response;
}

HttpResponse change_password(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const std::string current = body.text("current", password_bytes_max);
    const std::string wanted = body.text("new", 2 * password_bytes_max);
    if (auto problem = body.problem()) return std::move(*problem);
    const Account& account = call.account();
    if (auto refused = refuse_password(api, call, current)) return std::move(*refused);
    if (const auto refusal = check_new_password(wanted, account.login, account.actor.name)) return answer_refusal(*refusal);
    // Ends every session, this one too: whoever knew the password is out.
    auto changed = api.access.accounts.set_password(account.login, api.access.hasher.hash(wanted));
    if (!changed) return api.fail(changed.error());
    return go_on(api, call, answer_nothing());
}

HttpResponse show_second_factor(const Api& api, const Call& call) {
    auto state = api.access.second_factor.state(call.actor().user);
    if (!state) return api.fail(state.error());
    return answer_json({{"on", state->on},
                        {"required", api.access.sign_in.second_factor_required(call.actor().role)},
                        {"recovery_codes_left", state->recovery_codes_left}});
}

HttpResponse begin_second_factor(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const std::string password = body.text("password", password_bytes_max);
    if (auto problem = body.problem()) return std::move(*problem);
    if (auto refused = refuse_password(api, call, password)) return std::move(*refused);
    return answer_outcome(api, api.access.second_factor.begin(call.account()), [](const SecondFactorSetUp& set_up) {
        return answer_json({{"secret", set_up.secret}, {"uri", set_up.uri}});
    });
}

HttpResponse confirm_second_factor(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const std::string code = body.text("code", 100);
    if (auto problem = body.problem()) return std::move(*problem);
    auto attempt = api.access.sign_in.attempt_code(call.account(), call.client(), call.now);
    if (attempt.wait.count > 0) return answer_refusal(refuse_for_now(attempt.wait));
    return answer_outcome(api, api.access.second_factor.confirm(call.actor().user, code, call.now),
                          [&](const std::vector<std::string>& codes) {
                              attempt.succeeded();
                              return go_on(api, call, answer_json({{"recovery_codes", codes}}));
                          });
}

HttpResponse renew_recovery_codes(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const std::string password = body.text("password", password_bytes_max);
    if (auto problem = body.problem()) return std::move(*problem);
    if (auto refused = refuse_password(api, call, password)) return std::move(*refused);
    return answer_outcome(api, api.access.second_factor.renew_recovery_codes(call.actor().user), [](const std::vector<std::string>& codes) {
        return answer_json({{"recovery_codes", codes}});
    });
}

HttpResponse remove_second_factor(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const std::string password = body.text("password", password_bytes_max);
    if (auto problem = body.problem()) return std::move(*problem);
    if (auto refused = refuse_password(api, call, password)) return std::move(*refused);
    if (api.access.sign_in.second_factor_required(call.actor().role)) return answer_refusal({"refusal.second_factor.required", {}});
    if (auto removed = api.access.second_factor.remove(call.actor().user); !removed) return api.fail(removed.error());
    return go_on(api, call, answer_nothing());
}

}  // namespace

std::vector<Route> security_routes() {
    return {{"POST", "api/v1/password", Audience::signed_in, change_password},
            {"GET", "api/v1/second-factor", Audience::half_signed_in, show_second_factor},
            {"POST", "api/v1/second-factor/begin", Audience::half_signed_in, begin_second_factor},
            {"POST", "api/v1/second-factor/confirm", Audience::half_signed_in, confirm_second_factor},
            {"POST", "api/v1/second-factor/recovery-codes", Audience::signed_in, renew_recovery_codes},
            {"POST", "api/v1/second-factor/remove", Audience::signed_in, remove_second_factor}};
}

}  // namespace countersign
