// TOTP: the six digits that an authenticator app shows, from a secret that it shares with the server and the time (RFC 6238, RFC 4226): the
// HMAC-SHA-1 of the number of 30 seconds since 1970, of which 31 bits are taken, modulo a million. Worked example (RFC 6238, appendix B):
// with the secret "12345678901234567890" the code at 59 s is 287082. Telephones' clocks differ, so the 30 seconds before and after count
// too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/instant.hpp"

namespace countersign {

inline constexpr std::size_t totp_secret_bytes = 20;
inline constexpr std::size_t totp_digits = 6;

/// RFC 2104 with SHA-1 (FIPS 180-4). SHA-1 is broken for signatures, not for this; authenticator apps know nothing else.
std::string hmac_sha1(std::string_view key, std::string_view message);

/// The number of 30 seconds since 1970.
std::int64_t totp_step(Instant now);
std::string totp_code(std::string_view secret, std::int64_t step);
/// The step that a code belongs to, of the three that count at `now`; nothing when it fits none. Takes the same time either way.
std::optional<std::int64_t> matching_totp_step(std::string_view secret, std::string_view code, Instant now);

/// RFC 4648 without padding: how people and apps write secrets.
std::string base32(std::string_view bytes);
/// What authenticator apps read from a picture: "otpauth://totp/Countersign:login?secret=…&issuer=Countersign".
std::string otpauth_uri(std::string_view login, std::string_view secret);

}  // namespace countersign
