// RequestCheck: small questions about a request that several routes ask.
#pragma once

#include <optional>
#include <string>

#include "server/http/message.hpp"
#include "server/http/problem.hpp"
#include "server/http/proxy.hpp"

namespace countersign {

inline constexpr const char* session_cookie = "countersign_session";

/// The first cookie of that name; of several the browser sends the one with the closest path first.
std::string cookie_value(const HttpRequest& request, std::string_view name);

/// Whether a body claims to be of that type. A form of another site can claim neither JSON nor a sync without being asked for permission.
bool has_media_type(const HttpRequest& request, std::string_view expected);

/// Refuses requests that another site's page made the browser send. Requests without these headers come from no browser.
std::optional<Problem> check_same_origin(const HttpRequest& request, const Origin& origin);

/// What follows the base path, without a leading slash; nothing when the path lies elsewhere. A proxy may have taken the prefix off or not.
std::optional<std::string_view> path_below_base(std::string_view path, const std::string& base_path);

}  // namespace countersign
