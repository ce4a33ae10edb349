// Keeping challenges.
#include "server/auth/challenges.hpp"

#include <algorithm>

#include "server/system/ids.hpp"

namespace countersign {

namespace {
std::string digest_of(const std::string& token) { return to_hex(sha256("countersign challenge " + token)); }
}  // namespace

std::string Challenges::make(const UserId& user, Instant now) {
    const std::string token = to_hex(random_bytes(32));
    const std::lock_guard lock(mutex_);
    std::erase_if(by_digest_, [&](const auto& entry) { return entry.second.expires_at <= now; });
    if (by_digest_.size() >= count_max) {
        by_digest_.erase(std::min_element(by_digest_.begin(), by_digest_.end(), [](const auto& left, const auto& right) {
            return left.second.expires_at < right.second.expires_at;
        }));
    }
    by_digest_[digest_of(token)] = {user, now + lifetime, 0};
    return token;
}

std::optional<UserId> Challenges::attempt(const std::string& token, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = by_digest_.find(digest_of(token));
    if (found == by_digest_.end()) return std::nullopt;
    if (found->second.expires_at <= now || found->second.attempts >= attempts_max) {
        by_digest_.erase(found);
        return std::nullopt;
    }
    ++found->second.attempts;
    return found->second.user;
}

void Challenges::end(const std::string& token) {
    const std::lock_guard lock(mutex_);
    by_digest_.erase(digest_of(token));
}

}  // namespace countersign
