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
    for (const SettlementApart& period : statement.apart) apart.push_back(period.to_json());
    Json hours_lines = Json::array();
    for (const HoursLine& line : statement.hours_lines) hours_lines.push_back(line.to_json());
    Json json{{"provider", party_json(statement.provider)},
              {"client", party_json(statement.client)},
              {"agreement", statement.agreement_number},
              {"version", statement.agreement_version},
              {"from", to_iso_text(statement.from)},
              {"to", to_iso_text(statement.to)},
              {"currency", currency_codes[static_cast<std::size_t>(statement.money.currency)]},
              {"lines", std::move(lines)},
              {"apart", std::move(apart)},
              {"net_minor", statement.net_minor},
              {"vat_permille", statement.money.vat_permille},
              {"vat_minor", statement.vat_minor},
              {"gross_minor", statement.gross_minor},
              {"hours", hours_statement_json(statement.hours)},
              {"hours_lines", std::move(hours_lines)},
              {"corrects", statement.corrects},
              {"summed", statement.summed},
              {"closes", statement.closes}};
    if (statement.issued) {
        Json issue{{"on", to_iso_text(statement.issued->on)}};
        if (statement.issued->approved) issue["approved"] = *statement.issued->approved;
        if (!statement.issued->remark.empty()) issue["remark"] = statement.issued->remark;
        json["issued"] = std::move(issue);
    }
    return json;
}

}  // namespace countersign
