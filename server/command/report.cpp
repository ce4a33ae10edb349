// `countersign report`: the report of a month, worked out from an organisation's log and nothing else.
#include <fmt/core.h>

#include "core/document/report_csv.hpp"
#include "core/document/report_document.hpp"
#include "core/document/report_json.hpp"
#include "core/domain/timestamp.hpp"
#include "core/i18n/built_in.hpp"
#include "server/command/chosen_organisation.hpp"
#include "server/command/command.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign report --data DIR (--organisation ID | --organisation-name NAME) --month YYYY-MM
                          [--until YYYY-MM] [--agreement NUMBER] [--format json|html|csv] [--language en|pl|cs|da] [--at TIME]

Works out the report of a month from the log: attainment of every promised time, tickets, visits, hours, satisfaction, credits. Prints one
JSON object per line, or with --format html or csv the report of one month.

  --data          the folder of the server's database
  --organisation  the client, by id or by name
  --until         reports of all months up to this one, one line each (json only)
  --agreement     its number, where more than one applied in the month
  --at            as of this moment (RFC 3339); else now: what had happened by then, also where it arrived later. The same log and the
                  same moment give the same report, byte for byte.

Exit code 0: reported; 1: there is no agreement in that month, or the database cannot be read; 2: an option is wrong.
)";

struct Asked {
    LocalDate month, until;
    std::string format, agreement;
    Language language = Language::en;
    Instant at;
};

std::optional<LocalDate> parse_month(const std::string& text) { return parse_local_date(text + "-01"); }

Result<Asked, std::string> asked_by(const Options& options) {
    Asked asked;
    const auto month = parse_month(options.value_or("--month", ""));
    if (!month) return Error{std::string("--month needs a month like 2026-03.")};
    asked.month = *month;
    const auto until = parse_month(options.value_or("--until", to_iso_text(*month).substr(0, 7)));
    if (!until || *until < *month) return Error{std::string("--until needs a month like 2026-03 that is not before --month.")};
    asked.until = *until;
    asked.format = options.value_or("--format", "json");
    if (asked.format != "json" && asked.format != "html" && asked.format != "csv") {
        return Error{std::string("--format must be json, html or csv.")};
    }
    if (asked.format != "json" && asked.until != asked.month) return Error{std::string("--until goes with --format json only.")};
    const auto language = language_from_code(options.value_or("--language", "en"));
    if (!language) return Error{std::string("--language must be en, pl, cs or da.")};
    asked.language = *language;
    const auto at = options.given("--at") ? parse_timestamp(options.value_or("--at", "")) : std::optional(system_time());
    if (!at) return Error{std::string("--at needs a time like 2026-06-01T10:00:00+02:00.")};
    asked.at = *at;
    asked.agreement = options.value_or("--agreement", "");
    return asked;
}

// Those that applied on some day of the month.
std::vector<const Agreement*> agreements_in(const OrganisationBook& book, LocalDate month, const std::string& number) {
    const auto zone = find_time_zone(book.organisation.time_zone);
    const MonthSpan span = month_span(zone ? **zone : **find_time_zone("Etc/UTC"), month);
    std::vector<const Agreement*> found = book.agreements_between(span.from, span.until);
    if (!number.empty()) std::erase_if(found, [&](const Agreement* one) { return one->number() != number; });
    return found;
}

int print_report(const OrganisationBook& book, const Asked& asked, LocalDate month) {
    const auto agreements = agreements_in(book, month, asked.agreement);
    const std::string name = to_iso_text(month).substr(0, 7);
    if (agreements.empty()) return failed("No agreement applied in " + name + ".");
    if (agreements.size() > 1) return failed("More than one agreement applied in " + name + "; choose one with --agreement NUMBER.");
    const MonthlyReport report = report_of(book, *agreements.front(), month, asked.at);
    if (asked.format == "json") fmt::print("{}\n", write_json(report_json(report)));
    if (asked.format == "csv") fmt::print("{}", report_csv(report));
    if (asked.format != "html") return exit_done;
    const auto catalogue = Catalogue::load(asked.language, built_in_catalogue_json(asked.language), built_in_catalogue_json(Language::en));
    if (!catalogue) return failed(catalogue.error().describe());
    fmt::print("{}", report_document(*catalogue, report));
    return exit_done;
}

int print_reports(const OrganisationBook& book, const Asked& asked) {
    for (LocalDate month = asked.month; month <= asked.until; month = add_months(month, 1)) {
        if (const int code = print_report(book, asked, month); code != exit_done) return code;
    }
    return exit_done;
}

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.with_value = {"--data", "--organisation", "--organisation-name", "--month", "--until",
                                                                   "--agreement", "--format", "--language", "--at"}});
    if (!options) return wrong_usage("report", options.error());
    if (const auto problem = organisation_problem(*options)) return wrong_usage("report", *problem);
    const auto asked = asked_by(*options);
    if (!asked) return wrong_usage("report", asked.error());
    const auto book = chosen_book(options->value_or("--data", ""), *options, asked->at);
    return book ? print_reports(*book, *asked) : failed(book.error());
}

}  // namespace

const CliCommand report_command{"report", "the report of a month, from the log alone", help, run};

}  // namespace countersign
