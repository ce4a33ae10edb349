// Settlement of a period, worked out from an organisation's log (requirements.md H5, A5, A7, A8; rules.md 19 to 26, 37).
//
// The rule: everything in it follows from the book and from nothing else. Fees and prices are those of the signed versions that applied,
// each on its own days. The hours are the account's: periods that were settled stand as they were settled, and what came late into them is
// not in the sums until it is approved. Work outside the hours costs the surcharge, each visit that was begun is a journey. Packages are
// bought on the first day on which they may be used, at the price that the version of that day has for their size. Credits are those that a
// person approved, for months that end in the period; a proposal deducts nothing. Of every period before that was issued, what holds of it
// now is compared with what was issued of it by then, and the difference is owed here. After the agreement's last day no fee is owed, but
// what was still done under it is, at the prices that applied last. What is owed in other money, such as under another rate of VAT, is a
// correction of its own. Worked example: November 2025, version 1 until the 20th at 2,000.00, version 2 from the 21st at 3,000.00, 90 min a
// month, of which the first twenty days have 60, 160.00 an hour, 50.00 a journey. A visit charges 60 min on the 12th and a call 45 min on
// the 13th: the visit uses up the 60, the call costs 120.00. Fees 1,333.33 and 1,000.00, a package of 4 h 600.00, one journey; an approved
// credit of October is not in it, one of November of 100.00 is: net 3,003.33.
#pragma once

#include "core/domain/settlement_statement.hpp"
#include "core/projection/organisation_book.hpp"

namespace countersign {

/// Refused when the agreement applied on no day of the period and nothing is owed for it, when this book lacks the prices of a version (a
/// technician's device has none), and when currency or VAT change within the period: such days are settled apart. Pre: from <= to.
Result<SettlementStatement, Refusal> settlement_of(const OrganisationBook& book, const Agreement& agreement, LocalDate from, LocalDate to);

/// What changed in days that were issued, one statement for each money; empty while all of it holds. Where the money is still that of the
/// next period it need not be issued: the next settlement holds it. Refused for days of which no settlement stands.
Result<std::vector<SettlementStatement>, Refusal> corrections_of(const OrganisationBook& book, const Agreement& agreement, LocalDate from,
                                                                 LocalDate to);

/// What was issued of just these days, as it was issued; nothing where none stands, or its lines were not written down then.
std::optional<SettlementStatement> issued_settlement(const OrganisationBook& book, const Agreement& agreement, LocalDate from,
                                                     LocalDate to);

/// The corrections of just these days that were issued and stand, as they were issued, in the order in which they were.
std::vector<SettlementStatement> issued_corrections(const OrganisationBook& book, const Agreement& agreement, LocalDate from, LocalDate to);

}  // namespace countersign
