// Requests off the wire: however the bytes are cut into pieces, the same requests are read, and none of them is ambiguous.
#include <vector>

#include "server/http/path_check.hpp"
#include "server/http/request_reader.hpp"
#include "tests/fuzz/fuzzing.hpp"
#include "tests/support/memory_source.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

namespace {

constexpr std::size_t body_bytes_max = 1'000;

std::vector<std::string> requests_in(std::string_view text, std::size_t piece) {
    testing::MemorySource source{std::string(text)};
    source.piece = piece;
    RequestReader reader(source, {200, 1'000, 10});
    std::vector<std::string> found;
    while (reader.wait()) {
        auto head = reader.read_head();
        if (!head) {
            found.push_back(head.error().problem ? std::to_string(head.error().problem->status) : "ended");
            break;
        }
        require(head->target.front() == '/' && head->target.size() <= 200, "a target is a path within its limit");
        require(!(head->chunked && head->content_length), "a body has one length");
        for (const auto& [name, value] : head->headers) {
            require((name + value).find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "no header ends a line");
        }
        (void)path_trick(std::string_view(head->target).substr(0, head->target.find('?')));
        const RequestReader::Body body = reader.read_body(*head, body_bytes_max);
        require(body.bytes.size() <= body_bytes_max, "a body is within its limit");
        found.push_back(head->method + " " + head->target + " " + body.bytes + " " + std::to_string(static_cast<int>(body.end)));
        if (body.end != RequestReader::BodyEnd::complete) break;
    }
    return found;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = text_of(data, size);
    const std::size_t piece = take_byte(text) % 50 + 1;
    require(requests_in(text, text.size() + 1) == requests_in(text, piece), "pieces change nothing");
    return 0;
}
