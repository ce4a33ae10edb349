// The sentence beside a deadline: which clock it is, then how long there is or how late it has become.
//
// The rule: what is left is rounded down and lateness up, to minutes and from 24 hours on to hours; under a minute left is "due now"; at
// seven days and more the date says it better. Meeting a target exactly is meeting it; the first millisecond after it is late. Worked
// example: 80 min 40 s left is "Fix in 1 h 20 min"; 24 min 1 s after the target "Fix 25 min late"; 51 h left "Fix in 2 days 3 h"; 8 days
// left "Fix by Mon 10 Nov".
#pragma once

#include <cstdint>
#include <string>

#include "core/base/instant.hpp"
#include "core/domain/local_time.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

enum class DeadlineClock : std::uint8_t {
    reply,    ///< first or next response
    fix,      ///< resolution
    arrival,  ///< being on site
    loaner,   ///< replacement device
    unnamed,  ///< where a heading or a column has named the clock already
};

struct TimeLeft {
    enum class State : std::uint8_t { running, paused, stopped, none };
    State state = State::running;
    DeadlineClock clock = DeadlineClock::unnamed;
    /// To the target; negative once it has passed. For a stopped clock, as it was when it stopped.
    Milliseconds left;
    /// The day of the target on the clocks of the viewer.
    LocalDate due_on;
};

/// "Reply in 18 min", "Fix 25 min late", "Paused, 9 h left", "Met, 3 h 22 min spare", "No deadline agreed".
std::string format_time_left(const Catalogue& catalogue, const TimeLeft& time_left, LocalDate today);

}  // namespace countersign
