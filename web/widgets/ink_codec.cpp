// Ink as text and back.
#include <charconv>

#include "web/widgets/ink_pad.hpp"

namespace countersign::widgets {
namespace {

constexpr std::size_t points_at_most = 20000;

bool read_number(std::string_view& text, std::int32_t& number) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool read_comma(std::string_view& text) {
    if (text.empty() || text.front() != ',') return false;
    text.remove_prefix(1);
    return true;
}

bool plausible(const InkPoint& point) {
    return point.x >= 0 && point.x <= 10000 && point.y >= 0 && point.y <= 5000 && point.time_ms >= 0 && point.width > 0 &&
           point.width <= 500;
}

}  // namespace

std::string encode_ink(const Ink& ink) {
    std::string out;
    for (const InkStroke& stroke : ink.strokes) {
        if (stroke.empty()) continue;
        if (!out.empty()) out += ';';
        bool first = true;
        for (const InkPoint& point : stroke) {
            if (!first) out += ' ';
            first = false;
            out += std::to_string(point.x) + ',' + std::to_string(point.y) + ',' + std::to_string(point.time_ms) + ',' +
                   std::to_string(point.width);
        }
    }
    return out;
}

std::optional<Ink> decode_ink(std::string_view text) {
    Ink ink;
    if (text.empty()) return ink;
    std::size_t points = 0;
    ink.strokes.emplace_back();
    while (true) {
        InkPoint point;
        const bool read = read_number(text, point.x) && read_comma(text) && read_number(text, point.y) && read_comma(text) &&
                          read_number(text, point.time_ms) && read_comma(text) && read_number(text, point.width);
        if (!read || !plausible(point) || ++points > points_at_most) return std::nullopt;
        ink.strokes.back().push_back(point);
        if (text.empty()) return ink;
        if (text.front() == ';')
            ink.strokes.emplace_back();
        else if (text.front() != ' ')
            return std::nullopt;
        text.remove_prefix(1);
    }
}

}  // namespace countersign::widgets
