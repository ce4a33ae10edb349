// Signing in in two steps, invitations, the security page and being wiped from afar, as far as the portal does it.
#include <doctest/doctest.h>

#include "tests/support/memory_server.hpp"
#include "tests/web/portal_driver.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

using Shape = semantics::Role;

constexpr const char* session_path = "api/v1/session";
constexpr const char* code_path = "api/v1/session/code";
constexpr const char* sync_path = "api/v1/sync";

struct Desk : PortalDriver {
    Desk() : PortalDriver(morning) { go_online(); }

    Json session_json() const {
        return {{"user", story.manager.user.value},
                {"name", story.manager.name},
                {"role", role_name(story.manager.role)},
                {"organisations", Json::array()},
                {"login", "manager"}};
    }
    std::size_t count(const std::string& method, const std::string& path) const {
        std::size_t number = 0;
        while (request(method, path, number + 1) != nullptr) ++number;
        return number;
    }
    const SilentPlatform::Request& newest(const std::string& method, const std::string& path) const {
        const auto* found = request(method, path, count(method, path));
        REQUIRE(found != nullptr);
        return *found;
    }
    void answer_newest(const std::string& method, const std::string& path, int status, const Json& body = Json::object()) {
        answer(newest(method, path).id, status, write_json(body));
    }
    void refuse_newest(const std::string& path, int status, const std::string& key, const Json& params = Json::object()) {
        answer_newest("POST", path, status, {{"key", key}, {"params", params}});
    }
    void type_password() {
        type("User name", "manager");
        type("Password", "secret enough");
        press(Shape::Button, "Sign in");
    }
    void sign_in_over_network() {
        type_password();
        answer_newest("POST", session_path, 200, session_json());
    }
    void answer_lists() {
        answer_newest("GET", "api/v1/second-factor", 200, {{"on", false}, {"required", false}, {"recovery_codes_left", 0}});
        const Json client{{"browser", "Firefox"}, {"system", "Linux"}};
        const Json here{{"id", "s1"},
                        {"client", client},
                        {"address", "203.0.113.7"},
                        {"created_at", morning.utc_ms},
                        {"current", true},
                        {"last_used_at", morning.utc_ms}};
        Json there = here;
        there.update({{"id", "s2"}, {"current", false}, {"client", {{"browser", "Safari"}, {"system", "iPhone"}}}});
        answer_newest("GET", "api/v1/sessions", 200, {{"sessions", Json::array({here, there})}});
        Json laptop{{"id", portal().replica().identity()->device.value},
                    {"client", client},
                    {"first_contact_at", morning.utc_ms},
                    {"last_contact_at", morning.utc_ms},
                    {"entries", 42},
                    {"wipe_asked_at", Json()},
                    {"wiped_at", Json()}};
        Json phone = laptop;
        phone.update({{"id", "lost-phone"}, {"client", {{"browser", "Safari"}, {"system", "iPhone"}}}});
        answer_newest("GET", "api/v1/devices", 200, {{"devices", Json::array({laptop, phone})}});
    }

    Story story;
};

}  // namespace

TEST_CASE("after the password a code is asked for, and a wrong one is said at its field") {
    Desk desk;
    desk.type_password();
    desk.refuse_newest(session_path, 401, "refusal.session.second_factor_needed", {{"challenge", "c1"}});
    CHECK(desk.says("Second step"));
    CHECK_FALSE(desk.sees(Shape::Textbox, "Password"));
    desk.check_screen();
    desk.press(Shape::Button, "Sign in");
    CHECK(desk.says("Enter the code."));
    CHECK(desk.count("POST", code_path) == 0);
    desk.type("Code", "123456");
    desk.press(Shape::Button, "Sign in");
    CHECK(Json::parse(desk.newest("POST", code_path).body) == Json{{"challenge", "c1"}, {"code", "123456"}});
    desk.refuse_newest(code_path, 401, "refusal.session.wrong_code");
    CHECK(desk.says("The code is not right"));
    desk.press(Shape::Button, "Sign in");
    desk.answer_newest("POST", code_path, 200, desk.session_json());
    CHECK(desk.portal().signed_in());
    CHECK(desk.portal().path() == "/");
}

TEST_CASE("when the challenge is over the password is asked for again") {
    Desk desk;
    desk.type_password();
    desk.refuse_newest(session_path, 401, "refusal.session.second_factor_needed", {{"challenge", "c1"}});
    desk.type("Code", "123456");
    desk.press(Shape::Button, "Sign in");
    desk.refuse_newest(code_path, 401, "refusal.session.challenge_over");
    CHECK(desk.says("Sign in with your password again"));
    CHECK(desk.sees(Shape::Textbox, "Password"));
}

TEST_CASE("where a second step is required it is set up before anything is kept on the device") {
    Desk desk;
    desk.type_password();
    Json session = desk.session_json();
    session["second_factor"] = "to_set_up";
    desk.answer_newest("POST", session_path, 200, session);
    CHECK_FALSE(desk.portal().signed_in());
    CHECK(desk.says("Your role needs a second step"));
    // The password was typed a moment ago.
    CHECK(Json::parse(desk.newest("POST", "api/v1/second-factor/begin").body) == Json{{"password", "secret enough"}});
    desk.answer_newest("POST", "api/v1/second-factor/begin", 200, {{"secret", "ABCDEFGH"}, {"uri", "otpauth://totp/x"}});
    CHECK(desk.says("ABCD EFGH"));
    desk.check_screen();
    desk.press(Shape::Button, "Copy the key");
    desk.type("Code of the app", "123456");
    desk.press(Shape::Button, "Confirm");
    desk.answer_newest("POST", "api/v1/second-factor/confirm", 200, {{"recovery_codes", {"AAAA-BBBB", "CCCC-DDDD"}}});
    CHECK(desk.says("CCCC-DDDD"));
    CHECK_FALSE(desk.portal().signed_in());
    desk.check_screen();
    desk.press(Shape::Button, "I have kept them");
    CHECK(desk.portal().signed_in());
    CHECK_FALSE(desk.says("CCCC-DDDD"));
    CHECK(desk.portal().account().recovery_codes().empty());
}

TEST_CASE("whoever does not set it up goes back to the password, and the session that was begun ends") {
    Desk desk;
    desk.type_password();
    Json session = desk.session_json();
    session["second_factor"] = "to_set_up";
    desk.answer_newest("POST", session_path, 200, session);
    desk.press(Shape::Button, "Sign in as somebody else");
    CHECK(desk.count("DELETE", session_path) == 1);
    CHECK(desk.sees(Shape::Textbox, "Password"));
    CHECK(desk.value_of(Shape::Textbox, "Password").empty());
}

TEST_CASE("an invitation's link leads to a password of one's own, and in") {
    Desk desk;
    desk.go("/invitation#secret-token");
    CHECK(desk.portal().path() == "/invitation#secret-token");
    CHECK(Json::parse(desk.newest("POST", "api/v1/invitation/look").body) == Json{{"token", "secret-token"}});
    const Json seen{{"kind", "new_account"}, {"name", "Zofia"}, {"login", "zofia"}, {"role", "reporter"}, {"expires_at", morning.utc_ms}};
    desk.answer_newest("POST", "api/v1/invitation/look", 200, seen);
    CHECK(desk.says("Zofia, you are invited"));
    CHECK(desk.says("zofia"));
    desk.check_screen();
    desk.type("New password", "short");
    desk.press(Shape::Button, "Set password and sign in");
    desk.refuse_newest("api/v1/invitation/accept", 422, "refusal.password.too_short", {{"min", "10"}});
    CHECK(desk.says("Use at least 10 characters"));
    desk.type("New password", "long enough now");
    desk.press(Shape::Button, "Set password and sign in");
    CHECK(Json::parse(desk.newest("POST", "api/v1/invitation/accept").body) ==
          Json{{"token", "secret-token"}, {"password", "long enough now"}});
    desk.answer_newest("POST", "api/v1/invitation/accept", 200, desk.session_json());
    CHECK(desk.portal().signed_in());
    CHECK(desk.portal().path() == "/");
}

TEST_CASE("a link that is over or cut says so, and one for somebody else touches nobody's device") {
    Desk desk;
    desk.go("/invitation#used");
    desk.refuse_newest("api/v1/invitation/look", 410, "refusal.invitation.over");
    CHECK(desk.says("was used already"));
    desk.go("/invitation");
    CHECK(desk.says("not complete"));
    desk.sign_in(desk.story.manager);
    desk.go("/invitation#other");
    const Json seen{{"kind", "new_account"}, {"name", "Zofia"}, {"login", "zofia"}, {"role", "reporter"}, {"expires_at", morning.utc_ms}};
    desk.answer_newest("POST", "api/v1/invitation/look", 200, seen);
    CHECK(desk.says("Sign out there first"));
    CHECK_FALSE(desk.sees(Shape::Textbox, "New password"));
}

TEST_CASE("a wiped device hands over what it recorded, part by part, and then holds nothing") {
    Desk desk;
    desk.sign_in_over_network();
    desk.portal().choose_theme("dark");
    for (const auto& [subject, command] : desk.story.beginnings()) desk.record(subject, desk.story.clinic, command);
    const std::string device = desk.portal().replica().identity()->device.value;
    desk.answer_newest("POST", sync_path, 500);
    desk.portal().sync_now();
    desk.send({{"t", "wake"}});
    const auto sent = [&] { return read_sync_request(desk.newest("POST", sync_path).body)->events.size(); };
    const std::size_t recorded = desk.portal().replica().outbox_size();
    const std::size_t all = recorded + 1;  // and the device's key
    REQUIRE(sent() == all);
    const auto wiped = [&](std::size_t taken_in, const std::string& which) {
        desk.refuse_newest(sync_path, 410, "refusal.device.wiped", {{"device", which}, {"taken_in", std::to_string(taken_in)}});
        desk.send({{"t", "wake"}});
    };
    SUBCASE("told so") {
        wiped(all, device);
        CHECK(desk.portal().signed_in());
        CHECK(sent() == 0);
        wiped(0, device);
        CHECK_FALSE(desk.portal().signed_in());
        CHECK(desk.portal().replica().outbox_size() == 0);
        CHECK(desk.portal().path() == "/sign-in");
        CHECK(desk.portal().theme() == "dark");
        CHECK(desk.says("This device was wiped"));
        desk.answer_newest("DELETE", session_path, 204);
        desk.sign_in_over_network();
        CHECK_FALSE(desk.portal().device_was_wiped());
        CHECK(desk.portal().replica().identity()->device.value != device);
    }
    SUBCASE("told so without a session: nothing could be handed over") {
        wiped(0, device);
        CHECK_FALSE(desk.portal().signed_in());
    }
    SUBCASE("not meant") {
        wiped(0, "another-device");
        CHECK(desk.portal().signed_in());
        CHECK(desk.portal().replica().outbox_size() == recorded);
    }
    SUBCASE("some proxy's page") {
        desk.answer(desk.newest("POST", sync_path).id, 410, "<h1>Gone</h1>");
        CHECK(desk.portal().signed_in());
        CHECK(desk.portal().replica().outbox_size() == recorded);
    }
}

TEST_CASE("whoever has another role than before keeps nothing on the device that was made for the old one") {
    Desk desk;
    desk.sign_in_over_network();
    const std::string device = desk.portal().replica().identity()->device.value;
    desk.answer_newest("POST", sync_path, 401, {{"key", "refusal.session.expired"}});
    desk.go("/sign-in");
    Json session = desk.session_json();
    session["role"] = "technician";
    desk.type("Password", "secret enough");
    desk.press(Shape::Button, "Sign in");
    desk.answer_newest("POST", session_path, 200, session);
    CHECK(desk.portal().me().role == Role::technician);
    // Emptied, it is another device with another key.
    CHECK(desk.portal().replica().identity()->device.value != device);
    CHECK(desk.portal().replica().signs());
    CHECK(read_sync_request(desk.newest("POST", sync_path).body)->cursors.empty());
}

TEST_CASE("the security page lists sessions and devices, ends the one and wipes the other") {
    Desk desk;
    desk.sign_in_over_network();
    desk.go("/settings");
    desk.press(Shape::Link, "Open", "Security");
    CHECK(desk.portal().path() == "/settings/security");
    desk.answer_lists();
    CHECK(desk.says("Firefox on Linux"));
    CHECK(desk.says("Safari on iPhone"));
    CHECK(desk.says("this session"));
    CHECK(desk.says("Holds 42 entries"));
    desk.check_screen();
    desk.press(Shape::Button, "End");
    CHECK(desk.request("DELETE", "api/v1/sessions/s2") != nullptr);
    desk.answer_newest("DELETE", "api/v1/sessions/s2", 204);
    CHECK(desk.count("GET", "api/v1/sessions") == 2);
    desk.answer_lists();

    desk.press(Shape::Button, "Wipe device");
    desk.press(Shape::Button, "Cancel");
    CHECK(desk.count("POST", "api/v1/devices/wipe") == 0);
    desk.press(Shape::Button, "Wipe device");
    CHECK(desk.says("the device in front of you"));
    desk.press(Shape::Button, "Wipe device", "Wipe this device?");
    CHECK(Json::parse(desk.newest("POST", "api/v1/devices/wipe").body) ==
          Json{{"device", desk.portal().replica().identity()->device.value}});
}

TEST_CASE("a password is changed with the current one, and what is wrong is said at the form") {
    Desk desk;
    desk.sign_in_over_network();
    desk.go("/settings/security");
    desk.answer_lists();
    desk.type("Current password", "not this one");
    desk.type("New password", "quite another one");
    desk.press(Shape::Button, "Change password");
    CHECK(Json::parse(desk.newest("POST", "api/v1/password").body) == Json{{"current", "not this one"}, {"new", "quite another one"}});
    desk.refuse_newest("api/v1/password", 422, "refusal.password.wrong_current");
    CHECK(desk.says("Your password is not right"));
    desk.press(Shape::Button, "Change password");
    desk.answer_newest("POST", "api/v1/password", 204);
    CHECK(desk.value_of(Shape::Textbox, "Current password").empty());
    CHECK(desk.value_of(Shape::Textbox, "New password").empty());
    desk.go_offline();
    CHECK(desk.says("This needs a connection."));
    desk.check_screen();
}
