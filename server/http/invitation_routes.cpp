// Invitations: making, listing and revoking them; and what whoever got one does with it, without a session.
#include <algorithm>

#include "server/http/invitations_json.hpp"
#include "server/http/outcome.hpp"
#include "server/http/route.hpp"

namespace countersign {

namespace {

constexpr std::int64_t day_ms = 24LL * 3'600'000;

const char* kind_name(Invitation::Kind kind) { return kind == Invitation::Kind::new_password ? "new_password" : "new_account"; }

HttpResponse invite(const Api& api, const Call& call) {
    BodyReader body(api, call);
    InvitationWish wish;
    wish.login = body.text("login", 200);
    wish.name = body.text("name", 200);
    const Place place = read_place(body.fields());
    wish.role = place.role;
    wish.organisations = place.organisations;
    const std::int64_t days = body.fields().integer_or("days", 7);
    if (auto problem = body.problem()) return std::move(*problem);
    wish.lifetime = {std::clamp<std::int64_t>(days, 0, 1'000) * day_ms};
    return answer_outcome(api, api.access.people.invite(wish, call.actor(), call.now),
                          [](const InvitationMade& made) { return answer_json(invitation_made_json(made)); });
}

HttpResponse list_invitations(const Api& api, const Call& call) {
    auto invitations = api.access.people.invitations(call.actor(), call.now);
    if (!invitations) return api.fail(invitations.error());
    Json list = Json::array();
    for (const Invitation& invitation : *invitations) list.push_back(invitation_json(invitation));
    return answer_json({{"invitations", std::move(list)}});
}

HttpResponse revoke_invitation(const Api& api, const Call& call) {
    return answer_outcome(api, api.access.people.revoke(call.param("invitation"), call.actor(), call.now),
                          [](std::monostate) { return answer_nothing(); });
}

// Asked with POST and a body, so that the token stands in no address that somebody logs.
HttpResponse look_at_invitation(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const std::string token = body.text("token", 100);
    if (auto problem = body.problem()) return std::move(*problem);
    return answer_outcome(api, api.access.people.look(token, call.now), [](const Invitation& invitation) {
        return answer_json({{"kind", kind_name(invitation.kind)},
                            {"name", invitation.actor.name},
                            {"login", invitation.login},
                            {"role", role_name(invitation.actor.role)},
                            {"expires_at", invitation.expires_at.utc_ms}});
    });
}

HttpResponse accept_invitation(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const std::string token = body.text("token", 100);
    const std::string password = body.text("password", 2 * password_bytes_max);
    if (auto problem = body.problem()) return std::move(*problem);
    const auto hash = [&](const std::string& text) { return api.access.hasher.hash(text); };
    return answer_outcome(api, api.access.people.accept(token, password, hash, call.now), [&](const Account& account) {
        auto entered = api.access.sign_in.enter(account, call.client(), call.now);
        return entered ? answer_entered(api, call, *entered) : api.fail(entered.error());
    });
}

}  // namespace

Place read_place(FieldReader& fields) {
    Place place;
    const auto role = parse_role(fields.text("role", 50));
    if (!role || *role == Role::server) fields.reject("role", "unknown role");
    place.role = role.value_or(Role::reporter);
    for (const Json& id : fields.array("organisations")) {
        if (!id.is_string() || !is_uuid(id.get<std::string>())) {
            fields.reject("organisations", "ids are required");
        } else {
            place.organisations.push_back({id.get<std::string>()});
        }
    }
    return place;
}

Json invitation_json(const Invitation& invitation) {
    return {{"id", invitation.id},
            {"kind", kind_name(invitation.kind)},
            {"user", invitation.actor.user.value},
            {"name", invitation.actor.name},
            {"login", invitation.login},
            {"role", role_name(invitation.actor.role)},
            {"organisations", organisations_json(invitation.actor.organisations)},
            {"invited_by", invitation.invited_by.value},
            {"created_at", invitation.created_at.utc_ms},
            {"expires_at", invitation.expires_at.utc_ms}};
}

Json invitation_made_json(const InvitationMade& made) {
    Json json = invitation_json(made.invitation);
    json["path"] = "invitation#" + made.token;
    return json;
}

std::vector<Route> invitation_routes() {
    return {{"POST", "api/v1/invitations", Audience::managers, invite},
            {"GET", "api/v1/invitations", Audience::managers, list_invitations},
            {"DELETE", "api/v1/invitations/:invitation", Audience::managers, revoke_invitation},
            {"POST", "api/v1/invitation/look", Audience::anybody, look_at_invitation},
            {"POST", "api/v1/invitation/accept", Audience::anybody, accept_invitation}};
}

}  // namespace countersign
