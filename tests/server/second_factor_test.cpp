// The second step of signing in over real HTTP, and the numbers of RFC 6238 and RFC 2202.
#include <doctest/doctest.h>

#include <set>

#include "office.hpp"
#include "server/auth/server_key.hpp"

using namespace countersign;
using namespace countersign::testing;

TEST_CASE("HMAC-SHA-1 gives the numbers of RFC 2202, base32 those of RFC 4648") {
    CHECK(to_hex(hmac_sha1(std::string(20, '\x0b'), "Hi There")) == "b617318655057264e28bc0b6fb378c8ef146be00");
    CHECK(to_hex(hmac_sha1("Jefe", "what do ya want for nothing?")) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    CHECK(to_hex(hmac_sha1(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "aa4ae5e15272d00e95705637ce8a3b55ed402112");
    CHECK(to_hex(hmac_sha1(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data")) ==
          "e8e99d0f45237d786d6bbaa7965c7808bbff1a91");
    CHECK(base32("foobar") == "MZXW6YTBOI");
    CHECK(base32("foob") == "MZXW6YQ");
    CHECK(from_base32("MZXW6YTBOI") == "foobar");
}

TEST_CASE("codes are those of RFC 6238") {
    const std::string secret = "12345678901234567890";
    for (const auto& [seconds, code] : {std::pair<std::int64_t, const char*>{59, "287082"},
                                        {1'111'111'109, "081804"},
                                        {1'111'111'111, "050471"},
                                        {1'234'567'890, "005924"},
                                        {2'000'000'000, "279037"},
                                        {20'000'000'000, "353130"}}) {
        const Instant now{seconds * 1'000};
        CHECK(totp_code(secret, totp_step(now)) == code);
        CHECK(matching_totp_step(secret, code, now + Milliseconds{30'000}) == totp_step(now));
        CHECK(matching_totp_step(secret, code, now - Milliseconds{30'000}) == totp_step(now));
        CHECK_FALSE(matching_totp_step(secret, code, now + Milliseconds{60'000}));
    }
    CHECK_FALSE(matching_totp_step(secret, "28708", {59'000}));
    CHECK(otpauth_uri("zofia@firma.pl", "12345678901234567890") ==
          "otpauth://totp/Countersign:zofia%40firma.pl?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Countersign");
}

TEST_CASE("what is sealed opens with the same key and for the same person only") {
    const ServerKey key(std::string(32, 'k'));
    const std::string sealed = key.seal("secret", "user");
    CHECK(sealed.find("secret") == std::string::npos);
    CHECK(key.unseal(sealed, "user") == "secret");
    CHECK_FALSE(key.unseal(sealed, "other"));
    CHECK_FALSE(ServerKey(std::string(32, 'l')).unseal(sealed, "user"));
    CHECK_FALSE(key.unseal("short", "user"));
    CHECK(key.seal("secret", "user") != sealed);
}

TEST_CASE("the server's key is made once, for its owner's eyes, and a damaged one is refused") {
    const TemporaryDirectory directory;
    const std::string path = server_key_path(directory.path());
    const auto first = ServerKey::open(path);
    REQUIRE(first.ok());
    const auto again = ServerKey::open(path);
    REQUIRE(again.ok());
    CHECK(again->unseal(first->seal("secret", "user"), "user") == "secret");
    using std::filesystem::perms;
    CHECK(std::filesystem::status(path).permissions() == (perms::owner_read | perms::owner_write));
    CHECK(std::distance(std::filesystem::directory_iterator(directory.path()), {}) == 1);
    std::filesystem::resize_file(path, 31);
    CHECK(ServerKey::open(path).error().key == "failure.server_key");
}

TEST_CASE("with a second step the password alone opens nothing") {
    Office office;
    const Secured secured = set_up_second_step(office, "contact");
    CHECK(secured.recovery_codes.size() == recovery_code_count);
    CHECK(std::set<std::string>(secured.recovery_codes.begin(), secured.recovery_codes.end()).size() == recovery_code_count);
    const std::string challenge = challenge_of(office, "contact");
    CHECK(office.get("session", {{"Cookie", "countersign_session=" + challenge}}).status == 401);
    const auto send = [&](const std::string& code) { return office.post("session/code", {{"challenge", challenge}, {"code", code}}); };
    CHECK(send("000000").key() == "refusal.session.wrong_code");
    // The code that confirmed the set-up is used up.
    CHECK(send(office.code(secured.secret)).status == 401);
    office.wait(30'000);
    const std::string code = office.code(secured.secret);
    const Answer in = send(code.substr(0, 3) + " " + code.substr(3));
    CHECK(in.status == 200);
    CHECK(in.json()["login"] == "contact");
    CHECK(office.get("session", cookies_in(in)).status == 200);
    CHECK(send(office.code(secured.secret, 1)).key() == "refusal.session.challenge_over");
}

TEST_CASE("a code counts once, and an older one never again") {
    Office office;
    const Secured secured = set_up_second_step(office, "contact");
    office.wait(90'000);
    const auto enter = [&](const std::string& code) {
        return office.post("session/code", {{"challenge", challenge_of(office, "contact")}, {"code", code}}).status;
    };
    CHECK(enter(office.code(secured.secret, 1)) == 200);
    CHECK(enter(office.code(secured.secret, 1)) == 401);
    CHECK(enter(office.code(secured.secret)) == 401);
    CHECK(enter(office.code(secured.secret, -1)) == 401);
    office.wait(60'000);
    CHECK(enter(office.code(secured.secret)) == 200);
}

TEST_CASE("a recovery code counts once, however it is typed, and new ones put the old ones out of use") {
    Office office;
    const Secured secured = set_up_second_step(office, "contact");
    const auto enter = [&](const std::string& code) {
        return office.post("session/code", {{"challenge", challenge_of(office, "contact")}, {"code", code}});
    };
    std::string typed;
    for (const char c : secured.recovery_codes[0]) typed += c == '-' ? ' ' : static_cast<char>(std::tolower(c));
    const Answer in = enter(typed);
    CHECK(in.status == 200);
    CHECK(enter(secured.recovery_codes[0]).status == 401);
    CHECK(enter("AAAA-BBBB-CCCC-DDDD").status == 401);
    const HeaderList cookies = cookies_in(in);
    CHECK(office.get("second-factor", cookies).json() ==
          Json{{"on", true}, {"required", false}, {"recovery_codes_left", recovery_code_count - 1}});

    CHECK(office.post("second-factor/recovery-codes", {{"password", "wrong password"}}, cookies).key() == "refusal.password.wrong_current");
    const Answer renewed = office.post("second-factor/recovery-codes", {{"password", right_password}}, cookies);
    CHECK(renewed.json()["recovery_codes"].size() == recovery_code_count);
    CHECK(enter(secured.recovery_codes[1]).status == 401);
    CHECK(enter(renewed.json()["recovery_codes"][0]).status == 200);
}

TEST_CASE("a challenge is over after five minutes or five codes, and wrong codes have to wait") {
    Office office;
    const Secured secured = set_up_second_step(office, "contact");
    office.wait(60'000);
    const std::string late = challenge_of(office, "contact");
    office.wait(300'000);
    const auto send = [&](const std::string& challenge, const std::string& code) {
        return office.post("session/code", {{"challenge", challenge}, {"code", code}});
    };
    CHECK(send(late, office.code(secured.secret)).key() == "refusal.session.challenge_over");

    const std::string challenge = challenge_of(office, "contact");
    for (int i = 0; i < 5; ++i) CHECK(send(challenge, "000000").key() == "refusal.session.wrong_code");
    CHECK(send(challenge, office.code(secured.secret)).key() == "refusal.session.challenge_over");
    const std::string next = challenge_of(office, "contact");
    const Answer waiting = send(next, office.code(secured.secret));
    CHECK(waiting.status == 429);
    CHECK(waiting.header("Retry-After") == "1");
    office.wait(1'000);
    CHECK(send(next, office.code(secured.secret)).status == 200);
}

TEST_CASE("the second step is set up with the password, begun anew as often as one likes, and confirmed once") {
    Office office;
    const HeaderList cookie = office.cookie_of("contact");
    CHECK(office.post("second-factor/begin", {{"password", "wrong password"}}, cookie).key() == "refusal.password.wrong_current");
    CHECK(office.post("second-factor/confirm", {{"code", "123456"}}, cookie).key() == "refusal.second_factor.not_begun");
    const Answer first = office.post("second-factor/begin", {{"password", right_password}}, cookie);
    const Answer second = office.post("second-factor/begin", {{"password", right_password}}, cookie);
    CHECK(first.json()["secret"] != second.json()["secret"]);
    CHECK(second.json()["uri"].get<std::string>().find(second.json()["secret"].get<std::string>()) != std::string::npos);
    CHECK(office.get("second-factor", cookie).json()["on"] == false);
    // Half set up asks nobody for a code.
    CHECK(office.sign_in("contact", right_password).status == 200);
    const std::string old_code = office.code(from_base32(first.json()["secret"]));
    const std::string code = office.code(from_base32(second.json()["secret"]));
    CHECK(office.post("second-factor/confirm", {{"code", old_code}}, cookie).key() == "refusal.second_factor.wrong_code");
    const Answer confirmed = office.post("second-factor/confirm", {{"code", code}}, cookie);
    CHECK(confirmed.status == 200);
    const HeaderList after = cookies_in(confirmed);
    CHECK(office.post("second-factor/begin", {{"password", right_password}}, after).key() == "refusal.second_factor.already_on");
    CHECK(office.get("second-factor", after).body.find(second.json()["secret"].get<std::string>()) == std::string::npos);

    const Answer removed = office.post("second-factor/remove", {{"password", right_password}}, after);
    CHECK(removed.status == 204);
    CHECK(office.get("session", after).status == 401);
    CHECK(office.get("session", cookies_in(removed)).status == 200);
    CHECK(office.sign_in("contact", right_password).status == 200);
}

TEST_CASE("where it is required it is set up before anything else, cannot be removed, and an administrator resets it for others") {
    RunningServerOptions options;
    options.sign_in.second_factor_required = {Role::contact_person};
    Office office(options);
    const Answer in = office.sign_in("contact", right_password);
    CHECK(in.status == 200);
    CHECK(in.json()["second_factor"] == "to_set_up");
    CHECK(office.get("devices", cookies_in(in)).status == 401);
    const Secured secured = set_up_second_step(office, "contact");
    CHECK(office.get("devices", secured.cookies).status == 200);
    CHECK_FALSE(office.get("session", secured.cookies).json().contains("second_factor"));
    CHECK(office.post("second-factor/remove", {{"password", right_password}}, secured.cookies).key() == "refusal.second_factor.required");

    const std::string path = "/api/v1/people/" + office.contact.user.value + "/second-factor/reset";
    CHECK(office.call("POST", path, office.cookie_of("admin")).status == 204);
    CHECK(office.get("session", secured.cookies).status == 401);
    CHECK(office.sign_in("contact", right_password).json()["second_factor"] == "to_set_up");
    const std::string own = "/api/v1/people/" + office.admin.user.value + "/second-factor/reset";
    CHECK(office.call("POST", own, office.cookie_of("admin")).key() == "refusal.person.not_oneself");
}

TEST_CASE("with another key than it was sealed with, the app's codes are a failure of the server, and recovery codes still work") {
    Office office;
    const Secured secured = set_up_second_step(office, "contact");
    const ServerKey other(std::string(32, 'z'));
    REQUIRE(office.database
                ->write([&](Database& database) {
                    database.prepare("UPDATE second_factor SET sealed_secret = ?1")
                        .bind_blob(1, other.seal(secured.secret, office.contact.user.value))
                        .run();
                })
                .ok());
    const std::string challenge = challenge_of(office, "contact");
    CHECK(office.post("session/code", {{"challenge", challenge}, {"code", "123456"}}).status == 500);
    REQUIRE(office.failures.size() == 1);
    CHECK(office.failures[0].key == "failure.second_factor_key");
    CHECK(office.post("session/code", {{"challenge", challenge}, {"code", secured.recovery_codes[3]}}).status == 200);
}
