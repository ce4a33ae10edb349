// `countersign hours`: entitlements and work entries become a ledger and a balance.
#include <set>

#include "core/domain/after_hours.hpp"
#include "core/domain/charging.hpp"
#include "core/domain/hours_ledger.hpp"
#include "core/domain/hours_warnings.hpp"
#include "core/domain/read_fields.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/questions.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign hours [FILE]

Keeps an hours ledger. Reads one case per line (JSON, from FILE or standard input), writes one answer per line.

  {"allowance":{"per_month_minutes":600,"from":"2026-01-01","until":"2026-06-30","carry_months":1,"carry_max_minutes":300},
   "entitlements":[{"id":"p4","minutes":240,"valid_from":"2026-01-10","valid_until":"2026-04-09"}],
   "entries":[{"id":"e1","worked_on":"2026-01-15","minutes":50,"kind":"on_site"}],
   "rounding":{"on_site":{"minimum_minutes":60,"step_minutes":30}},"after_hours_percent":100,
   "on_exhaustion":"occasional","as_of":"2026-06-30","statement":["2026-01-01","2026-01-31"]}
  → {"ledger":[{"date":…,"kind":"granted","entitlement":…,"minutes":600,"effect":600},…],"balance_minutes":…,"left":[…],
     "overdrawn_minutes":0,"statement":{…}}

  allowance      minutes granted each month; unused ones pass to the next carry_months months, together at most carry_max_minutes
  entitlements   packages with their first and last day
  entries        work, each with an id of its own; kind is remote, on_site, phone or workshop; "free":true is warranty or own fault and charges nothing;
                 "after_hours":true uses up after_hours_percent more. With "started_at" and "ended_at" in place of worked_on the
                 part outside the calendar is an entry of its own, "e1/after_hours"
  calendar       the hours, in the form of `countersign clock`, where an entry has a start and an end
  rounding       by kind of work; without it every minute counts as worked
  on_exhaustion  stop, negative or occasional (the default)
  as_of          the last day that the ledger covers
  statement      a period to sum up, if wanted
  warnings       true: "warnings" says what is to be told at the end of as_of: the highest of 50, 80 and 100 percent that are used of the
                 month's allowance and of the packages that are still valid, and what expires within 14 days
  settled        entries as they were known when the period was settled: "changes" then lists what differs from that ledger,
                 lines taken back with negated minutes and lines that hold now

Work draws on what was valid on the day it was worked: soonest expiry first, then oldest start, then lowest id.
Exit code 0: every case was answered; 1: some were not, each of which is named with line and field in its place.
)";

constexpr std::int32_t minutes_max = 10'000'000;
constexpr std::int32_t years_max = 50;

struct Question {
    std::vector<Entitlement> entitlements;
    std::vector<HoursEntry> entries;
    std::optional<std::vector<HoursEntry>> settled;
    HoursTerms terms;
    LocalDate as_of;
};

void read_allowance(FieldReader& fields, Question& question) {
    if (!fields.has("allowance")) return;
    FieldReader reader(fields.object("allowance"));
    AllowanceTerms terms;
    terms.per_month = {read_count(reader, "per_month_minutes", 0, 0, minutes_max)};
    terms.carry_months = read_count(reader, "carry_months", 1, 0, 120);
    if (reader.has("carry_max_minutes")) terms.carry_max = Minutes{read_count(reader, "carry_max_minutes", 0, 0, minutes_max)};
    const LocalDate from = read_date(reader, "from");
    const LocalDate until = read_date(reader, "until");
    if (!reader.problem() && (until < from || until.year - from.year > years_max))
        reader.reject("until", "must lie after from, at most 50 years");
    if (reader.problem()) {
        fields.reject("allowance", *reader.problem());
        return;
    }
    question.entitlements = monthly_allowances(terms, from, until);
    question.terms.carry_max = terms.carry_max;
}

/// How minutes are counted: what the agreement says about work.
struct Counting {
    Rates rounding;
    std::int32_t after_hours_percent = 0;
    std::optional<WorkingTime> hours = {};
};

// One entry, or two when it goes on outside the hours.
void read_entry(FieldReader& reader, const Counting& counting, std::vector<HoursEntry>& entries) {
    const std::string id = reader.text("id", 200);
    const Minutes worked{read_count(reader, "minutes", 0, 0, minutes_max)};
    const WorkKind kind = reader.has("kind") ? read_choice<WorkKind>(reader, "kind", work_kind_names) : WorkKind::remote;
    Minutes charged;
    if (!reader.boolean_or("free", false)) charged = counting.rounding.rounding_of(kind).charged(worked);
    if (!reader.has("started_at")) {
        const std::int32_t percent = reader.boolean_or("after_hours", false) ? counting.after_hours_percent : 0;
        entries.push_back({{id}, read_date(reader, "worked_on"), worked, charged, percent});
        return;
    }
    const Instant started_at = read_timestamp(reader, "started_at");
    const Instant ended_at = read_timestamp(reader, "ended_at");
    if (!counting.hours) reader.reject("started_at", "needs a calendar beside the entries");
    if (ended_at < started_at) reader.reject("ended_at", "lies before started_at");
    if (reader.problem()) return;
    const LocalDate day = to_local(counting.hours->zone(), started_at).date;
    const SplitByHours parts = split_by_hours(*counting.hours, started_at, ended_at, {worked, charged});
    const bool nothing_after = parts.after == WorkedMinutes{};
    if (nothing_after || parts.within != WorkedMinutes{}) entries.push_back({{id}, day, parts.within.worked, parts.within.charged});
    if (!nothing_after)
        entries.push_back({{id + "/after_hours"}, day, parts.after.worked, parts.after.charged, counting.after_hours_percent});
}

std::vector<HoursEntry> read_entries(FieldReader& fields, const char* name, const Counting& counting) {
    std::vector<HoursEntry> entries;
    std::set<std::string> ids;
    read_each(fields, name, [&](FieldReader& reader) {
        read_entry(reader, counting, entries);
        const std::string id = reader.text_or("id", "", 200);
        if (!id.empty() && !ids.insert(id).second) {
            reader.reject("id", "\"" + id + "\" names an entry before this one already; give each piece of work an id of its own");
        }
    });
    return entries;
}

Counting read_counting(FieldReader& fields) {
    Counting counting;
    Json rates = Json::object({{"currency", "PLN"}});
    if (fields.has("rounding")) rates["rounding"] = fields.object("rounding");
    FieldReader rate_fields(rates);
    counting.rounding = Rates::from_json(rate_fields);
    if (rate_fields.problem()) fields.reject("rounding", problem_of(rate_fields).why);
    counting.after_hours_percent = read_count(fields, "after_hours_percent", 0, 0, 1'000);
    if (!fields.has("calendar")) return counting;
    auto hours = WorkingTime::of(read_part<BusinessCalendar>(fields, "calendar"));
    if (hours) {
        counting.hours = std::move(*hours);
    } else {
        fields.reject("calendar", hours.error().describe());
    }
    return counting;
}

Question read_question(FieldReader& fields) {
    Question question;
    read_allowance(fields, question);
    read_each(fields, "entitlements", [&](FieldReader& reader) {
        Entitlement entitlement{{reader.text("id", 200)},
                                EntitlementKind::package,
                                {read_count(reader, "minutes", 0, 0, minutes_max)},
                                read_date(reader, "valid_from"),
                                read_date(reader, "valid_until")};
        if (!reader.problem() && entitlement.valid_until < entitlement.valid_from) reader.reject("valid_until", "lies before valid_from");
        question.entitlements.push_back(std::move(entitlement));
    });
    const Counting counting = read_counting(fields);
    question.entries = read_entries(fields, "entries", counting);
    if (fields.has("settled")) question.settled = read_entries(fields, "settled", counting);
    if (fields.has("on_exhaustion")) question.terms.exhaustion = read_choice<Exhaustion>(fields, "on_exhaustion", exhaustion_names);
    question.as_of = read_date(fields, "as_of");
    return question;
}

Json ledger_json(const std::vector<HoursLine>& lines) {
    Json list = Json::array();
    for (const HoursLine& line : lines) {
        Json object{{"date", to_iso_text(line.date)},
                    {"kind", hours_line_kind_name(line.kind)},
                    {"minutes", line.minutes.count},
                    {"effect", line.effect.count}};
        if (!line.entitlement.empty()) object["entitlement"] = line.entitlement.value;
        if (!line.entry.empty()) object["entry"] = line.entry.value;
        list.push_back(std::move(object));
    }
    return list;
}

Json statement_json(const HoursStatement& statement) {
    return {{"from", to_iso_text(statement.from)},
            {"to", to_iso_text(statement.to)},
            {"opening", statement.opening.count},
            {"granted", statement.granted.count},
            {"debited", statement.debited.count},
            {"expired", statement.expired.count},
            {"over_cap", statement.over_cap.count},
            {"overdrawn", statement.overdrawn.count},
            {"free_of_charge", statement.free_of_charge.count},
            {"uncovered", statement.uncovered.count},
            {"priced", statement.priced.count},
            {"closing", statement.closing.count},
            {"used_percent", statement.used_percent()}};
}

std::optional<HoursStatement> read_statement(FieldReader& fields, const HoursLedger& ledger) {
    if (!fields.has("statement")) return std::nullopt;
    const Json& period = fields.array("statement");
    const bool pair = period.size() == 2 && period[0].is_string() && period[1].is_string();
    const auto from = pair ? parse_local_date(period[0].get_ref<const std::string&>()) : std::nullopt;
    const auto to = pair ? parse_local_date(period[1].get_ref<const std::string&>()) : std::nullopt;
    if (!from || !to || *to < *from) {
        fields.reject("statement", "must be a first and a last day, like [\"2026-01-01\",\"2026-01-31\"]");
        return std::nullopt;
    }
    return hours_statement(ledger, *from, *to);
}

Json warnings_json(const HoursWarnings& warnings) {
    Json json{{"expiring", Json::array()}};
    if (warnings.used_percent) json["used_percent"] = *warnings.used_percent;
    if (warnings.packages_used_percent) json["packages_used_percent"] = *warnings.packages_used_percent;
    for (const ExpiringHours& hours : warnings.expiring) {
        json["expiring"].push_back({{"id", hours.entitlement.id.value}, {"minutes", hours.left.count}, {"days_left", hours.days_left}});
    }
    return json;
}

}  // namespace

CaseAnswer answer_hours(const Json& question_json) {
    FieldReader fields(question_json);
    const Question question = read_question(fields);
    if (fields.problem()) return Error{problem_of(fields)};
    const HoursLedger ledger = hours_ledger({question.entitlements, question.entries, {question.terms}}, question.as_of);
    const auto statement = read_statement(fields, ledger);
    const bool warnings = fields.boolean_or("warnings", false);
    if (fields.problem()) return Error{problem_of(fields)};
    Json left = Json::array();
    for (const EntitlementBalance& balance : ledger.balances) {
        left.push_back({{"id", balance.entitlement.id.value},
                        {"minutes", balance.left.count},
                        {"valid_until", to_iso_text(balance.entitlement.valid_until)}});
    }
    Json answer{{"ledger", ledger_json(ledger.lines)},
                {"balance_minutes", ledger.balance().count},
                {"left", std::move(left)},
                {"overdrawn_minutes", ledger.overdrawn.count}};
    if (statement) answer["statement"] = statement_json(*statement);
    if (warnings) answer["warnings"] = warnings_json(hours_warnings(ledger, question.as_of));
    if (question.settled) {
        const HoursLedger settled = hours_ledger({question.entitlements, *question.settled, {question.terms}}, question.as_of);
        answer["changes"] = ledger_json(late_truth(settled.lines, ledger.lines));
    }
    return answer;
}

namespace {

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.operands_max = 1});
    if (!options) return wrong_usage("hours", options.error());
    return run_cases("hours", options->operands(), answer_hours);
}

}  // namespace

const CliCommand hours_command{"hours", "hours ledger and balance, case by case", help, run};

}  // namespace countersign
