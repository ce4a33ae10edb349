// Reading a timestamp.
#include "server/command/timestamp.hpp"

#include "core/domain/local_time.hpp"

namespace countersign {

std::optional<Instant> parse_timestamp(std::string_view text) {
    if (text.size() < 2 || text.back() != 'Z') return std::nullopt;
    const auto separator = text.find('T');
    if (separator == std::string_view::npos) return std::nullopt;
    const auto date = parse_local_date(text.substr(0, separator));
    const auto time = parse_local_time(text.substr(separator + 1, text.size() - separator - 2));
    if (!date || !time) return std::nullopt;
    return Instant{wall_milliseconds({*date, *time})};
}

}  // namespace countersign
