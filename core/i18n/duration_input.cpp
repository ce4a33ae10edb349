// Parsing a typed length of time: numbers and units taken from the front, one after the other.
#include "core/i18n/duration_input.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/i18n/search_fold.hpp"

namespace countersign {
namespace {

enum class Unit { none, hours, minutes };

// Folded words (no capitals, no marks) of all our languages: any of them is understood in any.
constexpr std::array hour_words{"h",      "hr",  "hrs",    "hour",   "hours", "g", "gdz",  "godz",  "godzina", "godziny",
                                "godzin", "hod", "hodina", "hodiny", "hodin", "t", "time", "timer", "tim"};
constexpr std::array minute_words{"m", "min", "mins", "minute", "minutes", "minuta", "minuty", "minut", "minutter", "minutt"};

struct Part {
    std::int64_t whole = 0;
    /// Digits after the decimal sign as thousandths.
    std::int64_t thousandths = 0;
    bool has_decimals = false;
    Unit unit = Unit::none;
};

bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool is_letter(char character) { return character >= 'a' && character <= 'z'; }

void skip_spaces(std::string_view& text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

/// Digits, up to seven of them: more is no length of time.
std::optional<std::int64_t> take_number(std::string_view& text) {
    std::int64_t number = 0;
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) {
        if (count == 7) return std::nullopt;
        number = number * 10 + (text[count] - '0');
        ++count;
    }
    if (count == 0) return std::nullopt;
    text.remove_prefix(count);
    return number;
}

std::optional<Unit> take_unit(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && is_letter(text[length])) ++length;
    if (length == 0) return Unit::none;
    const std::string_view word = text.substr(0, length);
    text.remove_prefix(length);
    if (!text.empty() && text.front() == '.') text.remove_prefix(1);
    if (std::find(hour_words.begin(), hour_words.end(), word) != hour_words.end()) return Unit::hours;
    if (std::find(minute_words.begin(), minute_words.end(), word) != minute_words.end()) return Unit::minutes;
    return std::nullopt;
}

bool take_decimals(std::string_view& text, Part& part) {
    if (text.size() < 2 || (text.front() != ',' && text.front() != '.') || !is_digit(text[1])) return true;
    text.remove_prefix(1);
    part.has_decimals = true;
    std::int64_t weight = 100;
    for (; !text.empty() && is_digit(text.front()); weight /= 10) {
        if (weight == 0) return false;
        part.thousandths += (text.front() - '0') * weight;
        text.remove_prefix(1);
    }
    return true;
}

std::optional<Part> take_part(std::string_view& text) {
    Part part;
    const auto whole = take_number(text);
    if (!whole) return std::nullopt;
    part.whole = *whole;
    if (!take_decimals(text, part)) return std::nullopt;
    skip_spaces(text);
    const auto unit = take_unit(text);
    if (!unit) return std::nullopt;
    part.unit = *unit;
    skip_spaces(text);
    return part;
}

Error<Refusal> refuse(const char* key, std::string_view text) { return Error{Refusal{key, {{"text", std::string(text)}}}}; }

/// "1:15", and "1:15 h" too; nothing where the text has no colon.
std::optional<std::pair<std::int64_t, std::int64_t>> hours_with_colon(std::string_view text) {
    const auto hours = take_number(text);
    if (!hours || text.empty() || text.front() != ':') return std::nullopt;
    text.remove_prefix(1);
    const std::size_t before = text.size();
    const auto minutes = take_number(text);
    if (!minutes || before - text.size() != 2) return std::nullopt;
    skip_spaces(text);
    const auto unit = take_unit(text);
    if (!unit || *unit == Unit::minutes || !text.empty()) return std::nullopt;
    return std::pair{*hours, *minutes};
}

}  // namespace

Result<Minutes, Refusal> parse_duration(std::string_view text) {
    const std::string folded = fold_for_search(text);
    std::string_view rest = folded;
    skip_spaces(rest);
    if (rest.empty()) return refuse("refusal.duration.missing", text);

    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    if (const auto clock = hours_with_colon(rest)) {
        hours = clock->first;
        minutes = clock->second;
        if (minutes > 59) return refuse("refusal.duration.minutes_over_59", text);
    } else {
        const auto first = take_part(rest);
        if (!first) return refuse("refusal.duration.unreadable", text);
        if (first->unit != Unit::hours) {
            if (first->has_decimals || !rest.empty()) return refuse("refusal.duration.unreadable", text);
            minutes = first->whole;
        } else if (first->has_decimals) {
            // To the nearest minute: a third of an hour is typed as 0,33 h.
            if (!rest.empty()) return refuse("refusal.duration.unreadable", text);
            hours = first->whole;
            minutes = (first->thousandths * 60 + 500) / 1'000;
        } else {
            hours = first->whole;
            if (!rest.empty()) {
                const auto second = take_part(rest);
                if (!second || second->unit == Unit::hours || second->has_decimals || !rest.empty()) {
                    return refuse("refusal.duration.unreadable", text);
                }
                if (second->whole > 59) return refuse("refusal.duration.minutes_over_59", text);
                minutes = second->whole;
            }
        }
    }
    const Minutes total{hours * 60 + minutes};
    if (total > duration_input_max) return refuse("refusal.duration.too_long", text);
    return total;
}

}  // namespace countersign
