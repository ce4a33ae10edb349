// Agreement clock: from terms to due times.
#include "core/domain/agreement_clock.hpp"

#include <algorithm>

#include "core/domain/support_cover.hpp"

namespace countersign {
namespace {

std::optional<Instant> due_by(const Cover& cover, Instant start) { return SlaClock(*cover.time, {start, cover.target}, start).due(); }

}  // namespace

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

const WorkingTime* AgreementClock::time_of_work(const SiteId& site, Instant from, Instant until) const {
    const WorkingTime* time = time_at(site);
    if (time == nullptr || terms_.support_days.empty()) return time;
    const WorkingTime& ordinary = *time;
    std::string calendar = terms_.levels_at(site).calendar;
    const LocalDate last = to_local(ordinary.zone(), std::max(from, until)).date;
    for (LocalDate date = to_local(ordinary.zone(), from).date; date <= last; date = add_days(date, 1)) {
        const Instant noon = from_local(ordinary.zone(), {date, {12, 0}}).chosen();
        for (const SupportDay& day : support_days_at(terms_.support_days, site, ordinary, noon)) {
            time = time_on(calendar, *time, day);
            calendar += " " + std::to_string(day.starts_at->utc_ms) + "-" + std::to_string(day.ends_at->utc_ms);
        }
    }
    return time;
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

const WorkingTime* AgreementClock::time_on(const std::string& calendar, const WorkingTime& ordinary, const SupportDay& day) const {
    auto& time = support_times_[SupportKey{calendar, *day.starts_at, *day.ends_at}];
    if (time == nullptr) {
        auto made = WorkingTime::of(with_support_hours(ordinary, day));
        // The ordinary calendar's zone was known, so this one is.
        time = std::make_shared<const WorkingTime>(std::move(*made));
    }
    return time.get();
}

Cover AgreementClock::cover(Measure measure, Priority priority, const SiteId& site, Instant start) const {
    const Cover ordinary{time_at(site), target(measure, priority, site)};
    const bool of_tickets = measure != Measure::replacement && measure != Measure::availability;
    if (ordinary.time == nullptr || terms_.mode != ServiceMode::sla || !of_tickets) return ordinary;
    Cover best = ordinary;
    auto due = due_by(best, start);
    for (const SupportDay& day : support_days_at(terms_.support_days, site, *ordinary.time, start)) {
        const WorkingTime* longer = time_on(terms_.levels_at(site).calendar, *ordinary.time, day);
        const Target own = measure == Measure::first_response ? day.first_response : Target::none();
        for (const Target& target : {ordinary.target, own}) {
            const Cover stronger{longer, target, day.name};
            const auto at = due_by(stronger, start);
            if (!at || (due && *at >= *due)) continue;
            best = stronger;
            due = at;
        }
    }
    return best;
}

std::optional<Instant> AgreementClock::due(Measure measure, Priority priority, const SiteId& site, Instant opened_at) const {
    const Cover by = cover(measure, priority, site, opened_at);
    if (by.time == nullptr) return std::nullopt;
    return due_by(by, opened_at);
}

}  // namespace countersign
