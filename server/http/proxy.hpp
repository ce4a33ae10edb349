// Proxy: who is really asking, and under which address, when a reverse proxy stands in front. Its headers are believed only when the
// connection comes from an address or a network that was named as trusted; from anybody else they are ignored. Example: nginx on 127.0.0.1
// passes "X-Forwarded-Proto: https" and "X-Forwarded-Prefix: /portal/": cookies become Secure with Path=/portal/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/http/message.hpp"
#include "server/system/address.hpp"

namespace countersign {

struct Origin {
    std::string client_address;
    std::string host;       ///< with port, as the browser sees it
    std::string base_path;  ///< begins and ends with '/'
    bool https = false;
};

struct ProxySettings {
    AddressList trusted = AddressList::loopback();
    std::string base_path = "/";
};

/// Whether the connection comes from a proxy that was named as trusted.
bool from_trusted_proxy(const HttpRequest& request, const ProxySettings& settings);

Origin origin_of(const HttpRequest& request, const ProxySettings& settings);

/// The form with a slash at both ends; nothing when it has empty, dotted or unusual segments.
std::optional<std::string> normal_base_path(std::string path);

}  // namespace countersign
