// Monthly report: what a month of service amounted to, as numbers that anyone can work out again from the log (requirements.md R1, N10, V7,
// T8; rules.md 12, 26, 27, 37).
//
// The rule: a promise counts in the month in which it was fulfilled or broken, under the priority that held at that moment. Each ticket is
// counted under its last priority of the month, so that tickets open before + opened + reopened = resolved + open at the end. A visit is
// counted by its regular date; a moved one shows both dates. Nothing here is typed in but recommendations, risks and complaints. Worked
// example: June 2026, a ticket of priority high opened on Monday 1 June 9:00 (answer in 2 h, solution in 8 h), answered at 10:00, solved on
// Tuesday at 9:30: first response 1 of 1 kept, resolution 0 of 1; opened 1, resolved 1, open at the end 0.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/money.hpp"
#include "core/domain/availability.hpp"
#include "core/domain/hours_ledger.hpp"
#include "core/domain/ticket_clocks.hpp"
#include "core/domain/visit_schedule.hpp"

namespace countersign {

/// A month on the wall clock of a zone: days `first` to `last`, instants from `from` to before `until`.
struct MonthSpan {
    LocalDate first, last;
    Instant from, until;
};
MonthSpan month_span(const TimeZone& zone, LocalDate any_day);

/// A ticket and the version of the agreement that was pinned to it; `agreement` must outlive the report's making.
struct TicketOfMonth {
    TicketId ticket;
    TicketCourse course;
    const AgreementClock* agreement = nullptr;
    std::int32_t version = 0;  ///< its number
    /// When a visit was ordered for it with an arrival time of its own: from then on that one is judged instead (requirements.md V2).
    std::optional<Instant> visit_ordered_at = {};
};

/// The promises that were judged in the month, each under the priority that held when it was.
std::vector<JudgedPromise> judged_in(const std::vector<TicketOfMonth>& tickets, const MonthSpan& month, Instant now);

struct LevelAttainment {
    Measure measure = Measure::resolution;
    Priority priority = Priority::normal;
    Attainment share;
    std::vector<CauseId> missed = {};  ///< each once
    bool operator==(const LevelAttainment&) const = default;
};
/// One for each measure and priority that something was judged under; critical first.
std::vector<LevelAttainment> attainment_by_level(const std::vector<JudgedPromise>& judged);

struct TicketCounts {
    std::int64_t open_before = 0, opened = 0, reopened = 0, resolved = 0, open_at_end = 0;
    bool operator==(const TicketCounts&) const = default;
    TicketCounts& operator+=(const TicketCounts& other);
};
using TicketCountsByPriority = std::array<TicketCounts, 4>;  ///< low first
TicketCountsByPriority count_tickets(const std::vector<TicketOfMonth>& tickets, const MonthSpan& month);
TicketCounts sum_of(const TicketCountsByPriority& counts);

/// A visit that took place, from the log; `planned_for` is the day it was planned on.
struct HeldVisit {
    SiteId site;
    LocalDate planned_for;
    LocalDate held_on;
};

enum class VisitOutcome : std::uint8_t {
    held,
    skipped,  ///< it fell on a free day and the agreement leaves it out
    missed,   ///< planned until the day the report was made, and not held
    ahead,    ///< its day has not come yet
    extra     ///< held without being on the schedule, such as an emergency
};
inline constexpr std::array<std::string_view, 5> visit_outcome_names{"held", "skipped", "missed", "ahead", "extra"};

struct VisitOfMonth {
    SiteId site;
    LocalDate regular;                      ///< of an extra one the day it was held
    std::optional<LocalDate> planned = {};  ///< nothing for skipped and extra ones
    std::string holiday = {};               ///< key of why it was moved or skipped
    std::optional<LocalDate> held_on = {};
    VisitOutcome outcome = VisitOutcome::held;
    bool moved() const { return planned && *planned != regular; }
    bool operator==(const VisitOfMonth&) const = default;
};

struct SiteSchedule {
    SiteId site;
    std::vector<ScheduledVisit> visits;  ///< of the month and, for those that a holiday moved into it, of its neighbours
};
/// The visits whose regular date lies in the month, and those held in it without a plan. `held` may hold visits of other months; `today` is
/// the day on which the report is made.
std::vector<VisitOfMonth> visits_of(const std::vector<SiteSchedule>& schedules, std::vector<HeldVisit> held, const MonthSpan& month,
                                    LocalDate today);

struct VisitCounts {
    std::int64_t planned = 0, held = 0, moved = 0, skipped = 0, missed = 0, extra = 0;
    bool operator==(const VisitCounts&) const = default;
};
VisitCounts count_visits(const std::vector<VisitOfMonth>& visits);

/// Controls of one kind: how many were due in the month, done, and are overdue at its end (C2).
struct ControlCounts {
    std::string name;  ///< of the kind, as in events: "restore_tested"
    std::int64_t due = 0, done = 0, overdue = 0;
};

/// Answers from 1 to 5 given in one month (T8).
struct Satisfaction {
    LocalDate month;
    std::int64_t count = 0, sum = 0;
    /// The average in hundredths, halves up; nothing where nobody answered.
    std::optional<std::int64_t> average_hundredths() const;
};

struct OpenComplaint {
    std::string title;
    std::optional<LocalDate> due = {};  ///< of the step that is next
    bool overdue = false;
};

struct MonthlyReport {
    std::string organisation = {}, agreement_number = {};
    std::int32_t agreement_version = 1;
    LocalDate month;    ///< its first day
    LocalDate made_on;  ///< what came after is not in it
    Currency currency = Currency::pln;
    std::map<std::string, std::string> names =
        {};  ///< of tickets, ordered visits, devices and sites by the value of their id, as people call them

    std::vector<LevelAttainment> attainment = {};
    TicketCountsByPriority tickets = {};
    std::vector<VisitOfMonth> visits = {};
    std::optional<HoursStatement> hours = {};
    std::vector<HoursLine> hours_late = {};  ///< what came late into settled days of the month and waits for the client's word; in no sum
    HoursNames hours_names = {};             ///< of those lines
    std::vector<ControlCounts> controls = {};
    std::vector<AvailabilityOfMonth> availability = {};  ///< of each part of the month that something of its own was promised for
    std::vector<Satisfaction> satisfaction = {};         ///< earlier months first, the month itself last
    std::optional<CreditStatement> credits = {};         ///< nothing in a report for those who may not see the commercial terms
    std::vector<std::string> risks = {}, recommendations = {};
    std::vector<OpenComplaint> complaints = {};
};

/// What of a month's report follows from the log.
struct MonthFacts {
    std::vector<TicketOfMonth> tickets = {};
    std::vector<SiteSchedule> schedules = {};
    std::vector<HeldVisit> held_visits = {};
    const HoursLedger* hours = nullptr;
    std::vector<VersionOfMonth> versions = {};  ///< whose prices are known, in order; without any there are no credits
    Currency currency = Currency::pln;          ///< in which they owe
    std::vector<AvailabilityOfMonth> availability = {};
    std::vector<JudgedPromise> beside_tickets = {};  ///< of the month
    std::vector<TicketOfMonth> moved_away = {};      ///< to another agreement: judged by what this one promised before, and counted there
};

/// Fills in attainment, tickets, visits, hours, availability and credits; the rest is left as it is. `zone` is the agreement's.
void work_out(MonthlyReport& report, const MonthFacts& facts, const TimeZone& zone, Instant now);

}  // namespace countersign
