// Security headers: what every answer carries, whoever gives it: the portal, the API, and what refuses a request before either sees it.
#pragma once

#include "server/http/message.hpp"

namespace countersign {

void add_security_headers(HttpResponse& response);

}  // namespace countersign
