// Signing: Ed25519 (RFC 8032) through libsodium. A key is made from 32 random bytes that never leave the device.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

using KeySeed = std::array<std::uint8_t, 32>;
using SignatureBytes = std::array<std::uint8_t, 64>;

struct PublicKey {
    std::array<std::uint8_t, 32> bytes{};
    bool operator==(const PublicKey&) const = default;
};
std::string to_hex(const PublicKey& key);
/// Nothing when the text is not exactly 64 hexadecimal digits.
std::optional<PublicKey> public_key_from_hex(std::string_view hex);

std::string to_hex(const SignatureBytes& signature);
/// Nothing when the text is not exactly 128 hexadecimal digits.
std::optional<SignatureBytes> signature_from_hex(std::string_view hex);

class SigningKey {
public:
    static SigningKey from_seed(const KeySeed& seed);

    const PublicKey& public_key() const { return public_key_; }
    SignatureBytes sign(std::string_view message) const;

private:
    std::array<std::uint8_t, 64> secret_{};
    PublicKey public_key_;
};

bool signature_holds(const SignatureBytes& signature, std::string_view message, const PublicKey& key);

}  // namespace countersign
