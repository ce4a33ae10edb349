// Warnings of a ticket's promises, classification by classification.
#include "core/domain/escalation.hpp"

#include <algorithm>
#include <tuple>

namespace countersign {
namespace {

/// The time in which one priority and mode held.
struct Reign {
    Instant from;
    std::optional<Instant> until = {};
    Cover cover;
};

std::vector<Reign> reigns_of(const AgreementClock& agreement, const TicketCourse& course, const PromiseClock& promise) {
    std::vector<Reign> reigns;
    for (const Classification& classification : course.classifications) {
        if (!reigns.empty()) reigns.back().until = classification.at;
        const bool promised = classification.mode == ServiceMode::sla;
        const Cover cover = agreement.cover(promise.measure, classification.priority, course.site, promise.run.start);
        reigns.push_back({classification.at, {}, promised ? cover : Cover{cover.time, Target::none()}});
    }
    return reigns;
}

class PromiseWarnings {
public:
    PromiseWarnings(const PromiseClock& promise, std::vector<Reign> reigns, Instant now)
        : promise_(promise), reigns_(std::move(reigns)), now_(now) {}

    struct Told {
        Instant at, due;
    };

    /// When a step is told under each reign; the last one may lie in the future.
    std::vector<Told> told(const EscalationStep& step) const {
        std::vector<Told> instants;
        bool armed = true;
        for (const Reign& reign : reigns_) {
            const auto reached = reached_under(reign, step);
            // Before the reign was over, or not at all under it: then a later one starts with the step armed.
            const bool in_time = reached && (!reign.until || *reached < *reign.until);
            if (!in_time) {
                armed = armed || !reached || *reached > reign.from;
                continue;
            }
            if (*reached > reign.from) armed = true;
            if (!armed) continue;
            instants.push_back({std::max(*reached, reign.from), *clock_of(reign).due()});
            armed = false;
        }
        const auto& stopped = promise_.run.stopped_at;
        if (!stopped) return instants;
        // Reached exactly when it was fulfilled is in time (rules.md 2).
        instants.erase(std::remove_if(instants.begin(), instants.end(), [&](const Told& told) { return told.at >= *stopped; }),
                       instants.end());
        return instants;
    }

private:
    std::optional<Instant> reached_under(const Reign& reign, const EscalationStep& step) const {
        if (reign.cover.target.kind == TargetKind::none) return std::nullopt;
        return clock_of(reign).share_used_at(step.percent);
    }

    SlaClock clock_of(const Reign& reign) const {
        ClockRun run = promise_.run;
        run.target = reign.cover.target;
        return SlaClock(*reign.cover.time, run, now_);
    }

    const PromiseClock& promise_;
    std::vector<Reign> reigns_;
    Instant now_;
};

// Also what has yet to come if nothing happens.
std::vector<Warning> foreseen(const AgreementClock& agreement, const TicketCourse& course, const EscalationLadder& ladder, Instant now) {
    std::vector<Warning> all;
    if (agreement.time_at(course.site) == nullptr) return all;
    const TicketClocks clocks = ticket_clocks(agreement, course, now);
    for (const PromiseClock& promise : clocks.promises) {
        const PromiseWarnings reader(promise, reigns_of(agreement, course, promise), now);
        for (const EscalationStep& step : ladder) {
            for (const auto& told : reader.told(step)) all.push_back({told.at, promise.measure, step, told.due});
        }
    }
    std::sort(all.begin(), all.end(), [](const Warning& a, const Warning& b) {
        return std::tie(a.at, a.measure, a.step.percent, a.step.to) < std::tie(b.at, b.measure, b.step.percent, b.step.to);
    });
    return all;
}

}  // namespace

EscalationLadder usual_ladder() { return {{50, Role::technician}, {80, Role::technician}, {100, Role::account_manager}}; }

std::vector<Warning> warnings(const AgreementClock& agreement, const TicketCourse& course, const EscalationLadder& ladder, Instant now) {
    std::vector<Warning> all = foreseen(agreement, course, ladder, now);
    all.erase(std::remove_if(all.begin(), all.end(), [&](const Warning& one) { return one.at > now; }), all.end());
    return all;
}

std::optional<Warning> next_warning(const AgreementClock& agreement, const TicketCourse& course, const EscalationLadder& ladder,
                                    Instant now) {
    if (agreement.time_at(course.site) == nullptr) return std::nullopt;
    const TicketClocks clocks = ticket_clocks(agreement, course, now);
    for (const Warning& one : foreseen(agreement, course, ladder, now)) {
        if (one.at <= now) continue;
        const PromiseClock* promise = clocks.find(one.measure);
        // While it is paused the moment moves on with every minute.
        if (promise != nullptr && promise->reading.state != ClockState::paused) return one;
    }
    return std::nullopt;
}

}  // namespace countersign
