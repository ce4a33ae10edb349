// Reading and writing local dates and times in the form of ISO 8601.
#include "core/domain/local_time.hpp"

#include <fmt/format.h>

namespace countersign {
namespace {

/// Takes between `digits_min` and `digits_max` decimal digits off the front of `text`.
std::optional<std::int32_t> take_digits(std::string_view& text, std::size_t digits_min, std::size_t digits_max) {
    std::int32_t value = 0;
    std::size_t count = 0;
    while (count < digits_max && count < text.size() && text[count] >= '0' && text[count] <= '9') {
        value = value * 10 + (text[count] - '0');
        ++count;
    }
    if (count < digits_min) return std::nullopt;
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

std::optional<LocalDate> parse_local_date(std::string_view text) {
    const auto year = take_digits(text, 4, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_digits(text, 2, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2, 2);
    if (!day || !text.empty()) return std::nullopt;
    const LocalDate date{*year, *month, *day};
    if (!is_valid(date)) return std::nullopt;
    return date;
}

std::optional<LocalTime> parse_local_time(std::string_view text) {
    const auto hour = take_digits(text, 1, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = take_digits(text, 2, 2);
    if (!minute) return std::nullopt;
    LocalTime time{*hour, *minute};
    if (take(text, ':')) {
        const auto second = take_digits(text, 2, 2);
        if (!second) return std::nullopt;
        time.second = *second;
    }
    if (!text.empty() || !is_valid(time)) return std::nullopt;
    return time;
}

std::string to_iso_text(LocalDate date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

std::string to_iso_text(LocalTime time) {
    std::string text = fmt::format("{:02}:{:02}", time.hour, time.minute);
    if (time.second != 0 || time.millisecond != 0) text += fmt::format(":{:02}", time.second);
    if (time.millisecond != 0) text += fmt::format(".{:03}", time.millisecond);
    return text;
}

}  // namespace countersign
