// libsodium's password hashing.
#include "server/auth/password.hpp"

#include <sodium.h>

#include <new>

#include "server/system/ids.hpp"

namespace countersign {

namespace {
constexpr std::ptrdiff_t attempts_at_once_max = 4;

class Slot {
public:
    explicit Slot(std::counting_semaphore<>& semaphore) : semaphore_(semaphore) { semaphore_.acquire(); }
    ~Slot() { semaphore_.release(); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

private:
    std::counting_semaphore<>& semaphore_;
};
}  // namespace

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost), running_(attempts_at_once_max), unknown_hash_(hash(random_bytes(32))) {}

std::string PasswordHasher::hash(const std::string& password) {
    const Slot slot(running_);
    const bool full = cost_ == PasswordCost::interactive;
    std::string text(crypto_pwhash_STRBYTES, '\0');
    const int code = crypto_pwhash_str_alg(
        text.data(), password.data(), password.size(), full ? crypto_pwhash_OPSLIMIT_INTERACTIVE : crypto_pwhash_OPSLIMIT_MIN,
        full ? crypto_pwhash_MEMLIMIT_INTERACTIVE : crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_ALG_ARGON2ID13);
    if (code != 0) throw std::bad_alloc();
    text.resize(text.find('\0'));
    return text;
}

bool PasswordHasher::verify(const std::string& hash, const std::string& password) {
    const Slot slot(running_);
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool PasswordHasher::verify_unknown(const std::string& password) {
    verify(unknown_hash_, password);
    return false;
}

}  // namespace countersign
