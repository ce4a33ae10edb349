// SHA-256 through libsodium, and hexadecimal.
#include "core/base/digest.hpp"

#include <sodium/crypto_hash_sha256.h>

#include <algorithm>

namespace countersign {

Digest sha256(std::string_view data) {
    Digest digest;
    crypto_hash_sha256(digest.bytes.data(), reinterpret_cast<const unsigned char*>(data.data()), data.size());
    return digest;
}

std::string to_hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        text += digits[byte >> 4];
        text += digits[byte & 0x0F];
    }
    return text;
}

std::string to_hex(const Digest& digest) { return to_hex(raw(digest)); }

namespace {
int nibble(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}
}  // namespace

std::optional<Digest> digest_from_hex(std::string_view hex) {
    if (hex.size() != 64) return std::nullopt;
    Digest digest;
    for (std::size_t i = 0; i < 32; ++i) {
        const int high = nibble(hex[2 * i]);
        const int low = nibble(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        digest.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return digest;
}

std::optional<Digest> digest_from_raw(std::string_view bytes) {
    if (bytes.size() != 32) return std::nullopt;
    Digest digest;
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(digest.bytes.data()));
    return digest;
}

}  // namespace countersign
