// Reading the X-Forwarded-… headers.
#include "server/http/proxy.hpp"

namespace countersign {

namespace {

std::string last_entry(const std::string& list) {
    const auto comma = list.rfind(',');
    const std::string entry = comma == std::string::npos ? list : list.substr(comma + 1);
    const auto first = entry.find_first_not_of(" \t");
    return first == std::string::npos ? std::string{} : entry.substr(first, entry.find_last_not_of(" \t") - first + 1);
}

// The proxy nearest to us appends the address it saw, and one before it did the same: from the end, the first that is no proxy of ours is
// the client. What stands before it is the client's own claim.
std::string client_in(std::string list, std::string nearest, const ProxySettings& settings) {
    while (!list.empty()) {
        std::string entry = plain_address(last_entry(list));
        if (!is_address(entry)) break;
        nearest = std::move(entry);
        if (!settings.trusted.contains(nearest)) break;
        const auto comma = list.rfind(',');
        list.resize(comma == std::string::npos ? 0 : comma);
    }
    return nearest;
}

}  // namespace

std::optional<std::string> normal_base_path(std::string path) {
    if (path.empty() || path.front() != '/') path.insert(path.begin(), '/');
    if (path.back() != '/') path += '/';
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~./";
    if (path.find_first_not_of(allowed) != std::string::npos || path.size() > 200) return std::nullopt;
    if (path.find("//") != std::string::npos || path.find("/.") != std::string::npos) return std::nullopt;
    return path;
}

bool from_trusted_proxy(const HttpRequest& request, const ProxySettings& settings) {
    return settings.trusted.contains(request.peer_address);
}

Origin origin_of(const HttpRequest& request, const ProxySettings& settings) {
    Origin origin{plain_address(request.peer_address), request.header("Host"), settings.base_path, false};
    if (!settings.trusted.contains(request.peer_address)) return origin;
    origin.client_address = client_in(request.header("X-Forwarded-For"), origin.client_address, settings);
    if (const auto& host = request.header("X-Forwarded-Host"); !host.empty()) origin.host = last_entry(host);
    if (const auto& prefix = request.header("X-Forwarded-Prefix"); !prefix.empty()) {
        if (auto normal = normal_base_path(prefix)) origin.base_path = std::move(*normal);
    }
    origin.https = last_entry(request.header("X-Forwarded-Proto")) == "https";
    return origin;
}

}  // namespace countersign
