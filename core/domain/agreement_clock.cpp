// Agreement clock: from terms to due times.
#include "core/domain/agreement_clock.hpp"

namespace countersign {

Result<AgreementClock, Failure> AgreementClock::of(AgreementTerms terms) {
    AgreementClock clock(std::move(terms));
    for (const auto& [name, calendar] : clock.terms_.calendars) {
        auto time = WorkingTime::of(calendar);
        if (!time) return Error{time.error()};
        clock.times_.emplace(name, std::move(*time));
        clock.digests_.emplace(name, calendar.digest());
    }
    return clock;
}

const WorkingTime* AgreementClock::time_at(const SiteId& site) const {
    const auto found = times_.find(terms_.levels_at(site).calendar);
    return found == times_.end() ? nullptr : &found->second;
}

Digest AgreementClock::calendar_digest(const SiteId& site) const {
    const auto found = digests_.find(terms_.levels_at(site).calendar);
    return found == digests_.end() ? Digest{} : found->second;
}

Target AgreementClock::target(Measure measure, Priority priority, const SiteId& site) const {
    if (terms_.mode != ServiceMode::sla) return Target::none();
    if (measure == Measure::replacement) return terms_.replacement;
    return terms_.levels_at(site).targets(priority).of(measure);
}

std::optional<Instant> AgreementClock::due(Measure measure, Priority priority, const SiteId& site, Instant opened_at) const {
    const WorkingTime* time = time_at(site);
    if (time == nullptr) return std::nullopt;
    return SlaClock(*time, {opened_at, target(measure, priority, site)}, opened_at).due();
}

}  // namespace countersign
