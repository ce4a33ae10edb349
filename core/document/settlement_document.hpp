// The settlement of a period as a page and as CSV (requirements.md H5; core/domain/settlement_statement.hpp has the sums).
//
// The rule: the page states what is settled, the hours that add up to the minute, the lines that add up to the net sum, VAT and gross. In
// the CSV amounts are whole minor units with the currency in a column of its own, and columns keep their names in all languages. Worked
// example: line,kind,date,text,quantity,unit,net_minor,currency and 1,fee,2026-06-01,,1,month,200000,PLN
#pragma once

#include <string>

#include "core/domain/settlement_statement.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

std::string settlement_document(const Catalogue& catalogue, const SettlementStatement& statement);
std::string settlement_csv(const SettlementStatement& statement);

}  // namespace countersign
