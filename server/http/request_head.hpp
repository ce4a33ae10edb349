// RequestHead: the request line and the headers, read strictly (RFC 9112). Where a proxy and we could understand a request differently, one
// request can hide inside another; so whatever is ambiguous is refused, never repaired. Worked example: "Content-Length: 5" together with
// "Transfer-Encoding: chunked" is 400, although the RFC would let us drop the first.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/result.hpp"
#include "server/http/message.hpp"
#include "server/http/problem.hpp"

namespace countersign {

struct HeadLimits {
    std::size_t target_bytes_max = 8'192;
    std::size_t head_bytes_max = 32'768;  ///< request line and headers together
    std::size_t header_count_max = 100;
};

struct RequestHead {
    std::string method;
    std::string target;
    HeaderMap headers;
    std::optional<std::uint64_t> content_length;
    bool chunked = false;
    bool close_wanted = false;  ///< by the client: no further request on this connection
    bool continue_awaited = false;

    bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// `text` is everything up to and with the empty line.
Result<RequestHead, Problem> parse_request_head(std::string_view text, const HeadLimits& limits);

}  // namespace countersign
