// Reading the X-Forwarded-… headers.
#include "server/http/proxy.hpp"

#include <algorithm>

namespace countersign {

namespace {

// IPv4 addresses come in an IPv6 dress where one socket serves both.
std::string plain_address(const std::string& address) {
    constexpr std::string_view mapped = "::ffff:";
    return address.rfind(mapped, 0) == 0 ? address.substr(mapped.size()) : address;
}

bool trusted(const std::string& address, const ProxySettings& settings) {
    const auto& list = settings.trusted_addresses;
    return std::find(list.begin(), list.end(), plain_address(address)) != list.end();
}

std::string last_entry(const std::string& list) {
    const auto comma = list.rfind(',');
    const std::string entry = comma == std::string::npos ? list : list.substr(comma + 1);
    const auto first = entry.find_first_not_of(" \t");
    return first == std::string::npos ? std::string{} : entry.substr(first, entry.find_last_not_of(" \t") - first + 1);
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

Origin origin_of(const HttpRequest& request, const ProxySettings& settings) {
    Origin origin{plain_address(request.peer_address), request.header("Host"), settings.base_path, false};
    if (!trusted(request.peer_address, settings)) return origin;
    // The proxy nearest to us appends the address it saw; entries before the last are the client's own claim.
    if (const auto address = last_entry(request.header("X-Forwarded-For")); !address.empty()) origin.client_address = address;
    if (const auto& host = request.header("X-Forwarded-Host"); !host.empty()) origin.host = last_entry(host);
    if (const auto& prefix = request.header("X-Forwarded-Prefix"); !prefix.empty()) {
        if (auto normal = normal_base_path(prefix)) origin.base_path = std::move(*normal);
    }
    origin.https = last_entry(request.header("X-Forwarded-Proto")) == "https";
    return origin;
}

}  // namespace countersign
