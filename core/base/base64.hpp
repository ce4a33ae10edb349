// Base64 (RFC 4648, 4): bytes inside of texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

std::string to_base64(std::string_view bytes);
/// Nothing when the text is not the one form that `to_base64` writes.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace countersign
