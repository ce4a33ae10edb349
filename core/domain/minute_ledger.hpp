// Minute ledger: why something is due when it is due, as segments in order of time (requirements.md T4, N5).
//
// The rule: from the start to the due time (or to the end of what happened, if that is later) every millisecond lies in exactly one
// segment: counted, paused, outside the hours, on a holiday, or after the due time. The counted ones add up to the target.
// Worked example: 8 h on working days 9:00-17:00, Polish holidays, from Wednesday 3 June 2026 13:00: counted Wednesday 13:00-17:00 (4 h),
// outside hours until midnight, holiday Thursday (Corpus Christi), outside hours until Friday 9:00, counted Friday 9:00-13:00 (8 h): due.
#pragma once

#include <string>
#include <vector>

#include "core/domain/sla_clock.hpp"

namespace countersign {

enum class SegmentKind : std::uint8_t { counted, paused, outside_hours, holiday, overdue };
std::string_view segment_kind_name(SegmentKind kind);

struct LedgerSegment {
    Instant from;
    Instant to;
    SegmentKind kind = SegmentKind::counted;
    std::string reason = {};          ///< of a pause; of a holiday the key of its name; of counted time the support day's name
    Milliseconds counted_until = {};  ///< all that was counted from the start to the end of this segment
    bool operator==(const LedgerSegment&) const = default;
};

/// Until the due time, or `until` where that is later; nothing without a due time and without an `until`.
std::vector<LedgerSegment> minute_ledger(const SlaClock& clock, std::optional<Instant> until = {});

}  // namespace countersign
