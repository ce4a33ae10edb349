// After hours: which part of a piece of work lay outside the hours (requirements.md A7, H2; rules.md 3, 15, 23).
//
// The rule: the hours are the calendar of the site in the version of the agreement that applied on that day; work outside it (in the
// evening, on a free day of the week, on a holiday) is after hours. A visit and a remote session have a start and an end: of their minutes
// as large a share is after hours as of the time between both lies outside, and both parts together are the whole to the minute. Charged
// minutes are rounded once, for the whole, and shared in the same way, so that being split makes a visit no longer. Where only a day and
// minutes are known (time written down in a ticket), the mark of whoever wrote it down counts. Around the clock nothing is after hours.
// Worked example: hours until 17:00, a visit from 16:15 to 18:00 with 70 min written down, which charge 90. 60 of its 105 minutes lie after
// 17:00: 70 × 60/105 = 40 min worked and 90 × 60/105 = 51 min charged are after hours, 30 and 39 within the hours.
#pragma once

#include "core/domain/working_time.hpp"

namespace countersign {

struct WorkedMinutes {
    Minutes worked;   ///< real
    Minutes charged;  ///< rounded
    bool operator==(const WorkedMinutes&) const = default;
};

/// A part that would charge nothing goes with the other one, since a line that charges nothing means warranty.
struct SplitByHours {
    WorkedMinutes within;
    WorkedMinutes after;
    bool operator==(const SplitByHours&) const = default;
};

SplitByHours split_by_hours(const WorkingTime& hours, Instant started_at, Instant ended_at, const WorkedMinutes& whole);

}  // namespace countersign
