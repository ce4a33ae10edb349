// Hours as tables: a statement that adds up from its opening to its closing, and the lines behind it (requirements.md H1, H5; rules.md 25).
//
// The rule: what takes minutes away is shown with a minus, so that the column above the closing adds up to it by hand. Worked example:
// opening 5 h, granted 10 h, used −1 h 30 min, expired −5 h: closing 8 h 30 min.
#pragma once

#include <vector>

#include "core/document/html.hpp"
#include "core/domain/hours_ledger.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

HtmlTable hours_table(const Catalogue& catalogue, const HoursStatement& statement);
/// What was done beside the balance: free of charge, uncovered, priced.
Facts hours_beside_the_balance(const Catalogue& catalogue, const HoursStatement& statement);
/// An allowance is called by its month; what has no name is called by its id.
HtmlTable hours_lines_table(const Catalogue& catalogue, const std::vector<HoursLine>& lines, const HoursNames& names);

}  // namespace countersign
