// Timestamps: reading and writing RFC 3339.
#include "core/domain/timestamp.hpp"

#include <cstdlib>

namespace countersign {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// Milliseconds east of UTC from "Z", "+01:00" or "-05:30".
std::optional<std::int64_t> parse_offset(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto time = parse_local_time(text.substr(1));
    if (!time || time->hour > 23) return std::nullopt;
    return (text[0] == '-' ? -1 : 1) * milliseconds_of_day(*time);
}

std::string two_digits(std::int32_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string wall_text(LocalDateTime local) {
    std::string time = to_iso_text(local.time);
    // RFC 3339 wants the seconds, which the short form leaves out.
    if (time.size() == 5) time += ":00";
    return to_iso_text(local.date) + "T" + time;
}

}  // namespace

std::optional<Instant> parse_timestamp(std::string_view text) {
    if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
    const auto date = parse_local_date(text.substr(0, 10));
    auto time = parse_local_time(text.substr(11, 8));
    if (!date || !time || time->hour > 23) return std::nullopt;
    std::size_t at = 19;
    if (text[at] == '.') {
        int digits = 0;
        for (++at; at < text.size() && is_digit(text[at]); ++at, ++digits) {
            if (digits < 3) time->millisecond = time->millisecond * 10 + (text[at] - '0');
        }
        if (digits == 0) return std::nullopt;
        for (; digits < 3; ++digits) time->millisecond *= 10;
    }
    const auto offset = parse_offset(text.substr(at));
    if (!offset) return std::nullopt;
    return Instant{wall_milliseconds({*date, *time}) - *offset};
}

std::string to_timestamp(Instant instant) { return wall_text(local_of_wall_milliseconds(instant.utc_ms)) + "Z"; }

std::string to_timestamp(Instant instant, const TimeZone& zone) {
    const std::int32_t minutes = offset_seconds(zone, instant) / 60;
    return wall_text(to_local(zone, instant)) + (minutes < 0 ? "-" : "+") + two_digits(std::abs(minutes) / 60) + ":" +
           two_digits(std::abs(minutes) % 60);
}

}  // namespace countersign
