// Inviting people, and changing or ending what they may do, over real HTTP.
#include <doctest/doctest.h>

#include "office.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

constexpr const char* own_password = "a password of one's own";

Answer accept(Office& office, const std::string& token, const std::string& password = own_password) {
    return office.post("invitation/accept", {{"token", token}, {"password", password}});
}

std::string user_called(Office& office, const std::string& login) {
    auto account = office.accounts.find(login);
    REQUIRE(account.ok());
    REQUIRE(account->has_value());
    return (*account)->actor.user.value;
}

}  // namespace

TEST_CASE("an invited person sees who they are to be, sets a password and is signed in, and the link works no second time") {
    Office office;
    const std::string token = office.invite("zofia");
    const Answer seen = office.post("invitation/look", {{"token", token}});
    CHECK(seen.status == 200);
    CHECK(seen.json()["login"] == "zofia");
    CHECK(seen.json()["role"] == "reporter");
    CHECK(seen.json()["kind"] == "new_account");
    CHECK(office.sign_in("zofia", own_password).status == 401);

    const Answer in = accept(office, token);
    CHECK(in.status == 200);
    CHECK(in.json()["name"] == "Zofia Nowicka");
    CHECK(in.json()["organisations"] == Json::array({office.organisation.value}));
    CHECK(office.get("session", cookies_in(in)).status == 200);
    CHECK(office.sign_in("zofia", own_password).status == 200);

    const Answer again = accept(office, token, "another password");
    CHECK(again.status == 410);
    CHECK(again.key() == "refusal.invitation.over");
    CHECK(office.post("invitation/look", {{"token", token}}).status == 410);
    CHECK(office.sign_in("zofia", own_password).status == 200);
}

TEST_CASE("an invitation ends after a week, or when it is revoked, and then tells nobody anything") {
    Office office;
    const HeaderList admin = office.cookie_of("admin");
    const std::string late = office.invite("late");
    office.wait(7LL * 24 * 3'600'000 - 1);
    CHECK(office.post("invitation/look", {{"token", late}}).status == 200);
    office.wait(1);
    CHECK(office.post("invitation/look", {{"token", late}}).status == 410);
    CHECK(accept(office, late).status == 410);

    const std::string revoked = office.invite("late");
    const Json list = office.get("invitations", admin).json()["invitations"];
    REQUIRE(list.size() == 1);
    CHECK(list[0]["login"] == "late");
    CHECK(list[0]["invited_by"] == office.admin.user.value);
    CHECK(list[0].dump().find(revoked) == std::string::npos);
    CHECK(office.call("DELETE", "/api/v1/invitations/" + list[0]["id"].get<std::string>(), admin).status == 204);
    CHECK(accept(office, revoked).status == 410);
    CHECK(office.get("invitations", admin).json()["invitations"].empty());
}

TEST_CASE("a weak password is refused with a reason, and the link still works") {
    Office office;
    const std::string token = office.invite("zofia");
    for (const auto& [password, key] : {std::pair{"short", "too_short"},
                                        {"1234567890", "too_common"},
                                        {"Password123!", "too_common"},
                                        {"abcabcabcabc", "too_common"},
                                        {"zofia12345", "own_name"},
                                        {"Nowicka2025", "own_name"}}) {
        const Answer refused = accept(office, token, password);
        CAPTURE(password);
        CHECK(refused.status == 422);
        CHECK(refused.key() == std::string("refusal.password.") + key);
    }
    CHECK(accept(office, token, std::string(1'001, 'x')).key() == "refusal.password.too_long");
    CHECK(accept(office, token).status == 200);
}

TEST_CASE("an account manager invites the people of their own clients only") {
    Office office;
    const OrganisationId other{office.ids.next()};
    REQUIRE(*office.accounts.add(
        {{{office.ids.next()}, Role::account_manager, "Agnieszka", {office.organisation}}, "manager", office.hasher.hash(right_password)}));
    const HeaderList manager = office.cookie_of("manager");
    const auto invite = [&](const char* login, const char* role, std::vector<OrganisationId> organisations) {
        Json ids = Json::array();
        for (const OrganisationId& id : organisations) ids.push_back(id.value);
        return office.post("invitations", {{"login", login}, {"name", "Somebody"}, {"role", role}, {"organisations", ids}}, manager).status;
    };
    CHECK(invite("one", "contact_person", {office.organisation}) == 200);
    CHECK(invite("two", "management", {office.organisation}) == 200);
    CHECK(invite("three", "reporter", {other}) == 403);
    CHECK(invite("three", "reporter", {office.organisation, other}) == 403);
    CHECK(invite("three", "reporter", {}) == 403);
    CHECK(invite("three", "administrator", {office.organisation}) == 403);
    CHECK(invite("three", "technician", {}) == 403);

    office.invite("colleague", "technician");
    CHECK(office.get("invitations", manager).json()["invitations"].size() == 2);
    CHECK(office.get("invitations", office.cookie_of("admin")).json()["invitations"].size() == 3);
    const Json seen = office.get("people", manager).json()["people"];
    REQUIRE(seen.size() == 1);
    CHECK(seen[0]["login"] == "contact");
}

TEST_CASE("a login is given away once, and only where there is such a client") {
    Office office;
    const HeaderList admin = office.cookie_of("admin");
    const auto invite = [&](const std::string& login, const std::string& role, Json organisations) {
        return office.post("invitations",
                           {{"login", login}, {"name", "Somebody"}, {"role", role}, {"organisations", std::move(organisations)}}, admin);
    };
    const Json here = Json::array({office.organisation.value});
    CHECK(invite("contact", "reporter", here).key() == "refusal.person.login_taken");
    CHECK(invite("new", "reporter", here).status == 200);
    CHECK(invite("new", "reporter", here).key() == "refusal.person.login_invited");
    CHECK(invite("x", "reporter", Json::array({office.ids.next()})).key() == "refusal.person.organisation_unknown");
    CHECK(invite("x", "reporter", Json::array()).key() == "refusal.person.organisation_missing");
    CHECK(invite(" x", "reporter", here).key() == "refusal.person.name_unsound");
    CHECK(invite("x\ny", "reporter", here).key() == "refusal.person.name_unsound");
    CHECK(invite("x", "server", here).status == 400);
    CHECK(invite("x", "reporter", Json::array({"everywhere"})).status == 400);
}

TEST_CASE("a change of role or organisations ends the person's sessions and counts from the next sign-in") {
    Office office;
    const HeaderList contact = office.cookie_of("contact");
    const HeaderList admin = office.cookie_of("admin");
    const std::string path = "people/" + office.contact.user.value + "/role";
    const Json role{{"role", "management"}, {"organisations", Json::array({office.organisation.value})}};
    CHECK(office.post(path, role, admin).status == 204);
    CHECK(office.get("session", contact).status == 401);
    CHECK(office.sign_in("contact", right_password).json()["role"] == "management");
}

TEST_CASE("somebody who has left cannot sign in, gets no other answer than a stranger, and may come back") {
    Office office;
    const HeaderList contact = office.cookie_of("contact");
    const HeaderList admin = office.cookie_of("admin");
    const std::string path = "/api/v1/people/" + office.contact.user.value;
    CHECK(office.call("POST", path + "/deactivate", admin).status == 204);
    CHECK(office.get("session", contact).status == 401);
    const Answer refused = office.sign_in("contact", right_password);
    CHECK(refused.body == office.sign_in("nobody", right_password).body);
    CHECK(office.call("POST", path + "/password-link", admin).key() == "refusal.person.deactivated");
    CHECK(office.call("POST", path + "/reactivate", admin).status == 204);
    CHECK(office.sign_in("contact", right_password).status == 200);
}

TEST_CASE("an administrator always remains") {
    Office office;
    const HeaderList admin = office.cookie_of("admin");
    const std::string own = "people/" + office.admin.user.value;
    CHECK(office.call("POST", "/api/v1/" + own + "/deactivate", admin).key() == "refusal.person.last_administrator");
    CHECK(office.post(own + "/role", {{"role", "technician"}}, admin).key() == "refusal.person.last_administrator");
    CHECK(accept(office, office.invite("second", "administrator")).status == 200);
    CHECK(office.post(own + "/role", {{"role", "technician"}}, admin).status == 204);
    const HeaderList second = cookies_in(office.sign_in("second", own_password));
    const std::string path = "/api/v1/people/" + user_called(office, "second") + "/deactivate";
    CHECK(office.call("POST", path, second).key() == "refusal.person.last_administrator");
}

TEST_CASE("a forgotten password is replaced by its owner through a link that ends every session, never by an administrator") {
    Office office;
    const HeaderList contact = office.cookie_of("contact");
    const HeaderList admin = office.cookie_of("admin");
    const auto link = [&](const UserId& user) { return office.call("POST", "/api/v1/people/" + user.value + "/password-link", admin); };
    CHECK(link(office.admin.user).key() == "refusal.person.not_oneself");
    const std::string first = link(office.contact.user).json()["path"];
    const std::string path = link(office.contact.user).json()["path"];
    const std::string token = path.substr(path.find('#') + 1);
    CHECK(accept(office, first.substr(first.find('#') + 1)).status == 410);
    CHECK(office.post("invitation/look", {{"token", token}}).json()["kind"] == "new_password");
    CHECK(office.get("session", contact).status == 200);
    CHECK(accept(office, token).status == 200);
    CHECK(office.get("session", contact).status == 401);
    CHECK(office.sign_in("contact", right_password).status == 401);
    CHECK(office.sign_in("contact", own_password).status == 200);
}

TEST_CASE("a link for a new password does not lead around the second step") {
    Office office;
    const Secured secured = set_up_second_step(office, "contact");
    const std::string path =
        office.call("POST", "/api/v1/people/" + office.contact.user.value + "/password-link", office.cookie_of("admin")).json()["path"];
    const Answer asked = accept(office, path.substr(path.find('#') + 1));
    CHECK(asked.status == 401);
    CHECK(asked.key() == "refusal.session.second_factor_needed");
    CHECK(asked.header("Set-Cookie").empty());
    const Json code{{"challenge", asked.json()["params"]["challenge"]}, {"code", secured.recovery_codes[0]}};
    CHECK(office.post("session/code", code).status == 200);
}
