// `countersign clock`: asks the SLA clock of the core, case by case.
#include "core/domain/minute_ledger.hpp"
#include "core/domain/read_fields.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/questions.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign clock [--explain] [FILE]

Counts working time. Reads one case per line (JSON, from FILE or standard input), writes one answer per line.

  {"tz":"Europe/Warsaw","week":{"mon":[["09:00","17:00"]]},"holidays":["2026-06-04"],
   "op":"add","start":"2026-06-01T10:00:00+02:00","minutes":480}                       → {"due":"2026-06-08T08:00:00Z"}
  {…,"op":"between","start":…,"end":…,"pauses":[[from,to]],"target_minutes":480}       → {"seconds":…,"minutes":…,"breached":…}

  tz              IANA time zone
  week            ranges per weekday (mon … sun); a range may end at 24:00 or run past midnight: ["22:00","06:00"]
  holidays        dates without the ranges that begin on them; "country":"PL" (CZ, DK) adds the public holidays
  days            dates with hours of their own: {"2026-12-24":[["09:00","12:00"]]}
  around_the_clock  true instead of week: every minute counts
  start, end      RFC 3339, with Z or an offset
  pauses          times that do not count; those that overlap count once
  working_days    for "add", instead of minutes: due at the end of the n-th working day after that of the start
  target_minutes  for "between": breached says whether the end lies after the due time

The due time is the earliest instant at which the minutes are used up; 0 minutes is the start itself.

  --explain  adds "ledger": every segment from start to due (or end) with its kind and reason

Exit code 0: every case was answered; 1: some were not, each of which is named with line and field in its place.
)";

constexpr std::int64_t minutes_max = 50'000'000;
constexpr std::int32_t working_days_max = 2'500;

std::int64_t minutes(FieldReader& fields, const char* name) {
    const std::int64_t count = fields.integer(name);
    if (count < 0 || count > minutes_max) fields.reject(name, "must be from 0 to " + std::to_string(minutes_max));
    return count;
}

Target read_target(FieldReader& fields) {
    if (!fields.has("working_days")) return Target::working({minutes(fields, "minutes")});
    if (fields.has("minutes")) fields.reject("working_days", "stands beside minutes; only one of them can be asked for");
    return Target::days(read_count(fields, "working_days", 1, 1, working_days_max));
}

std::vector<Pause> read_pauses(FieldReader& fields) {
    std::vector<Pause> pauses;
    for (const Json& entry : fields.array("pauses")) {
        const bool pair = entry.is_array() && entry.size() == 2 && entry[0].is_string() && entry[1].is_string();
        const auto from = pair ? parse_timestamp(entry[0].get_ref<const std::string&>()) : std::nullopt;
        const auto to = pair ? parse_timestamp(entry[1].get_ref<const std::string&>()) : std::nullopt;
        if (!from || !to) {
            fields.reject("pauses", write_json(entry) + " is no pair of times [from, to]");
        } else if (*to < *from) {
            fields.reject("pauses", write_json(entry) + " ends before it begins");
        } else {
            pauses.push_back({*from, *to, "pause"});
        }
    }
    return pauses;
}

Json ledger_json(const std::vector<LedgerSegment>& segments) {
    Json list = Json::array();
    for (const LedgerSegment& segment : segments) {
        Json entry{{"from", to_timestamp(segment.from)},
                   {"to", to_timestamp(segment.to)},
                   {"kind", segment_kind_name(segment.kind)},
                   {"seconds", (segment.to - segment.from).count / 1'000},
                   {"counted_seconds", segment.counted_until.count / 1'000}};
        if (!segment.reason.empty()) entry["reason"] = segment.reason;
        list.push_back(std::move(entry));
    }
    return list;
}

CaseAnswer answer_add(FieldReader& fields, const WorkingTime& time, const ClockRun& run, bool explain) {
    const SlaClock clock(time, run, run.start);
    if (fields.problem()) return Error{problem_of(fields)};
    if (!clock.due()) return Error{CaseProblem{"week", "within a century this calendar has not that much working time"}};
    Json answer{{"due", to_timestamp(*clock.due())}};
    if (explain) answer["ledger"] = ledger_json(minute_ledger(clock));
    return answer;
}

CaseAnswer answer_between(FieldReader& fields, const WorkingTime& time, ClockRun run, bool explain) {
    const Instant end = read_timestamp(fields, "end");
    const bool has_target = fields.has("target_minutes");
    if (has_target) run.target = Target::working({minutes(fields, "target_minutes")});
    run.stopped_at = end;
    if (!fields.problem() && end < run.start) fields.reject("end", "lies before start");
    if (fields.problem()) return Error{problem_of(fields)};
    const SlaClock clock(time, run, end);
    const std::int64_t used_ms = clock.run_until(end).count;
    Json answer{{"seconds", used_ms / 1'000}, {"minutes", used_ms / 60'000}};
    // The due time is an instant: who stops after it has missed it, also when no working time has passed since.
    if (has_target) answer["breached"] = clock.due() && end > *clock.due();
    if (explain) answer["ledger"] = ledger_json(minute_ledger(clock, end));
    return answer;
}

}  // namespace

CaseAnswer answer_clock(const Json& question, bool explain) {
    FieldReader fields(question);
    auto calendar = BusinessCalendar::from_json(fields);
    const std::string operation = fields.text("op", 20);
    if (!fields.problem() && operation != "add" && operation != "between")
        fields.reject("op", "\"" + operation + "\" is neither add nor between");
    ClockRun run;
    run.start = read_timestamp(fields, "start");
    run.pauses = read_pauses(fields);
    if (operation == "add") run.target = read_target(fields);
    if (fields.problem()) return Error{problem_of(fields)};
    const auto time = WorkingTime::of(std::move(calendar));
    if (!time) return Error{CaseProblem{"tz", time.error().describe()}};
    return operation == "add" ? answer_add(fields, *time, run, explain) : answer_between(fields, *time, run, explain);
}

namespace {

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.switches = {"--explain"}, .operands_max = 1});
    if (!options) return wrong_usage("clock", options.error());
    const bool explain = options->given("--explain");
    return run_cases("clock", options->operands(), [explain](const Json& question) { return answer_clock(question, explain); });
}

}  // namespace

const CliCommand clock_command{"clock", "counts working time, case by case", help, run};

}  // namespace countersign
