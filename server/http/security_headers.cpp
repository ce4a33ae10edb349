// The headers, each with what it keeps out.
#include "server/http/security_headers.hpp"

#include <algorithm>

namespace countersign {

namespace {

// The portal needs WebAssembly and one worker; nothing may be loaded from elsewhere and nothing inline may run (docs/architecture.md).
constexpr const char* content_security_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

}  // namespace

void add_security_headers(HttpResponse& response) {
    // What answers with another policy is no part of the portal.
    const bool has_own = std::any_of(response.headers.begin(), response.headers.end(),
                                     [](const auto& header) { return header.first == "Content-Security-Policy"; });
    if (!has_own) response.set("Content-Security-Policy", content_security_policy);
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "no-referrer");
    response.set("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()");
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
}

}  // namespace countersign
