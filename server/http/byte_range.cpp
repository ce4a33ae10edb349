// Reading "bytes=FIRST-LAST", "bytes=FIRST-" and "bytes=-COUNT".
#include "server/http/byte_range.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace countersign {

namespace {

// A number beyond 64 bits is further than any file reaches.
std::optional<std::uint64_t> number(std::string_view digits) {
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return problem == std::errc() ? value : std::numeric_limits<std::uint64_t>::max();
}

}  // namespace

ByteRange read_byte_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (header.substr(0, unit.size()) != unit) return {};
    header.remove_prefix(unit.size());
    const auto dash = header.find('-');
    if (dash == std::string_view::npos) return {};
    const std::string_view before = header.substr(0, dash), after = header.substr(dash + 1);
    const auto last_given = number(after);
    if (before.empty()) {
        if (!last_given) return {};
        const std::uint64_t count = std::min(*last_given, size);
        if (count == 0) return {ByteRange::Kind::unsatisfiable};
        return {ByteRange::Kind::part, size - count, count};
    }
    const auto first = number(before);
    if (!first || (!after.empty() && !last_given)) return {};
    if (last_given && *last_given < *first) return {};
    if (*first >= size) return {ByteRange::Kind::unsatisfiable};
    const std::uint64_t last = std::min(last_given.value_or(size - 1), size - 1);
    return {ByteRange::Kind::part, *first, last - *first + 1};
}

}  // namespace countersign
