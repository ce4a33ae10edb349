// GET healthz: for whoever watches the server.
#include "server/http/route.hpp"

namespace countersign {

namespace {

// Alive is whoever answers; whether the database can be used is what readyz says (server/operations/readiness.hpp).
HttpResponse answer_health(const Api&, const Call&) { return answer_json({{"status", "ok"}}); }

}  // namespace

std::vector<Route> health_routes() { return {{"GET", "healthz", Audience::anybody, answer_health}}; }

}  // namespace countersign
