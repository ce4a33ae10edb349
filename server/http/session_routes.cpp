// Signing in, in one step or two; who one is; signing out; and the list of one's sessions.
#include "core/base/overloaded.hpp"
#include "server/http/outcome.hpp"
#include "server/http/route.hpp"

namespace countersign {

HttpResponse answer_entered(const Api& api, const Call& call, const SignInOutcome& outcome) {
    return std::visit(Overloaded{[&](const NewSession& session) { return answer_session(api, call, session); },
                                 [&](const CodeNeeded& needed) {
                                     const std::string seconds = std::to_string(Challenges::lifetime.count / 1'000);
                                     return answer_refusal({"refusal.session.second_factor_needed",
                                                            {{"challenge", needed.challenge}, {"seconds_left", seconds}}});
                                 }},
                      outcome);
}

HttpResponse answer_session(const Api& api, const Call& call, const NewSession& session) {
    if (auto failure = end_session_before(api, call)) return api.fail(*failure);
    auto json = session_json(api, session.account);
    if (!json) return api.fail(json.error());
    HttpResponse response = answer_json(*json);
    set_session_cookies(call, session, response);
    return response;
}

Result<Json, Failure> session_json(const Api& api, const Account& account) {
    auto to_set_up = api.access.sign_in.must_set_up_second_factor(account);
    if (!to_set_up) return Error{to_set_up.error()};
    Json json = account_json(account);
    if (*to_set_up) json["second_factor"] = "to_set_up";
    return json;
}

namespace {

HttpResponse sign_in(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const Credentials credentials{body.text("login", 200), body.text("password", password_bytes_max), call.client()};
    if (auto problem = body.problem()) return std::move(*problem);
    auto outcome = api.access.sign_in.sign_in(credentials, call.now);
    return answer_outcome(api, outcome, [&](const SignInOutcome& entered) { return answer_entered(api, call, entered); });
}

HttpResponse finish_sign_in(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const std::string challenge = body.text("challenge", 100);
    const std::string code = body.text("code", 100);
    if (auto problem = body.problem()) return std::move(*problem);
    auto outcome = api.access.sign_in.finish(challenge, code, call.client(), call.now);
    return answer_outcome(api, outcome, [&](const NewSession& session) { return answer_session(api, call, session); });
}

HttpResponse show_session(const Api& api, const Call& call) {
    auto json = session_json(api, call.account());
    return json ? answer_json(*json) : api.fail(json.error());
}

HttpResponse sign_out(const Api& api, const Call& call) {
    if (auto failure = end_session_before(api, call)) return api.fail(*failure);
    HttpResponse response = answer_nothing();
    clear_session_cookie(call, response);
    return response;
}

HttpResponse list_sessions(const Api& api, const Call& call) {
    auto sessions = api.access.accounts.sessions_of(call.actor().user, call.now);
    if (!sessions) return api.fail(sessions.error());
    Json list = Json::array();
    for (const Session& session : *sessions) {
        list.push_back({{"id", session.id},
                        {"client", client_json(session.client)},
                        {"address", session.address},
                        {"created_at", session.created_at.utc_ms},
                        {"last_used_at", session.last_used_at.utc_ms},
                        {"current", session.id == call.current->session.id}});
    }
    return answer_json({{"sessions", std::move(list)}});
}

HttpResponse end_session(const Api& api, const Call& call) {
    auto ended = api.access.accounts.end_session_of(call.actor().user, call.param("session"));
    if (!ended) return api.fail(ended.error());
    // Somebody else's session is none that one could know of.
    if (!*ended) return answer_problem({404, "failure.http.not_found", "You have no such session.", {}});
    HttpResponse response = answer_nothing();
    if (call.param("session") == call.current->session.id) clear_session_cookie(call, response);
    return response;
}

HttpResponse end_other_sessions(const Api& api, const Call& call) {
    auto ended = api.access.accounts.end_sessions_of(call.actor().user, call.current->session.token_digest);
    return ended ? answer_nothing() : api.fail(ended.error());
}

}  // namespace

std::vector<Route> session_routes() {
    return {{"POST", "api/v1/session", Audience::anybody, sign_in},
            {"POST", "api/v1/session/code", Audience::anybody, finish_sign_in},
            {"GET", "api/v1/session", Audience::half_signed_in, show_session},
            {"DELETE", "api/v1/session", Audience::anybody, sign_out},
            {"GET", "api/v1/sessions", Audience::signed_in, list_sessions},
            {"DELETE", "api/v1/sessions/:session", Audience::signed_in, end_session},
            {"POST", "api/v1/sessions/end-others", Audience::signed_in, end_other_sessions}};
}

}  // namespace countersign
