// The version of the program.
#pragma once

namespace countersign {

inline constexpr const char* version_text = "0.1.0";

}  // namespace countersign
