// The JSON form of a Problem.
#include "server/http/problem.hpp"

#include "core/base/json.hpp"

namespace countersign {

namespace {

std::string title_of(int status) {
    switch (status) {
        case 400:
            return "Bad request";
        case 401:
            return "Not signed in";
        case 403:
            return "Forbidden";
        case 404:
            return "Not found";
        case 405:
            return "Method not allowed";
        case 408:
            return "Too slow";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Body too large";
        case 414:
            return "Address too long";
        case 415:
            return "Unsupported media type";
        case 416:
            return "Range not satisfiable";
        case 417:
            return "Expectation failed";
        case 422:
            return "Not accepted";
        case 429:
            return "Too many attempts";
        case 431:
            return "Headers too large";
        case 501:
            return "Method not known";
        case 503:
            return "Busy";
        case 505:
            return "HTTP version not supported";
        case 507:
            return "Storage full";
        default:
            return "Internal error";
    }
}

}  // namespace

HttpResponse answer_problem(const Problem& problem) {
    Json document = {
        {"type", "urn:countersign:" + problem.key}, {"title", title_of(problem.status)}, {"status", problem.status}, {"key", problem.key}};
    if (!problem.detail.empty()) document["detail"] = problem.detail;
    if (!problem.params.empty()) document["params"] = problem.params;
    HttpResponse response{problem.status, {}, write_json(document)};
    response.set("Content-Type", "application/problem+json");
    response.set("Cache-Control", "no-store");
    return response;
}

Problem problem_of(const Failure& failure) {
    if (failure.key == "failure.storage_full") {
        return {507, "failure.server_full", "The server has no room left. Nothing of this request was stored; send it again later.", {}};
    }
    if (failure.key == "failure.database_busy") return {503, "failure.server_busy", "The database is busy. Send the request again.", {}};
    return {500, "failure.server", "The server failed. Nothing of this request was stored.", {}};
}

}  // namespace countersign
