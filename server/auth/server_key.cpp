// The key's file, and libsodium's authenticated encryption.
#include "server/auth/server_key.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/base/digest.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

constexpr std::size_t key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Error<Failure> failure(const std::string& path, const std::string& cause) {
    return Error{Failure{"failure.server_key", "use the server's key", path, cause}};
}

// Written under another name and then linked to its own: the file has all its bytes or is not there, and of two programs that start at
// once the second takes the first one's.
std::optional<std::string> make_file(const std::string& path) {
    const std::string unfinished = path + "." + to_hex(random_bytes(8));
    const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return std::strerror(errno);
    const std::string key = random_bytes(key_bytes);
    const bool written = ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(file) == 0;
    std::optional<std::string> problem;
    if (!written) problem = std::strerror(errno);
    ::close(file);
    if (written && ::link(unfinished.c_str(), path.c_str()) != 0 && errno != EEXIST) problem = std::strerror(errno);
    ::unlink(unfinished.c_str());
    return problem;
}

}  // namespace

ServerKey::~ServerKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string server_key_path(const std::string& data_directory) { return data_directory + "/countersign.key"; }

Result<ServerKey, Failure> ServerKey::open(const std::string& path) {
    if (::access(path.c_str(), F_OK) != 0) {
        if (const auto problem = make_file(path)) return failure(path, *problem);
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) return failure(path, std::strerror(errno));
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (bytes.size() != key_bytes) return failure(path, "it has " + std::to_string(bytes.size()) + " bytes instead of 32");
    return ServerKey(std::move(bytes));
}

std::string ServerKey::seal(std::string_view secret, std::string_view whose) const {
    std::string sealed = random_bytes(nonce_bytes);
    sealed.resize(nonce_bytes + secret.size() + tag_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(sealed) + nonce_bytes, nullptr, bytes_of(secret), secret.size(), bytes_of(whose),
                                               whose.size(), nullptr, bytes_of(sealed), bytes_of(bytes_));
    return sealed;
}

std::optional<std::string> ServerKey::unseal(std::string_view sealed, std::string_view whose) const {
    if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
    std::string secret(sealed.size() - nonce_bytes - tag_bytes, '\0');
    const int code = crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(secret), nullptr, nullptr, bytes_of(sealed) + nonce_bytes,
                                                                sealed.size() - nonce_bytes, bytes_of(whose), whose.size(),
                                                                bytes_of(sealed), bytes_of(bytes_));
    if (code != 0) return std::nullopt;
    return secret;
}

}  // namespace countersign
