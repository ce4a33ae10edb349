// `countersign holidays`: the public holidays of a country and year, as the core computes them.
#include <fmt/core.h>

#include "core/base/json.hpp"
#include "core/domain/holidays.hpp"
#include "core/i18n/built_in.hpp"
#include "core/i18n/catalogue.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/questions.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign holidays --country PL|CZ|DK --year YYYY [--language en|pl|cs|da]

Prints the public holidays of the year, one JSON object per line: {"date":"2026-01-01","name":"New Year's Day"}.
Changes of the law are followed by year; years to come follow the law of today.
)";

constexpr std::int32_t year_max = 9'999;

}  // namespace

CaseAnswer answer_holidays(const Json& question) {
    FieldReader fields(question);
    const auto country = parse_country(fields.text_or("country", "", 10));
    if (!country) return Error{CaseProblem{"country", "must be PL, CZ or DK"}};
    const std::int32_t since = holidays_known_since(*country);
    const std::int64_t year = fields.integer_or("year", 0);
    if (year < since || year > year_max)
        return Error{CaseProblem{"year", fmt::format("must be from {} to {} for this country", since, year_max)}};
    const auto language = language_from_code(fields.text_or("language", "en", 10));
    if (!language) return Error{CaseProblem{"language", "must be en, pl, cs or da"}};
    if (fields.problem()) return Error{problem_of(fields)};
    const auto catalogue = Catalogue::load(*language, built_in_catalogue_json(*language), built_in_catalogue_json(Language::en));
    if (!catalogue) return Error{CaseProblem{"language", catalogue.error().describe()}};
    Json holidays = Json::array();
    for (const Holiday& holiday : public_holidays(*country, static_cast<std::int32_t>(year))) {
        holidays.push_back({{"date", to_iso_text(holiday.date)}, {"name", std::string(catalogue->tr(holiday.key))}});
    }
    return Json{{"holidays", std::move(holidays)}};
}

namespace {

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.with_value = {"--country", "--year", "--language"}});
    if (!options) return wrong_usage("holidays", options.error());
    const auto year = options->number("--year", 0, 0, year_max);
    const auto answer = answer_holidays(
        {{"country", options->value_or("--country", "")}, {"year", year.value_or(0)}, {"language", options->value_or("--language", "en")}});
    if (!answer) return wrong_usage("holidays", fmt::format("--{} {}.", answer.error().field, answer.error().why));
    for (const Json& holiday : answer->at("holidays")) fmt::print("{}\n", write_json(holiday));
    return exit_done;
}

}  // namespace

const CliCommand holidays_command{"holidays", "public holidays of a country and year", help, run};

}  // namespace countersign
