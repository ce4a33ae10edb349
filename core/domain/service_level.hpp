// Service levels: how soon the provider answers, comes, solves and replaces, per priority and site (requirements.md A3, C4; rules.md 8, 9,
// 17).
//
// The rule: each priority has a target per measure, counted in real minutes, along the calendar, or in working days; a site may have levels
// of its own. Only the mode `sla` guarantees time; in the others the targets are empty. Waiting for the client pauses all but the response;
// an exclusion that stands pauses all.
// Worked example: critical: response 60 working minutes, arrival 120 real minutes, resolution 480 working minutes; the branch in Brno has
// its own calendar and arrival in 24 h.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/domain/priority.hpp"
#include "core/domain/service_credit.hpp"
#include "core/domain/sla_clock.hpp"

namespace countersign {

struct LevelTargets {
    Target first_response, next_response, arrival, resolution;
    bool operator==(const LevelTargets&) const = default;

    /// Target::none() for measures that belong to no priority (replacement, availability).
    const Target& of(Measure measure) const;
};

struct ServiceLevels {
    std::string calendar;                       ///< its name among the agreement's calendars
    std::array<LevelTargets, 4> by_priority{};  ///< low first
    bool operator==(const ServiceLevels&) const = default;

    const LevelTargets& targets(Priority priority) const { return by_priority[static_cast<std::size_t>(priority) - 1]; }

    Json to_json() const;
    static ServiceLevels from_json(FieldReader& fields);
};

/// What must be up, how much of the time, and when it may be down by agreement.
struct Availability {
    std::int32_t percent_thousandths = 0;  ///< 99.5 % is 99'500; 0: not agreed
    BusinessCalendar maintenance;          ///< windows in which downtime does not count
    bool operator==(const Availability&) const = default;
};

/// Whether pauses stop the clock of a measure (rules.md 8).
bool is_paused_by_waiting(Measure measure);

}  // namespace countersign
