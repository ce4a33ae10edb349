// Planning the visits of an agreement's schedule: rules.md 27 and 28, requirements.md V1 and V7.
#include "core/domain/visit_planning.hpp"

#include <doctest/doctest.h>

#include "core/domain/timestamp.hpp"
#include "tests/support/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

Instant utc(const char* text) { return *parse_timestamp(text); }

// Mondays at 10:00 in Warsaw on Polish office hours; the client has one computer and a switch at the site.
struct Desk {
    Desk() {
        BusinessCalendar calendar = office_hours("Europe/Warsaw", {{8 * 60, 16 * 60}});
        calendar.country = Country::poland;
        terms = Story::terms();
        terms.calendars["office"] = calendar;
        terms.levels.calendar = "office";
        VisitSchedule mondays;
        mondays.at = {10, 0};
        mondays.length = {120};
        mondays.first = {2026, 3, 1};
        terms.visits = {{story.reception, mondays}};
        organisation.id = story.clinic;
        organisation.registered = true;
        organisation.sites[story.reception] = {story.reception, "Rejestracja", ""};
        organisation.staff[story.technician.user] = {story.technician.user, story.technician.name, Role::technician, "", true};
        organisation.assets[story.first_computer] = {story.first_computer, story.reception, "REJ-01", "computer", "Okienko 1"};
        organisation.assets[story.second_computer] = {story.second_computer, story.reception, "SW-01", "network", "Szafa"};
    }

    Result<std::vector<PlanningStep>, Refusal> plan(LocalDate from, LocalDate to) {
        agreement = Story::agreement_on(terms, story.agreement);
        return plan_visits({organisation, agreement, known, {{"works", "Działa"}, {"updates", "Aktualizacje"}}, from, to});
    }

    // What the caller does with the steps: a visit for each new one.
    void carry_out(const std::vector<PlanningStep>& steps) {
        for (const PlanningStep& step : steps) {
            const bool is_new = step.visit.empty();
            const auto same = std::find_if(known.begin(), known.end(), [&](const Visit& visit) { return visit.id == step.visit; });
            Visit visit;
            if (!is_new) visit = *same;
            const Subject subject{Visit::subject_kind, is_new ? ids.next() : step.visit.value};
            const Context context{morning, story.manager, &organisation, &agreement};
            const auto events = decide(visit, step.command, context);
            REQUIRE(events.ok());
            for (const VisitEvent& event : *events) apply(visit, event, stored_event(story.manager, subject, event, morning));
            if (is_new) {
                known.push_back(visit);
            } else {
                *same = visit;
            }
        }
    }

    // A done visit of that day with one check answered and the other left open.
    Visit done(const char* start, const char* end) {
        Visit visit;
        visit.id = {ids.next()};
        visit.planned = true;
        visit.state = VisitState::done;
        visit.site = story.reception;
        visit.starts_at = utc(start);
        visit.arrived_at = utc(start);
        visit.ends_at = utc(end);
        visit.departed_at = utc(end);
        visit.checklist = {{story.first_computer,
                            "REJ-01",
                            "computer",
                            "Okienko 1",
                            {{{"works", "Działa"}, CheckResult::ok, ""}, {{"updates", "Aktualizacje"}, CheckResult::open, ""}}}};
        return visit;
    }

    Story story;
    AgreementTerms terms;
    Organisation organisation;
    Agreement agreement;
    std::vector<Visit> known;
    CountingIds ids{7};
};

std::string told(const std::vector<PlanningStep>& steps) {
    std::string text;
    for (const PlanningStep& step : steps) {
        if (!text.empty()) text += " ";
        if (const auto* plan = std::get_if<PlanVisit>(&step.command)) {
            text += to_timestamp(plan->starts_at).substr(5, 11);
            if (!plan->holiday.empty()) text += "<" + to_iso_text(*plan->regular).substr(5) + ":" + plan->holiday;
        } else if (const auto* skip = std::get_if<SkipVisit>(&step.command)) {
            text += to_iso_text(skip->regular).substr(5) + ":skipped:" + skip->holiday;
        } else {
            text += "carry";
        }
    }
    return text;
}

}  // namespace

TEST_CASE("rule 27: a visit on Easter Monday is moved with both dates, or skipped with its reason, as the agreement says") {
    Desk desk;
    auto steps = desk.plan({2026, 3, 23}, {2026, 4, 13});
    REQUIRE(steps.ok());
    CHECK(told(*steps) == "03-23T09:00 03-30T08:00 04-07T08:00<04-06:holiday.easter_monday 04-13T08:00");
    const auto& first = std::get<PlanVisit>(steps->front().command);
    CHECK(first.technician == desk.story.technician.user);
    REQUIRE(first.checklist.size() == 1);
    CHECK(first.checklist[0].name == "REJ-01");
    CHECK(first.checklist[0].checks.size() == 2);

    desk.terms.visits[0].schedule.holidays = HolidayRule::skip;
    steps = desk.plan({2026, 4, 6}, {2026, 4, 13});
    REQUIRE(steps.ok());
    CHECK(told(*steps) == "04-06:skipped:holiday.easter_monday 04-13T08:00");
    desk.carry_out(*steps);
    CHECK(desk.known[0].state == VisitState::skipped);
    CHECK(desk.known[0].regular == LocalDate{2026, 4, 6});
    CHECK(desk.known[0].holiday == "holiday.easter_monday");
    CHECK(desk.known[0].starts_at == utc("2026-04-06T08:00:00Z"));

    desk.known.clear();
    desk.terms.visits[0].schedule.holidays = HolidayRule::keep;
    CHECK(told(*desk.plan({2026, 4, 6}, {2026, 4, 6})) == "04-06T08:00");
}

TEST_CASE("planning again plans nothing twice, neither what was skipped nor what was cancelled or planned by hand") {
    Desk desk;
    desk.terms.visits[0].schedule.holidays = HolidayRule::skip;
    desk.carry_out(*desk.plan({2026, 3, 23}, {2026, 4, 13}));
    REQUIRE(desk.known.size() == 4);
    CHECK(desk.plan({2026, 3, 23}, {2026, 4, 13})->empty());
    desk.known[0].state = VisitState::cancelled;
    CHECK(desk.plan({2026, 3, 23}, {2026, 4, 13})->empty());
    // A visit from before regular dates were recorded stands for the day on which it takes place.
    desk.known[1].regular.reset();
    CHECK(desk.plan({2026, 3, 23}, {2026, 4, 13})->empty());
    desk.known[1].kind = VisitKind::emergency;
    CHECK(told(*desk.plan({2026, 3, 23}, {2026, 4, 13})) == "03-30T08:00");
    CHECK(told(*desk.plan({2026, 4, 20}, {2026, 4, 20})) == "04-20T08:00");
}

TEST_CASE("each regular day follows the version of the agreement in force on it, and none after the agreement ended") {
    Desk desk;
    (void)desk.plan({2026, 3, 1}, {2026, 3, 2});
    AgreementTerms later = desk.terms;
    later.visits[0].schedule.weekday = Weekday::wednesday;
    AgreementVersion second{2, utc("2026-04-01T00:00:00Z"), std::make_shared<const AgreementClock>(std::move(*AgreementClock::of(later)))};
    second.signatures = desk.agreement.versions[0].signatures;
    desk.agreement.versions.push_back(std::move(second));
    desk.agreement.ends_at = utc("2026-04-10T00:00:00Z");
    const auto steps = plan_visits({desk.organisation, desk.agreement, desk.known, {}, {2026, 3, 23}, {2026, 4, 30}});
    REQUIRE(steps.ok());
    CHECK(told(*steps) == "03-23T09:00 03-30T08:00 04-01T08:00 04-08T08:00");
}

TEST_CASE("V1: a version that an amendment replaced asks for nothing any more") {
    Desk desk;
    desk.terms.levels.calendar = "none";
    CHECK(desk.plan({2026, 3, 1}, {2026, 4, 1}).error().key == "refusal.visit.schedule_without_calendar");
    AgreementTerms mended = desk.terms;
    mended.levels.calendar = "office";
    AgreementVersion second{2, utc("2026-03-11T12:00:00Z"), std::make_shared<const AgreementClock>(std::move(*AgreementClock::of(mended)))};
    second.signatures = desk.agreement.versions[0].signatures;
    desk.agreement.versions.push_back(std::move(second));
    const auto planned = [&](LocalDate from, LocalDate to) {
        return plan_visits({desk.organisation, desk.agreement, desk.known, {}, from, to});
    };
    const auto steps = planned({2026, 3, 16}, {2026, 3, 23});
    REQUIRE(steps.ok());
    CHECK(told(*steps) == "03-16T09:00 03-23T09:00");
    CHECK(planned({2026, 3, 2}, {2026, 3, 23}).error().key == "refusal.visit.schedule_without_calendar");
}

TEST_CASE("what cannot be planned is refused with its reason") {
    Desk desk;
    desk.organisation.staff.clear();
    CHECK(desk.plan({2026, 3, 1}, {2026, 4, 1}).error().key == "refusal.visit.no_permanent_technician");
    desk.terms.levels.calendar = "none";
    CHECK(desk.plan({2026, 3, 1}, {2026, 4, 1}).error().key == "refusal.visit.schedule_without_calendar");
    desk.terms.visits.clear();
    CHECK(desk.plan({2026, 3, 1}, {2026, 4, 1}).error().key == "refusal.visit.no_schedule");
}

TEST_CASE("rule 28: what the last visit left open is carried to the next new visit and marked") {
    Desk desk;
    desk.known = {desk.done("2026-03-16T09:00:00Z", "2026-03-16T10:00:00Z"), desk.done("2026-03-23T09:00:00Z", "2026-03-23T11:00:00Z")};
    desk.known[0].checklist[0].checks[0].result = CheckResult::open;  // an older visit: its turn was the visit after it
    const VisitId last = desk.known[1].id;
    const auto steps = desk.plan({2026, 3, 23}, {2026, 4, 13});
    REQUIRE(steps.ok());
    CHECK(told(*steps) == "03-30T08:00 04-07T08:00<04-06:holiday.easter_monday 04-13T08:00");
    const auto& next = std::get<PlanVisit>(steps->at(0).command);
    CHECK(next.carried_from == last);
    REQUIRE(next.checklist.size() == 1);
    REQUIRE(next.checklist[0].checks.size() == 2);
    CHECK_FALSE(next.checklist[0].checks[0].carried);
    CHECK(next.checklist[0].checks[1].carried);
    CHECK(std::get<PlanVisit>(steps->at(1).command).carried_from.empty());
    desk.carry_out(*steps);
    CHECK(desk.plan({2026, 3, 23}, {2026, 4, 13})->empty());
    CHECK(desk.known[2].checklist[0].checks[1].planned.carried);
}

TEST_CASE("rule 28: what was left open reaches a visit that was planned long before, once") {
    Desk desk;
    desk.carry_out(*desk.plan({2026, 3, 23}, {2026, 4, 13}));
    Visit& first = desk.known[0];
    first.state = VisitState::done;
    first.arrived_at = first.starts_at;
    first.departed_at = first.ends_at;
    first.checklist[0].checks[0].result = CheckResult::ok;
    first.checklist[0].checks.push_back({{"fan", "Wentylator"}, CheckResult::open, ""});  // only this visit had it
    const VisitId first_id = first.id;
    const auto steps = desk.plan({2026, 3, 23}, {2026, 4, 13});
    REQUIRE(steps.ok());
    REQUIRE(told(*steps) == "carry");
    CHECK(steps->front().visit == desk.known[1].id);
    desk.carry_out(*steps);
    const Visit& next = desk.known[1];
    CHECK(next.carried_from == first_id);
    REQUIRE(next.checklist[0].checks.size() == 3);
    CHECK_FALSE(next.checklist[0].checks[0].planned.carried);
    CHECK(next.checklist[0].checks[1].planned.carried);
    CHECK(next.checklist[0].checks[2].planned.id == "fan");
    CHECK(next.checklist[0].checks[2].planned.carried);
    CHECK(desk.plan({2026, 3, 23}, {2026, 4, 13})->empty());
    // The visit that took it over is cancelled: the next one has it.
    desk.known[1].state = VisitState::cancelled;
    CHECK(desk.plan({2026, 3, 23}, {2026, 4, 13})->front().visit == desk.known[2].id);
    // A computer that is gone leaves nothing to carry.
    desk.organisation.assets.clear();
    CHECK(desk.plan({2026, 3, 23}, {2026, 4, 13})->empty());
}

TEST_CASE("the progress of a period counts every regular date once") {
    Desk desk;
    desk.terms.visits[0].schedule.holidays = HolidayRule::skip;
    desk.carry_out(*desk.plan({2026, 3, 16}, {2026, 4, 20}));
    REQUIRE(desk.known.size() == 6);
    desk.known[0].state = VisitState::done;
    desk.known[0].checklist[0].checks[0].result = CheckResult::ok;
    desk.known[1].state = VisitState::on_site;
    desk.known[2].state = VisitState::cancelled;
    desk.known[4].earlier_plans.push_back({});
    const ScheduleProgress all = schedule_progress(desk.known, {}, {2026, 3, 16}, {2026, 4, 20});
    CHECK(all == ScheduleProgress{6, 1, 1, 2, 1, 1, 1, 10, 1});
    CHECK(all.regular == all.done + all.going_on + all.ahead + all.skipped + all.cancelled);
    CHECK(schedule_progress(desk.known, desk.story.reception, {2026, 4, 20}, {2026, 4, 20}).regular == 1);
    CHECK(schedule_progress(desk.known, {fixed_id(99)}, {2026, 3, 16}, {2026, 4, 20}).regular == 0);
}

TEST_CASE("a regular date of a site is planned or skipped once, unless the visit was cancelled") {
    Desk desk;
    desk.carry_out(*desk.plan({2026, 3, 23}, {2026, 3, 23}));
    RegularVisits taken;
    taken.add(desk.known[0]);
    const Context context{morning, desk.story.manager, &desk.organisation, &desk.agreement, &taken};
    PlanVisit again = desk.story.plan();
    again.regular = LocalDate{2026, 3, 23};
    CHECK(decide(Visit{}, again, context).error().key == "refusal.visit.regular_date_taken");
    const SkipVisit skip{desk.story.reception, {2026, 3, 23}, at_minute(0), at_minute(60), "holiday.own"};
    CHECK(decide(Visit{}, skip, context).error().key == "refusal.visit.regular_date_taken");
    again.regular = LocalDate{2026, 3, 30};
    CHECK(decide(Visit{}, again, context).ok());
    again.regular = LocalDate{2026, 3, 23};
    Visit cancelled = desk.known[0];
    cancelled.state = VisitState::cancelled;
    RegularVisits free;
    free.add(cancelled);
    CHECK(decide(Visit{}, again, {morning, desk.story.manager, &desk.organisation, &desk.agreement, &free}).ok());
}

TEST_CASE("a moved visit keeps every earlier plan, and what has begun or fell out is not moved") {
    const Story story;
    SubjectLog log(Visit::subject_kind, 40);
    const auto run = [&](const Actor& actor, const VisitCommand& command, Instant now) { return refusal_of(log.run(actor, command, now)); };
    CHECK(run(story.manager, MoveVisit{at_minute(1440), at_minute(1500), "x"}, morning) == "refusal.visit.unknown");
    PlanVisit plan = story.plan();
    plan.regular = LocalDate{2025, 11, 12};
    REQUIRE(run(story.manager, plan, morning) == "");
    CHECK(run(story.contact, MoveVisit{at_minute(1440), at_minute(1500), "x"}, morning) == "refusal.not_permitted");
    CHECK(run(story.manager, MoveVisit{at_minute(1440), at_minute(1440), "x"}, morning) == "refusal.visit.ends_before_start");
    CHECK(run(story.manager, MoveVisit{at_minute(0), at_minute(180), "x"}, morning) == "refusal.visit.move_changes_nothing");
    CHECK(run(story.manager, MoveVisit{at_minute(1440), at_minute(1500), " "}, morning) == "refusal.visit.move_reason_missing");
    REQUIRE(run(story.manager, MoveVisit{at_minute(1440), at_minute(1500), "Inwentaryzacja"}, morning) == "");
    REQUIRE(run(story.technician, MoveVisit{at_minute(2880), at_minute(2940), "Choroba"}, at_minute(5)) == "");
    const auto moved = log.as<Visit>();
    CHECK(moved.starts_at == at_minute(2880));
    CHECK(moved.regular == LocalDate{2025, 11, 12});
    REQUIRE(moved.earlier_plans.size() == 2);
    CHECK(moved.earlier_plans[0].starts_at == at_minute(0));
    CHECK(moved.earlier_plans[0].ends_at == at_minute(180));
    CHECK(moved.earlier_plans[0].reason == "Inwentaryzacja");
    CHECK(moved.earlier_plans[1].starts_at == at_minute(1440));
    REQUIRE(run(story.technician, StartVisit{}, at_minute(2881)) == "");
    CHECK(run(story.manager, MoveVisit{at_minute(5000), at_minute(5060), "x"}, at_minute(2882)) == "refusal.visit.already_started");

    SubjectLog skipped(Visit::subject_kind, 41);
    const SkipVisit skip{story.reception, {2025, 11, 11}, at_minute(-1440), at_minute(-1380), "holiday.independence_day"};
    REQUIRE(refusal_of(skipped.run(story.manager, VisitCommand{skip}, morning)) == "");
    CHECK(refusal_of(skipped.run(story.manager, VisitCommand{skip}, morning)) == "refusal.visit.already_planned");
    CHECK(refusal_of(skipped.run(story.technician, VisitCommand{StartVisit{}}, morning)) == "refusal.visit.skipped");
    CHECK(refusal_of(skipped.run(story.manager, VisitCommand{story.plan()}, morning)) == "refusal.visit.skipped");
}

TEST_CASE("a plan from before regular dates is still read, and writes the same bytes again") {
    const Story story;
    const Json old = {{"kind", "maintenance"},
                      {"site", story.reception.value},
                      {"technician", "t"},
                      {"agreement", ""},
                      {"starts_at", 5},
                      {"ends_at", 6},
                      {"checklist", Json::array({{{"asset", "a"},
                                                  {"name", "REJ-01"},
                                                  {"kind", "computer"},
                                                  {"place", ""},
                                                  {"checks", Json::array({{{"id", "works"}, {"title", "Works"}}})}}})}};
    FieldReader fields(old);
    const VisitPlanned body = VisitPlanned::from_json(fields);
    REQUIRE_FALSE(fields.problem().has_value());
    CHECK_FALSE(body.regular.has_value());
    CHECK(body.to_json() == old);
    VisitPlanned newer = body;
    newer.regular = LocalDate{2026, 4, 6};
    newer.holiday = "holiday.easter_monday";
    newer.carried_from = {"v"};
    newer.checklist[0].checks[0].carried = true;
    const Json written = newer.to_json();
    FieldReader again(written);
    CHECK(VisitPlanned::from_json(again).to_json() == written);
    CHECK(VisitPlanned::from_json(again).regular == newer.regular);
}
