// Settlement: what a period was settled at in money, and the service credits that were approved (requirements.md A5, H5; rules.md 37).
//
// The rule: the program works both out (settlement_statement.hpp, service_credit.hpp); a person approves them, and what was approved is
// written down as it was then, with the tickets that caused it. A settlement is answered by the client's management. What is worked out
// differently later never changes it: the difference is owed with the next settlement, or by a correction of the same days where currency
// or VAT differ. Of one period there is one settlement that stands, and any number of corrections, each in the money in which it was owed.
// What is issued was worked out on everything that was issued before it, so that no difference is owed twice: the same correction a second
// time is refused. Its VAT is that of its money terms on its net sum.
// Credits of a month may be approved anew when something else holds; the latest approval counts. Worked example: credits of June are worked
// out at 400.00 and approved; an exclusion is upheld in July, and the same month would now be 300.00: 400.00 stay approved, and both
// numbers are shown.
#pragma once

#include <variant>

#include "core/domain/agreement.hpp"
#include "core/domain/service_credit.hpp"
#include "core/domain/settlement_statement.hpp"

namespace countersign {

struct CreditsApproved {
    static constexpr const char* type = "credits_approved";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::settle;
    LocalDate month;  ///< its first day
    std::vector<CreditLine> lines;
    std::int64_t sum_minor = 0, cap_minor = 0, owed_minor = 0;
    Json to_json() const;
    static CreditsApproved from_json(FieldReader& fields);
};

struct SettlementIssued {
    static constexpr const char* type = "settlement_issued";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::settle;
    LocalDate from, to;
    std::int64_t net_minor = 0, vat_minor = 0, gross_minor = 0;
    Digest statement;     ///< SHA-256 of the statement's CSV, so that a printed one can be compared
    bool closes = false;  ///< the last one, at the end of the agreement (requirements.md A8)
    /// They add up to the net sum; those of earlier periods too. Empty in what was issued before lines were written down.
    std::vector<SettlementLine> lines = {};
    std::optional<MoneyTerms> money = {};  ///< nothing in what was issued before it was written down
    bool corrects = false;
    std::int32_t agreement_version = 0;  ///< 0 in what was issued before it was written down
    /// The hours as they were shown with it; they stand only where the account settles them (hours_account.hpp).
    std::vector<HoursLine> hours_lines = {};
    Minutes hours_opening = {};
    std::vector<SettlementApart> apart = {};     ///< shown beside it, in no sum
    bool summed = false;                         ///< the pieces of work of a day are one line
    std::optional<std::int64_t> builds_on = {};  ///< Settlement::history when it was worked out; nothing in what was issued before that was
                                                 ///< written down
    Json to_json() const;
    static SettlementIssued from_json(FieldReader& fields);
};

struct SettlementAnswered {
    static constexpr const char* type = "settlement_answered";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::approve_settlement;
    LocalDate from, to;
    bool approved = true;
    std::string remark;
    EventId settlement = {};  ///< which one of those days; empty: the latest
    Json to_json() const;
    static SettlementAnswered from_json(FieldReader& fields);
};

using SettlementEvent = std::variant<CreditsApproved, SettlementIssued, SettlementAnswered>;

struct IssuedSettlement {
    EventId event;
    SettlementIssued content;
    Instant at = {};
    std::optional<SettlementAnswered> answer = {};
    /// One that the client sent back makes room for another one of the same days.
    bool stands() const { return !answer || answer->approved; }
};

/// All settlements of one agreement.
struct Settlement {
    static constexpr const char* subject_kind = "settlement";
    static constexpr StreamKind home = StreamKind::commercial;
    AgreementId id;  ///< of the agreement
    StreamId stream;
    OrganisationId organisation;
    std::map<LocalDate, CreditsApproved> credits;  ///< by the first day of the month
    std::vector<IssuedSettlement> issued;
    std::vector<Flag> flags;

    /// How much was issued and sent back until now. What is worked out on less is worked out on something else.
    std::int64_t history() const;
    /// The one of those days that stands; corrections left out.
    const IssuedSettlement* standing_of(LocalDate from, LocalDate to) const;
    /// The one that an answer is about; null when there is none.
    const IssuedSettlement* answered_by(const SettlementAnswered& answer) const;
    /// Those that the client did not send back, in the order of their days, and of the same days as they were issued.
    std::vector<const IssuedSettlement*> standing() const;
};
/// Of what is issued, so that it fits into one event with everything around it.
inline constexpr std::size_t settlement_bytes_max = std::size_t{200} * 1024;

/// The statement as it is written down; `statement_csv` is what the parties are given.
SettlementIssued issued_as(const SettlementStatement& statement, std::string_view statement_csv);

Admission admit(const Settlement& state, const SettlementEvent& event, const Context& context);
void apply(Settlement& state, const SettlementEvent& event, const StoredEvent& stored);

struct ApproveCredits {
    LocalDate month;
    CreditStatement statement;
};
struct IssueSettlement {
    SettlementIssued settlement;
};
struct AnswerSettlement {
    LocalDate from, to;
    bool approved = true;
    std::string remark;
    EventId settlement = {};
};
using SettlementCommand = std::variant<ApproveCredits, IssueSettlement, AnswerSettlement>;

Result<std::vector<SettlementEvent>, Refusal> decide(const Settlement& state, const SettlementCommand& command, const Context& context);

}  // namespace countersign
