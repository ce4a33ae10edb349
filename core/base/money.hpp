// Money: an amount in the minor unit of its currency (grosz, cent, haléř, øre); never floating point. Worked example: 160.00 PLN an hour
// for 45 minutes is {12'000, PLN}; 23 % VAT on it is {2'760, PLN}.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace countersign {

/// All of these have two decimals (ISO 4217).
enum class Currency : std::uint8_t { pln, eur, czk, dkk };

constexpr std::string_view currency_code(Currency currency) {
    constexpr std::string_view codes[] = {"PLN", "EUR", "CZK", "DKK"};
    return codes[static_cast<std::size_t>(currency)];
}

constexpr std::optional<Currency> parse_currency(std::string_view code) {
    for (const Currency currency : {Currency::pln, Currency::eur, Currency::czk, Currency::dkk}) {
        if (currency_code(currency) == code) return currency;
    }
    return std::nullopt;
}

/// amount × numerator / denominator, halves away from zero, as invoices round (denominator > 0).
constexpr std::int64_t scaled(std::int64_t amount, std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t product = amount * numerator;
    const std::int64_t half = denominator / 2;
    return (product + (product < 0 ? -half : half)) / denominator;
}

/// Amounts of one agreement have one currency, so sums are made of the bare minor units and the currency is told once.
struct Money {
    std::int64_t minor = 0;
    Currency currency = Currency::pln;
    auto operator<=>(const Money&) const = default;
};

}  // namespace countersign
