// The settlement as data.
#include "core/document/settlement_json.hpp"

#include "core/document/report_json.hpp"

namespace countersign {

namespace {

Json party_json(const Party& party) { return {{"name", party.name}, {"address", party.address}, {"tax_number", party.tax_number}}; }

}  // namespace

Json settlement_json(const SettlementStatement& statement) {
    Json lines = Json::array();
    for (const SettlementLine& line : statement.lines) lines.push_back(line.to_json());
    Json apart = Json::array();
    for (const SettlementLine& line : statement.apart) apart.push_back(line.to_json());
    Json hours_lines = Json::array();
    for (const HoursLine& line : statement.hours_lines) hours_lines.push_back(line.to_json());
    return {{"provider", party_json(statement.provider)},
            {"client", party_json(statement.client)},
            {"agreement", statement.agreement_number},
            {"version", statement.agreement_version},
            {"from", to_iso_text(statement.from)},
            {"to", to_iso_text(statement.to)},
            {"currency", currency_codes[static_cast<std::size_t>(statement.currency)]},
            {"lines", std::move(lines)},
            {"apart", std::move(apart)},
            {"net_minor", statement.net_minor},
            {"vat_permille", statement.vat_permille},
            {"vat_minor", statement.vat_minor},
            {"gross_minor", statement.gross_minor},
            {"hours", hours_statement_json(statement.hours)},
            {"hours_lines", std::move(hours_lines)}};
}

}  // namespace countersign
