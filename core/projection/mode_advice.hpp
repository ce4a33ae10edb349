// Mode advice: the work that the log tells of, priced by the agreement as it is, by each package of its price list, and as occasional work
// (requirements.md H4, A6).
//
// The rule: the work is what work_of finds under the agreement in those days, with its minutes before anybody's rounding; every offer
// rounds it by the rules of the version of the last day, and a package is valid as long as the price list says, three months where it says
// nothing. Occasional work has its own, dearer rate where one was agreed. The agreement's fee is that of the version of the last day, for
// every month; a client in another mode is shown what the price list asks for an agreement, where it does. Worked example: three months
// with 10 h each under an agreement of 8 h a month: see mode_adviser.hpp. A call of 10 min that was charged 60 by the version of its day
// costs 10 min of occasional work at 200.00, 33.33, if the version of the last day counts by the minute.
#pragma once

#include "core/domain/mode_adviser.hpp"
#include "core/projection/organisation_book.hpp"

namespace countersign {

struct AdvisedOffer {
    ServiceMode mode = ServiceMode::sla;
    Minutes package;  ///< of the prepaid mode: how large each is; 0 in the other modes
    PricedUse use;
};

struct ModeAdvice {
    Currency currency = Currency::pln;
    Minutes worked;                    ///< in those days, free work too
    std::vector<AdvisedOffer> offers;  ///< the agreement with its fee first, then packages by size, then occasional work
};

/// `from` and `until` are the first and last day of whole months. Refused where no version with prices in this book applied on the last
/// day.
Result<ModeAdvice, Refusal> mode_advice(const OrganisationBook& book, const Agreement& agreement, LocalDate from, LocalDate until);

}  // namespace countersign
