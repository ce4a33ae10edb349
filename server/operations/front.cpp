// The way of a request through the front.
#include "server/operations/front.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "server/http/call.hpp"
#include "server/http/path_check.hpp"
#include "server/http/request_check.hpp"
#include "server/http/security_headers.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

constexpr const char* request_id_header = "X-Request-Id";
// What people type: a login, an account, an answer. Only a sync, a wait for news and a part of an attachment carry more, and they are
// read after their session was checked.
constexpr std::size_t small_body_bytes_max = 65'536;
constexpr std::array<std::string_view, 2> large_routes{"api/v1/sync", "api/v1/news"};
constexpr std::string_view attachment_route = "api/v1/attachments/";

bool begins_with(std::string_view path, std::string_view beginning) { return path.substr(0, beginning.size()) == beginning; }

/// Nothing where the route itself says how much.
std::optional<std::size_t> body_bytes_max_at(std::string_view path) {
    if (std::find(large_routes.begin(), large_routes.end(), path) != large_routes.end()) return std::nullopt;
    return begins_with(path, attachment_route) ? attachment_part_bytes : small_body_bytes_max;
}

thread_local std::string request_id_of_thread;

// A proxy's name for the request goes into our log and our answer, so it must be no more than a name.
bool usable_id(const std::string& id) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    return id.size() >= 8 && id.size() <= 64 && id.find_first_not_of(allowed) == std::string::npos;
}

// Digests have one length and hide where two texts begin to differ.
bool same_secret(const std::string& given, const std::string& expected) {
    const Digest left = sha256(given), right = sha256(expected);
    return sodium_memcmp(left.bytes.data(), right.bytes.data(), left.bytes.size()) == 0;
}

std::string_view below_base(const HttpRequest& request, const Origin& origin, const ProxySettings& proxy) {
    auto below = path_below_base(request.path(), origin.base_path);
    if (!below) below = path_below_base(request.path(), proxy.base_path);
    return below.value_or(request.path().substr(std::min<std::size_t>(1, request.path().size())));
}

}  // namespace

const std::string& current_request_id() { return request_id_of_thread; }

Front::Front(Parts parts, FrontSettings settings)
    : parts_(std::move(parts)), settings_(std::move(settings)), addresses_(settings_.address_rate), sessions_(settings_.session_rate) {}

HttpCallbacks Front::callbacks() {
    return {[this](const HttpRequest& request) { return handle(request); },
            [this](const HttpRequest& request, const Problem& problem) { return refuse(request, problem); },
            [this](const HttpRequest& request, const HttpResponse& response, double milliseconds) {
                observe(request, response, milliseconds);
            }};
}

HttpCallbacks Front::watching_callbacks() {
    const auto watch = [this](const HttpRequest& request) {
        const std::string_view path = request.path().substr(1);
        if (auto answer = answer_watching(request, path, true)) return std::move(*answer);
        return answer_problem({404, "failure.http.not_found", "Here are /metrics, /healthz and /readyz.", {}});
    };
    return {watch, [](const HttpRequest&, const Problem& problem) { return answer_problem(problem); }, nullptr};
}

std::string Front::id_of(const HttpRequest& request) const {
    const std::string& given = request.header(request_id_header);
    if (usable_id(given) && from_trusted_proxy(request, settings_.proxy)) return given;
    const std::string random = random_bytes(12);
    std::string id;
    constexpr std::string_view digits = "0123456789abcdef";
    for (const char c : random) {
        const auto byte = static_cast<unsigned char>(c);
        id += digits[byte >> 4];
        id += digits[byte & 0xF];
    }
    return id;
}

HttpResponse Front::handle(const HttpRequest& request) {
    request_id_of_thread = id_of(request);
    const Origin origin = origin_of(request, settings_.proxy);
    auto before = answer_before(request, origin);
    const bool ours = before.has_value();
    HttpResponse response = ours ? std::move(*before) : parts_.application(request);
    response.set(request_id_header, request_id_of_thread);
    if (ours) add_security_headers(response);
    request_id_of_thread.clear();
    return response;
}

HttpResponse Front::refuse(const HttpRequest& request, const Problem& problem) {
    HttpResponse response = answer_problem(problem);
    response.set(request_id_header, id_of(request));
    add_security_headers(response);
    return response;
}

std::optional<HttpResponse> Front::answer_before(const HttpRequest& request, const Origin& origin) {
    if (auto problem = too_many(request, origin)) {
        HttpResponse response = answer_problem(*problem);
        response.set("Retry-After", problem->params.at("seconds"));
        return response;
    }
    if (const auto trick = path_trick(request.path())) {
        return answer_problem({400, "failure.http.path", "The path has " + *trick + ".", {}});
    }
    const std::string_view path = below_base(request, origin, settings_.proxy);
    if (auto answer = answer_watching(request, path, false)) return answer;
    const bool api = path.substr(0, 4) == "api/";
    const auto bytes_max = body_bytes_max_at(path);
    if (api && bytes_max && request.body.size() > *bytes_max) {
        return answer_problem({413, "failure.http.body_too_large", "Send less at once.", {{"bytes_max", std::to_string(*bytes_max)}}});
    }
    return std::nullopt;
}

std::optional<HttpResponse> Front::answer_watching(const HttpRequest& request, std::string_view path, bool own_address) {
    if (path == "healthz" && own_address) return parts_.application(request);
    if (path != "readyz" && path != "metrics") return std::nullopt;
    if (request.method != "GET" && request.method != "HEAD") {
        HttpResponse response = answer_problem({405, "failure.http.method_not_allowed", "Allowed here: GET, HEAD", {}});
        response.set("Allow", "GET, HEAD");
        return response;
    }
    if (path == "metrics") return answer_metrics(request, own_address);
    if (path == "readyz") {
        if (const auto problem = parts_.readiness.problem()) return answer_problem(*problem);
    }
    return answer_json({{"status", "ok"}});
}

HttpResponse Front::answer_metrics(const HttpRequest& request, bool own_address) {
    const bool offered = own_address || (settings_.metrics && !settings_.metrics_token.empty());
    if (!offered) return answer_problem({404, "failure.http.not_found", "There is nothing at this address.", {}});
    if (!settings_.metrics_token.empty()) {
        constexpr std::string_view scheme = "Bearer ";
        const std::string& given = request.header("Authorization");
        const bool right = given.substr(0, scheme.size()) == scheme && same_secret(given.substr(scheme.size()), settings_.metrics_token);
        if (!right) {
            HttpResponse response = answer_problem({401, "refusal.session.none", "The token of metrics_token_file is required.", {}});
            response.set("WWW-Authenticate", "Bearer");
            return response;
        }
    }
    HttpResponse response{200, {}, parts_.metrics.text()};
    response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.set("Cache-Control", "no-store");
    return response;
}

std::optional<Problem> Front::too_many(const HttpRequest& request, const Origin& origin) {
    const auto now = std::chrono::steady_clock::now();
    auto seconds = addresses_.take(address_group(origin.client_address), now);
    const std::string token = cookie_value(request, session_cookie);
    // Remembered by its digest: nothing that lies in memory opens a session.
    if (!seconds && !token.empty()) seconds = sessions_.take(to_hex(sha256(token)), now);
    if (!seconds) return std::nullopt;
    return Problem{429, "failure.http.too_many_requests", "Wait, then ask again.", {{"seconds", std::to_string(*seconds)}}};
}

void Front::observe(const HttpRequest& request, const HttpResponse& response, double milliseconds) {
    const Origin origin = origin_of(request, settings_.proxy);
    const bool handled = !request.target.empty();
    const std::string route = handled ? route_label(below_base(request, origin, settings_.proxy), response.status) : "refused";
    parts_.metrics.count_request(route, response.status, milliseconds / 1'000);
    if (!settings_.log_requests) return;
    std::string id;
    for (const auto& [name, value] : response.headers) {
        if (name == request_id_header) id = value;
    }
    // The path without its query, where somebody may have typed a secret.
    parts_.log.write(LogLevel::info, "request",
                     {{"request", id},
                      {"method", request.method},
                      {"path", std::string(request.path())},
                      {"status", std::int64_t{response.status}},
                      {"bytes", static_cast<std::int64_t>(response.file ? response.file->bytes() : response.body.size())},
                      {"ms", milliseconds},
                      {"client", origin.client_address}});
}

}  // namespace countersign
