// Ticket clocks: from a ticket's course to its promises.
#include "core/domain/ticket_clocks.hpp"

#include <algorithm>

namespace countersign {
namespace {

/// The first of `instants` at or after `from`.
std::optional<Instant> first_from(const std::vector<Instant>& instants, Instant from) {
    const auto found = std::lower_bound(instants.begin(), instants.end(), from);
    if (found == instants.end()) return std::nullopt;
    return *found;
}

class CourseReader {
public:
    CourseReader(const AgreementClock& agreement, const TicketCourse& course, Instant now)
        : agreement_(agreement), course_(course), now_(now), time_(agreement.time_at(course.site)) {}

    TicketClocks read() {
        // A calendar that the agreement lacks promises nothing; the check points it out.
        if (time_ == nullptr || course_.classifications.empty()) return {};
        const auto answered_at = first_from(course_.provider_messages, course_.opened_at);
        add(Measure::first_response, course_.opened_at, answered_at);
        // Nobody need come for what is solved without: from then on arrival is neither kept nor broken.
        const auto needless_at = course_.arrived_at ? std::nullopt : resolved_at();
        add(Measure::arrival, course_.opened_at, course_.arrived_at, needless_at);
        add(Measure::resolution, course_.opened_at, resolved_at());
        if (answered_at) add_next_responses(*answered_at);
        return std::move(clocks_);
    }

private:
    std::optional<Instant> resolved_at() const {
        if (course_.resolved.empty() || course_.resolved.back().reopened_at) return std::nullopt;
        return course_.resolved.back().at;
    }

    // As the parties called it; an imported one may not be in the agreement.
    const std::string& name_of(const ClaimedExclusion& claimed) const {
        for (const Exclusion& agreed : agreement_.terms().exclusions) {
            if (agreed.id == claimed.exclusion) return agreed.name;
        }
        return claimed.exclusion;
    }

    std::vector<Pause> pauses_of(Measure measure) const {
        std::vector<Pause> pauses;
        for (const ClaimedExclusion& exclusion : course_.exclusions) {
            if (exclusion.stands) pauses.push_back({exclusion.from, exclusion.to, name_of(exclusion)});
        }
        if (!is_paused_by_waiting(measure)) return pauses;
        pauses.insert(pauses.end(), course_.waiting.begin(), course_.waiting.end());
        for (const TicketCourse::Resolved& resolved : course_.resolved) {
            if (resolved.reopened_at) pauses.push_back({resolved.at, resolved.reopened_at, "clock.resolved"});
        }
        return pauses;
    }

    Cover cover_under(const Classification& classification, Measure measure, Instant start) const {
        // Moving to a mode without guaranteed time ends the clock (rules.md 11).
        if (classification.mode != ServiceMode::sla) return {time_, Target::none()};
        return agreement_.cover(measure, classification.priority, course_.site, start);
    }

    static void end_clock(PromiseClock& promise, const Classification& classification) {
        promise.ended_at = classification.at;
        promise.ended_because = classification.reason;
    }

    void add(Measure measure, Instant start, std::optional<Instant> stopped_at, std::optional<Instant> needless_at = {}) {
        PromiseClock promise{measure, {start, {}, pauses_of(measure), stopped_at}, time_, {}};
        const Instant end = std::min(stopped_at.value_or(needless_at.value_or(now_)), now_);
        bool promised = false;
        // Each classification judges the time in which it held; what came after the end judges nothing.
        for (std::size_t i = 0; i < course_.classifications.size(); ++i) {
            const Instant from = course_.classifications[i].at;
            if (i > 0 && from > end) break;
            const bool last = i + 1 == course_.classifications.size() || course_.classifications[i + 1].at > end;
            if (!last && course_.classifications[i + 1].at <= start) continue;
            const Cover cover = cover_under(course_.classifications[i], measure, start);
            promise.run.target = cover.target;
            promise.run.support_day = cover.support_day;
            promise.time = cover.time;
            if (promise.run.target.kind == TargetKind::none) {
                if (promised && !promise.ended_at) end_clock(promise, course_.classifications[i]);
                continue;
            }
            promised = true;
            promise.ended_at.reset();
            promise.ended_because.clear();
            const auto due = SlaClock(*promise.time, promise.run, now_).due();
            if (due && !promise.breached && (last ? end : course_.classifications[i + 1].at) > *due) {
                promise.breached = true;
                promise.breached_at = std::max(*due, from);
            }
        }
        if (needless_at && *needless_at <= now_ && !promise.ended_at) {
            promise.run.target = Target::none();
            promise.ended_at = needless_at;
            promise.ended_because = "clock.resolved";
        }
        promise.reading = SlaClock(*promise.time, promise.run, now_).read();
        if (promised) clocks_.promises.push_back(std::move(promise));
    }

    bool solved_at(Instant instant) const {
        return std::any_of(course_.resolved.begin(), course_.resolved.end(), [&](const TicketCourse::Resolved& resolved) {
            return resolved.at <= instant && (!resolved.reopened_at || instant < *resolved.reopened_at);
        });
    }

    void add_next_responses(Instant answered_at) {
        Instant reached = answered_at;
        while (const auto asked_at = first_from(course_.client_messages, reached + Milliseconds{1})) {
            // A word of thanks after the solution asks for nothing; a ticket that goes on is reopened.
            if (solved_at(*asked_at)) {
                reached = *asked_at;
                continue;
            }
            const auto answer = first_from(course_.provider_messages, *asked_at);
            add(Measure::next_response, *asked_at, answer);
            if (!answer) return;
            reached = *answer;
        }
    }

    const AgreementClock& agreement_;
    const TicketCourse& course_;
    Instant now_;
    const WorkingTime* time_;
    TicketClocks clocks_;
};

}  // namespace

const PromiseClock* TicketClocks::find(Measure measure) const {
    const auto found =
        std::find_if(promises.begin(), promises.end(), [&](const PromiseClock& promise) { return promise.measure == measure; });
    return found == promises.end() ? nullptr : &*found;
}

const PromiseClock* TicketClocks::next() const {
    const PromiseClock* next = nullptr;
    for (const PromiseClock& promise : promises) {
        if (!promise.open() || !promise.reading.due) continue;
        if (next == nullptr || *promise.reading.due < *next->reading.due) next = &promise;
    }
    return next;
}

TicketClocks ticket_clocks(const AgreementClock& agreement, const TicketCourse& course, Instant now) {
    return CourseReader(agreement, course, now).read();
}

std::vector<JudgedPromise> judged_promises(const TicketId& ticket, const TicketClocks& clocks, Priority priority, Instant from,
                                           Instant until) {
    std::vector<JudgedPromise> judged;
    for (const PromiseClock& promise : clocks.promises) {
        // A breach counts in the month in which it happened, a kept promise in that of its fulfilment.
        const auto at = promise.breached ? promise.breached_at : promise.run.stopped_at;
        // What ended before it was fulfilled was neither kept nor broken.
        if (promise.ended_at && !promise.breached) continue;
        if (!at || *at < from || *at >= until) continue;
        judged.push_back({{ticket.value}, promise.measure, priority, !promise.breached});
    }
    return judged;
}

}  // namespace countersign
