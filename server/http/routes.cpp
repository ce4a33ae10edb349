// The table of routes, and finding one in it.
#include "server/http/route.hpp"

#include "core/domain/records_export.hpp"

namespace countersign {

namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    for (std::size_t start = 0;;) {
        const std::size_t slash = path.find('/', start);
        segments.push_back(path.substr(start, slash == std::string_view::npos ? slash : slash - start));
        if (slash == std::string_view::npos) return segments;
        start = slash + 1;
    }
}

// Ids are what stands in paths; anything else would need unescaping, and fits nothing.
bool fits(std::string_view pattern, std::string_view path, std::map<std::string, std::string>& params) {
    const auto wanted = segments_of(pattern);
    const auto given = segments_of(path);
    if (wanted.size() != given.size()) return false;
    std::map<std::string, std::string> found;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i].empty() && wanted[i].front() == ':') {
            if (given[i].empty()) return false;
            found[std::string(wanted[i].substr(1))] = std::string(given[i]);
        } else if (wanted[i] != given[i]) {
            return false;
        }
    }
    params = std::move(found);
    return true;
}

}  // namespace

bool may_ask(Audience audience, Role role) {
    switch (audience) {
        case Audience::anybody:
        case Audience::half_signed_in:
        case Audience::signed_in:
            return true;
        case Audience::managers:
            return role == Role::administrator || role == Role::account_manager;
        case Audience::administrators:
            return role == Role::administrator;
        case Audience::record_takers:
            return may_export(role);
    }
    return false;
}

const std::vector<Route>& all_routes() {
    static const std::vector<Route> all = [] {
        std::vector<Route> routes;
        for (const auto& part : {health_routes(), session_routes(), security_routes(), device_routes(), invitation_routes(),
                                 people_routes(), sync_routes(), attachment_routes(), export_routes()}) {
            routes.insert(routes.end(), part.begin(), part.end());
        }
        return routes;
    }();
    return all;
}

RouteMatch match_route(std::string_view method, std::string_view path) {
    RouteMatch match;
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    for (const Route& route : all_routes()) {
        if (!fits(route.path, path, match.params)) continue;
        if (wanted == route.method) {
            match.route = &route;
            return match;
        }
        const bool reading = std::string_view(route.method) == "GET";
        match.allowed += (match.allowed.empty() ? "" : ", ") + std::string(reading ? "GET, HEAD" : route.method);
    }
    return match;
}

}  // namespace countersign
