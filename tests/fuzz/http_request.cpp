// Requests off the wire: however the bytes are cut into pieces, the same requests are read, and none of them is ambiguous.
#include <algorithm>
#include <array>
#include <vector>

#include "server/http/head_reader.hpp"
#include "server/http/path_check.hpp"
#include "tests/fuzz/fuzzing.hpp"
#include "tests/support/memory_source.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

namespace {

std::string body_in(HeadReader& reader, std::uint64_t size) {
    std::string body;
    std::array<char, 7> some;
    while (body.size() < size) {
        const std::ptrdiff_t count = reader.read(some.data(), std::min<std::uint64_t>(some.size(), size - body.size()));
        if (count <= 0) return body + " ended";
        body.append(some.data(), static_cast<std::size_t>(count));
    }
    return body;
}

std::vector<std::string> requests_in(std::string_view text, std::size_t piece) {
    testing::MemorySource source{std::string(text)};
    source.piece = piece;
    HeadReader reader(source, {200, 1'000, 10});
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
        // Chunks are cpp-httplib's to read.
        const std::string body = head->chunked ? "" : body_in(reader, head->content_length.value_or(0));
        found.push_back(head->method + " " + head->target + " " + body);
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
