// Answering a part of what was asked for (RFC 9110, 14).
#pragma once

#include "server/http/message.hpp"

namespace countersign {

/// The part of the response's body that the request's Range header names, unless that was on a condition which does not hold; 416 where the
/// body ends before. `etag`: strong or weak, of the whole body.
HttpResponse answer_range(const HttpRequest& request, const std::string& etag, HttpResponse response);

}  // namespace countersign
