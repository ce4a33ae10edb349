// The monthly report as a page, in the language of a catalogue (requirements.md R1, N4; core/domain/monthly_report.hpp has the numbers).
//
// The rule: every number stands in a table; drawings repeat the tables. A chapter without anything to tell says so instead of being left
// out, so that an empty one is no oversight. Worked example: two of three solutions of priority critical kept is "66.666%", a bar of 213 of
// 320 units, and the missed ticket beside it.
#pragma once

#include <string>

#include "core/domain/monthly_report.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

std::string report_document(const Catalogue& catalogue, const MonthlyReport& report);

}  // namespace countersign
