// Route: one thing the server can be asked, and who may ask it. All of them stand in one table (routes.cpp), by which requests are
// dispatched; tests/server/access_matrix_test.cpp walks it and fails for a route without a row.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/permission.hpp"
#include "server/http/call.hpp"

namespace countersign {

enum class Audience {
    anybody,
    half_signed_in,  ///< with a session, even where a second step must be set up first
    signed_in,
    managers,  ///< administrators, and account managers for their own clients' people
    administrators,
    record_takers,  ///< who may carry a client's records away (core/domain/records_export.hpp)
};

/// Whether somebody of that role is among them.
bool may_ask(Audience audience, Role role);

using RouteAnswer = HttpResponse (*)(const Api& api, const Call& call);

struct Route {
    const char* method;
    const char* path;  ///< below the base path; ":name" stands for one segment
    Audience audience;
    RouteAnswer answer;
    RouteAnswer without_session = nullptr;  ///< for one that has something to say even then; else it is 401
    bool only_events = false;               ///< it changes no session, person or device that somebody's wait for news depends on
};

const std::vector<Route>& all_routes();

struct RouteMatch {
    const Route* route = nullptr;
    std::map<std::string, std::string> params = {};
    std::string allowed = {};  ///< the methods of that path, when it is known but not for this one
};
/// HEAD asks what GET would answer.
RouteMatch match_route(std::string_view method, std::string_view path);

// One list for each file.
std::vector<Route> health_routes();
std::vector<Route> session_routes();
std::vector<Route> security_routes();
std::vector<Route> device_routes();
std::vector<Route> invitation_routes();
std::vector<Route> people_routes();
std::vector<Route> sync_routes();
std::vector<Route> attachment_routes();
std::vector<Route> export_routes();

}  // namespace countersign
