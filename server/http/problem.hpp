// Problem: an error as the API answers it (RFC 9457, application/problem+json). `key` names a text in the catalogues, so that the portal
// can say it in the person's language; title and detail are English, for whoever reads logs.
#pragma once

#include "core/base/refusal.hpp"
#include "server/http/message.hpp"

namespace countersign {

struct Problem {
    int status = 500;
    std::string key;
    std::string detail = {};
    std::map<std::string, std::string> params = {};
};

HttpResponse answer_problem(const Problem& problem);

/// In the server's name: "failure.database" would tell the person that their own device is broken. A full disk is 507, a busy database 503,
/// anything else 500. What exactly broke goes to the server's log, not to the client.
Problem problem_of(const Failure& failure);

}  // namespace countersign
