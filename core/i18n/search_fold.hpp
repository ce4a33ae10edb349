// The form of a text in which it is searched: no capitals, no marks on letters, one space between words.
//
// Worked example: "Zażółć  GĘŚLĄ jaźń" becomes "zazolc gesla jazn", and so does what is typed into the search field; "Øster Ærø" is
// "oster aero".
#pragma once

#include <string>
#include <string_view>

namespace countersign {

std::string fold_for_search(std::string_view text);

}  // namespace countersign
