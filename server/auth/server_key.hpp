// ServerKey: 256 random bits in a file beside the database, with which TOTP secrets are sealed (XChaCha20-Poly1305), so that the database
// or a copy of it alone makes no codes. Each sealed secret is bound to its person. Whoever moves the database moves the file with it; where
// it is lost, people sign in with their recovery codes, or an administrator resets their second step.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/refusal.hpp"
#include "core/base/result.hpp"

namespace countersign {

class ServerKey {
public:
    /// Any key of 32 bytes, for tests.
    explicit ServerKey(std::string bytes) : bytes_(std::move(bytes)) {}
    ~ServerKey();
    ServerKey(ServerKey&&) = default;
    ServerKey& operator=(ServerKey&&) = default;

    /// Reads the file, or makes it: only its owner may read it. Failure "failure.server_key".
    static Result<ServerKey, Failure> open(const std::string& path);

    std::string seal(std::string_view secret, std::string_view whose) const;
    /// Nothing when it was sealed with another key or for somebody else.
    std::optional<std::string> unseal(std::string_view sealed, std::string_view whose) const;

private:
    std::string bytes_;
};

/// The file inside the data directory.
std::string server_key_path(const std::string& data_directory);

}  // namespace countersign
