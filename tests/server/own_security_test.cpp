// One's own password, sessions and devices over real HTTP; who can slow whom down; and what must stand nowhere in clear.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "office.hpp"
#include "server/auth/client_name.hpp"
#include "server/auth/password_rule.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

constexpr const char* firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
constexpr const char* iphone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 "
    "Safari/604.1";

HeaderList from(const std::string& address, const HeaderList& more = {}) {
    HeaderList headers = more;
    headers.emplace("X-Forwarded-For", address);
    return headers;
}

Answer sync_device(Office& office, const HeaderList& cookie, const std::string& device, std::vector<std::string> events = {}) {
    return office.post_sync(write_sync_request({{device}, scene_time, {{office.shared, 2}}, std::move(events), office.technician.user}),
                            cookie);
}

/// Every byte of the server's files.
std::string stored_bytes(const Office& office) {
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator(office.directory.path())) {
        std::ifstream file(entry.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
}

}  // namespace

TEST_CASE("a new password needs the current one, goes on here with a new token, and ends every other session") {
    Office office;
    const HeaderList here = office.cookie_of("contact");
    const HeaderList there = office.cookie_of("contact");
    const auto change = [&](const std::string& current, const std::string& wanted) {
        return office.post("password", {{"current", current}, {"new", wanted}}, here);
    };
    CHECK(change("wrong password", "quite another one").key() == "refusal.password.wrong_current");
    CHECK(change(right_password, "short").key() == "refusal.password.too_short");
    CHECK(change(right_password, "contact2025").key() == "refusal.password.own_name");
    CHECK(office.get("session", there).status == 200);
    const Answer changed = change(right_password, "quite another one");
    CHECK(changed.status == 204);
    CHECK(office.get("session", here).status == 401);
    CHECK(office.get("session", there).status == 401);
    CHECK(office.get("session", cookies_in(changed)).status == 200);
    CHECK(office.sign_in("contact", right_password).status == 401);
    CHECK(office.sign_in("contact", "quite another one").status == 200);
}

TEST_CASE("a session that was left open is not enough to guess the password with") {
    Office office;
    const HeaderList cookie = office.cookie_of("contact");
    const auto guess = [&] {
        return office.post("password", {{"current", "wrong password"}, {"new", "quite another one"}}, cookie).status;
    };
    for (int i = 0; i < 5; ++i) CHECK(guess() == 422);
    CHECK(guess() == 429);
    CHECK(office.sign_in("contact", right_password).status == 200);
}

TEST_CASE("the list of sessions names browsers in plain words, and each can be ended but somebody else's") {
    Office office;
    const HeaderList desk = cookies_in(office.sign_in("contact", right_password, from("203.0.113.7", {{"User-Agent", firefox}})));
    office.wait(60'000);
    const HeaderList phone = cookies_in(office.sign_in("contact", right_password, {{"User-Agent", iphone}}));
    const HeaderList other = office.cookie_of("technician");
    office.wait(600'000);
    const Json list = office.get("sessions", from("203.0.113.8", desk)).json()["sessions"];
    REQUIRE(list.size() == 2);
    CHECK(list[0]["client"] == Json{{"browser", "Safari"}, {"system", "iPhone"}});
    CHECK(list[0]["current"] == false);
    CHECK(list[1]["client"] == Json{{"browser", "Firefox"}, {"system", "Linux"}});
    CHECK(list[1]["current"] == true);
    CHECK(list[1]["address"] == "203.0.113.8");
    CHECK(list[1]["created_at"] == scene_time.utc_ms);
    CHECK(list[1]["last_used_at"] == office.now.utc_ms);
    CHECK(list.dump().find(desk.begin()->second.substr(20, 64)) == std::string::npos);

    const std::string phone_session = "/api/v1/sessions/" + list[0]["id"].get<std::string>();
    CHECK(office.call("DELETE", phone_session, other).status == 404);
    CHECK(office.get("session", phone).status == 200);
    CHECK(office.call("DELETE", phone_session, desk).status == 204);
    CHECK(office.get("session", phone).status == 401);
    const HeaderList third = office.cookie_of("contact");
    CHECK(office.call("POST", "/api/v1/sessions/end-others", desk).status == 204);
    CHECK(office.get("session", third).status == 401);
    CHECK(office.get("session", desk).status == 200);
    CHECK(office.get("session", other).status == 200);
}

TEST_CASE("a session token that was planted in the browser is not taken over by signing in, nor is a browser's") {
    Office office;
    const Answer attacker = office.sign_in("technician", right_password);
    const std::string planted = cookie_in(attacker, "countersign_session") + "; " + cookie_in(attacker, "countersign_browser");
    const Answer in = office.sign_in("contact", right_password, {{"Cookie", planted}});
    CHECK(cookie_in(in, "countersign_session") != cookie_in(attacker, "countersign_session"));
    CHECK(cookie_in(in, "countersign_browser") != cookie_in(attacker, "countersign_browser"));
    CHECK(office.get("session", {{"Cookie", planted}}).status == 401);
    // What the attacker kept says nothing about the victim's browser: their attempts count by address.
    for (int i = 0; i < 5; ++i) CHECK(office.sign_in("contact", "wrong password", {{"Cookie", planted}}).status == 401);
    CHECK(office.sign_in("contact", right_password).status == 429);
    CHECK(office.sign_in("contact", right_password, cookies_in(in)).status == 200);
}

TEST_CASE("nobody can lock somebody else out: neither from elsewhere, nor from the same address, whatever they try") {
    Office office;
    const HeaderList known = cookies_in(office.sign_in("contact", right_password, from("203.0.113.7")));
    for (int i = 0; i < 40; ++i) office.sign_in("contact", "wrong password", from("203.0.113.7"));
    CHECK(office.sign_in("contact", right_password, from("203.0.113.7")).status == 429);
    CHECK(office.sign_in("contact", right_password, from("203.0.113.7", known)).status == 200);
    CHECK(office.sign_in("contact", right_password, from("203.0.113.8")).status == 200);
    // The known browser itself may not guess on for ever.
    const HeaderList again = cookies_in(office.sign_in("contact", right_password, from("203.0.113.9")));
    for (int i = 0; i < 5; ++i) CHECK(office.sign_in("contact", "wrong password", from("203.0.113.9", again)).status == 401);
    CHECK(office.sign_in("contact", right_password, from("203.0.113.9", again)).status == 429);
    // And it is known for its own person only.
    for (int i = 0; i < 5; ++i) CHECK(office.sign_in("technician", "wrong password", from("203.0.113.10", known)).status == 401);
    CHECK(office.sign_in("technician", right_password, from("203.0.113.10")).status == 429);
    office.wait(3'600'001);
    CHECK(office.sign_in("contact", right_password, from("203.0.113.7")).status == 200);
}

TEST_CASE("signing in often from one address slows nobody there down") {
    Office office;
    for (int i = 0; i < 45; ++i) CHECK(office.sign_in("contact", right_password, from("203.0.113.7")).status == 200);
}

TEST_CASE("devices are listed with their first and last contact, and a wiped one hands over its work and gets nothing any more") {
    Office office;
    const HeaderList cookie = cookies_in(office.sign_in("technician", right_password, {{"User-Agent", firefox}}));
    HeaderList with_agent = cookie;
    with_agent.emplace("User-Agent", firefox);
    CHECK(sync_device(office, with_agent, "laptop").status == 200);
    office.wait(120'000);
    CHECK(sync_device(office, with_agent, "phone").status == 200);
    CHECK(sync_device(office, with_agent, "laptop").status == 200);
    const Json list = office.get("devices", cookie).json()["devices"];
    REQUIRE(list.size() == 2);
    for (const Json& device : list) {
        CHECK(device["client"]["browser"] == "Firefox");
        CHECK(device["last_contact_at"] == office.now.utc_ms);
        CHECK(device["first_contact_at"] == (device["id"] == "laptop" ? scene_time.utc_ms : office.now.utc_ms));
        CHECK(device["entries"] == 2);
        CHECK(device["wipe_asked_at"].is_null());
    }
    CHECK(office.get("devices", office.cookie_of("contact")).json()["devices"].empty());

    CHECK(office.post("devices/wipe", {{"device", "phone"}}, office.cookie_of("contact")).status == 404);
    CHECK(office.post("devices/wipe", {{"device", "phone"}}, cookie).status == 204);
    CHECK(sync_device(office, cookie, "laptop").status == 200);
    const std::size_t held = office.types(office.shared).size();
    const std::string event = office.open_ticket(office.technician, office.new_subject("ticket"));
    const Answer handed_over = sync_device(office, cookie, "phone", {event});
    CHECK(handed_over.status == 410);
    CHECK(handed_over.key() == "refusal.device.wiped");
    CHECK(handed_over.json()["params"] == Json{{"device", "phone"}, {"taken_in", "1"}});
    CHECK(office.types(office.shared).size() > held);
    CHECK(office.get("session", cookie).status == 200);

    const Answer wiped = sync_device(office, cookie, "phone");
    CHECK(wiped.status == 410);
    CHECK(wiped.json()["params"]["taken_in"] == "0");
    CHECK(wiped.body.find("streams") == std::string::npos);
    CHECK(office.get("session", cookie).status == 401);
    const HeaderList later = office.cookie_of("technician");
    CHECK(sync_device(office, later, "laptop").status == 200);
    CHECK(office.post("devices/keep", {{"device", "phone"}}, later).status == 404);
    CHECK(sync_device(office, later, "phone").status == 410);
}

TEST_CASE("a device that was found again is kept, and one whose session has ended is told without one") {
    Office office;
    const HeaderList cookie = office.cookie_of("technician");
    CHECK(sync_device(office, cookie, "phone").status == 200);
    CHECK(office.post("devices/wipe", {{"device", "phone"}}, cookie).status == 204);
    CHECK(office.post("devices/keep", {{"device", "phone"}}, cookie).status == 204);
    CHECK(sync_device(office, cookie, "phone").status == 200);

    const std::string path = "/api/v1/people/" + office.technician.user.value + "/devices";
    const HeaderList admin = office.cookie_of("admin");
    CHECK(office.call("GET", path, admin).json()["devices"].size() == 1);
    CHECK(office.post_json(path + "/wipe", R"({"device":"phone"})", admin).status == 204);
    const std::size_t held = office.types(office.shared).size();
    const Answer told = sync_device(office, {}, "phone", {office.open_ticket(office.technician, office.new_subject("ticket"))});
    CHECK(told.status == 410);
    CHECK(told.json()["params"]["taken_in"] == "0");
    CHECK(office.types(office.shared).size() == held);
    CHECK(sync_device(office, {}, "laptop").status == 401);
    // Somebody else has signed in there since.
    CHECK(sync_device(office, office.cookie_of("contact"), "phone").status == 410);
    // Neither of them proves that it was that device.
    CHECK(office.call("GET", path, admin).json()["devices"][0]["wiped_at"].is_null());
    CHECK(sync_device(office, office.cookie_of("technician"), "phone").status == 410);
    CHECK(office.call("GET", path, admin).json()["devices"][0]["wiped_at"] == office.now.utc_ms);
}

TEST_CASE("a client that makes up device ids fills no table") {
    Office office;
    for (int i = 0; i < 120; ++i) {
        office.wait(1);
        CHECK_FALSE(*office.access.devices.contact({office.technician.user, {"device-" + std::to_string(i)}, "", 0}, office.now));
    }
    CHECK(office.access.devices.list(office.technician.user)->size() == 100);
}

TEST_CASE("passwords, tokens, secrets and codes stand in clear neither in the server's files nor in what it logs") {
    Office office;
    const std::string own_password = "kept to oneself alone";
    const std::string link = office.invite("zofia", "technician");
    const std::string revoked_link = office.invite("other");
    const Answer in = office.post("invitation/accept", {{"token", link}, {"password", own_password}});
    const HeaderList cookies = cookies_in(in);
    const Answer begun = office.post("second-factor/begin", {{"password", own_password}}, cookies);
    const std::string secret = begun.json()["secret"];
    const Answer confirmed = office.post("second-factor/confirm", {{"code", office.code(from_base32(secret))}}, cookies);
    const Answer asked = office.sign_in("zofia", own_password);
    const std::string challenge = asked.json()["params"]["challenge"];
    const Answer finished = office.post("session/code", {{"challenge", challenge}, {"code", confirmed.json()["recovery_codes"][0]}});
    REQUIRE(finished.status == 200);
    // Something to log: the server breaks while secrets are on their way.
    REQUIRE(office.database->write([](Database& database) { database.execute("ALTER TABLE second_factor RENAME TO gone"); }).ok());
    CHECK(office.sign_in("zofia", own_password).status == 500);
    CHECK(office.post("session/code", {{"challenge", challenge}, {"code", "123456"}}).status == 401);
    REQUIRE_FALSE(office.failures.empty());

    std::vector<std::string> secrets{own_password, right_password, link, revoked_link, secret, from_base32(secret), challenge};
    for (const std::string& code : confirmed.json()["recovery_codes"].get<std::vector<std::string>>()) secrets.push_back(code);
    for (const Answer* answer : {&in, &confirmed, &finished}) {
        for (const char* name : {"countersign_session", "countersign_browser"}) {
            const std::string cookie = cookie_in(*answer, name);
            REQUIRE(cookie.size() > 64);
            secrets.push_back(cookie.substr(cookie.find('=') + 1));
        }
    }
    std::string logged;
    for (const Failure& failure : office.failures) logged += failure.describe() + failure.key;
    const std::string stored = stored_bytes(office);
    CHECK(stored.find("zofia") != std::string::npos);
    for (const std::string& one : secrets) {
        CAPTURE(one);
        CHECK(stored.find(one) == std::string::npos);
        CHECK(logged.find(one) == std::string::npos);
    }
}

TEST_CASE("passwords that are long and one's own are taken, whatever letters they have") {
    for (const char* good : {"correct horse", "wieczorem pada deszcz", "Grażyna lubi zielone kapelusze", "kafka-1883-praha",
                             "ææøåæøåå vinter", "tractor7lemon"}) {
        CAPTURE(good);
        CHECK_FALSE(check_new_password(good, "grazyna", "Grażyna Półtorak").has_value());
    }
    for (const char* weak : {"qwertyuiop", "Qwertyuiop12", "aaaaaaaaaaaa", "0987654321", "9876543210", "abcdefghijk", "1q2w3e4r5t",
                             "iloveyou1234", "countersign2025", "haslo12345", "12121212121212"}) {
        CAPTURE(weak);
        REQUIRE(check_new_password(weak, "grazyna", "Grażyna Półtorak").has_value());
        CHECK(check_new_password(weak, "grazyna", "Grażyna Półtorak")->key == "refusal.password.too_common");
    }
    CHECK(check_new_password("grazyna-1984", "grazyna@firma.pl", "Grażyna Półtorak")->key == "refusal.password.own_name");
}

TEST_CASE("browsers are named in words that people know") {
    const auto named = [](const char* text) {
        const ClientName name = client_name(text);
        return name.browser + " on " + name.system;
    };
    CHECK(named(firefox) == "Firefox on Linux");
    CHECK(named(iphone) == "Safari on iPhone");
    CHECK(named("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 "
                "Edg/126.0.0.0") == "Edge on Windows");
    CHECK(named("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36") ==
          "Chrome on Android");
    CHECK(named("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15") ==
          "Safari on macOS");
    CHECK(named("curl/8.5.0") == " on ");
}
