// `countersign term`: how long an agreement runs, until when notice is in time, and when both sides are reminded.
#include "core/domain/agreement_term.hpp"
#include "core/domain/read_fields.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/questions.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign term [FILE]

Works out the dates of an agreement's term. Reads one case per line (JSON, from FILE or standard input), writes one answer per line.

  {"term":{"starts_on":"2026-03-01","months":12,"renewal_months":12,"notice_months":1,"notice_to_end_of_month":true,
           "announce_days":30},
   "on":"2026-06-01","notice_given":"2027-02-01"}
  → {"last_day":"2027-02-28","last_day_for_notice":"2027-01-31","announce_from":"2027-01-01",
     "notice":{"given":"2027-02-01","last_day":"2028-02-29"}}

  term          as in an agreement: months 0 is an indefinite term, renewal_months 0 one that ends by itself; notice_months and
                notice_days are the notice period, to the end of a month unless notice_to_end_of_month is false
  on            the day that is asked about; renewals are counted up to it
  notice_given  if wanted: when the agreement ends by notice of that day. Where the term may be ended early for a fee
                ("early_end":true), "early_last_day" says when it then ends

A date that does not exist is left out: an indefinite term has no last day, one that nothing renews none for notice.
Exit code 0: every case was answered; 1: some were not, each of which is named with line and field in its place.
)";

void add_date(Json& answer, const char* name, const std::optional<LocalDate>& date) {
    if (date) answer[name] = to_iso_text(*date);
}

}  // namespace

CaseAnswer answer_term(const Json& question) {
    FieldReader fields(question);
    FieldReader term_fields(fields.object("term"));
    const AgreementTerm term = AgreementTerm::from_json(term_fields);
    if (term_fields.problem()) fields.reject("term", *term_fields.problem());
    const LocalDate on = read_date(fields, "on");
    std::optional<LocalDate> given;
    if (fields.has("notice_given")) given = read_date(fields, "notice_given");
    if (!fields.problem() && on < term.starts_on) fields.reject("on", "lies before the term begins");
    if (!fields.problem() && given && *given < term.starts_on) fields.reject("notice_given", "lies before the term begins");
    if (fields.problem()) return Error{problem_of(fields)};
    Json answer = Json::object();
    add_date(answer, "last_day", term.last_day(on));
    add_date(answer, "last_day_for_notice", term.last_day_for_notice(on));
    add_date(answer, "announce_from", term.announce_from(on));
    if (given) {
        Json notice{{"given", to_iso_text(*given)}, {"last_day", to_iso_text(term.ends_after_notice(*given))}};
        add_date(notice, "early_last_day", term.ends_early_after_notice(*given));
        answer["notice"] = std::move(notice);
    }
    return answer;
}

namespace {

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.operands_max = 1});
    if (!options) return wrong_usage("term", options.error());
    return run_cases("term", options->operands(), answer_term);
}

}  // namespace

const CliCommand term_command{"term", "term, renewal and notice of an agreement, case by case", help, run};

}  // namespace countersign
