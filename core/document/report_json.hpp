// The monthly report as data (requirements.md R1): every number of the page and the table, for programs. Shares are in thousandths of a
// percent, money in minor units, lengths in minutes.
#pragma once

#include "core/base/json.hpp"
#include "core/domain/monthly_report.hpp"

namespace countersign {

Json report_json(const MonthlyReport& report);

Json hours_statement_json(const HoursStatement& hours);

}  // namespace countersign
