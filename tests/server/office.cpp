// What people do with their accounts.
#include "office.hpp"

#include <doctest/doctest.h>

namespace countersign::testing {

std::string from_base32(const std::string& text) {
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string bytes;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : text) {
        held = (held << 5) | static_cast<std::uint32_t>(letters.find(c));
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(held >> bits);
        }
    }
    return bytes;
}

std::string cookie_in(const Answer& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers) {
        if (key == "Set-Cookie" && value.rfind(name + "=", 0) == 0) return value.substr(0, value.find(';'));
    }
    return {};
}

HeaderList cookies_in(const Answer& answer) {
    std::string all;
    for (const char* name : {"countersign_session", "countersign_browser"}) {
        const std::string one = cookie_in(answer, name);
        if (!one.empty()) all += (all.empty() ? "" : "; ") + one;
    }
    return {{"Cookie", all}};
}

std::string Office::invite(const std::string& login, const std::string& role, const char* by) {
    Json wish{{"login", login}, {"name", "Zofia Nowicka"}, {"role", role}};
    wish["organisations"] = Json::array({organisation.value});
    const Answer made = post("invitations", wish, cookie_of(by));
    CAPTURE(made.body);
    REQUIRE(made.status == 200);
    const std::string path = made.json()["path"];
    REQUIRE(path.rfind("invitation#", 0) == 0);
    return path.substr(path.find('#') + 1);
}

Secured set_up_second_step(Office& office, const std::string& login) {
    const HeaderList before = office.cookie_of(login);
    const Answer begun = office.post("second-factor/begin", {{"password", right_password}}, before);
    REQUIRE(begun.status == 200);
    Secured secured;
    secured.secret = from_base32(begun.json()["secret"]);
    const Answer confirmed = office.post("second-factor/confirm", {{"code", office.code(secured.secret)}}, before);
    CAPTURE(confirmed.body);
    REQUIRE(confirmed.status == 200);
    secured.recovery_codes = confirmed.json()["recovery_codes"].get<std::vector<std::string>>();
    secured.cookies = cookies_in(confirmed);
    CHECK(office.get("session", before).status == 401);
    CHECK(office.get("session", secured.cookies).status == 200);
    return secured;
}

std::string challenge_of(Office& office, const std::string& login, const HeaderList& headers) {
    const Answer asked = office.sign_in(login, right_password, headers);
    CAPTURE(asked.body);
    REQUIRE(asked.status == 401);
    REQUIRE(asked.key() == "refusal.session.second_factor_needed");
    CHECK(asked.header("Set-Cookie").empty());
    return asked.json()["params"]["challenge"];
}

}  // namespace countersign::testing
