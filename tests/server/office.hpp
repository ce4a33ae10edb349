// Office: a running server and short ways to do what people do with their accounts.
#pragma once

#include "running_server.hpp"
#include "server/auth/totp.hpp"

namespace countersign::testing {

/// Back from base32, for making codes as an authenticator app does.
std::string from_base32(const std::string& text);
/// "countersign_session=…" of an answer that sets it; empty when it does not.
std::string cookie_in(const Answer& answer, const std::string& name);
/// All cookies that an answer sets, as the browser sends them next.
HeaderList cookies_in(const Answer& answer);

struct Office : RunningServer {
    explicit Office(RunningServerOptions options = {}) : RunningServer(std::move(options)) {}

    Answer post(const std::string& path, const Json& body, const HeaderList& headers = {}) const {
        return post_json("/api/v1/" + path, write_json(body), headers);
    }
    Answer get(const std::string& path, const HeaderList& headers = {}) const { return call("GET", "/api/v1/" + path, headers); }
    /// Invites and answers the link's token.
    std::string invite(const std::string& login, const std::string& role = "reporter", const char* by = "admin");
    std::string code(const std::string& secret, std::int64_t steps_later = 0) const {
        return totp_code(secret, totp_step(now) + steps_later);
    }
    void wait(std::int64_t milliseconds) { now = now + Milliseconds{milliseconds}; }
};

/// Somebody with a second step that was set up as they do it.
struct Secured {
    std::string secret;  ///< raw
    std::vector<std::string> recovery_codes;
    HeaderList cookies;
};
Secured set_up_second_step(Office& office, const std::string& login);
/// Signs in as far as the code; answers the challenge.
std::string challenge_of(Office& office, const std::string& login, const HeaderList& headers = {});

}  // namespace countersign::testing
