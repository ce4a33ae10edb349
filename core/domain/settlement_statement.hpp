// Settlement statement: what a period costs, line by line, and what it adds up to (requirements.md H5, H2, A5, A7; rules.md 22 to 26, 37).
//
// The rule: each calendar month in the period owes its fee (of a month that is covered in part the share by days, as its hours are), less
// the discount on the fee; work that the hours did not cover is priced by the agreement; packages and journeys have lines of their own;
// credits are deducted before VAT, which is worked out once on the net sum. The statement of hours beside it adds up to the minute. Worked
// example: fee 2,000.00 with 10 % discount, 45 min of remote work at 160.00 an hour, one journey 50.00, a credit of 100.00: 2,000.00 -
// 200.00 + 120.00 + 50.00 - 100.00 = 1,870.00 net, 23 % VAT 430.10, gross 2,300.10.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/domain/agreement_terms.hpp"
#include "core/domain/hours_ledger.hpp"

namespace countersign {

enum class SettlementLineKind : std::uint8_t { fee, discount, package, work, travel, credit };
inline constexpr std::array<std::string_view, 6> settlement_line_kind_names{"fee", "discount", "package", "work", "travel", "credit"};

struct SettlementLine {
    SettlementLineKind kind = SettlementLineKind::fee;
    LocalDate date;  ///< of a fee the first day that it covers, of a credit the last day of its month
    std::string text = {};
    Minutes charged = {};      ///< of work
    bool after_hours = false;  ///< of work
    std::int64_t count = 1;    ///< of journeys
    std::int64_t net_minor = 0;
    bool operator==(const SettlementLine&) const = default;
};

struct SettlementStatement {
    Party provider, client;
    std::string agreement_number;
    std::int32_t agreement_version = 1;
    LocalDate from, to;
    Currency currency = Currency::pln;
    std::int32_t vat_permille = 0;
    HoursStatement hours = {};
    std::vector<HoursLine> hours_lines = {};
    std::vector<SettlementLine> lines = {};
    std::int64_t net_minor = 0, vat_minor = 0, gross_minor = 0;
};

/// What an entry of the hours ledger was; the ledger says which of its minutes are priced.
struct WorkOfPeriod {
    HoursEntryId entry;
    std::string text;
    bool after_hours = false;
};
struct JourneysOfDay {
    LocalDate date;
    std::int64_t count = 1;
    std::string text = {};
};
struct PackageBought {
    LocalDate date;
    std::string text;
    std::int64_t net_minor = 0;
};
struct CreditOfMonth {
    LocalDate month;
    std::int64_t owed_minor = 0;
};

struct SettlementFacts {
    const AgreementTerms& terms;
    const CommercialTerms& commercial;
    std::int32_t agreement_version = 1;
    LocalDate from, to;
    const HoursLedger& hours;
    std::vector<WorkOfPeriod> work = {};
    std::vector<JourneysOfDay> journeys = {};
    std::vector<PackageBought> packages = {};
    std::vector<CreditOfMonth> credits = {};  ///< approved ones
    std::optional<LocalDate> ends_on = {};    ///< the last day of an agreement that has been ended
};

/// What lies outside the period is left out; a credit belongs to the period that holds the last day of its month. Lines are in order of
/// kind, then date.
SettlementStatement settle(const SettlementFacts& facts);

}  // namespace countersign
