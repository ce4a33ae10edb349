// Cutting the part out.
#include "server/http/range_answer.hpp"

#include "server/http/byte_range.hpp"
#include "server/http/problem.hpp"

namespace countersign {

HttpResponse answer_range(const HttpRequest& request, const std::string& etag, HttpResponse response) {
    response.set("Accept-Ranges", "bytes");
    const std::string& condition = request.header("If-Range");
    if (request.method != "GET" || (!condition.empty() && condition != etag)) return response;
    const std::string size = std::to_string(response.body.size());
    const ByteRange range = read_byte_range(request.header("Range"), response.body.size());
    if (range.kind == ByteRange::Kind::whole) return response;
    if (range.kind == ByteRange::Kind::unsatisfiable) {
        HttpResponse refused = answer_problem({416, "failure.http.range", "The file ends before.", {{"bytes", size}}});
        refused.set("Content-Range", "bytes */" + size);
        return refused;
    }
    response.status = 206;
    response.set("Content-Range",
                 "bytes " + std::to_string(range.first) + "-" + std::to_string(range.first + range.count - 1) + "/" + size);
    response.body = response.body.substr(static_cast<std::size_t>(range.first), static_cast<std::size_t>(range.count));
    return response;
}

}  // namespace countersign
