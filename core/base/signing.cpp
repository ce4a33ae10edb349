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
