// SecondFactorStore: the port for sealed TOTP secrets and the digests of recovery codes. What can be used once is used up by one statement,
// so that of two requests with the same code only one gets in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/id.hpp"
#include "core/base/refusal.hpp"
#include "core/base/result.hpp"

namespace countersign {

struct SecondFactorRecord {
    std::string sealed_secret;
    bool confirmed = false;  ///< set up to the end: a code of it was seen once
};

class SecondFactorStore {
public:
    virtual ~SecondFactorStore() = default;
    virtual Result<std::optional<SecondFactorRecord>, Failure> find(const UserId& user) = 0;
    /// Takes the place of one that was begun; false when one is confirmed already.
    virtual Result<bool, Failure> begin(const UserId& user, const std::string& sealed_secret) = 0;
    /// False when none was begun, or it is confirmed already.
    virtual Result<bool, Failure> confirm(const UserId& user, std::int64_t step, const std::vector<Digest>& recovery_codes) = 0;
    /// False when a code of that step, or of a later one, was used before.
    virtual Result<bool, Failure> use_step(const UserId& user, std::int64_t step) = 0;
    virtual Result<void, Failure> remove(const UserId& user) = 0;

    virtual Result<void, Failure> replace_recovery_codes(const UserId& user, const std::vector<Digest>& codes) = 0;
    /// False when there is no such code, or no longer.
    virtual Result<bool, Failure> use_recovery_code(const UserId& user, const Digest& code) = 0;
    virtual Result<std::int64_t, Failure> recovery_codes_left(const UserId& user) = 0;
};

}  // namespace countersign
