// GET healthz: for whoever watches the server.
#include "server/http/route.hpp"

namespace countersign {

namespace {

HttpResponse answer_health(const Api& api, const Call&) {
    if (auto heads = api.events.heads(); !heads) return api.fail(heads.error());
    return answer_json({{"status", "ok"}});
}

}  // namespace

std::vector<Route> health_routes() { return {{"GET", "healthz", Audience::anybody, answer_health}}; }

}  // namespace countersign
