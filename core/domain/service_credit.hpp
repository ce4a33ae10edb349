// Service credits: what the provider owes when a level is missed (requirements.md A5, N10; rules.md 37).
//
// The rule: credits are computed from the month's judged promises, never typed in, each by the table of the agreement version that promised
// it, so that no later amendment takes away what is owed (A11). A rule that several versions have word for word judges what all of them
// promised, once. Availability is measured for the days of each version by themselves, and a rule about it owes its share by those days. A
// rule pays per breach, or once for a month whose share of kept promises (or availability) lies below its threshold; an amount, or a share
// of the month's fee. Time under an exclusion that stands has not run (sla_clock.hpp). All credits of a month together are capped at a
// share of the fee, each version's of the fee of its days; the fee of a month is that of the days on which the agreement applied. The
// result is a proposal that a person approves, and each line names what caused it. Worked example: fee 2,000.00; 5 % of the fee per missed
// resolution of priority critical, cap 20 %: five missed ones are 500.00, cut to 400.00. Version 2 drops the rule from the 21st on: a
// critical ticket of the 12th that is missed on the 25th still owes 100.00. 99.5 % or 60.00 a month until the 20th, nothing promised after
// it, 10 h down on the 12th: 40.00.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/json.hpp"
#include "core/domain/priority.hpp"

namespace countersign {

enum class Measure : std::uint8_t { first_response, next_response, arrival, resolution, replacement, availability };
inline constexpr std::array<std::string_view, 6> measure_names{"first_response", "next_response", "arrival",
                                                               "resolution",     "replacement",   "availability"};
constexpr std::string_view measure_name(Measure measure) { return measure_names[static_cast<std::size_t>(measure)]; }

enum class CreditBasis : std::uint8_t { per_breach, per_missed_month };

struct CreditRule {
    std::string id;
    Measure measure = Measure::resolution;
    std::vector<Priority> priorities = {};  ///< empty: all
    CreditBasis basis = CreditBasis::per_breach;
    /// For per_missed_month: owed when less than this share was kept, or when availability was lower; 99.5 % is 99'500.
    std::int32_t threshold_percent_thousandths = 0;
    std::int64_t amount_minor = 0;  ///< owed each time; and
    std::int32_t fee_permille = 0;  ///< this share of the month's fee
    bool operator==(const CreditRule&) const = default;
};

struct CreditTerms {
    std::vector<CreditRule> rules;
    std::int32_t cap_fee_permille = 1'000;  ///< of the month's fee, for all credits of the month
    bool operator==(const CreditTerms&) const = default;

    Json to_json() const;
    static CreditTerms from_json(FieldReader& fields);
};

/// What a promise was about: the id of a ticket, of an ordered visit, or of a repair.
using CauseId = Id<struct CauseTag>;

/// One promise that came to its due time or its end in the month.
struct JudgedPromise {
    CauseId cause;
    Measure measure = Measure::resolution;
    Priority priority = Priority::normal;
    bool kept = true;
    std::int32_t version = 0;  ///< of the agreement that promised it; 0 where there is but one table
    bool operator==(const JudgedPromise&) const = default;
};

struct MonthJudged {
    std::vector<JudgedPromise> promises;
    std::optional<std::int32_t> availability_percent_thousandths = {};
};

struct CreditLine {
    std::string rule;
    std::vector<CauseId> causes;
    std::int64_t amount_minor = 0;
    bool operator==(const CreditLine&) const = default;
};

struct CreditStatement {
    std::vector<CreditLine> lines;
    std::int64_t sum_minor = 0;
    std::int64_t cap_minor = 0;
    std::int64_t owed_minor = 0;  ///< the sum, at most the cap
};

/// By one table alone, whoever promised.
CreditStatement service_credits(const CreditTerms& terms, std::int64_t month_fee_minor, const MonthJudged& month);

/// What one version of the agreement means for a month: one that applied in it, or that promised something which was judged in it.
struct VersionOfMonth {
    std::int32_t version = 0;
    CreditTerms credits;
    std::int64_t fee_minor = 0;  ///< of its days in the month
    std::int32_t days = 0;       ///< of the month on which it applied
    /// Measured over its days, and over those of its neighbours that promise the very same.
    std::optional<std::int32_t> availability_percent_thousandths = {};
    std::vector<CauseId> outages = {};  ///< that count in it
};
/// `versions` in order.
CreditStatement service_credits(const std::vector<VersionOfMonth>& versions, const std::vector<JudgedPromise>& promises);

/// Kept and judged: the numbers behind an attainment.
struct Attainment {
    std::int64_t kept = 0;
    std::int64_t judged = 0;
    bool operator==(const Attainment&) const = default;
    /// 100 % where nothing was judged.
    std::int32_t percent_thousandths() const;
};
Attainment attainment(const std::vector<JudgedPromise>& promises, Measure measure, const std::vector<Priority>& priorities = {});

}  // namespace countersign
