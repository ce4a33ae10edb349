// Signing in and out over real HTTP.
#include <doctest/doctest.h>

#include "core/domain/organisation.hpp"
#include "running_server.hpp"

using namespace countersign;
using namespace countersign::testing;

TEST_CASE("the right password opens a session that says who one is") {
    RunningServer server;
    const Answer answer = server.sign_in("contact", right_password);
    CHECK(answer.status == 200);
    CHECK(answer.json()["name"] == "Grażyna");
    CHECK(answer.json()["role"] == "contact_person");
    CHECK(answer.json()["login"] == "contact");
    CHECK(answer.json()["organisations"] == Json::array({server.organisation.value}));
    const std::string cookie = answer.header("Set-Cookie");
    for (const char* part : {"; HttpOnly", "; SameSite=Strict", "; Path=/;", "; Max-Age=2592000"})
        CHECK(cookie.find(part) != std::string::npos);
    CHECK(cookie.find("Secure") == std::string::npos);

    const Answer current = server.call("GET", "/api/v1/session", {{"Cookie", "theme=dark; " + cookie.substr(0, cookie.find(';'))}});
    CHECK(current.status == 200);
    CHECK(current.json() == answer.json());
}

TEST_CASE("the store knows no session token, only its digest") {
    RunningServer server;
    const std::string cookie = server.cookie_of("contact").begin()->second;
    const std::string token = cookie.substr(cookie.find('=') + 1);
    CHECK(token.size() == 64);
    auto count = server.database->read([&](Database& database) {
        auto query = database.prepare("SELECT count(*) FROM session WHERE token_digest = ?1 OR hex(token_digest) = upper(?1)");
        query.bind(1, token).step();
        return query.integer(0);
    });
    CHECK(*count == 0);
}

TEST_CASE("a wrong password and an unknown login get the same answer") {
    RunningServer server;
    const Answer wrong = server.sign_in("contact", "wrong password");
    const Answer unknown = server.sign_in("nobody", "wrong password");
    CHECK(wrong.status == 401);
    CHECK(wrong.key() == "refusal.session.wrong_password");
    CHECK(wrong.header("Content-Type") == "application/problem+json");
    CHECK(unknown.body == wrong.body);
    CHECK(wrong.header("Set-Cookie").empty());
}

TEST_CASE("after five wrong passwords one has to wait, longer each time, and never for good") {
    RunningServer server;
    for (int i = 0; i < 5; ++i) CHECK(server.sign_in("contact", "wrong password").status == 401);
    const Answer too_early = server.sign_in("contact", right_password);
    CHECK(too_early.status == 429);
    CHECK(too_early.key() == "refusal.session.too_many_attempts");
    CHECK(too_early.header("Retry-After") == "1");
    CHECK(too_early.json()["params"]["seconds"] == "1");
    CHECK(server.sign_in("technician", right_password).status == 200);

    server.now = server.now + Milliseconds{1'000};
    CHECK(server.sign_in("contact", "wrong password").status == 401);
    CHECK(server.sign_in("contact", right_password).header("Retry-After") == "2");
    server.now = server.now + Milliseconds{2'000};
    CHECK(server.sign_in("contact", right_password).status == 200);
    CHECK(server.sign_in("contact", "wrong password").status == 401);
    CHECK(server.sign_in("contact", right_password).status == 200);
}

TEST_CASE("one address that tries many logins has to wait too, others do not") {
    RunningServer server;
    const HeaderList from_outside{{"X-Forwarded-For", "203.0.113.7"}};
    for (int i = 0; i < 20; ++i) CHECK(server.sign_in("login" + std::to_string(i), "wrong password", from_outside).status == 401);
    CHECK(server.sign_in("contact", right_password, from_outside).status == 429);
    CHECK(server.sign_in("contact", right_password, {{"X-Forwarded-For", "203.0.113.8"}}).status == 200);
}

TEST_CASE("a session that is not used ends, one that is used lives on") {
    RunningServer server;
    const HeaderList cookie = server.cookie_of("contact");
    const Milliseconds day{24 * 3'600'000};
    for (int i = 0; i < 3; ++i) {
        server.now = server.now + Milliseconds{20 * day.count};
        const Answer answer = server.call("GET", "/api/v1/session", cookie);
        CHECK(answer.status == 200);
        CHECK(answer.header("Set-Cookie").find("Max-Age=2592000") != std::string::npos);
    }
    server.now = server.now + Milliseconds{30 * day.count};
    const Answer expired = server.call("GET", "/api/v1/session", cookie);
    CHECK(expired.status == 401);
    CHECK(expired.key() == "refusal.session.expired");
    HeaderList headers = cookie;
    CHECK(server.post_sync("{}", headers).key() == "refusal.session.expired");
    CHECK(server.call("GET", "/api/v1/session").key() == "refusal.session.none");
}

TEST_CASE("signing out ends the session on the server") {
    RunningServer server;
    const HeaderList cookie = server.cookie_of("contact");
    const Answer out = server.call("DELETE", "/api/v1/session", cookie);
    CHECK(out.status == 204);
    CHECK(out.header("Set-Cookie").find("Max-Age=0") != std::string::npos);
    CHECK(server.call("GET", "/api/v1/session", cookie).status == 401);
}

TEST_CASE("a new sign-in ends the session that the browser had before") {
    RunningServer server;
    const HeaderList before = server.cookie_of("contact");
    CHECK(server.sign_in("technician", "wrong password", before).status == 401);
    CHECK(server.call("GET", "/api/v1/session", before).status == 200);
    CHECK(server.sign_in("technician", right_password, before).status == 200);
    CHECK(server.call("GET", "/api/v1/session", before).status == 401);
}

TEST_CASE("nobody syncs a device that holds somebody else's work") {
    RunningServer server;
    const HeaderList cookie = server.cookie_of("technician");
    const auto sync_as = [&](const Actor& user) {
        const std::string event = server.open_ticket(server.technician, server.new_subject("ticket"));
        return server.post_sync(write_sync_request({{"device"}, scene_time, {}, {event}, user.user}), cookie);
    };
    const auto entries = [&] { return server.types(server.shared).size(); };
    const std::size_t held = entries();
    const Answer refused = sync_as(server.contact);
    CHECK(refused.status == 401);
    CHECK(refused.key() == "refusal.session.other_user");
    CHECK(refused.header("Content-Type") == "application/problem+json");
    CHECK(entries() == held);
    CHECK(sync_as(server.technician).status == 200);
    CHECK(entries() > held);
}

TEST_CASE("a new password ends every session of the account") {
    RunningServer server;
    const HeaderList cookie = server.cookie_of("contact");
    const HeaderList other = server.cookie_of("technician");
    CHECK(*server.accounts.set_password("contact", server.hasher.hash("another password")));
    CHECK_FALSE(*server.accounts.set_password("nobody", "hash"));
    CHECK(server.call("GET", "/api/v1/session", cookie).status == 401);
    CHECK(server.call("GET", "/api/v1/session", other).status == 200);
    CHECK(server.sign_in("contact", right_password).status == 401);
    CHECK(server.sign_in("contact", "another password").status == 200);
}

TEST_CASE("another site's page can neither sign in nor sync") {
    RunningServer server;
    const std::string host = "127.0.0.1:" + std::to_string(server.port);
    CHECK(server.sign_in("contact", right_password, {{"Origin", "http://" + host}}).status == 200);
    CHECK(server.sign_in("contact", right_password, {{"Origin", "null"}, {"Sec-Fetch-Site", "same-origin"}}).status == 200);
    for (const HeaderList& headers : {HeaderList{{"Origin", "https://evil.example"}}, HeaderList{{"Origin", "null"}},
                                      HeaderList{{"Sec-Fetch-Site", "cross-site"}}, HeaderList{{"Sec-Fetch-Site", "same-site"}}}) {
        const Answer answer = server.sign_in("contact", right_password, headers);
        CHECK(answer.status == 403);
        CHECK(answer.key() == "failure.http.foreign_origin");
    }
    const Answer form =
        server.call("POST", "/api/v1/session", {{"Content-Type", "text/plain"}}, R"({"login":"contact","password":"correct horse"})");
    CHECK(form.status == 415);
    CHECK(form.key() == "failure.http.not_json");
}

TEST_CASE("behind a trusted proxy the cookie is secure and stays under the prefix, from anybody else the headers mean nothing") {
    const HeaderList proxied{{"X-Forwarded-Proto", "https"},
                             {"X-Forwarded-Prefix", "/portal/"},
                             {"X-Forwarded-Host", "www.example.org"},
                             {"Origin", "https://www.example.org"}};
    RunningServer trusting;
    const std::string cookie = trusting.sign_in("contact", right_password, proxied).header("Set-Cookie");
    CHECK(cookie.find("; Secure") != std::string::npos);
    CHECK(cookie.find("; Path=/portal/;") != std::string::npos);

    RunningServerOptions options;
    options.application.proxy.trusted = AddressList::parse({"192.0.2.1"}).value();
    RunningServer doubting(options);
    CHECK(doubting.sign_in("contact", right_password, proxied).status == 403);
    HeaderList without_origin = proxied;
    without_origin.erase("Origin");
    const std::string plain = doubting.sign_in("contact", right_password, without_origin).header("Set-Cookie");
    CHECK(plain.find("Secure") == std::string::npos);
    CHECK(plain.find("; Path=/;") != std::string::npos);
}
