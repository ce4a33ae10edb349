// SHA-1 for HMAC, and the codes.
#include "server/auth/totp.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace countersign {

namespace {

constexpr std::size_t block_bytes = 64;

std::uint32_t rotated(std::uint32_t value, int bits) { return (value << bits) | (value >> (32 - bits)); }

void mix_block(std::array<std::uint32_t, 5>& state, const char* block) {
    std::array<std::uint32_t, 80> words{};
    for (std::size_t i = 0; i < 16; ++i) {
        for (std::size_t byte = 0; byte < 4; ++byte) words[i] = (words[i] << 8) | static_cast<std::uint8_t>(block[4 * i + byte]);
    }
    for (std::size_t i = 16; i < words.size(); ++i) words[i] = rotated(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    auto [a, b, c, d, e] = state;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::uint32_t choice = 0, constant = 0;
        if (i < 20) {
            choice = (b & c) | (~b & d);
            constant = 0x5A827999;
        } else if (i < 40) {
            choice = b ^ c ^ d;
            constant = 0x6ED9EBA1;
        } else if (i < 60) {
            choice = (b & c) | (b & d) | (c & d);
            constant = 0x8F1BBCDC;
        } else {
            choice = b ^ c ^ d;
            constant = 0xCA62C1D6;
        }
        const std::uint32_t next = rotated(a, 5) + choice + e + constant + words[i];
        e = d;
        d = c;
        c = rotated(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

std::string big_endian(std::uint64_t value, std::size_t bytes) {
    std::string text(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i) text[bytes - 1 - i] = static_cast<char>(value >> (8 * i));
    return text;
}

std::string sha1(std::string_view data) {
    std::string padded(data);
    padded += static_cast<char>(0x80);
    padded.append((2 * block_bytes - 8 - padded.size() % block_bytes) % block_bytes, '\0');
    padded += big_endian(std::uint64_t{data.size()} * 8, 8);
    std::array<std::uint32_t, 5> state{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    for (std::size_t at = 0; at < padded.size(); at += block_bytes) mix_block(state, padded.data() + at);
    std::string digest;
    for (const std::uint32_t word : state) digest += big_endian(word, 4);
    sodium_memzero(padded.data(), padded.size());
    return digest;
}

}  // namespace

std::string hmac_sha1(std::string_view key, std::string_view message) {
    std::string inner = key.size() > block_bytes ? sha1(key) : std::string(key);
    inner.resize(block_bytes, '\0');
    std::string outer = inner;
    for (char& byte : inner) byte = static_cast<char>(byte ^ 0x36);
    for (char& byte : outer) byte = static_cast<char>(byte ^ 0x5C);
    return sha1(outer + sha1(inner.append(message)));
}

std::int64_t totp_step(Instant now) { return now.utc_ms / 30'000; }

std::string totp_code(std::string_view secret, std::int64_t step) {
    const std::string digest = hmac_sha1(secret, big_endian(static_cast<std::uint64_t>(step), 8));
    const auto at = static_cast<std::size_t>(digest.back() & 0x0F);
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = (number << 8) | static_cast<std::uint8_t>(digest[at + i]);
    const std::string digits = std::to_string((number & 0x7FFFFFFF) % 1'000'000);
    return std::string(totp_digits - digits.size(), '0') + digits;
}

std::optional<std::int64_t> matching_totp_step(std::string_view secret, std::string_view code, Instant now) {
    if (code.size() != totp_digits) return std::nullopt;
    std::optional<std::int64_t> found;
    for (const std::int64_t offset : {-1, 0, 1}) {
        const std::int64_t step = totp_step(now) + offset;
        if (sodium_memcmp(totp_code(secret, step).data(), code.data(), totp_digits) == 0) found = step;
    }
    return found;
}

std::string base32(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char byte : bytes) {
        held = (held << 8) | static_cast<std::uint8_t>(byte);
        for (bits += 8; bits >= 5; bits -= 5) text += letters[(held >> (bits - 5)) & 31];
    }
    if (bits > 0) text += letters[(held << (5 - bits)) & 31];
    return text;
}

std::string otpauth_uri(std::string_view login, std::string_view secret) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string name;
    for (const char c : login) {
        const auto byte = static_cast<std::uint8_t>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        name += plain ? std::string(1, c) : std::string{'%', digits[byte >> 4], digits[byte & 15]};
    }
    return "otpauth://totp/Countersign:" + name + "?secret=" + base32(secret) + "&issuer=Countersign";
}

}  // namespace countersign
