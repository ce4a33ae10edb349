// `countersign holidays`: the public holidays of a country and year, as the core computes them.
#include <fmt/core.h>

#include "core/base/json.hpp"
#include "core/domain/holidays.hpp"
#include "core/i18n/built_in.hpp"
#include "core/i18n/catalogue.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign holidays --country PL|CZ|DK --year YYYY [--language en|pl|cs|da]

Prints the public holidays of the year, one JSON object per line: {"date":"2026-01-01","name":"New Year's Day"}.
Changes of the law are followed by year; years to come follow the law of today.
)";

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.with_value = {"--country", "--year", "--language"}});
    if (!options) return wrong_usage("holidays", options.error());
    const auto country = parse_country(options->value_or("--country", ""));
    if (!country) return wrong_usage("holidays", "--country must be PL, CZ or DK.");
    const std::int32_t since = holidays_known_since(*country);
    const auto year = options->number("--year", 0, since, 9'999);
    if (!year || *year == 0) return wrong_usage("holidays", fmt::format("--year must be from {} to 9999 for this country.", since));
    const auto language = language_from_code(options->value_or("--language", "en"));
    if (!language) return wrong_usage("holidays", "--language must be en, pl, cs or da.");
    const auto catalogue = Catalogue::load(*language, built_in_catalogue_json(*language), built_in_catalogue_json(Language::en));
    if (!catalogue) return failed(catalogue.error().describe());
    for (const Holiday& holiday : public_holidays(*country, static_cast<std::int32_t>(*year))) {
        fmt::print("{}\n", write_json({{"date", to_iso_text(holiday.date)}, {"name", std::string(catalogue->tr(holiday.key))}}));
    }
    return exit_done;
}

}  // namespace

const CliCommand holidays_command{"holidays", "public holidays of a country and year", help, run};

}  // namespace countersign
