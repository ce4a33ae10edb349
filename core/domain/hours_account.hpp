// Hours account: what an agreement's hours ledger is fed with besides the work itself, and what was settled of it (requirements.md H1, H3,
// N11; rules.md 19 to 25).
//
// The rule: packages are added with their validity, corrections are entries of their own, and a period is settled by writing its lines
// down, one after the other and without a gap, once they are over. What arrives later changes no settled line: the difference between what
// was settled and what now holds is proposed as reversing lines, and counts as settled when the client's management approves it. Balances
// are never stored. Worked example: June is settled with 60 min of package A. On 3 July a visit of 20 June arrives from a cellar, 30 min,
// which package A covers too: the proposal is one line, "20 June, debited, A, 30"; approved, June stands at 90.
#pragma once

#include <variant>

#include "core/domain/agreement.hpp"
#include "core/domain/hours_ledger.hpp"

namespace countersign {

struct PackageAdded {
    static constexpr const char* type = "package_added";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::settle;
    Entitlement package;
    std::string name;
    Json to_json() const;
    static PackageAdded from_json(FieldReader& fields);
};

/// Minutes given back or taken for a reason, on a day; the event's id names the entry.
struct HoursCorrected {
    static constexpr const char* type = "hours_corrected";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::settle;
    LocalDate on;
    Minutes minutes;  ///< given: positive, and usable until the end of the next month; taken: negative
    std::string reason;
    Json to_json() const;
    static HoursCorrected from_json(FieldReader& fields);
};

/// A longer one does not fit into an event with everything around it: about 1,200 lines.
inline constexpr std::size_t hours_period_bytes_max = std::size_t{200} * 1024;

struct HoursPeriodSettled {
    static constexpr const char* type = "hours_period_settled";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::settle;
    LocalDate from, to;
    std::vector<HoursLine> lines;
    Json to_json() const;
    static HoursPeriodSettled from_json(FieldReader& fields);
};

/// The client's word on what came late.
struct LateTruthApproved {
    static constexpr const char* type = "late_truth_approved";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::approve_settlement;
    LocalDate from, to;            ///< the settled period
    std::vector<HoursLine> lines;  ///< what changes, as hours_ledger.hpp late_truth tells it
    Json to_json() const;
    static LateTruthApproved from_json(FieldReader& fields);
};

using HoursAccountEvent = std::variant<PackageAdded, HoursCorrected, HoursPeriodSettled, LateTruthApproved>;

struct SettledHours {
    LocalDate from, to;
    std::vector<HoursLine> lines;          ///< as settled; never changed
    std::vector<HoursLine> approved = {};  ///< what came late, as approved
    /// What holds now: the settled lines without those that were reversed, with those that were added.
    std::vector<HoursLine> standing() const;
};

struct HoursAccount {
    static constexpr const char* subject_kind = "hours_account";
    AgreementId id;  ///< of the agreement
    StreamId stream;
    OrganisationId organisation;
    std::vector<Entitlement> packages;
    std::map<EntitlementId, std::string> package_names;
    std::vector<Entitlement> given;  ///< by corrections
    std::vector<HoursEntry> taken;   ///< by corrections
    std::vector<SettledHours> settled;
    std::vector<Flag> flags;

    const SettledHours* settled_period(LocalDate from, LocalDate to) const;
    /// Whether it came into days that were settled without it, and the client has not approved it yet.
    bool awaits_approval(const HoursEntry& entry) const;
    bool awaits_approval(const Entitlement& grant) const;
};

/// The ledger of an agreement: allowances of its versions, packages, corrections, and the work. `work` with the minutes charged.
HoursLedger hours_ledger_of(const Agreement& agreement, const HoursAccount& account, std::vector<HoursEntry> work, LocalDate as_of);

/// The same as the settled periods have it: their lines stand as they were settled and approved, what follows builds on them, and what came
/// late into them or corrects what was settled waits outside until it is approved, whether it is work, a correction or a package.
HoursLedger standing_ledger_of(const Agreement& agreement, const HoursAccount& account, std::vector<HoursEntry> work, LocalDate as_of);

/// What changes in a settled period when it is worked out now, on the periods before it as they stand; empty when it still holds. So a
/// change is proposed for a later period only once the earlier one was corrected; work that moved from one settled period to another is
/// proposed for the new one only once the old one let it go, so that it never stands in both.
std::vector<HoursLine> late_truth_of(const Agreement& agreement, const HoursAccount& account, const SettledHours& settled,
                                     std::vector<HoursEntry> work);

Admission admit(const HoursAccount& state, const HoursAccountEvent& event, const Context& context);
void apply(HoursAccount& state, const HoursAccountEvent& event, const StoredEvent& stored);

// The caller works out the lines of a period (standing_ledger_of) and of what came late (late_truth_of).

struct AddPackage {
    Entitlement package;
    std::string name;
};
struct CorrectHours {
    LocalDate on;
    Minutes minutes;
    std::string reason;
};
struct SettleHoursPeriod {
    HoursPeriodSettled period;
};
struct ApproveLateTruth {
    LateTruthApproved approval;
};
using HoursAccountCommand = std::variant<AddPackage, CorrectHours, SettleHoursPeriod, ApproveLateTruth>;

Result<std::vector<HoursAccountEvent>, Refusal> decide(const HoursAccount& state, const HoursAccountCommand& command,
                                                       const Context& context);

}  // namespace countersign
