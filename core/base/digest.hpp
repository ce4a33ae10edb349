// Digest: a SHA-256 value (FIPS 180-4, computed by libsodium) and its hexadecimal form.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

struct Digest {
    std::array<std::uint8_t, 32> bytes{};
    bool operator==(const Digest&) const = default;
};

Digest sha256(std::string_view data);

std::string to_hex(std::string_view bytes);
std::string to_hex(const Digest& digest);
/// Nothing when the text is not exactly 64 hexadecimal digits.
std::optional<Digest> digest_from_hex(std::string_view hex);
/// The 32 raw bytes, for storage.
inline std::string_view raw(const Digest& digest) { return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()}; }
std::optional<Digest> digest_from_raw(std::string_view bytes);

}  // namespace countersign
