// The settlement of a period as data (requirements.md H5): every number of the page and the table, for programs. Money is in minor units,
// lengths are in minutes.
#pragma once

#include "core/base/json.hpp"
#include "core/domain/settlement_statement.hpp"

namespace countersign {

Json settlement_json(const SettlementStatement& statement);

}  // namespace countersign
