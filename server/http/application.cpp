// Routing.
#include "server/http/application.hpp"

#include <algorithm>

#include "server/http/compression.hpp"
#include "server/http/request_check.hpp"
#include "server/http/route.hpp"
#include "server/http/security_headers.hpp"

namespace countersign {

namespace {

constexpr std::size_t pack_from_bytes = 1'024;

HttpResponse method_not_allowed(const std::string& allowed) {
    HttpResponse response = answer_problem({405, "failure.http.method_not_allowed", "Allowed here: " + allowed, {}});
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

}  // namespace

Application::Application(Parts parts, ApplicationSettings settings)
    : api_{parts.events,
           parts.access,
           parts.sync,
           parts.news,
           parts.attachments,
           parts.exports,
           std::move(parts.log),
           settings.body_bytes_max,
           settings.batch_events_max,
           settings.news_wait,
           settings.attachments},
      clock_(std::move(parts.clock)),
      settings_(std::move(settings)),
      files_(settings_.web_directory) {}

HttpResponse Application::handle(const HttpRequest& request) {
    HttpResponse response;
    try {
        Call call{request, origin_of(request, settings_.proxy), clock_()};
        response = dispatch(call);
    } catch (const std::exception& problem) {
        response = api_.fail({"failure.server", "answer", request.method + " " + std::string(request.path()), problem.what()});
    }
    pack(request, response);
    add_security_headers(response);
    return response;
}

HttpResponse Application::dispatch(Call& call) {
    const std::string_view path = call.request.path();
    const std::string& base_path = call.origin.base_path;
    const bool reading = call.request.method == "GET" || call.request.method == "HEAD";
    if (reading && path == "/healthz") return answer_route(match_route("GET", "healthz"), call);
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
    const RouteMatch match = match_route(call.request.method, *below);
    if (match.route != nullptr || !match.allowed.empty()) return answer_route(match, call);
    if (below->substr(0, 4) == "api/") {
        if (!reading) {
            if (const auto foreign = check_same_origin(call.request, call.origin)) return answer_problem(*foreign);
        }
        return not_found();
    }
    if (!reading) return method_not_allowed("GET, HEAD");
    if (auto file = files_.answer(call.request, *below, base_path)) return std::move(*file);
    return not_found();
}

HttpResponse Application::answer_route(const RouteMatch& match, Call& call) {
    const std::string& method = call.request.method;
    if (method != "GET" && method != "HEAD") {
        if (const auto foreign = check_same_origin(call.request, call.origin)) return answer_problem(*foreign);
    }
    if (match.route == nullptr) return method_not_allowed(match.allowed);
    call.params = match.params;
    if (auto refused = refuse_entry(*match.route, call)) return std::move(*refused);
    HttpResponse response = match.route->answer(api_, call);
    const bool may_have_ended_sessions = method != "GET" && method != "HEAD" && response.status < 300 && !match.route->only_events;
    if (may_have_ended_sessions) api_.news.look_again();
    // Unless the answer has a cookie of its own: a new session, or none any more.
    const bool has_cookie =
        std::any_of(response.headers.begin(), response.headers.end(), [](const auto& header) { return header.first == "Set-Cookie"; });
    if (call.current && call.current->extended_until && !has_cookie) extend_session_cookie(call, *call.current->extended_until, response);
    return response;
}

std::optional<HttpResponse> Application::refuse_entry(const Route& route, Call& call) {
    if (route.audience == Audience::anybody) return std::nullopt;
    SignIn& sign_in = api_.access.sign_in;
    auto found = sign_in.session(call.session_token(), call.client(), call.now);
    if (!found) return api_.fail(found.error());
    if (!found->has_value()) return route.without_session != nullptr ? route.without_session(api_, call) : answer_no_session(call);
    call.current = std::move(*found);
    if (route.audience == Audience::half_signed_in) return std::nullopt;
    auto to_set_up = sign_in.must_set_up_second_factor(call.account());
    if (!to_set_up) return api_.fail(to_set_up.error());
    if (*to_set_up) return answer_refusal({"refusal.session.second_factor_to_set_up", {}});
    if (!may_ask(route.audience, call.actor().role)) return answer_refusal({"refusal.access.role", {}});
    return std::nullopt;
}

}  // namespace countersign
