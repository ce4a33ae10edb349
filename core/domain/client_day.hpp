// Client day: which date an instant falls on at the client, for everything that is due by the day (controls, complaints, reviews).
//
// The rule: dates are those on the wall of the client's time zone; a day ends there at 24:00 (rules.md 3, 16). Worked example: 23:30 UTC
// on 11 November 2025 is 12 November in Poznań, so what was due on 11 November is overdue by then.
#pragma once

#include "core/domain/fact.hpp"
#include "core/domain/local_time.hpp"

namespace countersign {

/// In UTC where the organisation or its zone is not known here.
LocalDate client_day(const Organisation* organisation, Instant instant);

inline LocalDate today(const Context& context) { return client_day(context.organisation, context.now); }

/// Whether the day on which something is due is over; false where nothing is due.
inline bool is_over(const std::optional<LocalDate>& due, LocalDate today) { return due && *due < today; }

/// What was done was done today or before; a day of grace for clocks that run ahead over midnight.
inline Admission require_past_day(LocalDate day, const Context& context) {
    if (day > add_days(today(context), 1)) return refuse("refusal.date.to_come", {{"date", to_iso_text(day)}});
    return {};
}

}  // namespace countersign
