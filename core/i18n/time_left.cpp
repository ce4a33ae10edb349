// Choosing and filling the sentence of a deadline.
#include "core/i18n/time_left.hpp"

#include "core/i18n/format.hpp"

namespace countersign {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t dates_from_ms = 7 * day_ms;

struct ClockTexts {
    std::string_view in;
    std::string_view now;
    std::string_view late;
    std::string_view by;
    std::string_view late_since;
};

ClockTexts texts_of(DeadlineClock clock) {
    switch (clock) {
        case DeadlineClock::reply:
            return {"time.reply_in", "time.reply_now", "time.reply_late", "time.reply_by", "time.reply_late_since"};
        case DeadlineClock::fix:
            return {"time.fix_in", "time.fix_now", "time.fix_late", "time.fix_by", "time.fix_late_since"};
        case DeadlineClock::arrival:
            return {"time.arrival_in", "time.arrival_now", "time.arrival_late", "time.arrival_by", "time.arrival_late_since"};
        case DeadlineClock::loaner:
            return {"time.loaner_in", "time.loaner_now", "time.loaner_late", "time.loaner_by", "time.loaner_late_since"};
        case DeadlineClock::unnamed:
            break;
    }
    return {"time.due_in", "time.due_now", "time.late", "time.due_by", "time.late_since"};
}

Minutes rounded_down(std::int64_t milliseconds) { return {milliseconds / minute_ms}; }

/// Up to the unit that is shown last: minutes, from a day on hours.
Minutes rounded_up(std::int64_t milliseconds) {
    const std::int64_t minutes = (milliseconds + minute_ms - 1) / minute_ms;
    if (minutes < 24 * 60) return {minutes};
    return {(milliseconds + hour_ms - 1) / hour_ms * 60};
}

std::string running_text(const Catalogue& catalogue, const TimeLeft& time_left, LocalDate today) {
    const ClockTexts texts = texts_of(time_left.clock);
    const std::int64_t left = time_left.left.count;
    if (left >= 0) {
        if (left < minute_ms) return std::string(catalogue.tr(texts.now));
        if (left >= dates_from_ms) return catalogue.tr(texts.by, {{"date", format_date_near(catalogue, time_left.due_on, today)}});
        return catalogue.tr(texts.in, {{"duration", format_span(catalogue, rounded_down(left))}});
    }
    const Minutes late = rounded_up(-left);
    if (late.milliseconds().count >= dates_from_ms) {
        return catalogue.tr(texts.late_since, {{"date", format_date_near(catalogue, time_left.due_on, today)}});
    }
    return catalogue.tr(texts.late, {{"duration", format_span(catalogue, late)}});
}

/// A clock that stands has no date: pausing it moves the target.
std::string standing_text(const Catalogue& catalogue, std::int64_t left, std::string_view left_key, std::string_view none_left_key,
                          std::string_view late_key) {
    if (left < 0) return catalogue.tr(late_key, {{"duration", format_span(catalogue, rounded_up(-left))}});
    if (left < minute_ms) return std::string(catalogue.tr(none_left_key));
    return catalogue.tr(left_key, {{"duration", format_span(catalogue, rounded_down(left))}});
}

}  // namespace

std::string format_time_left(const Catalogue& catalogue, const TimeLeft& time_left, LocalDate today) {
    switch (time_left.state) {
        case TimeLeft::State::running:
            return running_text(catalogue, time_left, today);
        case TimeLeft::State::paused:
            return standing_text(catalogue, time_left.left.count, "time.paused_left", "time.paused_due", "time.paused_late");
        case TimeLeft::State::stopped:
            return standing_text(catalogue, time_left.left.count, "time.met_spare", "time.met", "time.missed");
        case TimeLeft::State::none:
            break;
    }
    return std::string(catalogue.tr("time.no_deadline"));
}

}  // namespace countersign
