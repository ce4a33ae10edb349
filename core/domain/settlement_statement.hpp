// Settlement statement: what a period costs, line by line, and what it adds up to (requirements.md H5, H2, A5, A7; rules.md 22 to 26, 37).
//
// The rule: each calendar month in the period owes its fee (of a month that is covered in part the share by days, as its hours are), less
// the discount on the fee; work that the hours did not cover is priced by the agreement; packages and journeys have lines of their own;
// credits are deducted before VAT, which is worked out once on the net sum. What an amendment changes applies from its own day on: a month
// that two versions share owes each its days. What came late into a period that was issued is owed with the next one, as the difference to
// the lines that were issued; where VAT or currency are others there, it stands apart and is owed by a correction of that period, which is
// a settlement in that period's own money. The settlement that holds the agreement's last day closes it, with the fee for ending early
// where one side did; hours that are overdrawn then, and whatever overdraws them later, no grant will ever cover: they are priced at the
// rate of the last version (rules.md 24), without a surcharge, which they paid in minutes. What is issued must fit into one event: of a
// long statement the pieces of work of one day become one line. The statement of hours beside it adds up to the minute. Worked example: fee
// 2,000.00 with 10 % discount, 45 min of remote work at 160.00 an hour, one journey 50.00, a credit of 100.00: 2,000.00 - 200.00 + 120.00
// + 50.00 - 100.00 = 1,870.00 net, 23 % VAT 430.10, gross 2,300.10. A fee of 3,000.00 from 21 June on: 20 of 30 days of 2,000.00 and 10 of
// 3,000.00. May was issued with one journey of 50.00; a second one of 30 May arrives in June: June owes 50.00 more, "30 May, travel". 60
// min a month, 660 used in the last one: 600 min stay overdrawn, 1,600.00.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/domain/agreement_terms.hpp"
#include "core/domain/hours_ledger.hpp"

namespace countersign {

enum class SettlementLineKind : std::uint8_t { fee, discount, package, work, travel, credit, early_end, overdrawn };
inline constexpr std::array<std::string_view, 8> settlement_line_kind_names{"fee",    "discount", "package",   "work",
                                                                            "travel", "credit",   "early_end", "overdrawn"};

struct SettlementLine {
    SettlementLineKind kind = SettlementLineKind::fee;
    LocalDate date;  ///< of a fee the first day that it covers, of a credit the last day of its month
    std::string text = {};
    Minutes charged = {};      ///< of work, and of hours that stayed overdrawn
    bool after_hours = false;  ///< of work
    std::int64_t count = 1;    ///< of journeys; of work that was summed up how many pieces
    std::int64_t net_minor = 0;
    bool operator==(const SettlementLine&) const = default;
    Json to_json() const;
    static SettlementLine from_json(FieldReader& fields);
};
/// What changes when lines that were issued are worked out anew: those that no longer hold taken back (amounts negated), those that hold
/// now added. Words do not matter, only days and amounts.
std::vector<SettlementLine> changed_lines(const std::vector<SettlementLine>& issued, const std::vector<SettlementLine>& holds);

/// In which currency and with which VAT a sum is owed.
struct MoneyTerms {
    Currency currency = Currency::pln;
    std::int32_t vat_permille = 0;
    auto operator<=>(const MoneyTerms&) const = default;
};

/// What changed in a period that was issued in other money.
struct SettlementApart {
    LocalDate from, to;
    MoneyTerms money;
    std::vector<SettlementLine> lines;
    Json to_json() const;
    static SettlementApart from_json(FieldReader& fields);
};

/// What became of a settlement that was given out.
struct SettlementIssue {
    LocalDate on;
    std::optional<bool> approved = {};  ///< by the client; nothing while they have not answered
    std::string remark = {};
};

struct SettlementStatement {
    Party provider, client;
    std::string agreement_number;
    std::int32_t agreement_version = 1;
    LocalDate from, to;
    MoneyTerms money = {};
    bool corrects = false;                       ///< holds nothing but what changed in these days since they were issued
    bool closes = false;                         ///< the agreement ended in these days
    std::optional<SettlementIssue> issued = {};  ///< shown as it was issued
    HoursStatement hours = {};
    std::vector<HoursLine> hours_lines = {};
    HoursNames hours_names = {};
    std::vector<SettlementLine> lines = {};   ///< those of earlier periods last: their dates lie before `from`
    std::vector<SettlementApart> apart = {};  ///< of earlier periods in other money; in no sum
    bool summed = false;                      ///< the pieces of work of a day are one line (see `summed_up`)
    /// How much had been issued and sent back when it was worked out (Settlement::history); nothing where nobody counted.
    std::optional<std::int64_t> builds_on = {};
    std::int64_t net_minor = 0, vat_minor = 0, gross_minor = 0;
};

/// What an entry of the hours ledger was; the ledger says which of its minutes are priced.
struct WorkOfPeriod {
    HoursEntryId entry;
    std::string text;
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
    std::vector<CreditOfMonth> credits = {};   ///< approved ones
    std::optional<LocalDate> last_day = {};    ///< of the agreement, where it ends
    std::int32_t early_end_sign = 0;           ///< 1: the client ended it early and owes the fee for it; -1: the provider did
    std::vector<SettlementLine> earlier = {};  ///< of periods that were issued before; added as they are
    Minutes overdrawn = {};                    ///< what the hours still owed at the end of `last_day`
};

/// What lies outside the period is left out, and so is what costs nothing, except a package: that it has no price must be seen. A credit
/// belongs to the period that holds the last day of its month, or the agreement's last day in it. Lines are in order of kind, then date;
/// those of earlier periods come last.
SettlementStatement settle(const SettlementFacts& facts);

/// Lines of work of one day, within the hours or after them, as one line without words that counts them; what was taken back is subtracted.
std::vector<SettlementLine> summed_up(const std::vector<SettlementLine>& lines);
/// The same of what happened to the hours: one line for each day, kind and entitlement, without entries.
std::vector<HoursLine> summed_up(const std::vector<HoursLine>& lines);

/// `statement` with these lines instead of its own, added up anew.
SettlementStatement with_lines(SettlementStatement statement, std::vector<SettlementLine> lines);

}  // namespace countersign
