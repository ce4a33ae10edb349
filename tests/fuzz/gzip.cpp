// Packed bodies: nothing unpacks to more than is allowed, and what we pack comes out again.
#include "server/http/compression.hpp"
#include "tests/fuzz/fuzzing.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of(data, size);
    constexpr std::size_t bytes_max = 10'000;
    const Unpacked unpacked = gunzip(text, bytes_max);
    require(unpacked.data.size() <= bytes_max, "no more comes out than allowed");
    require(!unpacked.problem || unpacked.data.empty(), "a broken body is no body");
    if (size <= bytes_max) {
        const Unpacked again = gunzip(gzip(text), bytes_max);
        require(!again.problem && again.data == text, "what was packed comes out again");
    }
    return 0;
}
