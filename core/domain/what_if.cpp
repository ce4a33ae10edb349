// What if: the second asking.
#include "core/domain/what_if.hpp"

#include <algorithm>

namespace countersign {
namespace {

TicketCourse changed(TicketCourse course, const WhatIf& other) {
    if (other.priority && !course.classifications.empty()) {
        for (Classification& classification : course.classifications) classification.priority = *other.priority;
    }
    course.waiting.insert(course.waiting.end(), other.waiting.begin(), other.waiting.end());
    for (ClaimedExclusion& claim : course.exclusions) {
        const auto& gone = other.without_claims;
        if (std::find(gone.begin(), gone.end(), claim.claim) != gone.end()) claim.stands = false;
    }
    return course;
}

TicketClocks clocks_if(const AgreementClock& agreement, const TicketCourse& course, const WhatIf& other, Instant now) {
    return ticket_clocks(other.agreement == nullptr ? agreement : *other.agreement, changed(course, other), now);
}

std::vector<const PromiseClock*> of_measure(const TicketClocks& clocks, Measure measure) {
    std::vector<const PromiseClock*> found;
    for (const PromiseClock& promise : clocks.promises) {
        if (promise.measure == measure) found.push_back(&promise);
    }
    return found;
}

}  // namespace

std::vector<PromiseCompared> what_if(const AgreementClock& agreement, const TicketCourse& course, const WhatIf& other, Instant now) {
    const TicketClocks as_it_is = ticket_clocks(agreement, course, now);
    const TicketClocks as_it_would_be = clocks_if(agreement, course, other, now);
    std::vector<PromiseCompared> compared;
    for (const Measure measure : {Measure::first_response, Measure::arrival, Measure::resolution, Measure::next_response}) {
        const auto held = of_measure(as_it_is, measure), would_be = of_measure(as_it_would_be, measure);
        for (std::size_t i = 0; i < std::max(held.size(), would_be.size()); ++i) {
            PromiseCompared one{measure, {}, {}};
            if (i < held.size()) {
                one.promised = held[i]->reading;
                one.breached = held[i]->breached;
            }
            if (i < would_be.size()) {
                one.would_be = would_be[i]->reading;
                one.would_be_breached = would_be[i]->breached;
            }
            compared.push_back(one);
        }
    }
    return compared;
}

CreditCompared credit_if(const CreditTerms& terms, std::int64_t month_fee_minor, const MonthJudged& month, const TicketInMonth& judged,
                         const AgreementClock& agreement, const TicketCourse& course, const WhatIf& other, Instant now) {
    MonthJudged would_be = month;
    auto& promises = would_be.promises;
    promises.erase(
        std::remove_if(promises.begin(), promises.end(), [&](const JudgedPromise& one) { return one.cause.value == judged.ticket.value; }),
        promises.end());
    const auto anew = judged_promises(judged.ticket, clocks_if(agreement, course, other, now), other.priority.value_or(judged.priority),
                                      judged.from, judged.until);
    promises.insert(promises.end(), anew.begin(), anew.end());
    return {service_credits(terms, month_fee_minor, month), service_credits(terms, month_fee_minor, would_be)};
}

}  // namespace countersign
