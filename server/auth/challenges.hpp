// Challenges: between the right password and the right code. A challenge is no session: it opens nothing but the second step, for one
// person, for five minutes and five codes. They are kept in memory alone, so a server that starts anew asks for the password again.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/id.hpp"

namespace countersign {

class Challenges {
public:
    static constexpr Milliseconds lifetime{300'000};
    static constexpr int attempts_max = 5;

    /// Answers the token, 64 hexadecimal digits.
    std::string make(const UserId& user, Instant now);
    /// Whose it is; each asking counts as an attempt. Nothing when it is unknown, over or used up.
    std::optional<UserId> attempt(const std::string& token, Instant now);
    void end(const std::string& token);

private:
    struct Challenge {
        UserId user;
        Instant expires_at;
        int attempts = 0;
    };
    static constexpr std::size_t count_max = 10'000;

    std::mutex mutex_;
    std::map<std::string, Challenge> by_digest_;  ///< comparing digests tells nothing about tokens
};

}  // namespace countersign
