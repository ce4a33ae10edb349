// Reading and writing local dates and times in the form of ISO 8601.
#include "core/domain/local_time.hpp"

#include <cstdlib>

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

/// The number with zeros in front. (fmt would add tens of kilobytes to the portal for this.)
std::string padded(std::int32_t number, std::size_t digits_min) {
    std::string digits = std::to_string(number);
    if (digits.size() < digits_min) digits.insert(0, digits_min - digits.size(), '0');
    return digits;
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

std::string to_iso_text(LocalDate date) {
    return (date.year < 0 ? "-" : "") + padded(std::abs(date.year), 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

std::string to_iso_text(LocalTime time) {
    std::string text = padded(time.hour, 2) + ":" + padded(time.minute, 2);
    if (time.second != 0 || time.millisecond != 0) text += ":" + padded(time.second, 2);
    if (time.millisecond != 0) text += "." + padded(time.millisecond, 3);
    return text;
}

std::string to_iso_text(LocalDateTime moment) { return to_iso_text(moment.date) + "T" + to_iso_text(moment.time); }

}  // namespace countersign
