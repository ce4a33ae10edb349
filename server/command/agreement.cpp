// `countersign agreement check`: what an agreement in a file lacks, what in it cannot be kept, and whether its examples hold.
#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "core/domain/agreement_check.hpp"
#include "core/domain/read_fields.hpp"
#include "core/i18n/built_in.hpp"
#include "core/i18n/catalogue.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/questions.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign agreement check FILE [--language en|pl|cs|da]

Reads the terms of an agreement (JSON: {"terms":{…},"commercial":{…}}) and prints one JSON object per finding:

  {"kind":"missing","key":"check.disputes_missing","text":"There is no procedure for complaints and disputes. …"}

  missing        the agreement says nothing about it
  contradiction  it cannot be kept as it is written
  example        one of the agreement's own examples comes out differently

Exit code 0: complete, nothing found; 1: something was found; 2: the file cannot be read, with the field that is wrong.
)";

Result<Json, std::string> read_file(const std::string& path) {
    std::ifstream file(path);
    if (!file) return Error{"The file " + path + " cannot be read."};
    std::stringstream text;
    text << file.rdbuf();
    auto json = parse_json(text.str());
    if (!json) return Error{path + " holds no JSON: " + json.error().cause};
    if (!json->is_object()) return Error{path + " must hold an object in braces."};
    return std::move(*json);
}

std::string told(const Catalogue& catalogue, const Refusal& text) {
    auto params = text.params;
    // Parameters that name a priority, measure or clause are texts of the catalogue themselves.
    for (auto& [name, value] : params) {
        if (catalogue.has(value)) value = std::string(catalogue.tr(value));
    }
    return catalogue.tr(text.key, params);
}

}  // namespace

CaseAnswer answer_agreement_check(const Json& question) {
    FieldReader fields(question);
    FieldReader terms_fields(fields.object("terms"));
    AgreementTerms terms = AgreementTerms::from_json(terms_fields);
    if (terms_fields.problem()) fields.reject("terms", *terms_fields.problem());
    std::optional<CommercialTerms> commercial;
    if (fields.has("commercial")) commercial = read_part<CommercialTerms>(fields, "commercial");
    const auto language = language_from_code(fields.text_or("language", "en", 10));
    if (!language) fields.reject("language", "must be en, pl, cs or da");
    if (fields.problem()) return Error{problem_of(fields)};
    const auto catalogue = Catalogue::load(*language, built_in_catalogue_json(*language), built_in_catalogue_json(Language::en));
    if (!catalogue) return Error{CaseProblem{"language", catalogue.error().describe()}};
    const auto agreement = AgreementClock::of(std::move(terms));
    if (!agreement) return Error{CaseProblem{"terms", agreement.error().describe()}};
    Json findings = Json::array();
    for (const Finding& finding : check_agreement(*agreement, commercial ? &*commercial : nullptr)) {
        findings.push_back(
            {{"kind", finding_kind_name(finding.kind)}, {"key", finding.text.key}, {"text", told(*catalogue, finding.text)}});
    }
    return Json{{"findings", std::move(findings)}};
}

namespace {

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.with_value = {"--language"}, .operands_max = 2});
    if (!options) return wrong_usage("agreement", options.error());
    if (options->operands().size() != 2 || options->operands()[0] != "check") return wrong_usage("agreement", "check FILE is required.");
    const std::string& path = options->operands()[1];
    auto question = read_file(path);
    if (!question) return wrong_usage("agreement", question.error());
    if (options->given("--language")) (*question)["language"] = options->value_or("--language", "en");
    const auto answer = answer_agreement_check(*question);
    if (!answer) return wrong_usage("agreement", path + ", " + answer.error().field + ": " + answer.error().why);
    for (const Json& finding : answer->at("findings")) fmt::print("{}\n", write_json(finding));
    return answer->at("findings").empty() ? exit_done : exit_failed;
}

}  // namespace

const CliCommand agreement_command{"agreement", "checks the terms of an agreement", help, run};

}  // namespace countersign
