// People: who has an account, what they may do, and ending it; and what an administrator does for somebody who lost telephone or device.
#include "server/http/devices_json.hpp"
#include "server/http/invitations_json.hpp"
#include "server/http/outcome.hpp"
#include "server/http/route.hpp"

namespace countersign {

namespace {

HttpResponse done(std::monostate) { return answer_nothing(); }

UserId user_of(const Call& call) { return {call.param("user")}; }

HttpResponse list_people(const Api& api, const Call& call) {
    auto people = api.access.people.list(call.actor());
    if (!people) return api.fail(people.error());
    Json list = Json::array();
    for (const Account& account : *people) {
        auto second = api.access.second_factor.state(account.actor.user);
        if (!second) return api.fail(second.error());
        Json json = account_json(account);
        json["active"] = !account.deactivated_at.has_value();
        json["second_factor"] = second->on;
        list.push_back(std::move(json));
    }
    return answer_json({{"people", std::move(list)}});
}

HttpResponse change_role(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const Place place = read_place(body.fields());
    if (auto problem = body.problem()) return std::move(*problem);
    return answer_outcome(api, api.access.people.change_role(user_of(call), place.role, place.organisations), done);
}

HttpResponse deactivate(const Api& api, const Call& call) {
    return answer_outcome(api, api.access.people.deactivate(user_of(call), call.now), done);
}

HttpResponse reactivate(const Api& api, const Call& call) { return answer_outcome(api, api.access.people.reactivate(user_of(call)), done); }

HttpResponse make_password_link(const Api& api, const Call& call) {
    return answer_outcome(api, api.access.people.make_password_link(user_of(call), call.actor(), call.now),
                          [](const InvitationMade& made) { return answer_json(invitation_made_json(made)); });
}

/// What to answer when there is no such person, or it is oneself, for whom there is a way that asks for the password.
std::optional<HttpResponse> refuse_user(const Api& api, const Call& call) {
    if (user_of(call) == call.actor().user) return answer_refusal({"refusal.person.not_oneself", {}});
    auto account = api.access.accounts.find_user(user_of(call));
    if (!account) return api.fail(account.error());
    if (!account->has_value()) return answer_refusal({"refusal.person.unknown", {}});
    return std::nullopt;
}

HttpResponse reset_second_factor(const Api& api, const Call& call) {
    if (auto refused = refuse_user(api, call)) return std::move(*refused);
    // Whoever has the telephone may have a session, too.
    if (auto ended = api.access.accounts.end_sessions_of(user_of(call), std::nullopt); !ended) return api.fail(ended.error());
    if (auto removed = api.access.second_factor.remove(user_of(call)); !removed) return api.fail(removed.error());
    return answer_nothing();
}

HttpResponse end_sessions(const Api& api, const Call& call) {
    if (auto refused = refuse_user(api, call)) return std::move(*refused);
    auto ended = api.access.accounts.end_sessions_of(user_of(call), std::nullopt);
    return ended ? answer_nothing() : api.fail(ended.error());
}

HttpResponse list_devices(const Api& api, const Call& call) { return answer_devices(api, user_of(call)); }

HttpResponse wipe(const Api& api, const Call& call) { return wipe_device(api, call, user_of(call)); }

}  // namespace

std::vector<Route> people_routes() {
    return {{"GET", "api/v1/people", Audience::managers, list_people},
            {"POST", "api/v1/people/:user/role", Audience::administrators, change_role},
            {"POST", "api/v1/people/:user/deactivate", Audience::administrators, deactivate},
            {"POST", "api/v1/people/:user/reactivate", Audience::administrators, reactivate},
            {"POST", "api/v1/people/:user/password-link", Audience::administrators, make_password_link},
            {"POST", "api/v1/people/:user/second-factor/reset", Audience::administrators, reset_second_factor},
            {"POST", "api/v1/people/:user/sessions/end", Audience::administrators, end_sessions},
            {"GET", "api/v1/people/:user/devices", Audience::administrators, list_devices},
            {"POST", "api/v1/people/:user/devices/wipe", Audience::administrators, wipe}};
}

}  // namespace countersign
