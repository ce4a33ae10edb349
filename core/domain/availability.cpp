// Availability: laying outages over the time that was promised.
#include "core/domain/availability.hpp"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::int64_t whole = 100'000;

struct Span {
    Instant from, to;
};

class PromisedTime {
public:
    // Windows on clocks that nobody knows are none: more is promised, never less.
    PromisedTime(const BusinessCalendar& maintenance, Instant from, Instant until)
        : windows_(WorkingTime::of(maintenance)), from_(from), until_(until) {}

    Milliseconds in(Span span) const {
        if (span.to <= span.from) return {};
        const Milliseconds all = span.to - span.from;
        return windows_ ? Milliseconds{all.count - windows_->between(span.from, span.to).count} : all;
    }
    Milliseconds in_all() const { return in({from_, until_}); }

    /// What of an outage lies in the month and before now.
    Span cut(const Downtime& downtime, Instant now) const {
        const Instant to = std::min(downtime.to.value_or(now), now);
        return {std::max(downtime.from, from_), std::min(to, until_)};
    }

private:
    Result<WorkingTime, Failure> windows_;
    Instant from_, until_;
};

// `spans` in order of their beginnings.
Milliseconds counted_once(const PromisedTime& promised, const std::vector<Span>& spans) {
    Milliseconds sum{};
    std::optional<Instant> reached;
    for (const Span& span : spans) {
        const Instant from = reached ? std::max(span.from, *reached) : span.from;
        sum.count += promised.in({from, span.to}).count;
        reached = reached ? std::max(span.to, *reached) : span.to;
    }
    return sum;
}

}  // namespace

Milliseconds AvailabilityOfMonth::allowed() const { return {promised.count * (whole - agreed_thousandths) / whole}; }

std::optional<AvailabilityOfMonth> availability_of(const Availability& agreed, Instant from, Instant until,
                                                   const std::vector<Downtime>& downtimes, Instant now, const TimeZone& zone) {
    if (agreed.percent_thousandths == 0) return std::nullopt;
    const PromisedTime promised(agreed.maintenance, from, until);
    AvailabilityOfMonth month{agreed.percent_thousandths, {}, promised.in_all()};
    month.first = to_local(zone, from).date;
    month.last = to_local(zone, std::max(from, until - Milliseconds{1})).date;
    std::vector<Downtime> in_order = downtimes;
    std::stable_sort(in_order.begin(), in_order.end(), [](const Downtime& a, const Downtime& b) { return a.from < b.from; });
    std::vector<Span> spans;
    for (const Downtime& downtime : in_order) {
        const Span span = promised.cut(downtime, now);
        if (span.to <= span.from) continue;
        spans.push_back(span);
        const auto to = downtime.to ? std::optional(to_local(zone, *downtime.to)) : std::nullopt;
        month.outages.push_back({downtime, to_local(zone, downtime.from), to, promised.in(span)});
    }
    month.down = counted_once(promised, spans);
    // A month that has not begun, or that maintenance fills, measures nothing.
    if (now > from && month.promised.count > 0) {
        month.measured_thousandths = static_cast<std::int32_t>((month.promised.count - month.down.count) * whole / month.promised.count);
    }
    return month;
}

Minutes begun_minutes(Milliseconds span) { return {(span.count + 59'999) / 60'000}; }

}  // namespace countersign
