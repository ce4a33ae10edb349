// What changed between two frames of the accessible tree, as the page's `tree` message.
#pragma once

#include <string>
#include <string_view>

#include "web/semantics/tree.hpp"

namespace countersign::semantics {

// Empty when both frames are the same.
std::string tree_message(const Frame& before, const Frame& after);

// Appends text as a JSON string with its quotes. Broken UTF-8 becomes U+FFFD, so that the page can always parse the message.
void append_json_string(std::string& out, std::string_view text);

}  // namespace countersign::semantics
