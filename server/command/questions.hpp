// Questions: what the commands that ask the core answer to one case, apart from reading lines and options.
#pragma once

#include "server/command/cases.hpp"

namespace countersign {

/// `countersign clock`: when working time is over, or how much of it passed.
CaseAnswer answer_clock(const Json& question, bool explain);
/// `countersign schedule`: a schedule's visits in a period.
CaseAnswer answer_schedule(const Json& question);
/// `countersign hours`: the ledger of entitlements and work entries.
CaseAnswer answer_hours(const Json& question);

/// `countersign term`: last day, last day for notice, and what notice does.
CaseAnswer answer_term(const Json& question);

/// `countersign promises`: a ticket's or a repair's promises from its steps.
CaseAnswer answer_promises(const Json& question);

/// `countersign holidays`: {"country","year","language"} becomes {"holidays":[{"date","name"},…]}.
CaseAnswer answer_holidays(const Json& question);
/// `countersign agreement check`: {"terms","commercial","language"} becomes {"findings":[{"kind","key","text"},…]}.
CaseAnswer answer_agreement_check(const Json& question);

}  // namespace countersign
