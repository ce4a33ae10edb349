// Minute ledger: cutting the line of time at every edge that matters.
#include "core/domain/minute_ledger.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace countersign {
namespace {

constexpr std::array<std::string_view, 5> kind_names{"counted", "paused", "outside_hours", "holiday", "overdue"};

class LedgerWriter {
public:
    explicit LedgerWriter(const SlaClock& clock) : clock_(clock) {}

    void write(Instant from, Instant to) {
        Instant at = from;
        if (clock_.real_time()) {
            write_worked(from, to);
            return;
        }
        for (const WorkingWindow& window : clock_.time().windows(from, to)) {
            write_free(at, window.from);
            write_worked(window.from, window.to);
            at = window.to;
        }
        write_free(at, to);
    }

    std::vector<LedgerSegment> segments;

private:
    void add(Instant from, Instant to, SegmentKind kind, std::string reason = {}) {
        if (to <= from) return;
        if (kind == SegmentKind::counted) counted_ms_ += (to - from).count;
        segments.push_back({from, to, kind, std::move(reason), {counted_ms_}});
    }

    void write_worked(Instant from, Instant to) {
        Instant at = from;
        for (const Pause& pause : clock_.pauses()) {
            const Instant pause_from = std::max(pause.from, at);
            const Instant pause_to = std::min(*pause.to, to);
            if (pause_to <= pause_from) continue;
            write_counted(at, pause_from);
            add(pause_from, pause_to, SegmentKind::paused, pause.reason);
            at = pause_to;
        }
        write_counted(at, to);
    }

    // Time that counts because a support day began the clock says so.
    std::string support_day_on(Instant from) const {
        const ClockRun& run = clock_.asked();
        if (run.support_day.empty()) return {};
        const TimeZone& zone = clock_.time().zone();
        return to_local(zone, from).date == to_local(zone, run.start).date ? run.support_day : std::string{};
    }

    void write_counted(Instant from, Instant to) {
        const Instant due = clock_.due() ? std::clamp(*clock_.due(), from, std::max(from, to)) : to;
        add(from, due, SegmentKind::counted, support_day_on(from));
        add(due, to, SegmentKind::overdue);
    }

    // Holidays are told apart from other free time, day by day.
    void write_free(Instant from, Instant to) {
        const TimeZone& zone = clock_.time().zone();
        Instant at = from;
        while (at < to) {
            const LocalDate date = to_local(zone, at).date;
            const Instant day_end = std::min(to, from_local(zone, {add_days(date, 1), {}}).chosen());
            const auto holiday = clock_.time().is_working_day(date) ? std::nullopt : clock_.time().holiday_on(date);
            if (holiday) {
                add(at, day_end, SegmentKind::holiday, std::string(*holiday));
            } else if (!segments.empty() && segments.back().kind == SegmentKind::outside_hours && segments.back().to == at) {
                segments.back().to = day_end;
            } else {
                add(at, day_end, SegmentKind::outside_hours);
            }
            at = day_end;
        }
    }

    const SlaClock& clock_;
    std::int64_t counted_ms_ = 0;
};

}  // namespace

std::string_view segment_kind_name(SegmentKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::vector<LedgerSegment> minute_ledger(const SlaClock& clock, std::optional<Instant> until) {
    if (!clock.due() && !until) return {};
    const Instant end = clock.due() && until ? std::max(*clock.due(), *until) : clock.due() ? *clock.due() : *until;
    LedgerWriter writer(clock);
    writer.write(clock.asked().start, end);
    return std::move(writer.segments);
}

}  // namespace countersign
