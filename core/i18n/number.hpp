// Numbers as people write them: the decimal sign and the grouping of thousands of the language.
//
// Worked example: 12345 is "12,345" in English, "12 345" in Polish and Czech (with no-break spaces), "12.345" in Danish; 964 tenths are
// "96.4" in English and "96,4" in the others.
#pragma once

#include <cstdint>
#include <string>

namespace countersign {

class Catalogue;

/// The minus sign is U+2212, as wide as a digit.
std::string format_number(const Catalogue& catalogue, std::int64_t number);

/// A number given in units of the last decimal: 26400 with two decimals is "264,00".
std::string format_decimal(const Catalogue& catalogue, std::int64_t scaled, int decimals);

/// A percentage given in tenths: 964 is "96.4%" in English, "96,4 %" in the others; 1000 is "100%".
std::string format_percent(const Catalogue& catalogue, std::int64_t tenths);

}  // namespace countersign
