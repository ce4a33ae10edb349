// Passwords: Argon2id (RFC 9106) through libsodium. The hash names its own salt and cost, so the cost can be raised later.
#pragma once

#include <semaphore>
#include <string>

namespace countersign {

inline constexpr std::size_t password_bytes_min = 10;
inline constexpr std::size_t password_bytes_max = 1'000;

enum class PasswordCost {
    interactive,  ///< 64 MB and about 0.1 s for each attempt
    minimal,      ///< for tests
};

class PasswordHasher {
public:
    explicit PasswordHasher(PasswordCost cost = PasswordCost::interactive);
    std::string hash(const std::string& password);
    bool verify(const std::string& hash, const std::string& password);
    /// Takes as long as verify() and is always false: for logins that do not exist, so that they cannot be told from those that do.
    bool verify_unknown(const std::string& password);

private:
    PasswordCost cost_;
    std::counting_semaphore<> running_;  ///< a flood of attempts must not fill the memory
    std::string unknown_hash_;
};

}  // namespace countersign
