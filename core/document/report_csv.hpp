// The monthly report as CSV, one figure per line (requirements.md R1).
//
// The rule: the columns are month, section, subject, measure, priority, figure, value, unit, in this order for ever; names of sections,
// figures and units are English words that do not change with the language. Amounts are in minor units, shares in thousandths of a percent.
// Worked example: 2026-06-01,attainment,,resolution,critical,kept,2,promises
#pragma once

#include <string>

#include "core/domain/monthly_report.hpp"

namespace countersign {

std::string report_csv(const MonthlyReport& report);

}  // namespace countersign
