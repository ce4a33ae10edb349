// Reading cookies, media types and origins.
#include "server/http/request_check.hpp"

#include <strings.h>

namespace countersign {

std::string cookie_value(const HttpRequest& request, std::string_view name) {
    std::string_view cookies = request.header("Cookie");
    while (!cookies.empty()) {
        const auto semicolon = cookies.find(';');
        std::string_view entry = cookies.substr(0, semicolon);
        cookies = semicolon == std::string_view::npos ? std::string_view{} : cookies.substr(semicolon + 1);
        entry.remove_prefix(std::min(entry.find_first_not_of(" \t"), entry.size()));
        if (entry.size() > name.size() && entry.substr(0, name.size()) == name && entry[name.size()] == '=') {
            return std::string(entry.substr(name.size() + 1));
        }
    }
    return {};
}

bool has_media_type(const HttpRequest& request, std::string_view expected) {
    const std::string& type = request.header("Content-Type");
    return strncasecmp(type.c_str(), expected.data(), expected.size()) == 0 &&
           (type.size() == expected.size() || type[expected.size()] == ';');
}

std::optional<Problem> check_same_origin(const HttpRequest& request, const Origin& origin) {
    const Problem foreign{403, "failure.http.foreign_origin", "The request came from another site's page.", {}};
    const std::string& site = request.header("Sec-Fetch-Site");
    if (!site.empty() && site != "same-origin" && site != "none") return foreign;
    const std::string& sender = request.header("Origin");
    if (sender.empty()) return std::nullopt;
    // Browsers that are told to send no referrer may also hide the origin; then their word on the site has to do.
    if (sender == "null") return site.empty() ? std::optional(foreign) : std::nullopt;
    const auto scheme_end = sender.find("://");
    const std::string host = scheme_end == std::string::npos ? sender : sender.substr(scheme_end + 3);
    if (strcasecmp(host.c_str(), origin.host.c_str()) != 0) return foreign;
    return std::nullopt;
}

std::optional<std::string_view> path_below_base(std::string_view path, const std::string& base_path) {
    if (path.substr(0, base_path.size()) != base_path) return std::nullopt;
    return path.substr(base_path.size());
}

}  // namespace countersign
