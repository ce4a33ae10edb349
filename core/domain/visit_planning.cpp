// Visit planning: regular dates against known visits, and open checks against the next visit.
#include "core/domain/visit_planning.hpp"

#include <algorithm>

namespace countersign {

namespace {

struct SiteSchedule {
    const AgreementVersion& version;
    const SiteVisits& visits;
    const WorkingTime& time;
    UserId technician;
};

bool is_computer(const Asset& asset) { return asset.kind == "computer" || asset.kind == "laptop" || asset.kind == "server"; }

UserId technician_of(const VisitPlanning& planning, const AgreementTerms& terms) {
    if (!terms.technician.empty()) return terms.technician;
    for (const auto& [id, member] : planning.organisation.staff) {
        if (member.permanent) return id;
    }
    return {};
}

// Visits from before regular dates were recorded, and ones planned by hand, stand for the date they take place on.
bool stands_for(const Visit& visit, const SiteSchedule& schedule, const ScheduledVisit& scheduled) {
    if (visit.site != schedule.visits.site) return false;
    if (visit.regular) return *visit.regular == scheduled.regular;
    if (!visit.planned || visit.kind != VisitKind::maintenance) return false;
    const LocalDate date = to_local(schedule.time.zone(), visit.starts_at).date;
    return date == scheduled.regular || date == scheduled.planned;
}

bool is_known(const VisitPlanning& planning, const SiteSchedule& schedule, const ScheduledVisit& scheduled) {
    return std::any_of(planning.known.begin(), planning.known.end(),
                       [&](const Visit& visit) { return stands_for(visit, schedule, scheduled); });
}

// Two schedules of one site that meet on a day make one visit.
bool is_among(const std::vector<PlanningStep>& steps, const SiteId& site, LocalDate regular) {
    return std::any_of(steps.begin(), steps.end(), [&](const PlanningStep& step) {
        if (const auto* plan = std::get_if<PlanVisit>(&step.command)) return plan->site == site && plan->regular == regular;
        const auto* skip = std::get_if<SkipVisit>(&step.command);
        return skip != nullptr && skip->site == site && skip->regular == regular;
    });
}

Instant regular_start(const SiteSchedule& schedule, LocalDate regular) {
    return from_local(schedule.time.zone(), {regular, schedule.visits.schedule.at}).chosen();
}

bool applies_on(const VisitPlanning& planning, const SiteSchedule& schedule, LocalDate regular) {
    const Instant start = regular_start(schedule, regular);
    return planning.agreement.in_force_at(start) && planning.agreement.version_at(start) == &schedule.version;
}

// Whether any day of the period is the version's. What was superseded asks for nothing any more.
bool applies_in_period(const VisitPlanning& planning, const AgreementVersion& version) {
    const auto is_version_at = [&](Instant instant) {
        return planning.agreement.in_force_at(instant) && planning.agreement.version_at(instant) == &version;
    };
    for (LocalDate day = planning.from; day <= planning.to; day = add_days(day, 1)) {
        const Instant noon{wall_milliseconds({day, {12, 0}})};
        constexpr Milliseconds whole_day{milliseconds_per_day};
        // Of whatever zone: a version that begins within the day is caught on either side of it.
        if (is_version_at(noon - whole_day) || is_version_at(noon) || is_version_at(noon + whole_day)) return true;
    }
    return false;
}

std::vector<PlannedAsset> checklist_of(const VisitPlanning& planning, const SiteId& site) {
    std::vector<PlannedAsset> checklist;
    for (const auto& [id, asset] : planning.organisation.assets) {
        if (asset.site == site && is_computer(asset)) checklist.push_back({id, asset.name, asset.kind, asset.place, planning.checks});
    }
    std::stable_sort(checklist.begin(), checklist.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return checklist;
}

VisitCommand command_of(const VisitPlanning& planning, const SiteSchedule& schedule, const ScheduledVisit& scheduled) {
    const SiteId& site = schedule.visits.site;
    if (!scheduled.planned) {
        const Instant start = regular_start(schedule, scheduled.regular);
        return SkipVisit{site, scheduled.regular, start, start + schedule.visits.schedule.length.milliseconds(), scheduled.holiday};
    }
    PlanVisit plan;
    plan.site = site;
    plan.technician = schedule.technician;
    plan.starts_at = *scheduled.starts_at;
    plan.ends_at = *scheduled.ends_at;
    plan.checklist = checklist_of(planning, site);
    plan.regular = scheduled.regular;
    if (scheduled.moved()) plan.holiday = scheduled.holiday;
    return plan;
}

// What was left open on computers that are still there.
std::vector<PlannedAsset> open_checks(const VisitPlanning& planning, const Visit& visit) {
    std::vector<PlannedAsset> open;
    for (const AssetChecks& asset : visit.checklist) {
        if (planning.organisation.asset(asset.asset) == nullptr) continue;
        PlannedAsset left{asset.asset, asset.name, asset.kind, asset.place, {}};
        for (const CheckState& check : asset.checks) {
            if (check.result == CheckResult::open) left.checks.push_back({check.planned.id, check.planned.title, true});
        }
        if (!left.checks.empty()) open.push_back(std::move(left));
    }
    return open;
}

const Visit* last_done(const VisitPlanning& planning, const SiteId& site) {
    const Visit* last = nullptr;
    for (const Visit& visit : planning.known) {
        const bool counts = visit.site == site && visit.kind == VisitKind::maintenance && visit.state == VisitState::done;
        if (counts && (last == nullptr || visit.departed_at > last->departed_at)) last = &visit;
    }
    return last;
}

const Visit* next_planned(const VisitPlanning& planning, const Visit& last) {
    const Visit* next = nullptr;
    for (const Visit& visit : planning.known) {
        const bool counts = visit.site == last.site && visit.kind == VisitKind::maintenance && visit.state == VisitState::planned &&
                            visit.planned && visit.starts_at > *last.departed_at;
        if (counts && (next == nullptr || visit.starts_at < next->starts_at)) next = &visit;
    }
    return next;
}

bool carried_already(const VisitPlanning& planning, const Visit& last) {
    return std::any_of(planning.known.begin(), planning.known.end(),
                       [&](const Visit& visit) { return visit.carried_from == last.id && visit.state != VisitState::cancelled; });
}

void carry_into(PlanVisit& plan, const Visit& last, const std::vector<PlannedAsset>& open) {
    plan.carried_from = last.id;
    for (const PlannedAsset& left : open) {
        auto asset = std::find_if(plan.checklist.begin(), plan.checklist.end(), [&](const auto& own) { return own.asset == left.asset; });
        if (asset == plan.checklist.end()) {
            plan.checklist.push_back(left);
            continue;
        }
        for (const PlannedCheck& check : left.checks) {
            auto same = std::find_if(asset->checks.begin(), asset->checks.end(), [&](const auto& own) { return own.id == check.id; });
            if (same == asset->checks.end()) {
                asset->checks.push_back(check);
            } else {
                same->carried = true;
            }
        }
    }
}

// To the visit that comes next at the site, whether it stands in `steps` or was planned before.
void carry(const VisitPlanning& planning, const SiteId& site, std::vector<PlanningStep>& steps) {
    const Visit* last = last_done(planning, site);
    if (last == nullptr || !last->departed_at || carried_already(planning, *last)) return;
    const std::vector<PlannedAsset> open = open_checks(planning, *last);
    if (open.empty()) return;
    PlanVisit* first = nullptr;
    for (PlanningStep& step : steps) {
        auto* plan = std::get_if<PlanVisit>(&step.command);
        if (plan == nullptr || plan->site != site || plan->starts_at <= *last->departed_at) continue;
        if (first == nullptr || plan->starts_at < first->starts_at) first = plan;
    }
    const Visit* next = next_planned(planning, *last);
    if (next != nullptr && (first == nullptr || next->starts_at < first->starts_at)) {
        steps.push_back({next->id, CarryChecks{last->id, open}});
    } else if (first != nullptr) {
        carry_into(*first, *last, open);
    }
}

}  // namespace

Result<std::vector<PlanningStep>, Refusal> plan_visits(const VisitPlanning& planning) {
    std::vector<PlanningStep> steps;
    std::vector<SiteId> sites;
    for (const AgreementVersion& version : planning.agreement.versions) {
        if (!version.signed_by_both()) continue;
        const bool applies = applies_in_period(planning, version);
        for (const SiteVisits& visits : version.terms().visits) {
            if (std::find(sites.begin(), sites.end(), visits.site) == sites.end()) sites.push_back(visits.site);
            if (!applies) continue;
            const WorkingTime* time = version.clock->time_at(visits.site);
            if (time == nullptr) return refuse("refusal.visit.schedule_without_calendar");
            const SiteSchedule schedule{version, visits, *time, technician_of(planning, version.terms())};
            if (schedule.technician.empty()) return refuse("refusal.visit.no_permanent_technician");
            for (const ScheduledVisit& scheduled : scheduled_visits(visits.schedule, *time, planning.from, planning.to)) {
                if (!applies_on(planning, schedule, scheduled.regular) || is_known(planning, schedule, scheduled)) continue;
                if (is_among(steps, visits.site, scheduled.regular)) continue;
                steps.push_back({{}, command_of(planning, schedule, scheduled)});
            }
        }
    }
    if (sites.empty()) return refuse("refusal.visit.no_schedule");
    for (const SiteId& site : sites) carry(planning, site, steps);
    return steps;
}

ScheduleProgress schedule_progress(const std::vector<Visit>& visits, const SiteId& site, LocalDate from, LocalDate to) {
    ScheduleProgress progress;
    for (const Visit& visit : visits) {
        if (!visit.regular || *visit.regular < from || *visit.regular > to) continue;
        if (!site.empty() && visit.site != site) continue;
        ++progress.regular;
        progress.done += visit.state == VisitState::done;
        progress.going_on += visit.state == VisitState::on_site;
        progress.ahead += visit.state == VisitState::planned;
        progress.skipped += visit.state == VisitState::skipped;
        progress.cancelled += visit.state == VisitState::cancelled;
        progress.moved += visit.planned && (!visit.holiday.empty() || !visit.earlier_plans.empty());
        progress.checks_total += static_cast<std::int64_t>(visit.checks_total());
        progress.checks_answered += static_cast<std::int64_t>(visit.checks_answered());
    }
    return progress;
}

}  // namespace countersign
