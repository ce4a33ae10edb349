// MemorySource: bytes of a connection out of memory, in pieces of any size, for tests and fuzzers.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>

#include "server/http/head_reader.hpp"

namespace countersign::testing {

class MemorySource : public ByteSource {
public:
    explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}

    std::ptrdiff_t receive(char* into, std::size_t size) override {
        const std::size_t count = std::min({size, piece, bytes_.size() - at_});
        if (count == 0) return end;
        std::memcpy(into, bytes_.data() + at_, count);
        at_ += count;
        return static_cast<std::ptrdiff_t>(count);
    }

    std::size_t piece = static_cast<std::size_t>(-1);
    std::ptrdiff_t end = closed;  ///< what comes after the last byte

private:
    std::string bytes_;
    std::size_t at_ = 0;
};

}  // namespace countersign::testing
