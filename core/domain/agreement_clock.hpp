// Agreement clock: the calendars of one version of an agreement made ready to count with, and what it promises to a ticket (requirements.md
// A3, T3, N9, N13).
//
// The rule: what is promised follows from the version in force when the ticket was opened, its priority, its site and nothing else. Modes
// without guaranteed time promise nothing (rules.md 11, requirements.md A6). What begins on a support day has that day's hours and response
// where they make it due earlier (V8, support_cover.hpp).
// Worked example: priority high, resolution 8 h on working days 9:00-17:00, opened on Friday 15:30: due on Monday 15:30.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "core/domain/agreement_terms.hpp"

namespace countersign {

/// What is promised for one measure, and on which time it is counted.
struct Cover {
    const WorkingTime* time = nullptr;  ///< null where the agreement lacks the calendar
    Target target = {};
    std::string support_day = {};  ///< its name, where it makes the promise stronger
};

class AgreementClock {
public:
    /// Failure "failure.time_zone_unknown" for a calendar whose zone is none.
    static Result<AgreementClock, Failure> of(AgreementTerms terms);

    const AgreementTerms& terms() const { return terms_; }
    /// Nothing when the site's levels name a calendar that the agreement lacks.
    const WorkingTime* time_at(const SiteId& site) const;
    /// The hours of work that was done at the site: those of time_at, on the days that it touched with the longer ones of a support day.
    const WorkingTime* time_of_work(const SiteId& site, Instant from, Instant until) const;
    /// Of the calendar that counts at the site, for what is pinned to it (requirements.md N9); all zeros where there is none.
    Digest calendar_digest(const SiteId& site) const;
    /// What is promised for a measure on ordinary days; Target::none() outside the mode `sla`.
    Target target(Measure measure, Priority priority, const SiteId& site) const;
    /// What holds for a clock that begins at `start`: the ordinary terms, or a support day's where they are due earlier.
    Cover cover(Measure measure, Priority priority, const SiteId& site, Instant start) const;
    /// When it is due without any pause; nothing where nothing is promised.
    std::optional<Instant> due(Measure measure, Priority priority, const SiteId& site, Instant opened_at) const;

private:
    explicit AgreementClock(AgreementTerms terms) : terms_(std::move(terms)) {}

    AgreementTerms terms_;
    std::map<std::string, WorkingTime> times_;
    std::map<std::string, Digest> digests_;
    using SupportKey = std::tuple<std::string, Instant, Instant>;  ///< of the calendar's name and the hours
    const WorkingTime* time_on(const std::string& calendar, const WorkingTime& ordinary, const SupportDay& day) const;
    mutable std::map<SupportKey, std::shared_ptr<const WorkingTime>> support_times_;  ///< made when they are first asked for
};

}  // namespace countersign
