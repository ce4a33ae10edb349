// zlib in and out.
#include "server/http/compression.hpp"

#include <zlib.h>

#include <array>
#include <new>

namespace countersign {

namespace {

constexpr int gzip_window_bits = 15 + 16;  // the 16 asks for the gzip frame

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The q value as thousandths; 1000 where none is given.
int quality(std::string_view parameters) {
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) return 1'000;
    int value = 0, scale = 1'000;
    for (const char c : parameters.substr(at + 2)) {
        if (c == '.') continue;
        if (c < '0' || c > '9' || scale == 0) break;
        value += (c - '0') * scale;
        scale /= 10;
    }
    return value;
}

}  // namespace

std::string gzip(std::string_view data) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    std::string packed(deflateBound(&stream, data.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

Unpacked gunzip(std::string_view packed, std::size_t bytes_max) {
    z_stream stream{};
    if (inflateInit2(&stream, gzip_window_bits) != Z_OK) throw std::bad_alloc();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());

    Unpacked result;
    std::array<char, 16'384> chunk;
    int code = Z_OK;
    while (code == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        code = inflate(&stream, Z_NO_FLUSH);
        result.data.append(chunk.data(), chunk.size() - stream.avail_out);
        if (result.data.size() > bytes_max) {
            result.problem = UnpackProblem::too_large;
            break;
        }
    }
    const bool whole = code == Z_STREAM_END && stream.avail_in == 0;
    inflateEnd(&stream);
    if (!result.problem && !whole) result.problem = UnpackProblem::malformed;
    if (result.problem) result.data.clear();
    return result;
}

bool accepts_encoding(std::string_view header, std::string_view coding) {
    std::optional<bool> named, any;
    while (!header.empty()) {
        const auto comma = header.find(',');
        const std::string_view entry = header.substr(0, comma);
        header = comma == std::string_view::npos ? std::string_view{} : header.substr(comma + 1);
        const auto semicolon = entry.find(';');
        const std::string_view name = trimmed(entry.substr(0, semicolon));
        const bool wanted = semicolon == std::string_view::npos || quality(entry.substr(semicolon + 1)) > 0;
        if (name == coding) named = wanted;
        if (name == "*") any = wanted;
    }
    return named.value_or(any.value_or(false));
}

}  // namespace countersign
