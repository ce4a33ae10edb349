// SLA clock: when something promised is due, how much of the time is used, and whether the promise was kept (requirements.md T3, T4, A3,
// N5; rules.md 1 to 9, 12, 16 to 18).
//
// The rule: the clock runs from its start along working time (or real time, where the agreement counts real hours) and stands still during
// pauses; it is due at the earliest instant at which the time run equals the target. Stopping exactly then keeps the promise, any later is
// a breach. A pause outside working hours moves nothing, overlapping pauses count once, a pause that began before the start counts from the
// start. Clocks of response are given no pauses at all (rules.md 8): the reaction is guaranteed.
// Worked example: 8 h on working days 9:00-17:00, from Monday 10:00, paused Monday 16:00 to Tuesday 10:00: 6 h run on Monday, Tuesday's
// first hour is paused, so it is due on Tuesday 12:00.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/working_time.hpp"

namespace countersign {

enum class TargetKind : std::uint8_t {
    none,             ///< nothing is promised
    real_minutes,     ///< elapsed time, nights and holidays too (rules.md 17)
    working_minutes,  ///< along the calendar
    working_days,     ///< the end of the n-th working day after the day it began (rules.md 16)
};

struct Target {
    TargetKind kind = TargetKind::none;
    std::int64_t amount = 0;  ///< minutes, or days

    bool operator==(const Target&) const = default;
    static Target none() { return {}; }
    static Target real(Minutes minutes) { return {TargetKind::real_minutes, minutes.count}; }
    static Target working(Minutes minutes) { return {TargetKind::working_minutes, minutes.count}; }
    static Target days(std::int64_t n) { return {TargetKind::working_days, n}; }

    Json to_json() const;
    static Target from_json(FieldReader& fields);
};

/// [from, to); without `to` it lasts until now.
struct Pause {
    Instant from;
    std::optional<Instant> to = {};
    std::string reason = {};  ///< a key of the catalogues or a person's words
    bool operator==(const Pause&) const = default;
};

/// Everything a due time follows from.
struct ClockRun {
    Instant start;
    Target target;
    std::vector<Pause> pauses = {};
    std::optional<Instant> stopped_at = {};  ///< when the promise was fulfilled
    std::string support_day = {};            ///< its name, where the hours of the day it began on are a support day's
};

enum class ClockState : std::uint8_t { none, running, paused, met, breached };

struct ClockReading {
    ClockState state = ClockState::none;
    /// While paused: the due time if it went on now. Nothing without a target, or when the calendar has no such time.
    std::optional<Instant> due = {};
    Milliseconds used = {};    ///< run until it stopped or until now
    Milliseconds target = {};  ///< the time to be run from start to due
    /// Negative after the due time.
    Milliseconds left() const { return {target.count - used.count}; }
};

class SlaClock {
public:
    /// `time` must outlive the clock.
    SlaClock(const WorkingTime& time, ClockRun run, Instant now);

    ClockReading read() const;
    std::optional<Instant> due() const { return due_; }
    bool paused_at(Instant instant) const;
    /// Time run from the start to `instant`.
    Milliseconds run_until(Instant instant) const;
    /// The instant at which `percent` of the target has run; nothing while it has no due time (rules.md 18).
    std::optional<Instant> share_used_at(int percent) const;

    const ClockRun& asked() const { return run_; }
    /// Pauses in order, merged, cut to the time after the start; an open one ends now.
    const std::vector<Pause>& pauses() const { return pauses_; }
    const WorkingTime& time() const { return time_; }
    bool real_time() const { return run_.target.kind == TargetKind::real_minutes; }

private:
    Milliseconds between(Instant from, Instant to) const;
    std::optional<Instant> add(Milliseconds span) const;
    std::optional<Instant> due_after(Milliseconds target) const;
    std::optional<Instant> due_on_working_day() const;

    const WorkingTime& time_;
    ClockRun run_;
    Instant now_;
    std::vector<Pause> pauses_;
    std::optional<Instant> due_;
};

}  // namespace countersign
