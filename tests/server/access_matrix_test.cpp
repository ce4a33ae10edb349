// Who may ask what: every route for nobody, for each role, and for an account manager of another client. A route that is added without a
// row here makes this test fail, and so does a row whose route is gone.
#include <doctest/doctest.h>

#include <array>
#include <set>

#include "running_server.hpp"
#include "server/http/route.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

// In this order: nobody, technician, account manager, administrator, contact person, management, reporter, foreign account manager.
constexpr std::array<const char*, 8> askers{"", "technician", "manager", "admin", "contact", "management", "reporter", "foreign-manager"};
using Statuses = std::array<int, 8>;

struct Row {
    const char* route;  ///< method and path, as in the table of routes
    const char* body;   ///< empty: none
    Statuses statuses;
};

// What may be asked: 200 or 204, or what a question with these bodies gets that was let in (400, 404, 410, 422).
constexpr Statuses everybody(int status) { return {status, status, status, status, status, status, status, status}; }
constexpr Statuses signed_in(int status) { return {401, status, status, status, status, status, status, status}; }
constexpr Statuses managers(int own, int foreign) { return {401, 403, own, own, 403, 403, 403, foreign}; }
constexpr Statuses record_takers(int status) { return {401, 403, status, status, status, status, 403, status}; }
constexpr Statuses administrators(int status) { return {401, 403, 403, status, 403, 403, 403, 403}; }

const std::vector<Row> matrix{
    {"GET healthz", "", everybody(200)},
    {"POST api/v1/session", R"({"login":"nobody","password":"wrong password"})", everybody(401)},
    {"POST api/v1/session/code", R"({"challenge":"none","code":"123456"})", everybody(401)},
    {"GET api/v1/session", "", signed_in(200)},
    {"DELETE api/v1/session", "", everybody(204)},
    {"GET api/v1/sessions", "", signed_in(200)},
    {"DELETE api/v1/sessions/:session", "", signed_in(404)},
    {"POST api/v1/sessions/end-others", "", signed_in(204)},
    {"POST api/v1/password", R"({"current":"not this one","new":"another long one"})", signed_in(422)},
    {"GET api/v1/second-factor", "", signed_in(200)},
    {"POST api/v1/second-factor/begin", R"({"password":"not this one"})", signed_in(422)},
    {"POST api/v1/second-factor/confirm", R"({"code":"123456"})", signed_in(422)},
    {"POST api/v1/second-factor/recovery-codes", R"({"password":"not this one"})", signed_in(422)},
    {"POST api/v1/second-factor/remove", R"({"password":"not this one"})", signed_in(422)},
    {"GET api/v1/devices", "", signed_in(200)},
    {"POST api/v1/devices/wipe", R"({"device":"none"})", signed_in(404)},
    {"POST api/v1/devices/keep", R"({"device":"none"})", signed_in(404)},
    {"POST api/v1/invitations", R"({"login":"LOGIN","name":"New","role":"reporter","organisations":["ORGANISATION"]})", managers(200, 403)},
    {"GET api/v1/invitations", "", managers(200, 200)},
    {"DELETE api/v1/invitations/:invitation", "", managers(404, 404)},
    {"POST api/v1/invitation/look", R"({"token":"none"})", everybody(410)},
    {"POST api/v1/invitation/accept", R"({"token":"none","password":"another long one"})", everybody(410)},
    {"GET api/v1/people", "", managers(200, 200)},
    {"POST api/v1/people/:user/role", R"({"role":"reporter","organisations":["ORGANISATION"]})", administrators(404)},
    {"POST api/v1/people/:user/deactivate", "", administrators(404)},
    {"POST api/v1/people/:user/reactivate", "", administrators(404)},
    {"POST api/v1/people/:user/password-link", "", administrators(404)},
    {"POST api/v1/people/:user/second-factor/reset", "", administrators(404)},
    {"POST api/v1/people/:user/sessions/end", "", administrators(404)},
    {"GET api/v1/people/:user/devices", "", administrators(200)},
    {"POST api/v1/people/:user/devices/wipe", R"({"device":"none"})", administrators(404)},
    {"POST api/v1/sync", "{}", signed_in(400)},
    {"POST api/v1/news", "{}", signed_in(400)},
    // One that is not there; who gets the file of one that is: export_routes_test.cpp.
    {"GET api/v1/organisations/:organisation/export", "", record_takers(404)},
    // One that nobody named; who may read and send one that is named: attachment_routes_test.cpp.
    {"GET api/v1/attachments/:attachment", "", signed_in(404)},
    {"GET api/v1/attachments/:attachment/upload", "", signed_in(404)},
    {"POST api/v1/attachments/:attachment/upload/:start", "part", signed_in(404)},
};

/// The people of every role, with sessions of their own.
struct Office : RunningServer {
    explicit Office(RunningServerOptions options = {}) : RunningServer(std::move(options)) {
        const auto person = [&](const char* login, Role role, std::vector<OrganisationId> organisations) {
            REQUIRE(*accounts.add({{{ids.next()}, role, login, std::move(organisations)}, login, hasher.hash(right_password)}));
        };
        person("manager", Role::account_manager, {organisation});
        person("foreign-manager", Role::account_manager, {{ids.next()}});
        person("management", Role::management, {organisation});
        person("reporter", Role::reporter, {organisation});
    }
    HeaderList cookie(const std::string& login) { return login.empty() ? HeaderList{} : cookie_of(login); }
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

std::string target_of(const Row& row) {
    std::string target = std::string(row.route).substr(std::string(row.route).find(' ') + 1);
    for (const char* param : {":session", ":invitation", ":user", ":attachment", ":start", ":organisation"})
        target = replaced(target, param, "0199c82c-c000-7000-8000-000000000000");
    return "/" + target;
}

// A body of the type that the route takes.
Answer post(const RunningServer& office, const Row& row, const std::string& body, const HeaderList& headers) {
    const std::string_view route = row.route;
    const bool is_message = route == "POST api/v1/sync" || route == "POST api/v1/news";
    return is_message ? office.post_message(target_of(row), body, headers) : office.post_json(target_of(row), body, headers);
}

}  // namespace

TEST_CASE("every route has a row in the access matrix, and every row a route") {
    std::set<std::string> routes, rows;
    for (const Route& route : all_routes()) routes.insert(std::string(route.method) + " " + route.path);
    for (const Row& row : matrix) CHECK(rows.insert(row.route).second);
    for (const std::string& route : routes) CHECK_MESSAGE(rows.count(route) == 1, "no row says who may ask ", route);
    for (const std::string& row : rows) CHECK_MESSAGE(routes.count(row) == 1, "there is no route ", row);
}

TEST_CASE("every route answers nobody, each role and a foreign account manager as the access matrix says") {
    for (std::size_t asker = 0; asker < askers.size(); ++asker) {
        Office office;
        for (const Row& row : matrix) {
            // What was typed wrongly in one row must not slow the next one down, and one row may end the session.
            office.now = office.now + Milliseconds{3'600'001};
            const HeaderList cookie = office.cookie(askers[asker]);
            const std::string method = std::string(row.route).substr(0, std::string(row.route).find(' '));
            std::string body = replaced(row.body, "ORGANISATION", office.organisation.value);
            body = replaced(body, "LOGIN", std::string("new-") + askers[asker]);
            const Answer answer = body.empty() ? office.call(method, target_of(row), cookie) : post(office, row, body, cookie);
            CAPTURE(row.route);
            CAPTURE(askers[asker]);
            CAPTURE(answer.body);
            CHECK(answer.status == row.statuses[asker]);
            if (method == "GET") CHECK(office.call("HEAD", target_of(row), cookie).status == row.statuses[asker]);
        }
    }
}

TEST_CASE("every route that changes something refuses another site's page, whoever is signed in") {
    Office office;
    const HeaderList cookie = office.cookie_of("admin");
    for (const Row& row : matrix) {
        const std::string method = std::string(row.route).substr(0, std::string(row.route).find(' '));
        if (method == "GET") continue;
        for (const auto& [name, value] : {std::pair{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}}) {
            HeaderList headers = cookie;
            headers.emplace(name, value);
            const Answer answer = *row.body == '\0' ? office.call(method, target_of(row), headers) : post(office, row, row.body, headers);
            CAPTURE(row.route);
            CHECK(answer.status == 403);
            CHECK(answer.key() == "failure.http.foreign_origin");
        }
    }
    CHECK(office.call("GET", "/api/v1/session", cookie).status == 200);
}

TEST_CASE("where a second step is required and not set up, nothing is answered but what sets it up") {
    RunningServerOptions options;
    options.sign_in.second_factor_required = {Role::administrator};
    Office office(options);
    const std::set<std::string> open{"GET api/v1/session", "GET api/v1/second-factor", "POST api/v1/second-factor/begin",
                                     "POST api/v1/second-factor/confirm"};
    for (const Row& row : matrix) {
        if (row.statuses[0] != 401 || std::string(row.route).find("POST api/v1/session") == 0) continue;
        office.now = office.now + Milliseconds{3'600'001};
        const HeaderList cookie = office.cookie_of("admin");
        const std::string method = std::string(row.route).substr(0, std::string(row.route).find(' '));
        const Answer answer = *row.body == '\0' ? office.call(method, target_of(row), cookie) : post(office, row, row.body, cookie);
        CAPTURE(row.route);
        if (open.count(row.route) > 0) {
            CHECK(answer.status != 401);
        } else {
            CHECK(answer.status == 401);
            CHECK(answer.key() == "refusal.session.second_factor_to_set_up");
        }
    }
}

TEST_CASE("an unknown path and a wrong method say so, and so do paths with other segments") {
    RunningServer server;
    CHECK(server.call("GET", "/api/v1/nothing").status == 404);
    CHECK(server.call("GET", "/api/v1/people//devices").status == 404);
    const Answer wrong = server.call("DELETE", "/api/v1/sync");
    CHECK(wrong.status == 405);
    CHECK(wrong.header("Allow") == "POST");
    CHECK(server.call("DELETE", "/api/v1/sessions").header("Allow") == "GET, HEAD");
}
