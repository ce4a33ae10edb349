// The order of names in a language: keys that compare as bytes the way people of that language sort.
//
// The rule: first the letters without their marks, then the marks, then capitals after small ones; a run of digits counts as a number;
// spaces and signs come before digits, digits before letters. A language's own letters are letters of their own: in Polish ą ć ę ł ń ó
// ś ź ż each after its base, in Czech č ř š ž after theirs and ch after h, in Danish æ ø å (and aa) after z.
// Worked example, Polish: Lis, Lód, Łąka, Mąka. Czech: Cyril, Čeněk, Hora, Chata, Ivan. Danish: Zebra, Ærø, Øster, Aarhus. Everywhere: PC 2
// before PC 10.
#pragma once

#include <string>
#include <string_view>

#include "core/i18n/language.hpp"

namespace countersign {

/// Bytes to compare as std::string compares them; they may hold zero bytes. Not for people.
std::string collation_key(Language language, std::string_view text);

}  // namespace countersign
