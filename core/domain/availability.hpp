// Availability: how much of a month the promised services were up (requirements.md A3, A5, R1).
//
// The rule: an agreement promises one share for all services of its catalogue. What is promised are the milliseconds of the month in which
// the agreement was in force, less its maintenance windows; what counts as down are those in which at least one of the services was, so
// that outages at the same time count once, and none inside a window. Where an amendment promises another share or other windows from a day
// of the month on, the days before it and those from it on are measured by themselves. One that lasts counts until now. The share is
// rounded down, so that 99.4999 % is not yet 99.5 %. Worked example: June 2026 has 720 h; windows on four Sundays from 2:00 to 6:00 leave
// 704 h. Mail is down on Wednesday from 8:00 to 10:00, the line from 9:00 to 11:00: 3 h. Sunday the 14th, 5:00 to 7:00, adds the hour after
// the window: 4 h of 704 h, 99.431 % measured; 99.5 % would have allowed 3 h 31 min 12 s.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/domain/service_level.hpp"

namespace countersign {

using OutageId = Id<struct OutageTag>;

/// [from, to) in which a service was down; without `to` it lasts.
struct Downtime {
    OutageId outage;
    std::string service;
    SiteId site = {};
    Instant from;
    std::optional<Instant> to = {};
    bool planned = false;
    std::string what = {};
    bool contested = false;  ///< by the client, and not decided yet
    bool operator==(const Downtime&) const = default;
};

struct OutageOfMonth {
    Downtime downtime;
    LocalDateTime from = {};               ///< on the clocks of the agreement
    std::optional<LocalDateTime> to = {};  ///< nothing where it lasts
    Milliseconds down = {};                ///< that counts in the month, also where another outage counts at the same time
    bool operator==(const OutageOfMonth&) const = default;
};

/// Of a month, or of those of its days on which one and the same was promised.
struct AvailabilityOfMonth {
    std::int32_t agreed_thousandths = 0;
    std::optional<std::int32_t> measured_thousandths = {};  ///< nothing where no time of the month was promised
    Milliseconds promised = {};                             ///< the month less its maintenance windows
    Milliseconds down = {};
    std::vector<OutageOfMonth> outages = {};  ///< that touch the month, in order
    LocalDate first = {}, last = {};          ///< the days that it was promised for
    bool operator==(const AvailabilityOfMonth&) const = default;

    /// How long all of them might be down together.
    Milliseconds allowed() const;
};

/// For the time [from, until) of a month in which the agreement was in force; `zone` is the agreement's. Nothing where no availability is
/// agreed.
std::optional<AvailabilityOfMonth> availability_of(const Availability& agreed, Instant from, Instant until,
                                                   const std::vector<Downtime>& downtimes, Instant now, const TimeZone& zone);

/// Whole minutes to be shown; a minute that was begun is one.
Minutes begun_minutes(Milliseconds span);

}  // namespace countersign
