// `countersign agreement`: checks an agreement in a file (what it lacks, what in it cannot be kept, whether its examples hold) and shows it
// as the document that the parties sign.
#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "core/document/agreement_document.hpp"
#include "core/domain/agreement_check.hpp"
#include "core/domain/read_fields.hpp"
#include "core/i18n/built_in.hpp"
#include "core/i18n/catalogue.hpp"
#include "server/command/chosen_organisation.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/questions.hpp"
#include "server/report/agreement_recording.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign agreement check FILE [--language en|pl|cs|da]
       countersign agreement show FILE [--language en|pl|cs|da]
       countersign agreement record FILE --data DIR (--organisation ID | --organisation-name NAME) --from YYYY-MM-DD --paper WHERE

Reads the terms of an agreement (JSON: {"terms":{…},"commercial":{…}}).

check prints one JSON object per finding:

  {"kind":"missing","key":"check.disputes_missing","text":"There is no procedure for complaints and disputes. …"}

  missing        the agreement says nothing about it
  contradiction  it cannot be kept as it is written
  example        one of the agreement's own examples comes out differently

show prints the whole agreement as one HTML page to read, print and sign, with the SHA-256 of what is signed. Without "commercial"
the page says that the prices are not part of the copy.

record takes an agreement that both sides signed on paper into the log, in force from the beginning of a day; --paper says where the
paper is kept. It prints the agreement's id.

Exit code 0: complete, nothing found, shown or recorded; 1: something was found or refused; 2: the file cannot be read, with the field that is wrong.
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

/// A file's agreement, ready to be asked, with the texts of a language.
struct AskedAgreement {
    AgreementClock clock;
    std::optional<CommercialTerms> commercial;
    Catalogue catalogue;
    const CommercialTerms* prices() const { return commercial ? &*commercial : nullptr; }
};

Result<AskedAgreement, CaseProblem> asked_by(const Json& question) {
    FieldReader fields(question);
    FieldReader terms_fields(fields.object("terms"));
    AgreementTerms terms = AgreementTerms::from_json(terms_fields);
    if (terms_fields.problem()) fields.reject("terms", *terms_fields.problem());
    std::optional<CommercialTerms> commercial;
    if (fields.has("commercial")) commercial = read_part<CommercialTerms>(fields, "commercial");
    const auto language = language_from_code(fields.text_or("language", "en", 10));
    if (!language) fields.reject("language", "must be en, pl, cs or da");
    if (fields.problem()) return Error{problem_of(fields)};
    auto catalogue = Catalogue::load(*language, built_in_catalogue_json(*language), built_in_catalogue_json(Language::en));
    if (!catalogue) return Error{CaseProblem{"language", catalogue.error().describe()}};
    auto clock = AgreementClock::of(std::move(terms));
    if (!clock) return Error{CaseProblem{"terms", clock.error().describe()}};
    return AskedAgreement{std::move(*clock), std::move(commercial), std::move(*catalogue)};
}

Json findings_of(const AskedAgreement& agreement) {
    Json findings = Json::array();
    for (const Finding& finding : check_agreement(agreement.clock, agreement.prices())) {
        findings.push_back(
            {{"kind", finding_kind_name(finding.kind)}, {"key", finding.text.key}, {"text", told(agreement.catalogue, finding.text)}});
    }
    return findings;
}

int check(const AskedAgreement& agreement) {
    const Json findings = findings_of(agreement);
    for (const Json& finding : findings) fmt::print("{}\n", write_json(finding));
    return findings.empty() ? exit_done : exit_failed;
}

int show(const AskedAgreement& agreement) {
    AgreementToShow shown{.agreement = agreement.clock, .commercial = agreement.prices()};
    shown.terms_digest = digest_of(agreement.clock.terms());
    if (agreement.commercial) shown.commercial_digest = digest_of(*agreement.commercial);
    fmt::print("{}", agreement_document(agreement.catalogue, shown));
    return exit_done;
}

int record(const AskedAgreement& agreement, const Options& options) {
    const std::string data = options.value_or("--data", "");
    const auto from = parse_local_date(options.value_or("--from", ""));
    if (data.empty()) return wrong_usage("agreement", "--data DIR is required.");
    if (!from) return wrong_usage("agreement", "--from needs a day like 2026-03-01.");
    if (options.given("--organisation") == options.given("--organisation-name")) {
        return wrong_usage("agreement", "Name the client with --organisation or with --organisation-name.");
    }
    auto database = StoreDatabase::open(database_path(data));
    if (!database) return failed("The database cannot be used: " + database.error().describe() + " [" + database.error().key + "]");
    SqliteEventStore store(**database);
    const Clock clock = system_time;
    SystemIds ids(clock);
    const ImportTarget target{store, ids, clock};
    const auto organisation = chosen_organisation(options, "", target);
    if (!organisation) return failed(organisation.error());
    if (!*organisation) return failed("No organisation is called " + options.value_or("--organisation-name", "") + ".");
    const BusinessCalendar* calendar = agreement.clock.terms().calendar_at({});
    const auto zone = find_time_zone(calendar == nullptr ? "Etc/UTC" : calendar->time_zone);
    if (!zone) return failed(zone.error().describe());
    const Instant takes_effect = from_local(**zone, {*from, {0, 0}}).chosen();
    const auto recorded = record_paper_agreement(
        {agreement.clock.terms(), agreement.commercial, takes_effect, options.value_or("--paper", "")}, **organisation, target);
    if (!recorded) return failed(recorded.error());
    fmt::print("{}\n", recorded->value);
    return exit_done;
}

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(
        arguments,
        {.with_value = {"--language", "--data", "--organisation", "--organisation-name", "--from", "--paper"}, .operands_max = 2});
    if (!options) return wrong_usage("agreement", options.error());
    const auto& operands = options->operands();
    if (operands.size() != 2 || (operands[0] != "check" && operands[0] != "show" && operands[0] != "record"))
        return wrong_usage("agreement", "check FILE, show FILE or record FILE is required.");
    auto question = read_file(operands[1]);
    if (!question) return wrong_usage("agreement", question.error());
    if (options->given("--language")) (*question)["language"] = options->value_or("--language", "en");
    const auto agreement = asked_by(*question);
    if (!agreement) return wrong_usage("agreement", operands[1] + ", " + agreement.error().field + ": " + agreement.error().why);
    if (operands[0] == "record") return record(*agreement, *options);
    return operands[0] == "check" ? check(*agreement) : show(*agreement);
}

}  // namespace

CaseAnswer answer_agreement_check(const Json& question) {
    const auto agreement = asked_by(question);
    if (!agreement) return Error{agreement.error()};
    return Json{{"findings", findings_of(*agreement)}};
}

const CliCommand agreement_command{"agreement", "checks the terms of an agreement, or shows them as a document", help, run};

}  // namespace countersign
