// Compression: gzip both ways (RFC 1952) with a bound on what comes out, and which encodings a client accepts (RFC 9110, 12.5.3).
// Worked example: 1 MB of zeros packs into 1 KB; a request of 10 KB may so claim to be 10 MB. Unpacking stops at the limit, not after it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

std::string gzip(std::string_view data);

enum class UnpackProblem { malformed, too_large };

struct Unpacked {
    std::string data;
    std::optional<UnpackProblem> problem;
};

Unpacked gunzip(std::string_view packed, std::size_t bytes_max);

/// Whether an Accept-Encoding header accepts a coding: named, or by "*", and not with q=0.
bool accepts_encoding(std::string_view header, std::string_view coding);

}  // namespace countersign
