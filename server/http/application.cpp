// Routing, and the security headers that every answer carries.
#include "server/http/application.hpp"

#include "core/base/json.hpp"
#include "server/http/compression.hpp"
#include "server/http/request_check.hpp"

namespace countersign {

struct Application::Call {
    const HttpRequest& request;
    Origin origin;
    Instant now;
};

namespace {

constexpr const char* session_cookie = "countersign_session";
constexpr std::size_t pack_from_bytes = 1'024;

// The portal needs WebAssembly and one worker; nothing may be loaded from elsewhere and nothing inline may run (docs/architecture.md).
constexpr const char* content_security_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

void add_security_headers(HttpResponse& response) {
    response.set("Content-Security-Policy", content_security_policy);
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "no-referrer");
    response.set("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()");
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
}

HttpResponse answer_json(const Json& document) {
    HttpResponse response{200, {}, write_json(document)};
    response.set("Content-Type", "application/json");
    response.set("Cache-Control", "no-store");
    return response;
}

HttpResponse method_not_allowed(const char* allowed) {
    HttpResponse response = answer_problem({405, "failure.http.method_not_allowed", std::string("Allowed here: ") + allowed, {}});
    response.set("Allow", allowed);
    return response;
}

HttpResponse not_found() { return answer_problem({404, "failure.http.not_found", "There is nothing at this address.", {}}); }

void pack(const HttpRequest& request, HttpResponse& response) {
    bool api = false;
    for (const auto& [name, value] : response.headers) {
        if (name == "Content-Type") api = value == "application/json" || value == "application/problem+json" || value == sync_media_type;
        if (name == "Content-Encoding") return;
    }
    if (!api) return;
    response.set("Vary", "Accept-Encoding");
    if (response.body.size() < pack_from_bytes || !accepts_encoding(request.header("Accept-Encoding"), "gzip")) return;
    response.body = gzip(response.body);
    response.set("Content-Encoding", "gzip");
}

Json session_json(const Account& account) {
    Json organisations = Json::array();
    for (const OrganisationId& id : account.actor.organisations) organisations.push_back(id.value);
    return {{"user", account.actor.user.value},
            {"name", account.actor.name},
            {"role", role_name(account.actor.role)},
            {"organisations", std::move(organisations)},
            {"login", account.login}};
}

}  // namespace

Application::Application(Parts parts, ApplicationSettings settings)
    : parts_(std::move(parts)), settings_(std::move(settings)), files_(settings_.web_directory) {}

HttpResponse Application::handle(const HttpRequest& request) {
    HttpResponse response;
    try {
        response = dispatch({request, origin_of(request, settings_.proxy), parts_.clock()});
    } catch (const std::exception& problem) {
        response = fail({"failure.server", "answer", request.method + " " + std::string(request.path()), problem.what()});
    }
    pack(request, response);
    add_security_headers(response);
    return response;
}

HttpResponse Application::dispatch(const Call& call) {
    const std::string_view path = call.request.path();
    const std::string& base_path = call.origin.base_path;
    const bool reading = call.request.method == "GET" || call.request.method == "HEAD";
    if (reading && path == "/healthz") return answer_health();
    if (call.request.body_state == BodyState::broken) {
        return answer_problem({400, "failure.http.body_broken", "The body ended early or came too slowly.", {}});
    }

    // The proxy may have taken its prefix off already; what lies outside the prefix is then at the root.
    auto below = path_below_base(path, base_path);
    if (!below) below = path_below_base(path, settings_.proxy.base_path);
    if (!below && reading && std::string(path) + "/" == base_path) {
        HttpResponse response{308};
        response.set("Location", base_path);
        return response;
    }
    if (!below) return not_found();
    if (reading && *below == "healthz") return answer_health();
    if (below->substr(0, 4) == "api/") return answer_api(call, below->substr(4));
    if (!reading) return method_not_allowed("GET, HEAD");
    if (auto file = files_.answer(call.request, *below, base_path)) return std::move(*file);
    return not_found();
}

HttpResponse Application::answer_api(const Call& call, std::string_view path) {
    const std::string& method = call.request.method;
    if (method != "GET" && method != "HEAD") {
        if (const auto foreign = check_same_origin(call.request, call.origin)) return answer_problem(*foreign);
    }
    if (path == "v1/session") {
        if (method == "POST") return sign_in(call);
        if (method == "DELETE") return sign_out(call);
        if (method == "GET" || method == "HEAD") return show_session(call);
        return method_not_allowed("GET, HEAD, POST, DELETE");
    }
    if (path == "v1/sync") return method == "POST" ? sync(call) : method_not_allowed("POST");
    return not_found();
}

HttpResponse Application::answer_health() {
    if (auto heads = parts_.events.heads(); !heads) return fail(heads.error());
    return answer_json({{"status", "ok"}});
}

HttpResponse Application::fail(const Failure& failure) {
    if (parts_.log) parts_.log(failure);
    return answer_problem(problem_of(failure));
}

Result<std::string, HttpResponse> Application::read_body(const Call& call, const std::string& media_type) {
    const HttpRequest& request = call.request;
    const auto refuse_with = [](Problem problem) { return Error{answer_problem(problem)}; };
    const Problem too_large{
        413, "failure.http.body_too_large", "Send less at once.", {{"bytes_max", std::to_string(settings_.body_bytes_max)}}};
    if (request.body_state == BodyState::too_large) return refuse_with(too_large);
    if (!has_media_type(request, media_type)) {
        return refuse_with({415, "failure.http.not_json", "Content-Type: " + media_type + " is required.", {}});
    }
    const std::string& encoding = request.header("Content-Encoding");
    if (encoding.empty() || encoding == "identity") {
        if (request.body.size() > settings_.body_bytes_max) return refuse_with(too_large);
        return request.body;
    }
    if (encoding != "gzip") return refuse_with({415, "failure.http.encoding_unknown", "gzip is the only Content-Encoding understood.", {}});
    Unpacked unpacked = gunzip(request.body, settings_.body_bytes_max);
    if (unpacked.problem == UnpackProblem::too_large) return refuse_with(too_large);
    if (unpacked.problem) return refuse_with({400, "failure.http.body_malformed", "The body is not sound gzip.", {}});
    return std::move(unpacked.data);
}

Result<Json, HttpResponse> Application::read_json_body(const Call& call, std::size_t depth_max) {
    auto body = read_body(call, "application/json");
    if (!body) return Error{body.error()};
    auto document = parse_json(*body, depth_max);
    if (!document) return Error{answer_problem({400, "failure.http.not_json", document.error().cause, {}})};
    return std::move(*document);
}

std::string Application::cookie(const Call& call, const std::string& token, std::int64_t seconds) const {
    std::string text = std::string(session_cookie) + "=" + token + "; Path=" + call.origin.base_path +
                       "; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
    if (call.origin.https) text += "; Secure";
    return text;
}

HttpResponse Application::sign_in(const Call& call) {
    auto document = read_json_body(call, 4);
    if (!document) return document.error();
    FieldReader fields(*document);
    Credentials credentials{fields.text("login", 200), fields.text("password", password_bytes_max), call.origin.client_address};
    if (fields.problem()) return answer_problem({400, "failure.http.fields", *fields.problem(), {}});

    auto outcome = parts_.sign_in.sign_in(credentials, call.now);
    if (!outcome) return fail(outcome.error());
    if (!*outcome) {
        const Refusal& refusal = outcome->error();
        const auto seconds = refusal.params.find("seconds");
        HttpResponse response = answer_problem({seconds == refusal.params.end() ? 401 : 429, refusal.key, {}, refusal.params});
        if (seconds != refusal.params.end()) response.set("Retry-After", seconds->second);
        return response;
    }
    // The browser forgets the session it had; so must we, or it would live on without anybody who could end it.
    if (const std::string before = cookie_value(call.request, session_cookie); !before.empty()) {
        if (auto ended = parts_.sign_in.sign_out(before); !ended) return fail(ended.error());
    }
    const NewSession& session = **outcome;
    HttpResponse response = answer_json(session_json(session.account));
    response.set("Set-Cookie", cookie(call, session.token, (session.expires_at - call.now).count / 1'000));
    return response;
}

Result<SignIn::Current, HttpResponse> Application::current_session(const Call& call) {
    const std::string token = cookie_value(call.request, session_cookie);
    auto found = parts_.sign_in.session(token, call.now);
    if (!found) return Error{fail(found.error())};
    if (found->has_value()) return std::move(**found);
    return Error{answer_problem({401, token.empty() ? "refusal.session.none" : "refusal.session.expired", "Sign in.", {}})};
}

HttpResponse Application::show_session(const Call& call) {
    auto current = current_session(call);
    if (!current) return current.error();
    HttpResponse response = answer_json(session_json(current->account));
    if (current->extended_until) {
        const std::string token = cookie_value(call.request, session_cookie);
        response.set("Set-Cookie", cookie(call, token, (*current->extended_until - call.now).count / 1'000));
    }
    return response;
}

HttpResponse Application::sign_out(const Call& call) {
    if (auto ended = parts_.sign_in.sign_out(cookie_value(call.request, session_cookie)); !ended) return fail(ended.error());
    HttpResponse response{204};
    response.set("Set-Cookie", cookie(call, "", 0));
    response.set("Cache-Control", "no-store");
    return response;
}

HttpResponse Application::sync(const Call& call) {
    auto current = current_session(call);
    if (!current) return current.error();
    auto body = read_body(call, sync_media_type);
    if (!body) return body.error();
    auto request = read_sync_request(*body);
    if (!request) return answer_problem({400, request.error().key, request.error().cause, {}});
    if (request->events.size() > settings_.batch_events_max) {
        return answer_problem({413,
                               "failure.http.batch_too_large",
                               "Send fewer events at once.",
                               {{"count_max", std::to_string(settings_.batch_events_max)}}});
    }
    // A browser has one session, but the device behind it may hold somebody else's work.
    if (request->user != current->account.actor.user) {
        return answer_problem({401, "refusal.session.other_user", "The session is not of the user whose device this is.", {}});
    }
    auto answer = parts_.sync.handle(*request, current->account.actor, call.now);
    if (!answer) return fail(answer.error());
    HttpResponse response{200, {}, write_sync_answer(*answer)};
    response.set("Content-Type", sync_media_type);
    response.set("Cache-Control", "no-store");
    if (current->extended_until) {
        const std::string token = cookie_value(call.request, session_cookie);
        response.set("Set-Cookie", cookie(call, token, (*current->extended_until - call.now).count / 1'000));
    }
    return response;
}

}  // namespace countersign
