// PasswordRule: which passwords are refused. Long ones that nobody else has are good; letters, digits and signs in fixed numbers make them
// no better, and are not asked for (NIST SP 800-63B, 5.1.1). Refused is what is short, what everybody tries first, what repeats or counts
// itself, and what is little more than the person's own name. Example: "grazyna2024" of Grażyna's login "grazyna": without the login only
// four bytes are left.
#pragma once

#include <optional>
#include <string>

#include "core/base/refusal.hpp"

namespace countersign {

/// Refusal "refusal.password.too_short", ".too_long", ".too_common" or ".own_name".
std::optional<Refusal> check_new_password(const std::string& password, const std::string& login, const std::string& name);

}  // namespace countersign
