// A month worked out by hand: June 2026 of a client in Warsaw, for the tests of the report and of its documents.
//
// Office hours Monday to Friday 9-17, no public holidays. High: answer in 2 h, solution in 8 h; critical: 1 h and 4 h, all of working time.
// The report is made on Friday 3 July.
//   T1 high      1 June 9:00, answered 10:00 (due 11:00: kept), solved 2 June 9:30 (due 1 June 17:00: missed)
//   T2 critical  3 June 9:00, answered 9:30 (kept), solved 12:00 (due 13:00: kept)
//   T3 high      Friday 29 May 15:00, answered 16:00 (May's), solved Monday 1 June 14:00 (due 15:00: kept)
//   T4 high      30 June 16:00, never answered: due on 1 July 10:00, which is July's
//   T5 critical  25 May 9:00, answered 9:10 and solved 10:00 (May's), reopened 10 June 9:00 with 3 h left, solved 9:30: kept
//   T6 high      8 June 9:00, answered 9:05 (kept, as high), made critical at 12:00 with 1 h left of 4, solved 15:00: missed, as critical
// Visits every Monday 10:00 (1, 8, 15, 22, 29 June), 8 June is the parties' own holiday and moves to the 9th; at the depot the second
// Monday of the month, which is the 8th, is left out on holidays. Hours: 600 min granted, 90 used. Fee 2,000.00; 5 % of it for each missed
// solution of priority critical: T6, 100.00. Availability 99.715 % of the promised 99.5 %.
#pragma once

#include "core/domain/monthly_report.hpp"

namespace countersign::june {

/// Warsaw is two hours ahead of UTC from March to October.
inline Instant at(int month, int day, int hour, int minute = 0) {
    return {wall_milliseconds({{2026, month, day}, {hour, minute}}) - 2 * 3'600'000};
}

inline const AgreementClock& agreement() {
    static const AgreementClock clock = [] {
        AgreementTerms terms;
        terms.calendars["office"] = office_hours("Europe/Warsaw", {{9 * 60, 17 * 60}});
        terms.calendars["office"].holidays = {{2026, 6, 8}};
        terms.levels.calendar = "office";
        terms.levels.by_priority[2] = {Target::working({120}), Target::none(), Target::none(), Target::working({480})};
        terms.levels.by_priority[3] = {Target::working({60}), Target::none(), Target::none(), Target::working({240})};
        return *AgreementClock::of(terms);
    }();
    return clock;
}

/// The clocks of the tickets run on a calendar without the parties' holiday, so that T6 can be followed by hand.
inline const AgreementClock& ticket_agreement() {
    static const AgreementClock clock = [] {
        AgreementTerms terms = agreement().terms();
        terms.calendars["office"].holidays.clear();
        return *AgreementClock::of(terms);
    }();
    return clock;
}

inline TicketOfMonth ticket(const char* id, Priority priority, Instant opened, std::optional<Instant> answered,
                            std::vector<TicketCourse::Resolved> resolved) {
    TicketCourse course;
    course.opened_at = opened;
    course.classifications = {{opened, priority, ServiceMode::sla}};
    if (answered) course.provider_messages = {*answered};
    course.resolved = std::move(resolved);
    return {{id}, std::move(course), &ticket_agreement()};
}

inline std::vector<TicketOfMonth> tickets() {
    std::vector<TicketOfMonth> all{
        ticket("T1", Priority::high, at(6, 1, 9), at(6, 1, 10), {{at(6, 2, 9, 30), {}}}),
        ticket("T2", Priority::critical, at(6, 3, 9), at(6, 3, 9, 30), {{at(6, 3, 12), {}}}),
        ticket("T3", Priority::high, at(5, 29, 15), at(5, 29, 16), {{at(6, 1, 14), {}}}),
        ticket("T4", Priority::high, at(6, 30, 16), std::nullopt, {}),
        ticket("T5", Priority::critical, at(5, 25, 9), at(5, 25, 9, 10), {{at(5, 25, 10), at(6, 10, 9)}, {at(6, 10, 9, 30), {}}}),
        ticket("T6", Priority::high, at(6, 8, 9), at(6, 8, 9, 5), {{at(6, 8, 15), {}}})};
    all[5].course.classifications.push_back({at(6, 8, 12), Priority::critical, ServiceMode::sla});
    return all;
}

inline std::vector<SiteSchedule> schedules() {
    const WorkingTime& time = *agreement().time_at({});
    const VisitSchedule mondays{.at = {10, 0}, .first = {2026, 1, 5}};
    const VisitSchedule second_monday{.rhythm = Rhythm::nth_weekday_of_month, .n = 2, .first = {2026, 1, 1}, .holidays = HolidayRule::skip};
    const auto of = [&](const VisitSchedule& schedule) { return scheduled_visits(schedule, time, {2026, 5, 1}, {2026, 7, 31}); };
    return {{{"office"}, of(mondays)}, {{"depot"}, of(second_monday)}};
}

inline std::vector<HeldVisit> held_visits() {
    return {{{"office"}, {2026, 5, 25}, {2026, 5, 25}},
            {{"office"}, {2026, 6, 1}, {2026, 6, 1}},
            {{"office"}, {2026, 6, 9}, {2026, 6, 9}},
            {{"office"}, {2026, 6, 15}, {2026, 6, 16}},
            {{"office"}, {2026, 6, 17}, {2026, 6, 17}}};
}

inline HoursLedger hours() {
    const AllowanceTerms allowance{.per_month = {600}};
    return hours_ledger({monthly_allowances(allowance, {2026, 6, 1}, {2026, 6, 30}), {{{"e1"}, {2026, 6, 9}, {80}, {90}}}}, {2026, 6, 30});
}

/// 99.5 % with maintenance on Sundays 2:00-6:00, which leaves 704 of 720 h: mail down on 10 June 8:00-10:00, the depot's line within that
/// 9:00-9:30 and contested: 2 h, 702 of 704 h are 99.7159 %.
inline AvailabilityOfMonth availability() {
    Availability agreed{99'500, office_hours("Europe/Warsaw", {})};
    agreed.maintenance.week[6] = {{2 * 60, 6 * 60}};
    const TimeZone& zone = agreement().time_at({})->zone();
    const MonthSpan month = month_span(zone, {2026, 6, 1});
    return *availability_of(agreed, month.from, month.until,
                            {{{"O1"}, "Mail", {}, at(6, 10, 8), at(6, 10, 10), true, "Disk replaced <twice>", false},
                             {{"O2"}, "Line", {"depot"}, at(6, 10, 9), at(6, 10, 9, 30), false, "Cable cut", true}},
                            at(7, 3, 12), zone);
}

inline CommercialTerms commercial() {
    CommercialTerms terms;
    terms.fee_minor = 200'000;
    terms.credits = {{{.id = "critical", .measure = Measure::resolution, .priorities = {Priority::critical}, .fee_permille = 50}}, 200};
    return terms;
}

inline MonthlyReport report() {
    MonthlyReport made;
    made.organisation = "Jaskółka & Syn";
    made.agreement_number = "U/2026/014";
    made.month = {2026, 6, 1};
    made.names = {{"T1", "#101 Printer"}, {"T6", "=HYPERLINK(1)"}, {"depot", "Depot"}};
    made.controls = {{"backup_ran", 30, 29, 1}};
    made.satisfaction = {{{2026, 5, 1}, 2, 9}, {{2026, 6, 1}, 3, 14}};
    made.risks = {"One line to the internet"};
    made.recommendations = {"Buy a second line <soon>"};
    made.complaints = {{"Late on 8 June", LocalDate{2026, 7, 8}, false}};
    const HoursLedger ledger = hours();
    const CommercialTerms terms = commercial();
    work_out(made,
             {tickets(),
              schedules(),
              held_visits(),
              &ledger,
              {{0, terms.credits, terms.fee_minor, 30, 99'715}},
              Currency::pln,
              {availability()}},
             agreement().time_at({})->zone(), at(7, 3, 12));
    return made;
}

}  // namespace countersign::june
