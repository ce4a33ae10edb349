// Headers whose values are read: ranges lie within their file, and nothing else that a client writes breaks a reader.
#include "server/http/byte_range.hpp"

#include "server/http/compression.hpp"
#include "server/http/proxy.hpp"
#include "server/http/request_check.hpp"
#include "tests/fuzz/fuzzing.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = text_of(data, size);
    const std::uint64_t file_size = std::uint64_t{take_byte(text)} * (take_byte(text) + 1);
    const ByteRange range = read_byte_range(text, file_size);
    if (range.kind == ByteRange::Kind::part) {
        require(range.count > 0 && range.first < file_size && range.count <= file_size - range.first, "a range lies within the file");
    }
    (void)accepts_encoding(text, "gzip");
    const std::string value(text);
    if (const auto base = normal_base_path(value)) require(normal_base_path(*base) == base, "a normal path stays as it is");
    HttpRequest request;
    request.peer_address = "127.0.0.1";
    for (const char* name :
         {"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto", "Cookie", "Origin", "Content-Type"}) {
        request.headers[name] = value;
    }
    const Origin origin = origin_of(request, {});
    require(origin.base_path.front() == '/' && origin.base_path.back() == '/', "a base path has its slashes");
    (void)check_same_origin(request, origin);
    (void)has_media_type(request, "application/json");
    require(cookie_value(request, "name").size() <= value.size(), "a cookie is part of its header");
    return 0;
}
