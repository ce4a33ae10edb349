// Money: amounts in the minor unit of their currency (grosz, cent, haléř, øre), never floating point. An agreement has one currency, so
// sums are made of bare minor units and the currency is told once. Worked example: 160.00 PLN an hour for 45 minutes is 12'000; 23 % VAT on
// it is 2'760.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace countersign {

/// All of these have two decimals (ISO 4217).
enum class Currency : std::uint8_t { pln, eur, czk, dkk };
inline constexpr std::array<std::string_view, 4> currency_codes{"PLN", "EUR", "CZK", "DKK"};

/// The largest rate and the largest sum that are read: with them no product of this program leaves 64 bits.
inline constexpr std::int64_t rate_minor_max = 100'000'000;
inline constexpr std::int64_t sum_minor_max = 1'000'000'000'000;

/// amount × numerator / denominator, halves away from zero, as invoices round (denominator > 0).
constexpr std::int64_t scaled(std::int64_t amount, std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t product = amount * numerator;
    const std::int64_t half = denominator / 2;
    return (product + (product < 0 ? -half : half)) / denominator;
}

}  // namespace countersign
