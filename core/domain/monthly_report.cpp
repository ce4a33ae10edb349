// Monthly report: counting what the log tells.
#include "core/domain/monthly_report.hpp"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::array all_measures{Measure::first_response, Measure::next_response, Measure::arrival,
                                  Measure::resolution,     Measure::replacement,   Measure::availability};
constexpr std::array critical_first{Priority::critical, Priority::high, Priority::normal, Priority::low};

bool open_at(const TicketCourse& course, Instant instant) {
    if (course.opened_at >= instant) return false;
    for (const TicketCourse::Resolved& resolved : course.resolved) {
        if (resolved.at < instant && (!resolved.reopened_at || *resolved.reopened_at >= instant)) return false;
    }
    return true;
}

Priority priority_before(const TicketCourse& course, Instant instant) {
    Priority priority = course.classifications.empty() ? Priority::normal : course.classifications.front().priority;
    for (const Classification& classification : course.classifications) {
        if (classification.at < instant) priority = classification.priority;
    }
    return priority;
}

TicketCounts counts_of(const TicketCourse& course, const MonthSpan& month) {
    TicketCounts counts;
    if (course.opened_at >= month.until) return counts;
    const bool opened = course.opened_at >= month.from;
    const bool before = open_at(course, month.from);
    const bool at_end = open_at(course, month.until);
    const bool reopened =
        !opened && !before && std::any_of(course.resolved.begin(), course.resolved.end(), [&](const TicketCourse::Resolved& resolved) {
            return resolved.reopened_at && *resolved.reopened_at >= month.from && *resolved.reopened_at < month.until;
        });
    counts.opened = opened ? 1 : 0;
    counts.open_before = before ? 1 : 0;
    counts.reopened = reopened ? 1 : 0;
    counts.open_at_end = at_end ? 1 : 0;
    counts.resolved = counts.opened + counts.open_before + counts.reopened - counts.open_at_end;
    return counts;
}

/// Takes the visit that was held for a scheduled one out of `held`: by its regular day, whichever day it was moved to.
std::optional<LocalDate> take_held(std::vector<HeldVisit>& held, const SiteId& site, const ScheduledVisit& scheduled) {
    const auto found = std::find_if(held.begin(), held.end(), [&](const HeldVisit& visit) {
        return visit.site == site && (visit.planned_for == scheduled.regular || visit.planned_for == scheduled.planned);
    });
    if (found == held.end()) return std::nullopt;
    const LocalDate held_on = found->held_on;
    held.erase(found);
    return held_on;
}

VisitOfMonth visit_of(const SiteId& site, const ScheduledVisit& scheduled, std::vector<HeldVisit>& held, LocalDate today) {
    VisitOfMonth visit{.site = site, .regular = scheduled.regular, .planned = scheduled.planned, .holiday = scheduled.holiday};
    if (!scheduled.planned) {
        visit.outcome = VisitOutcome::skipped;
        return visit;
    }
    visit.held_on = take_held(held, site, scheduled);
    if (!visit.held_on) visit.outcome = *scheduled.planned < today ? VisitOutcome::missed : VisitOutcome::ahead;
    return visit;
}

}  // namespace

MonthSpan month_span(const TimeZone& zone, LocalDate any_day) {
    const LocalDate first{any_day.year, any_day.month, 1};
    const LocalDate next = add_months(first, 1);
    return {first, add_days(next, -1), from_local(zone, {first, {}}).chosen(), from_local(zone, {next, {}}).chosen()};
}

std::vector<JudgedPromise> judged_in(const std::vector<TicketOfMonth>& tickets, const MonthSpan& month, Instant now) {
    std::vector<JudgedPromise> judged;
    for (const TicketOfMonth& ticket : tickets) {
        if (ticket.agreement == nullptr) continue;
        TicketClocks clocks = ticket_clocks(*ticket.agreement, ticket.course, now);
        if (ticket.visit_ordered_at) {
            std::erase_if(clocks.promises, [&](const PromiseClock& promise) {
                const bool broken_before = promise.breached_at && *promise.breached_at <= *ticket.visit_ordered_at;
                return promise.measure == Measure::arrival && !broken_before;
            });
        }
        const auto& classifications = ticket.course.classifications;
        for (std::size_t i = 0; i < classifications.size(); ++i) {
            const bool last = i + 1 == classifications.size();
            const Instant from = i == 0 ? month.from : std::max(month.from, classifications[i].at);
            const Instant until = last ? month.until : std::min(month.until, classifications[i + 1].at);
            for (JudgedPromise& promise : judged_promises(ticket.ticket, clocks, classifications[i].priority, from, until)) {
                promise.version = ticket.version;
                judged.push_back(std::move(promise));
            }
        }
    }
    return judged;
}

std::vector<LevelAttainment> attainment_by_level(const std::vector<JudgedPromise>& judged) {
    std::vector<LevelAttainment> levels;
    for (const Measure measure : all_measures) {
        for (const Priority priority : critical_first) {
            LevelAttainment level{measure, priority, attainment(judged, measure, {priority})};
            if (level.share.judged == 0) continue;
            for (const JudgedPromise& promise : judged) {
                if (promise.measure != measure || promise.priority != priority || promise.kept) continue;
                if (level.missed.empty() || level.missed.back() != promise.cause) level.missed.push_back(promise.cause);
            }
            levels.push_back(std::move(level));
        }
    }
    return levels;
}

TicketCounts& TicketCounts::operator+=(const TicketCounts& other) {
    open_before += other.open_before;
    opened += other.opened;
    reopened += other.reopened;
    resolved += other.resolved;
    open_at_end += other.open_at_end;
    return *this;
}

TicketCountsByPriority count_tickets(const std::vector<TicketOfMonth>& tickets, const MonthSpan& month) {
    TicketCountsByPriority counts{};
    for (const TicketOfMonth& ticket : tickets) {
        const Priority priority = priority_before(ticket.course, month.until);
        counts[static_cast<std::size_t>(priority) - 1] += counts_of(ticket.course, month);
    }
    return counts;
}

TicketCounts sum_of(const TicketCountsByPriority& counts) {
    TicketCounts sum;
    for (const TicketCounts& count : counts) sum += count;
    return sum;
}

std::vector<VisitOfMonth> visits_of(const std::vector<SiteSchedule>& schedules, std::vector<HeldVisit> held, const MonthSpan& month,
                                    LocalDate today) {
    std::vector<VisitOfMonth> visits;
    for (const SiteSchedule& schedule : schedules) {
        for (const ScheduledVisit& scheduled : schedule.visits) {
            const VisitOfMonth visit = visit_of(schedule.site, scheduled, held, today);
            if (visit.regular >= month.first && visit.regular <= month.last) visits.push_back(visit);
        }
    }
    for (const HeldVisit& other : held) {
        if (other.held_on < month.first || other.held_on > month.last) continue;
        visits.push_back({.site = other.site, .regular = other.held_on, .held_on = other.held_on, .outcome = VisitOutcome::extra});
    }
    std::stable_sort(visits.begin(), visits.end(), [](const VisitOfMonth& a, const VisitOfMonth& b) { return a.regular < b.regular; });
    return visits;
}

VisitCounts count_visits(const std::vector<VisitOfMonth>& visits) {
    VisitCounts counts;
    for (const VisitOfMonth& visit : visits) {
        if (visit.planned) ++counts.planned;
        if (visit.moved()) ++counts.moved;
        if (visit.outcome == VisitOutcome::held) ++counts.held;
        if (visit.outcome == VisitOutcome::skipped) ++counts.skipped;
        if (visit.outcome == VisitOutcome::missed) ++counts.missed;
        if (visit.outcome == VisitOutcome::extra) ++counts.extra;
    }
    return counts;
}

std::optional<std::int64_t> Satisfaction::average_hundredths() const {
    if (count == 0) return std::nullopt;
    return scaled(sum, 100, count);
}

void work_out(MonthlyReport& report, const MonthFacts& facts, const TimeZone& zone, Instant now) {
    const MonthSpan month = month_span(zone, report.month);
    report.month = month.first;
    report.made_on = to_local(zone, now).date;
    std::vector<JudgedPromise> judged = judged_in(facts.tickets, month, now);
    const std::vector<JudgedPromise> before = judged_in(facts.moved_away, month, now);
    judged.insert(judged.end(), before.begin(), before.end());
    judged.insert(judged.end(), facts.beside_tickets.begin(), facts.beside_tickets.end());
    report.attainment = attainment_by_level(judged);
    report.tickets = count_tickets(facts.tickets, month);
    report.visits = visits_of(facts.schedules, facts.held_visits, month, report.made_on);
    if (facts.hours != nullptr) report.hours = hours_statement(*facts.hours, month.first, month.last);
    report.availability = facts.availability;
    if (facts.versions.empty()) return;
    report.currency = facts.currency;
    report.credits = service_credits(facts.versions, judged);
}

}  // namespace countersign
