// `countersign agreement`: checks an agreement in a file (what it lacks, what in it cannot be kept, whether its examples hold) and shows it
// as the document that the parties sign.
#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "core/document/agreement_document.hpp"
#include "core/domain/agreement_check.hpp"
#include "core/i18n/built_in.hpp"
#include "core/i18n/catalogue.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign agreement check FILE [--language en|pl|cs|da]
       countersign agreement show FILE [--language en|pl|cs|da]

Reads the terms of an agreement (JSON: {"terms":{…},"commercial":{…}}).

check prints one JSON object per finding:

  {"kind":"missing","key":"check.disputes_missing","text":"There is no procedure for complaints and disputes. …"}

  missing        the agreement says nothing about it
  contradiction  it cannot be kept as it is written
  example        one of the agreement's own examples comes out differently

show prints the whole agreement as one HTML page to read, print and sign, with the SHA-256 of what is signed. Without "commercial"
the page says that the prices are not part of the copy.

Exit code 0: complete, nothing found, or shown; 1: something was found; 2: the file cannot be read, with the field that is wrong.
)";

struct AgreementFile {
    AgreementTerms terms;
    std::optional<CommercialTerms> commercial;
};

Result<AgreementFile, std::string> read_agreement(const std::string& path) {
    std::ifstream file(path);
    if (!file) return Error{"The file " + path + " cannot be read."};
    std::stringstream text;
    text << file.rdbuf();
    const auto json = parse_json(text.str());
    if (!json) return Error{path + " holds no JSON: " + json.error().cause};
    if (!json->is_object()) return Error{path + " must hold an object in braces."};
    FieldReader fields(*json);
    AgreementFile agreement;
    FieldReader terms(fields.object("terms"));
    agreement.terms = AgreementTerms::from_json(terms);
    if (terms.problem()) return Error{path + ", terms: " + *terms.problem()};
    if (fields.has("commercial")) {
        FieldReader commercial(fields.object("commercial"));
        agreement.commercial = CommercialTerms::from_json(commercial);
        if (commercial.problem()) return Error{path + ", commercial: " + *commercial.problem()};
    }
    if (fields.problem()) return Error{path + ": " + *fields.problem()};
    return agreement;
}

std::string told(const Catalogue& catalogue, const Refusal& text) {
    auto params = text.params;
    // Parameters that name a priority, measure or clause are texts of the catalogue themselves.
    for (auto& [name, value] : params) {
        if (catalogue.has(value)) value = std::string(catalogue.tr(value));
    }
    return catalogue.tr(text.key, params);
}

int check(const Catalogue& catalogue, const AgreementClock& agreement, const CommercialTerms* commercial) {
    const auto findings = check_agreement(agreement, commercial);
    for (const Finding& finding : findings) {
        fmt::print(
            "{}\n",
            write_json({{"kind", finding_kind_name(finding.kind)}, {"key", finding.text.key}, {"text", told(catalogue, finding.text)}}));
    }
    return findings.empty() ? exit_done : exit_failed;
}

int show(const Catalogue& catalogue, const AgreementClock& agreement, const CommercialTerms* commercial) {
    AgreementToShow shown{.agreement = agreement, .commercial = commercial};
    shown.terms_digest = digest_of(agreement.terms());
    if (commercial != nullptr) shown.commercial_digest = digest_of(*commercial);
    fmt::print("{}", agreement_document(catalogue, shown));
    return exit_done;
}

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.with_value = {"--language"}, .operands_max = 2});
    if (!options) return wrong_usage("agreement", options.error());
    const auto& operands = options->operands();
    if (operands.size() != 2 || (operands[0] != "check" && operands[0] != "show"))
        return wrong_usage("agreement", "check FILE or show FILE is required.");
    const auto language = language_from_code(options->value_or("--language", "en"));
    if (!language) return wrong_usage("agreement", "--language must be en, pl, cs or da.");
    const auto catalogue = Catalogue::load(*language, built_in_catalogue_json(*language), built_in_catalogue_json(Language::en));
    if (!catalogue) return failed(catalogue.error().describe());
    auto file = read_agreement(operands[1]);
    if (!file) return wrong_usage("agreement", file.error());
    const auto agreement = AgreementClock::of(std::move(file->terms));
    if (!agreement) return wrong_usage("agreement", agreement.error().describe());
    const CommercialTerms* commercial = file->commercial ? &*file->commercial : nullptr;
    return operands[0] == "check" ? check(*catalogue, *agreement, commercial) : show(*catalogue, *agreement, commercial);
}

}  // namespace

const CliCommand agreement_command{"agreement", "checks the terms of an agreement, or shows them as a document", help, run};

}  // namespace countersign
