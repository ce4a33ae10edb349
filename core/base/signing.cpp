// Ed25519 through libsodium.
#include "core/base/signing.hpp"

#include <sodium/crypto_sign.h>

#include <algorithm>

#include "core/base/digest.hpp"

namespace countersign {

namespace {
const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
}  // namespace

std::string to_hex(const PublicKey& key) {
    return to_hex(std::string_view(reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()));
}

std::optional<PublicKey> public_key_from_hex(std::string_view hex) {
    const auto digest = digest_from_hex(hex);
    if (!digest) return std::nullopt;
    PublicKey key;
    std::copy(digest->bytes.begin(), digest->bytes.end(), key.bytes.begin());
    return key;
}

std::string to_hex(const SignatureBytes& signature) {
    return to_hex(std::string_view(reinterpret_cast<const char*>(signature.data()), signature.size()));
}

// The two halves of a signature are 64 digits each, like digests.
std::optional<SignatureBytes> signature_from_hex(std::string_view hex) {
    SignatureBytes signature{};
    const std::size_t half = signature.size();
    if (hex.size() != 2 * half) return std::nullopt;
    const auto first = digest_from_hex(hex.substr(0, half)), second = digest_from_hex(hex.substr(half));
    if (!first || !second) return std::nullopt;
    std::copy(first->bytes.begin(), first->bytes.end(), signature.begin());
    std::copy(second->bytes.begin(), second->bytes.end(), signature.begin() + static_cast<std::ptrdiff_t>(half / 2));
    return signature;
}

SigningKey SigningKey::from_seed(const KeySeed& seed) {
    SigningKey key;
    crypto_sign_seed_keypair(key.public_key_.bytes.data(), key.secret_.data(), seed.data());
    return key;
}

SignatureBytes SigningKey::sign(std::string_view message) const {
    SignatureBytes signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes_of(message), message.size(), secret_.data());
    return signature;
}

bool signature_holds(const SignatureBytes& signature, std::string_view message, const PublicKey& key) {
    return crypto_sign_verify_detached(signature.data(), bytes_of(message), message.size(), key.bytes.data()) == 0;
}

}  // namespace countersign
