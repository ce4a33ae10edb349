// Hours ledger: which minutes an agreement grants, which work uses them, and which are left (requirements.md H1 to H3, N11; rules.md 19 to
// 26).
//
// The rule: everything is a line; a balance is the sum of the effects of lines and nothing else. Work draws on what was valid on the day it
// was worked, whenever it was typed: soonest expiry first, then oldest start, then lowest id. Work after hours uses up more than it charges
// (charging.hpp); what it debits and overdraws are minutes of the account, what is left uncovered or priced are charged minutes. Unused
// minutes of a month pass to the next months with their own expiry, up to a cap; what expires or exceeds the cap leaves with a line of its
// own. What is not covered is left uncovered, overdraws the account (the next grant covers it first), or is priced, as the agreement says
// on that day. What a correction takes back and is not there overdraws the account: nobody worked, so nothing is priced. Days that were
// settled are not worked out anew: their lines stand, and what follows builds on them (rules.md 21); where they took more than there was,
// as when one of two months was corrected, the account is overdrawn by it, and where they repaid what is owed no more, nothing was repaid.
// So the balance is always what is left less what is overdrawn. Worked example: 600 min a month, carried for one month, cap 300. January
// uses 200: 400 are left; 300 are carried, 100 leave over the cap. February's first 300 min of work use the carried ones; 28 February:
// whatever of them is left expires. 100 min a month: June's 150 overdraw 50, July repays them, both are settled; June is corrected to 100:
// July's 100 are all left again, although its line stands until July is approved too.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/instant.hpp"
#include "core/base/json.hpp"
#include "core/domain/local_time.hpp"

namespace countersign {

using EntitlementId = Id<struct EntitlementTag>;
using HoursEntryId = Id<struct HoursEntryTag>;

enum class EntitlementKind : std::uint8_t { allowance, package };

/// Minutes that may be used on the days from valid_from to valid_until, both included.
struct Entitlement {
    EntitlementId id;
    EntitlementKind kind = EntitlementKind::package;
    Minutes granted;
    LocalDate valid_from;
    LocalDate valid_until;
    bool operator==(const Entitlement&) const = default;
};

/// What the ids in lines of hours stand for, to people: packages by their names, entries by what was done.
struct HoursNames {
    std::map<EntitlementId, std::string> packages;
    std::map<HoursEntryId, std::string> entries;
};

/// A piece of work that asks for minutes. Warranty and own-fault work has `charged` 0 and still gets its line.
struct HoursEntry {
    HoursEntryId id;
    LocalDate worked_on;
    Minutes worked;                        ///< real
    Minutes charged;                       ///< rounded by the agreement
    std::int32_t after_hours_percent = 0;  ///< added to what it uses up, where it was done after hours
    bool correction = false;               ///< minutes taken back, not work
    bool after_hours = false;              ///< what of it is priced costs the surcharge
    bool operator==(const HoursEntry&) const = default;
};

enum class Exhaustion : std::uint8_t {
    stop,        ///< nothing more is covered: the work needs an agreement of its own
    negative,    ///< the account is overdrawn and the next grant covers it
    occasional,  ///< the rest is priced at the occasional rate
};
inline constexpr std::array<std::string_view, 3> exhaustion_names{"stop", "negative", "occasional"};

struct AllowanceTerms {
    Minutes per_month;
    std::int32_t carry_months = 1;          ///< months after its own in which an unused minute may still be used
    std::optional<Minutes> carry_max = {};  ///< of all carried minutes at the start of a month
    bool operator==(const AllowanceTerms&) const = default;
};

struct HoursTerms {
    Exhaustion exhaustion = Exhaustion::occasional;
    std::optional<Minutes> carry_max = {};
    LocalDate from = {};  ///< the first day on which they apply; the first ones also before it
};

enum class HoursLineKind : std::uint8_t { granted, debited, free_of_charge, expired, over_cap, uncovered, overdrawn, repaid, priced };
inline constexpr std::array<std::string_view, 9> hours_line_kind_names{"granted",   "debited",   "free_of_charge", "expired", "over_cap",
                                                                       "uncovered", "overdrawn", "repaid",         "priced"};
constexpr std::string_view hours_line_kind_name(HoursLineKind kind) { return hours_line_kind_names[static_cast<std::size_t>(kind)]; }

struct HoursLine {
    LocalDate date;
    HoursLineKind kind = HoursLineKind::granted;
    EntitlementId entitlement = {};  ///< which one gave, lost or paid; empty for what none paid
    HoursEntryId entry = {};
    Minutes minutes;           ///< how many this line is about
    Minutes effect;            ///< what it does to the balance: granted +, debited, expired, over the cap and overdrawn -, the others 0
    bool after_hours = false;  ///< of work that is priced: with the surcharge, whatever becomes of its record
    bool operator==(const HoursLine&) const = default;
    Json to_json() const;
};

Json hours_lines_json(const std::vector<HoursLine>& lines);
/// The list of that name.
std::vector<HoursLine> read_hours_lines(FieldReader& fields, const char* name);

struct EntitlementBalance {
    Entitlement entitlement;
    Minutes left;
};

/// Days whose lines stand as they were settled and approved.
struct StandingHours {
    LocalDate from, to;
    std::vector<HoursLine> lines;
};

struct HoursLedger {
    std::vector<Entitlement> granted;  ///< every one until then, also those that are over
    std::vector<HoursLine> lines;      ///< in order of date, and of happening within a day
    /// Still valid the day after, in the order in which work draws on them; at the end of a settled day also what its lines should have let
    /// expire and did not. Their sum less `overdrawn` is the balance.
    std::vector<EntitlementBalance> balances;
    Minutes overdrawn;

    Minutes balance() const;
    Minutes balance_before(LocalDate date) const;
};

/// One allowance for each month from that of `from` to that of `until`; a month that the agreement begins in later than on the first grants
/// its share by days, rounded up. With the agreement's last day its last month grants its share too, and nothing is left after it.
std::vector<Entitlement> monthly_allowances(const AllowanceTerms& terms, LocalDate from, LocalDate until,
                                            std::optional<LocalDate> last_day = {});

struct HoursFacts {
    std::vector<Entitlement> entitlements = {};
    std::vector<HoursEntry> entries = {};
    std::vector<HoursTerms> terms = {};  ///< in order of their days; the defaults where there are none
    /// Settled periods do not overlap. What is dated in one and is not among its lines waits outside, and so does an entry that has a line
    /// in one, whatever day it names now.
    std::vector<StandingHours> settled = {};
};

/// The ledger of everything up to the end of the day `as_of`. The order of entitlements and entries does not matter.
HoursLedger hours_ledger(HoursFacts facts, LocalDate as_of);

/// A month or any other period: opening + the effects of its lines = closing, to the minute.
struct HoursStatement {
    LocalDate from, to;
    Minutes opening, granted, debited, expired, over_cap, overdrawn;  ///< debited, expired, over_cap and overdrawn as positive numbers
    Minutes free_of_charge, uncovered, priced;                        ///< beside the balance
    Minutes closing;
    /// Share of opening and granted that was debited or overdrawn, in percent rounded down; 0 where there was nothing.
    std::int32_t used_percent() const;
};
HoursStatement hours_statement(const HoursLedger& ledger, LocalDate from, LocalDate to);

/// What changes when entries arrive after a period was settled (N11; rules.md 21): lines that take back what no longer holds (effect and
/// minutes negated) and lines that hold now, in order of date; settled lines themselves stay as they were signed.
std::vector<HoursLine> late_truth(const std::vector<HoursLine>& settled, const std::vector<HoursLine>& recomputed);

}  // namespace countersign
