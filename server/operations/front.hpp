// Front: what every request passes before the application and after it: a name of its own, the rate limits, refusal of paths that could be
// misread, the addresses for whoever watches the server, counting and the log. Knows nothing of what the portal does.
//   GET /healthz   alive: this process answers
//   GET /readyz    ready: the database takes writes, and the server is not stopping
//   GET /metrics   where it was turned on
#pragma once

#include "server/http/http_server.hpp"
#include "server/http/proxy.hpp"
#include "server/http/rate_limit.hpp"
#include "server/operations/log.hpp"
#include "server/operations/metrics.hpp"
#include "server/operations/readiness.hpp"

namespace countersign {

struct FrontSettings {
    ProxySettings proxy;
    RateLimits address_rate{100, 500};
    RateLimits session_rate{50, 400};
    bool metrics = false;            ///< answered among the portal's own addresses, to whoever has the token
    std::string metrics_token = {};  ///< without one only an address of its own answers
    bool log_requests = false;
};

class Front {
public:
    struct Parts {
        HttpHandler application;
        Readiness& readiness;
        Metrics& metrics;
        Log& log;
    };
    Front(Parts parts, FrontSettings settings);

    /// For the portal's own address.
    HttpCallbacks callbacks();
    /// For an address that has /metrics, /healthz and /readyz and nothing else.
    HttpCallbacks watching_callbacks();

    HttpResponse handle(const HttpRequest& request);
    HttpResponse refuse(const HttpRequest& request, const Problem& problem);
    void observe(const HttpRequest& request, const HttpResponse& response, double milliseconds);

private:
    std::optional<HttpResponse> answer_before(const HttpRequest& request, const Origin& origin);
    std::optional<HttpResponse> answer_watching(const HttpRequest& request, std::string_view path, bool own_address);
    HttpResponse answer_metrics(const HttpRequest& request, bool own_address);
    std::optional<Problem> too_many(const HttpRequest& request, const Origin& origin);
    std::string id_of(const HttpRequest& request) const;

    Parts parts_;
    FrontSettings settings_;
    RateLimit addresses_;
    RateLimit sessions_;
};

/// The name of the request that this thread works on; empty when there is none.
const std::string& current_request_id();

}  // namespace countersign
