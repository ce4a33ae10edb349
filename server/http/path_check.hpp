// Paths that two programs could read differently: refused before anybody looks at what they name. Our own addresses need none of this.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

/// What is wrong with the path, in words for a log; nothing for a plain one.
std::optional<std::string> path_trick(std::string_view path);

}  // namespace countersign
