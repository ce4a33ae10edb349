// SLA clock: pauses merged, due time, reading.
#include "core/domain/sla_clock.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

constexpr std::array<std::string_view, 4> kind_names{"none", "real_minutes", "working_minutes", "working_days"};

/// Compared whole: "disaster" is another reason than "disaster at the supplier".
bool is_among(const std::string& reasons, const std::string& reason) {
    return ("; " + reasons + "; ").find("; " + reason + "; ") != std::string::npos;
}

std::vector<Pause> merged(std::vector<Pause> pauses, Instant start, Instant now) {
    std::vector<Pause> result;
    for (Pause& pause : pauses) {
        // A pause that is still open lasts until now; one that begins later has not begun.
        if (!pause.to) pause.to = std::max(now, pause.from);
        pause.from = std::max(pause.from, start);
    }
    std::sort(pauses.begin(), pauses.end(), [](const Pause& a, const Pause& b) { return a.from < b.from; });
    for (Pause& pause : pauses) {
        if (*pause.to <= pause.from) continue;
        if (!result.empty() && pause.from <= *result.back().to) {
            if (*pause.to > *result.back().to) result.back().to = pause.to;
            if (!is_among(result.back().reason, pause.reason)) result.back().reason += "; " + pause.reason;
        } else {
            result.push_back(std::move(pause));
        }
    }
    return result;
}

}  // namespace

Json Target::to_json() const {
    if (kind == TargetKind::none) return {{"kind", "none"}};
    return {{"kind", kind_names[static_cast<std::size_t>(kind)]}, {"amount", amount}};
}

Target Target::from_json(FieldReader& fields) {
    Target target{read_choice<TargetKind>(fields, "kind", kind_names), 0};
    if (target.kind == TargetKind::none) return target;
    target.amount = fields.integer("amount");
    if (target.kind == TargetKind::working_days) {
        if (target.amount < 1 || target.amount > 2'500) fields.reject("amount", "working days are counted from 1 to 2500, about ten years");
    } else if (target.amount < 0 || target.amount > 5'256'000) {
        fields.reject("amount", "must be from 0 to ten years of minutes");
    }
    return target;
}

SlaClock::SlaClock(const WorkingTime& time, ClockRun run, Instant now)
    : time_(time),
      run_(std::move(run)),
      now_(now),
      pauses_(merged(run_.pauses, run_.start, run_.stopped_at ? std::min(*run_.stopped_at, now) : now)) {
    switch (run_.target.kind) {
        case TargetKind::none:
            break;
        case TargetKind::real_minutes:
        case TargetKind::working_minutes:
            due_ = due_after(Minutes{run_.target.amount}.milliseconds());
            break;
        case TargetKind::working_days:
            due_ = due_on_working_day();
            break;
    }
}

Milliseconds SlaClock::between(Instant from, Instant to) const {
    if (real_time()) return to > from ? to - from : Milliseconds{0};
    return time_.between(from, to);
}

std::optional<Instant> SlaClock::add(Milliseconds span) const {
    if (real_time()) return run_.start + span;
    return time_.add(run_.start, span);
}

std::optional<Instant> SlaClock::due_after(Milliseconds target) const {
    auto due = add(target);
    for (const Pause& pause : pauses_) {
        if (!due || pause.from >= *due) break;
        target.count += between(pause.from, *pause.to).count;
        due = add(target);
    }
    return due;
}

// A working day counts when the clock runs at its end: whoever still waits for the client then has not had the day.
std::optional<Instant> SlaClock::due_on_working_day() const {
    std::int64_t counted = 0;
    auto day = time_.working_day_after(to_local(time_.zone(), run_.start).date);
    const std::int32_t horizon = day ? day->year + 100 : 0;
    for (; day && day->year <= horizon; day = time_.working_day_after(*day)) {
        const Instant day_end = time_.end_of(*day);
        if (!paused_at({day_end.utc_ms - 1}) && ++counted == run_.target.amount) return day_end;
    }
    return std::nullopt;
}

bool SlaClock::paused_at(Instant instant) const {
    return std::any_of(pauses_.begin(), pauses_.end(), [&](const Pause& pause) { return pause.from <= instant && instant < *pause.to; });
}

Milliseconds SlaClock::run_until(Instant instant) const {
    std::int64_t run = between(run_.start, instant).count;
    for (const Pause& pause : pauses_) {
        if (pause.from >= instant) break;
        run -= between(pause.from, std::min(*pause.to, instant)).count;
    }
    return {run};
}

std::optional<Instant> SlaClock::share_used_at(int percent) const {
    if (!due_) return std::nullopt;
    const std::int64_t target = run_until(*due_).count;
    // Rounded up, so that the share is never announced before it is used.
    return due_after({(target * percent + 99) / 100});
}

ClockReading SlaClock::read() const {
    ClockReading reading;
    if (run_.target.kind == TargetKind::none) return reading;
    const Instant end = run_.stopped_at ? *run_.stopped_at : now_;
    reading.due = due_;
    reading.used = run_until(end);
    if (due_) reading.target = run_until(*due_);
    if (due_ && end > *due_) {
        reading.state = ClockState::breached;
    } else if (run_.stopped_at) {
        reading.state = ClockState::met;
    } else {
        const bool open_pause =
            std::any_of(run_.pauses.begin(), run_.pauses.end(), [&](const Pause& pause) { return !pause.to && pause.from <= now_; });
        reading.state = open_pause || paused_at(now_) ? ClockState::paused : ClockState::running;
    }
    return reading;
}

}  // namespace countersign
