// Settlement statement: what a period costs, line by line, and what it adds up to (requirements.md H5, H2, A5, A7; rules.md 22 to 26, 37).
//
// The rule: each calendar month in the period owes its fee (of a month that is covered in part the share by days, as its hours are), less
// the discount on the fee; work that the hours did not cover is priced by the agreement; packages and journeys have lines of their own;
// credits are deducted before VAT, which is worked out once on the net sum. What an amendment changes applies from its own day on: a month
// that two versions share owes each its days. The statement of hours beside it adds up to the minute. Worked example: fee 2,000.00 with
// 10 % discount, 45 min of remote work at 160.00 an hour, one journey 50.00, a credit of 100.00: 2,000.00 - 200.00 + 120.00 + 50.00 -
// 100.00 = 1,870.00 net, 23 % VAT 430.10, gross 2,300.10. A fee of 3,000.00 from 21 June on: 20 of 30 days of 2,000.00 and 10 of 3,000.00.
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

/// The prices of one version of the agreement, and the days on which they applied.
struct PricesOfDays {
    LocalDate from, to;
    const CommercialTerms* commercial = nullptr;  ///< never null
};

struct SettlementFacts {
    const AgreementTerms& terms;  ///< of the version that applied last
    std::int32_t agreement_version = 1;
    std::vector<PricesOfDays> prices;  ///< in order of days; at least one, and all in one currency and with one rate of VAT
    LocalDate from, to;
    const HoursLedger& hours;
    std::vector<WorkOfPeriod> work = {};
    std::vector<JourneysOfDay> journeys = {};
    std::vector<PackageBought> packages = {};
    std::vector<CreditOfMonth> credits = {};  ///< approved ones
};

/// What lies outside the period is left out, and so is what costs nothing, except a package: that it has no price must be seen. A credit
/// belongs to the period that holds the last day of its month. Lines are in order of kind, then date.
SettlementStatement settle(const SettlementFacts& facts);

}  // namespace countersign
