// Mode advice: the work that the log tells of, priced by the agreement as it is, by each package of its price list, and as occasional work
// (requirements.md H4, A6).
//
// The rule: the work is what work_of finds under the agreement in those days, with its minutes before anybody's rounding; every offer
// rounds by the agreement's own rules, and a package is valid as long as the price list says, three months where it says nothing. The
// agreement's fee is that of the version of the last day, for every month. Worked example: three months with 10 h each under an agreement
// of 8 h a month: see mode_adviser.hpp.
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
    std::vector<AdvisedOffer> offers;  ///< the agreement's own mode with its fee first, then packages by size, then occasional work
};

/// `from` and `until` are the first and last day of whole months. Refused where no version with prices in this book applied on the last
/// day.
Result<ModeAdvice, Refusal> mode_advice(const OrganisationBook& book, const Agreement& agreement, LocalDate from, LocalDate until);

}  // namespace countersign
