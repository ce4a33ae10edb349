// What every fuzz target has in common: inputs come as text, and a rule that does not hold ends the program, which is what the fuzzer looks
// for.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace countersign::fuzzing {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) { return {reinterpret_cast<const char*>(data), size}; }

/// Takes the first byte off, for a choice; 0 when there is none.
inline unsigned take_byte(std::string_view& text) {
    if (text.empty()) return 0;
    const auto byte = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    return byte;
}

inline void require(bool holds, const char* rule) {
    if (holds) return;
    std::fprintf(stderr, "This does not hold: %s\n", rule);
    std::abort();
}

}  // namespace countersign::fuzzing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
