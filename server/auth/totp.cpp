// The codes; HMAC through OpenSSL, since libsodium has no SHA-1.
#include "server/auth/totp.hpp"

#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <stdexcept>

namespace countersign {

namespace {

std::string big_endian(std::uint64_t value, std::size_t bytes) {
    std::string text(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i) text[bytes - 1 - i] = static_cast<char>(value >> (8 * i));
    return text;
}

}  // namespace

std::string hmac_sha1(std::string_view key, std::string_view message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    const auto* text = reinterpret_cast<const unsigned char*>(message.data());
    if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), text, message.size(), digest.data(), &size) == nullptr) {
        throw std::runtime_error("HMAC-SHA-1 is not available in this system's OpenSSL");
    }
    return {reinterpret_cast<const char*>(digest.data()), size};
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
