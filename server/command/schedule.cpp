// `countersign schedule`: the dates of a visit schedule in a period.
#include "core/domain/read_fields.hpp"
#include "core/domain/timestamp.hpp"
#include "core/domain/visit_schedule.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/questions.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign schedule [FILE]

Works out maintenance visits. Reads one case per line (JSON, from FILE or standard input), writes one answer per line.

  {"schedule":{"rhythm":"every_n_weeks","n":2,"weekday":"mon","at":"10:00","minutes":90,"first":"2026-01-05",
               "holidays":"working_day_after"},
   "calendar":{"tz":"Europe/Warsaw","country":"PL","week":{"mon":[["08:00","16:00"]],"tue":[["08:00","16:00"]]}},
   "from":"2026-03-01","to":"2026-04-30"}
  → {"visits":[{"regular":"2026-03-02","planned":"2026-03-02","starts_at":"2026-03-02T10:00:00+01:00","ends_at":…},…]}

  rhythm    every_n_weeks, or nth_weekday_of_month (n is 1 to 5, or -1 for the last)
  first     no visit before it; the weeks are counted from it; "last" ends the schedule
  holidays  what becomes of a visit on a day that is not worked: keep, skip, working_day_before, working_day_after
  calendar  as in `countersign clock`
  from, to  the period of regular dates, both included, at most ten years

A visit that was moved or skipped says why in "holiday" and keeps its regular date.
Exit code 0: every case was answered; 1: some were not, each of which is named with line and field in its place.
)";

constexpr std::int32_t days_max = 3'660;

Json visit_json(const ScheduledVisit& visit, const TimeZone& zone) {
    Json object{{"regular", to_iso_text(visit.regular)}};
    if (visit.planned) {
        object["planned"] = to_iso_text(*visit.planned);
        object["starts_at"] = to_timestamp(*visit.starts_at, zone);
        object["ends_at"] = to_timestamp(*visit.ends_at, zone);
    } else {
        object["skipped"] = true;
    }
    if (!visit.holiday.empty()) object["holiday"] = visit.holiday;
    return object;
}

}  // namespace

CaseAnswer answer_schedule(const Json& question) {
    FieldReader fields(question);
    FieldReader schedule_fields(fields.object("schedule"));
    const VisitSchedule schedule = VisitSchedule::from_json(schedule_fields);
    if (schedule_fields.problem()) fields.reject("schedule", *schedule_fields.problem());
    FieldReader calendar_fields(fields.object("calendar"));
    auto calendar = BusinessCalendar::from_json(calendar_fields);
    if (calendar_fields.problem()) fields.reject("calendar", *calendar_fields.problem());
    const LocalDate from = read_date(fields, "from");
    const LocalDate to = read_date(fields, "to");
    if (!fields.problem() && days_between(from, to) > days_max) fields.reject("to", "the period is longer than ten years");
    if (!fields.problem() && to < from) fields.reject("to", "lies before from");
    if (fields.problem()) return Error{problem_of(fields)};
    const auto time = WorkingTime::of(std::move(calendar));
    if (!time) return Error{CaseProblem{"calendar", time.error().describe()}};
    Json visits = Json::array();
    for (const ScheduledVisit& visit : scheduled_visits(schedule, *time, from, to)) visits.push_back(visit_json(visit, time->zone()));
    return Json{{"visits", std::move(visits)}};
}

namespace {

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.operands_max = 1});
    if (!options) return wrong_usage("schedule", options.error());
    return run_cases("schedule", options->operands(), answer_schedule);
}

}  // namespace

const CliCommand schedule_command{"schedule", "dates of a visit schedule, case by case", help, run};

}  // namespace countersign
