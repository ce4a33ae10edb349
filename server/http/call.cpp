// What routes share.
#include "server/http/call.hpp"

#include "server/auth/client_name.hpp"
#include "server/http/compression.hpp"
#include "server/http/request_check.hpp"

namespace countersign {

namespace {

// Says that somebody signed in here before; it opens nothing (server/auth/sign_in_throttle.hpp).
constexpr const char* browser_cookie = "countersign_browser";
constexpr std::int64_t browser_cookie_seconds = 400LL * 24 * 3'600;
constexpr std::size_t body_depth_max = 4;

std::string cookie(const Call& call, const char* name, const std::string& value, std::int64_t seconds) {
    std::string text = std::string(name) + "=" + value + "; Path=" + call.origin.base_path +
                       "; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
    if (call.origin.https) text += "; Secure";
    return text;
}

int status_of(const std::string& key) {
    const auto begins = [&](std::string_view beginning) { return key.compare(0, beginning.size(), beginning) == 0; };
    if (key == "refusal.person.unknown" || key == "refusal.invitation.unknown" || key == "refusal.device.unknown" ||
        key == "refusal.attachment.unknown")
        return 404;
    if (key == "refusal.person.not_yours" || key == "refusal.person.not_oneself" || begins("refusal.access.")) return 403;
    if (key == "refusal.invitation.over" || key == "refusal.device.wiped") return 410;
    if (begins("refusal.session.")) return key == "refusal.session.too_many_attempts" ? 429 : 401;
    if (key == "refusal.person.login_taken" || key == "refusal.person.login_invited" || key == "refusal.person.last_administrator")
        return 409;
    return 422;
}

}  // namespace

HttpResponse Api::fail(const Failure& failure) const {
    if (log) log(failure);
    return answer_problem(problem_of(failure));
}

Client Call::client() const { return {origin.client_address, cookie_value(request, browser_cookie), request.header("User-Agent")}; }

std::string Call::session_token() const { return cookie_value(request, session_cookie); }

HttpResponse answer_json(const Json& document) {
    HttpResponse response{200, {}, write_json(document)};
    response.set("Content-Type", "application/json");
    response.set("Cache-Control", "no-store");
    return response;
}

HttpResponse answer_nothing() {
    HttpResponse response{204};
    response.set("Cache-Control", "no-store");
    return response;
}

HttpResponse answer_no_session(const Call& call) {
    return answer_problem({401, call.session_token().empty() ? "refusal.session.none" : "refusal.session.expired", "Sign in.", {}});
}

HttpResponse answer_refusal(const Refusal& refusal) {
    HttpResponse response = answer_problem({status_of(refusal.key), refusal.key, {}, refusal.params});
    const auto seconds = refusal.params.find("seconds");
    if (response.status == 429 && seconds != refusal.params.end()) response.set("Retry-After", seconds->second);
    return response;
}

Result<std::string, HttpResponse> read_body(const Api& api, const Call& call, const std::string& media_type) {
    const HttpRequest& request = call.request;
    const auto refuse_with = [](Problem problem) { return Error{answer_problem(problem)}; };
    const Problem too_large{413, "failure.http.body_too_large", "Send less at once.", {{"bytes_max", std::to_string(api.body_bytes_max)}}};
    if (request.body_state == BodyState::too_large) return refuse_with(too_large);
    if (!has_media_type(request, media_type)) {
        return refuse_with({415, "failure.http.not_json", "Content-Type: " + media_type + " is required.", {}});
    }
    const std::string& encoding = request.header("Content-Encoding");
    if (encoding.empty() || encoding == "identity") {
        if (request.body.size() > api.body_bytes_max) return refuse_with(too_large);
        return request.body;
    }
    if (encoding != "gzip") return refuse_with({415, "failure.http.encoding_unknown", "gzip is the only Content-Encoding understood.", {}});
    Unpacked unpacked = gunzip(request.body, api.body_bytes_max);
    if (unpacked.problem == UnpackProblem::too_large) return refuse_with(too_large);
    if (unpacked.problem) return refuse_with({400, "failure.http.body_malformed", "The body is not sound gzip.", {}});
    return std::move(unpacked.data);
}

BodyReader::BodyReader(const Api& api, const Call& call) : fields_(document_) {
    auto body = read_body(api, call, "application/json");
    if (!body) {
        unreadable_ = body.error();
        return;
    }
    auto document = parse_json(*body, body_depth_max);
    if (!document) {
        unreadable_ = answer_problem({400, "failure.http.not_json", document.error().cause, {}});
    } else {
        document_ = std::move(*document);
    }
}

std::optional<HttpResponse> BodyReader::problem() const {
    if (unreadable_) return unreadable_;
    if (fields_.problem()) return answer_problem({400, "failure.http.fields", *fields_.problem(), {}});
    return std::nullopt;
}

Json organisations_json(const std::vector<OrganisationId>& organisations) {
    Json ids = Json::array();
    for (const OrganisationId& id : organisations) ids.push_back(id.value);
    return ids;
}

Json account_json(const Account& account) {
    return {{"user", account.actor.user.value},
            {"name", account.actor.name},
            {"role", role_name(account.actor.role)},
            {"organisations", organisations_json(account.actor.organisations)},
            {"login", account.login}};
}

Json client_json(const std::string& user_agent) {
    const ClientName name = client_name(user_agent);
    return {{"browser", name.browser}, {"system", name.system}};
}

void set_session_cookies(const Call& call, const NewSession& session, HttpResponse& response) {
    const std::int64_t seconds = (session.expires_at - call.now).count / 1'000;
    response.headers.emplace_back("Set-Cookie", cookie(call, session_cookie, session.token, seconds));
    response.headers.emplace_back("Set-Cookie", cookie(call, browser_cookie, session.browser_token, browser_cookie_seconds));
}

void extend_session_cookie(const Call& call, Instant expires_at, HttpResponse& response) {
    response.headers.emplace_back("Set-Cookie", cookie(call, session_cookie, call.session_token(), (expires_at - call.now).count / 1'000));
}

void clear_session_cookie(const Call& call, HttpResponse& response) {
    response.headers.emplace_back("Set-Cookie", cookie(call, session_cookie, "", 0));
}

std::optional<Failure> end_session_before(const Api& api, const Call& call) {
    const std::string before = call.session_token();
    if (before.empty()) return std::nullopt;
    if (auto ended = api.access.sign_in.sign_out(before); !ended) return ended.error();
    return std::nullopt;
}

}  // namespace countersign
