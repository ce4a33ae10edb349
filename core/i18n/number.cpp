// Writing numbers with the separators of a catalogue.
#include "core/i18n/number.hpp"

#include "core/i18n/catalogue.hpp"

namespace countersign {

std::string format_decimal(const Catalogue& catalogue, std::int64_t scaled, int decimals) {
    const bool negative = scaled < 0;
    // Written by hand, digit by digit, because the smallest 64 bit number has no positive counterpart.
    std::uint64_t size = negative ? ~static_cast<std::uint64_t>(scaled) + 1 : static_cast<std::uint64_t>(scaled);
    std::string digits = std::to_string(size);
    const auto decimal_count = static_cast<std::size_t>(decimals);
    if (digits.size() <= decimal_count) digits.insert(0, decimal_count + 1 - digits.size(), '0');

    const std::size_t whole_count = digits.size() - decimal_count;
    std::string text = negative ? "\u2212" : "";
    for (std::size_t index = 0; index < whole_count; ++index) {
        if (index > 0 && (whole_count - index) % 3 == 0) text += catalogue.tr("common.group_separator");
        text += digits[index];
    }
    if (decimal_count > 0) {
        text += catalogue.tr("common.decimal_separator");
        text += digits.substr(whole_count);
    }
    return text;
}

std::string format_number(const Catalogue& catalogue, std::int64_t number) { return format_decimal(catalogue, number, 0); }

std::string format_percent(const Catalogue& catalogue, std::int64_t tenths) {
    const std::string number = tenths % 10 == 0 ? format_number(catalogue, tenths / 10) : format_decimal(catalogue, tenths, 1);
    return catalogue.tr("common.percent", {{"number", number}});
}

}  // namespace countersign
