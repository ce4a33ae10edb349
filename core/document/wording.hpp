// Wording: amounts, shares, targets, moments and dates as documents state them, in the language of a catalogue (requirements.md A7, N4).
//
// The rule: money has two decimals and its currency where the language puts it; a share has no more decimals than it needs; a moment of a
// document names weekday, year and time on the clocks of the agreement's zone. Worked example: 150'000 grosz are "PLN 1,500.00" in English
// and "1 500,00 zł" in Polish; 99'500 thousandths are "99.5%" and "99,5 %".
#pragma once

#include <string>

#include "core/base/money.hpp"
#include "core/document/markup.hpp"
#include "core/domain/agreement_terms.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

std::string money_in_words(const Catalogue& catalogue, std::int64_t minor, Currency currency);
/// A percentage given in thousandths of a percent.
std::string share_in_words(const Catalogue& catalogue, std::int64_t percent_thousandths);
inline std::string permille_in_words(const Catalogue& catalogue, std::int64_t permille) {
    return share_in_words(catalogue, permille * 100);
}

std::string_view priority_in_words(const Catalogue& catalogue, Priority priority);
std::string_view measure_in_words(const Catalogue& catalogue, Measure measure);
std::string_view work_kind_in_words(const Catalogue& catalogue, WorkKind kind);
std::string_view mode_in_words(const Catalogue& catalogue, ServiceMode mode);
/// "8 h of working time", "2 h, day and night", "by the end of the next working day", "no promise".
std::string target_in_words(const Catalogue& catalogue, const Target& target);

/// "Fri 5 Jun 2026 15:30"
Markup moment_in_words(const Catalogue& catalogue, const TimeZone& zone, Instant instant);
/// "5 June 2026"
Markup date_in_words(const Catalogue& catalogue, LocalDate date);
/// "Fri 5 Jun 2026": where the weekday says something.
Markup day_in_words(const Catalogue& catalogue, LocalDate date);

/// The text, or that nothing was agreed.
Markup text_or_not_agreed(const Catalogue& catalogue, std::string_view text);
std::string join_words(const std::vector<std::string>& words);

}  // namespace countersign
