// Visit planning: what is still to be planned of an agreement's visits in a period (requirements.md V1, V7; rules.md 27, 28).
//
// The rule: each site's schedule of the version in force on the regular day gives one visit for each regular date, by the agreement's
// technician or else the client's permanent one, with a checklist for each computer of the site. A visit on a free day is moved or
// skipped as the agreement says, and says so itself. What is planned, skipped or cancelled already is left alone, so planning again plans
// nothing twice. What the last visit of a site left open is carried to the next one there, planned now or before, and marked as carried.
// Worked example: Mondays 10:00 in Warsaw, holidays skipped, from 30 March to 13 April 2026: visits on 30 March and 13 April, and 6 April
// is skipped for Easter Monday. The visit of 23 March left "updates" on REJ-02 open: the visit of 30 March has it, marked. A second call
// answers nothing.
#pragma once

#include <vector>

#include "core/domain/organisation.hpp"
#include "core/domain/visit.hpp"

namespace countersign {

struct VisitPlanning {
    const Organisation& organisation;
    const Agreement& agreement;
    const std::vector<Visit>& known;   ///< all visits of the organisation, in any order
    std::vector<PlannedCheck> checks;  ///< on each computer, in the client's language
    LocalDate from, to;                ///< regular dates, both included
};

struct PlanningStep {
    VisitId visit;         ///< empty: a new one, to which the caller gives an id
    VisitCommand command;  ///< PlanVisit, SkipVisit or CarryChecks
};

/// The steps of each site in the order of their regular dates, then what is carried to visits planned before. Refused where the agreement
/// plans no visits, or nobody makes them.
Result<std::vector<PlanningStep>, Refusal> plan_visits(const VisitPlanning& planning);

/// How the regular visits of a period stand (V7).
struct ScheduleProgress {
    std::int64_t regular = 0;  ///< regular dates: done + going on + ahead + skipped + cancelled
    std::int64_t done = 0, going_on = 0, ahead = 0, skipped = 0, cancelled = 0;
    std::int64_t moved = 0;  ///< of them: on another day or at another time than by the rhythm
    std::int64_t checks_total = 0, checks_answered = 0;
    bool operator==(const ScheduleProgress&) const = default;
};
/// Of the visits whose regular date lies from `from` to `to`; `site` empty: of all sites.
ScheduleProgress schedule_progress(const std::vector<Visit>& visits, const SiteId& site, LocalDate from, LocalDate to);

}  // namespace countersign
