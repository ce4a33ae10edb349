// The settlement of a period as CSV.
#include "core/document/csv.hpp"
#include "core/document/settlement_document.hpp"

namespace countersign {
namespace {

struct Quantity {
    std::int64_t count = 1;
    std::string_view unit;
};

Quantity quantity_of(const SettlementLine& line) {
    switch (line.kind) {
        case SettlementLineKind::work:
            return {line.charged.count, line.after_hours ? "minutes_after_hours" : "minutes"};
        case SettlementLineKind::overdrawn:
            return {line.charged.count, "minutes"};
        case SettlementLineKind::travel:
            return {line.count, "journeys"};
        case SettlementLineKind::package:
            return {line.count, "packages"};
        case SettlementLineKind::early_end:
            return {line.count, "agreements"};
        case SettlementLineKind::fee:
        case SettlementLineKind::discount:
        case SettlementLineKind::credit:
            break;
    }
    return {1, "month"};
}

}  // namespace

std::string settlement_csv(const SettlementStatement& statement) {
    CsvWriter csv;
    const std::string_view currency = currency_codes[static_cast<std::size_t>(statement.money.currency)];
    std::int64_t number = 0;
    csv.row({"agreement", "line", "kind", "date", "text", "quantity", "unit", "net_minor", "currency"});
    for (const SettlementLine& line : statement.lines) {
        const Quantity quantity = quantity_of(line);
        csv.row({statement.agreement_number, ++number, settlement_line_kind_names[static_cast<std::size_t>(line.kind)],
                 to_iso_text(line.date), line.text, quantity.count, quantity.unit, line.net_minor, currency});
    }
    const auto sum = [&](std::string_view kind, std::int64_t count, std::string_view unit, std::int64_t minor) {
        csv.row({statement.agreement_number, ++number, kind, to_iso_text(statement.to), "", count, unit, minor, currency});
    };
    sum("net", 1, "sum", statement.net_minor);
    sum("vat", statement.money.vat_permille, "permille", statement.vat_minor);
    sum("gross", 1, "sum", statement.gross_minor);
    for (const HoursLine& line : statement.hours_lines) {
        csv.row({statement.agreement_number, ++number, "hours_" + std::string(hours_line_kind_name(line.kind)), to_iso_text(line.date),
                 line.entry.empty() ? line.entitlement.value : line.entry.value, line.effect.count, "minutes_of_balance", "", currency});
    }
    return csv.text();
}

}  // namespace countersign
