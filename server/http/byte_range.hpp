// ByteRange: which part of a file a Range header asks for (RFC 9110, 14.2). Worked example, for a file of 1 000 bytes: "bytes=0-99" is its
// first hundred, "bytes=-100" its last hundred, "bytes=900-5000" what there is from 900 on, and "bytes=1000-" cannot be satisfied.
#pragma once

#include <cstdint>
#include <string_view>

namespace countersign {

struct ByteRange {
    enum class Kind {
        whole,          ///< no range, one in a form that is not understood, or several: all of it is a right answer to these
        part,           ///< from `first`, `count` bytes
        unsatisfiable,  ///< 416
    };
    Kind kind = Kind::whole;
    std::uint64_t first = 0;
    std::uint64_t count = 0;
};

ByteRange read_byte_range(std::string_view header, std::uint64_t size);

}  // namespace countersign
