// Term of an agreement: how long it runs, when it renews, and until when notice must be given (requirements.md A8, A14; rules.md 38).
//
// The rule: a fixed term of n months ends the day before the same day n months later (last_day_of_months). Notice of m months may run from
// the day it is given, or to the end of a month: then it ends with the last day of the m-th month after the month in which it was given
// ("one month to the end of the next month"). Dates are announced before the last day on which notice can still be given, not before the
// end. Worked example: one year from 1 March 2026 ends on 28 February 2027. With one month's notice to the end of a month, notice given on
// 31 January 2027 ends it on 28 February, given on 1 February not before 31 March: 31 January is the last day. Where the parties agreed
// that a fixed term may be ended early, notice may say so: then it ends with the notice period, and whoever gave it owes the fee for it: on
// 31 May 2026 to 30 June.
#pragma once

#include <optional>
#include <vector>

#include "core/base/json.hpp"
#include "core/domain/local_time.hpp"

namespace countersign {

struct NoticePeriod {
    std::int32_t months = 1;
    std::int32_t days = 0;  ///< on top of the months, or alone
    bool to_end_of_month = true;
    bool operator==(const NoticePeriod&) const = default;

    /// The last day of the agreement when notice is given on `given`.
    LocalDate last_day_after(LocalDate given) const;
};

struct AgreementTerm {
    LocalDate starts_on;
    std::int32_t months = 0;          ///< 0: for an indefinite time
    std::int32_t renewal_months = 0;  ///< 0: ends unless the parties agree anew; else it goes on by this much each time
    NoticePeriod notice;
    std::int32_t announce_days = 30;  ///< both sides are told this long before the last day for notice (or the end, where nothing renews)
    bool early_end = false;           ///< notice may end a fixed term early, against CommercialTerms::termination_fee_minor
    bool operator==(const AgreementTerm&) const = default;

    Json to_json() const;
    static AgreementTerm from_json(FieldReader& fields);

    /// The last day of the term that `date` lies in, renewals counted; nothing for an indefinite term and before the start.
    std::optional<LocalDate> last_day(LocalDate date) const;
    /// The last day on which notice still ends the agreement with the term that `date` lies in; nothing where nothing renews or it is
    /// indefinite. May lie before `date`: then notice ends it with a later term.
    std::optional<LocalDate> last_day_for_notice(LocalDate date) const;
    /// The day from which both sides are to be reminded; nothing for an indefinite term.
    std::optional<LocalDate> announce_from(LocalDate date) const;
    /// The last day of the agreement when notice is given on `given`: with the end of the notice period, but a fixed term is served out.
    LocalDate ends_after_notice(LocalDate given) const;
    /// The same for notice that ends a fixed term early; nothing where that was not agreed, or would end it no sooner.
    std::optional<LocalDate> ends_early_after_notice(LocalDate given) const;
};

}  // namespace countersign
