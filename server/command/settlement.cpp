// `countersign settlement`: what a period costs, worked out from an organisation's log and nothing else.
#include <fmt/core.h>

#include <iterator>

#include "core/document/settlement_document.hpp"
#include "core/document/settlement_json.hpp"
#include "core/i18n/built_in.hpp"
#include "core/projection/settlement_of_period.hpp"
#include "server/command/chosen_organisation.hpp"
#include "server/command/command.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign settlement --data DIR (--organisation ID | --organisation-name NAME)
                              --from YYYY-MM-DD --until YYYY-MM-DD [--agreement NUMBER] [--correction N]
                              [--format json|html|csv] [--language en|pl|cs|da]

Works out from the log what a period costs: fees of the versions that applied, work beyond the hours, journeys, packages, approved credits,
VAT, and the statement of hours beside it. Prints it as one JSON object, or as a page or a table. A period that was settled already is
printed as it was issued.

  --data          the folder of the server's database
  --organisation  the client, by id or by name
  --from, --until the first and the last day of the period
  --agreement     its number, where more than one applied in the period; also of one that had ended before it
  --correction    of days that were settled: what changed since, as a settlement of its own. 1 is the first: those that were issued are
                  printed as they were issued, and what changed since the last of them comes after them, once for each currency and rate of
                  VAT that it is owed in
  --language      the language of the page and of what is refused

Exit code 0: settled; 1: no agreement applied in the period, its prices are not in the log, or the database cannot be read; 2: an option
is wrong.
)";

struct Asked {
    LocalDate from, until;
    std::string format, agreement;
    std::size_t correction = 0;  ///< which one; 0: the settlement itself
    Language language = Language::en;
};

Result<Asked, std::string> asked_by(const Options& options) {
    Asked asked;
    const auto from = parse_local_date(options.value_or("--from", ""));
    if (!from) return Error{std::string("--from needs a day like 2026-03-01.")};
    asked.from = *from;
    const auto until = parse_local_date(options.value_or("--until", ""));
    if (!until || *until < *from) return Error{std::string("--until needs a day like 2026-03-31 that is not before --from.")};
    asked.until = *until;
    asked.format = options.value_or("--format", "json");
    if (asked.format != "json" && asked.format != "html" && asked.format != "csv") {
        return Error{std::string("--format must be json, html or csv.")};
    }
    const auto language = language_from_code(options.value_or("--language", "en"));
    if (!language) return Error{std::string("--language must be en, pl, cs or da.")};
    asked.language = *language;
    asked.agreement = options.value_or("--agreement", "");
    if (options.given("--correction")) {
        const std::string number = options.value_or("--correction", "");
        if (number.size() != 1 || number[0] < '1' || number[0] > '9')
            return Error{std::string("--correction must be a number from 1 to 9.")};
        asked.correction = static_cast<std::size_t>(number[0] - '0');
    }
    return asked;
}

Result<const Agreement*, Refusal> agreement_in(const OrganisationBook& book, const Asked& asked) {
    const auto known = find_time_zone(book.organisation.time_zone);
    const TimeZone& zone = known ? **known : **find_time_zone("Etc/UTC");
    const auto midnight = [&](LocalDate date) { return from_local(zone, {date, {0, 0}}).chosen(); };
    const auto applied_since = [&](Instant from) {
        auto found = book.agreements_between(from, midnight(add_days(asked.until, 1)));
        if (!asked.agreement.empty()) std::erase_if(found, [&](const Agreement* one) { return one->number() != asked.agreement; });
        return found;
    };
    auto found = applied_since(midnight(asked.from));
    // What came late after its last day is settled too, whatever followed it.
    if (found.empty()) found = applied_since(Instant{0});
    const std::map<std::string, std::string> period{{"from", to_iso_text(asked.from)}, {"to", to_iso_text(asked.until)}};
    if (found.empty()) return refuse("refusal.settlement.not_in_force", period);
    if (found.size() > 1) return refuse("refusal.settlement.several_agreements", period);
    return found.front();
}

// Those that were issued, in their order, and after them what changed since.
Result<SettlementStatement, Refusal> correction_of(const OrganisationBook& book, const Agreement& agreement, const Asked& asked) {
    std::vector<SettlementStatement> corrections = issued_corrections(book, agreement, asked.from, asked.until);
    auto changed = corrections_of(book, agreement, asked.from, asked.until);
    if (!changed) return Error{changed.error()};
    std::move(changed->begin(), changed->end(), std::back_inserter(corrections));
    if (asked.correction > corrections.size()) return refuse("refusal.settlement.corrects_nothing");
    return std::move(corrections[asked.correction - 1]);
}

Result<SettlementStatement, Refusal> statement_of(const OrganisationBook& book, const Agreement& agreement, const Asked& asked) {
    if (asked.correction > 0) return correction_of(book, agreement, asked);
    if (auto issued = issued_settlement(book, agreement, asked.from, asked.until)) return std::move(*issued);
    return settlement_of(book, agreement, asked.from, asked.until);
}

int print_settlement(const OrganisationBook& book, const Asked& asked) {
    const auto catalogue = Catalogue::load(asked.language, built_in_catalogue_json(asked.language), built_in_catalogue_json(Language::en));
    if (!catalogue) return failed(catalogue.error().describe());
    const auto agreement = agreement_in(book, asked);
    if (!agreement) return failed(catalogue->tr(agreement.error()));
    const auto statement = statement_of(book, **agreement, asked);
    if (!statement) return failed(catalogue->tr(statement.error()));
    if (asked.format == "json") fmt::print("{}\n", write_json(settlement_json(*statement)));
    if (asked.format == "csv") fmt::print("{}", settlement_csv(*statement));
    if (asked.format == "html") fmt::print("{}", settlement_document(*catalogue, *statement));
    return exit_done;
}

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.with_value = {"--data", "--organisation", "--organisation-name", "--from", "--until",
                                                                   "--agreement", "--correction", "--format", "--language"}});
    if (!options) return wrong_usage("settlement", options.error());
    if (const auto problem = organisation_problem(*options)) return wrong_usage("settlement", *problem);
    const auto asked = asked_by(*options);
    if (!asked) return wrong_usage("settlement", asked.error());
    const auto book = chosen_book(options->value_or("--data", ""), *options);
    return book ? print_settlement(*book, *asked) : failed(book.error());
}

}  // namespace

const CliCommand settlement_command{"settlement", "what a period costs, from the log alone", help, run};

}  // namespace countersign
