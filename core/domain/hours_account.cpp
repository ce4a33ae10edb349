// Hours account: admission, folding, and the ledger it feeds.
#include "core/domain/hours_account.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/client_day.hpp"

namespace countersign {

namespace {

bool inside(LocalDate date, LocalDate from, LocalDate to) { return from <= date && date <= to; }

// What is taken back must stand: the same approval twice takes back nothing the second time.
bool reverses_standing_lines(const SettledHours& period, const std::vector<HoursLine>& lines) {
    const std::vector<HoursLine> standing = period.standing();
    return std::all_of(lines.begin(), lines.end(), [&](const HoursLine& line) {
        const bool stands = std::find(standing.begin(), standing.end(), line) != standing.end();
        // A line about no minutes is its own opposite: it can only be taken back.
        if (line.minutes.count == 0) return stands;
        if (line.minutes.count > 0) return !stands;
        HoursLine taken_back = line;
        taken_back.minutes.count = -line.minutes.count;
        taken_back.effect.count = -line.effect.count;
        return std::find(standing.begin(), standing.end(), taken_back) != standing.end();
    });
}

Admission require_lines_inside(const std::vector<HoursLine>& lines, LocalDate from, LocalDate to) {
    const bool all = std::all_of(lines.begin(), lines.end(), [&](const HoursLine& line) { return inside(line.date, from, to); });
    if (!all) return refuse("refusal.hours.line_outside_period");
    return {};
}

// The zone in which days of work begin and end.
LocalDate local_day(const Agreement& agreement, Instant instant) {
    const BusinessCalendar* calendar = agreement.versions.empty() ? nullptr : agreement.versions.front().terms().calendar_at({});
    const auto zone = find_time_zone(calendar == nullptr ? "Europe/Warsaw" : calendar->time_zone);
    return zone ? to_local(**zone, instant).date : LocalDate{};
}

// Each version grants the months from its own first day to the day before the next one's; an amendment inside a month shares the month
// by days with the version before it.
void add_allowances(const Agreement& agreement, LocalDate as_of, std::vector<Entitlement>& entitlements) {
    for (std::size_t i = 0; i < agreement.versions.size(); ++i) {
        const AgreementVersion& version = agreement.versions[i];
        if (!version.signed_by_both()) continue;
        const AllowanceTerms& terms = version.terms().hours.allowance;
        if (terms.per_month.count == 0) continue;
        std::optional<LocalDate> end;
        if (const auto over = agreement.over_at(version)) end = local_day(agreement, *over - Milliseconds{1});
        std::optional<LocalDate> last_day = end;
        if (i + 1 < agreement.versions.size() && agreement.versions[i + 1].signed_by_both()) {
            const LocalDate before_next = add_days(local_day(agreement, agreement.versions[i + 1].takes_effect), -1);
            last_day = end ? std::min(*end, before_next) : before_next;
        }
        const LocalDate starts = local_day(agreement, version.takes_effect);
        if (last_day && *last_day < starts) continue;
        auto allowances = monthly_allowances(terms, starts, as_of, last_day);
        for (Entitlement& allowance : allowances) {
            // Unused hours pass to the next version with their own expiry; only the end of the agreement ends them.
            const LocalDate first{allowance.valid_from.year, allowance.valid_from.month, 1};
            allowance.valid_until = end_of_month(add_months(first, terms.carry_months));
            if (end && *end < allowance.valid_until) allowance.valid_until = *end;
            if (i > 0) allowance.id.value += "/" + std::to_string(version.number);
            entitlements.push_back(std::move(allowance));
        }
    }
}

// That a debt of it was repaid is not the work itself.
bool is_work_of(const HoursLine& line, const HoursEntryId& entry) { return line.entry == entry && line.kind != HoursLineKind::repaid; }

template <typename Named>
bool waits_in(const std::vector<SettledHours>& settled, LocalDate date, const Named& named) {
    return std::any_of(settled.begin(), settled.end(), [&](const SettledHours& period) {
        if (!inside(date, period.from, period.to)) return false;
        const std::vector<HoursLine> standing = period.standing();
        return std::none_of(standing.begin(), standing.end(), named);
    });
}

HoursFacts facts_of(const Agreement& agreement, const HoursAccount& account, std::vector<HoursEntry> work, LocalDate as_of) {
    HoursFacts facts{account.packages, std::move(work)};
    facts.entitlements.insert(facts.entitlements.end(), account.given.begin(), account.given.end());
    add_allowances(agreement, as_of, facts.entitlements);
    facts.entries.insert(facts.entries.end(), account.taken.begin(), account.taken.end());
    for (const AgreementVersion& version : agreement.versions) {
        if (!version.signed_by_both()) continue;
        const auto& hours = version.terms().hours;
        facts.terms.push_back({hours.exhaustion, hours.allowance.carry_max, local_day(agreement, version.takes_effect)});
    }
    return facts;
}

}  // namespace

std::vector<HoursLine> SettledHours::standing() const {
    std::vector<HoursLine> holds = lines;
    for (const HoursLine& change : approved) {
        HoursLine reversed = change;
        reversed.minutes.count = -change.minutes.count;
        reversed.effect.count = -change.effect.count;
        const auto found = std::find(holds.begin(), holds.end(), reversed);
        if (found == holds.end()) {
            holds.push_back(change);
        } else {
            holds.erase(found);
        }
    }
    return holds;
}

const SettledHours* HoursAccount::settled_period(LocalDate from, LocalDate to) const {
    const auto found =
        std::find_if(settled.begin(), settled.end(), [&](const SettledHours& period) { return period.from == from && period.to == to; });
    return found == settled.end() ? nullptr : &*found;
}

HoursLedger hours_ledger_of(const Agreement& agreement, const HoursAccount& account, std::vector<HoursEntry> work, LocalDate as_of) {
    return hours_ledger(facts_of(agreement, account, std::move(work), as_of), as_of);
}

HoursLedger standing_ledger_of(const Agreement& agreement, const HoursAccount& account, std::vector<HoursEntry> work, LocalDate as_of) {
    HoursFacts facts = facts_of(agreement, account, std::move(work), as_of);
    for (const SettledHours& period : account.settled) facts.settled.push_back({period.from, period.to, period.standing()});
    return hours_ledger(std::move(facts), as_of);
}

std::vector<HoursLine> late_truth_of(const Agreement& agreement, const HoursAccount& account, const SettledHours& settled,
                                     std::vector<HoursEntry> work) {
    HoursFacts facts = facts_of(agreement, account, std::move(work), settled.to);
    for (const SettledHours& period : account.settled) {
        if (period.to < settled.from) facts.settled.push_back({period.from, period.to, period.standing()});
        if (period.from <= settled.to) continue;
        // What moved here from a later settled period stays there until that one lets it go: it must not stand in both.
        const std::vector<HoursLine> later = period.standing();
        std::erase_if(facts.entries, [&](const HoursEntry& entry) {
            return std::any_of(later.begin(), later.end(), [&](const HoursLine& line) { return is_work_of(line, entry.id); });
        });
    }
    std::vector<HoursLine> holds;
    for (const HoursLine& line : hours_ledger(std::move(facts), settled.to).lines) {
        if (inside(line.date, settled.from, settled.to)) holds.push_back(line);
    }
    return late_truth(settled.standing(), holds);
}

bool HoursAccount::awaits_approval(const HoursEntry& entry) const {
    // Of nothing no line is written.
    if (entry.worked.count == 0 && entry.charged.count == 0) return false;
    return waits_in(settled, entry.worked_on, [&](const HoursLine& line) { return is_work_of(line, entry.id); });
}

bool HoursAccount::awaits_approval(const Entitlement& grant) const {
    return waits_in(settled, grant.valid_from, [&](const HoursLine& line) { return line.entitlement == grant.id; });
}

Admission admit(const HoursAccount& state, const HoursAccountEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const PackageAdded& body) -> Admission {
                              const auto same = [&](const Entitlement& package) { return package.id == body.package.id; };
                              if (std::any_of(state.packages.begin(), state.packages.end(), same))
                                  return refuse("refusal.hours.package_known");
                              if (body.package.granted.count < 1) return refuse("refusal.hours.package_empty");
                              if (body.package.valid_until < body.package.valid_from)
                                  return refuse("refusal.hours.package_ends_before_start");
                              return {};
                          },
                          [&](const HoursCorrected& body) -> Admission {
                              if (body.minutes.count == 0) return refuse("refusal.hours.correction_empty");
                              return require_text(body.reason, "refusal.hours.correction_reason_missing");
                          },
                          [&](const HoursPeriodSettled& body) -> Admission {
                              if (body.to < body.from) return refuse("refusal.hours.period_ends_before_start");
                              if (body.to >= today(context)) return refuse("refusal.hours.period_not_over");
                              const auto overlaps = [&](const SettledHours& period) {
                                  return period.from <= body.to && body.from <= period.to;
                              };
                              if (std::any_of(state.settled.begin(), state.settled.end(), overlaps))
                                  return refuse("refusal.hours.period_settled");
                              const bool follows = state.settled.empty() || add_days(state.settled.back().to, 1) == body.from;
                              if (!follows) return refuse("refusal.hours.period_leaves_gap");
                              if (write_json(body.to_json()).size() > hours_period_bytes_max) return refuse("refusal.settlement.too_large");
                              return require_lines_inside(body.lines, body.from, body.to);
                          },
                          [&](const LateTruthApproved& body) -> Admission {
                              if (state.settled_period(body.from, body.to) == nullptr) return refuse("refusal.hours.period_not_settled");
                              if (body.lines.empty()) return refuse("refusal.hours.nothing_to_approve");
                              if (!reverses_standing_lines(*state.settled_period(body.from, body.to), body.lines)) {
                                  return refuse("refusal.hours.reverses_nothing");
                              }
                              return require_lines_inside(body.lines, body.from, body.to);
                          },
                      },
                      event);
}

void apply(HoursAccount& state, const HoursAccountEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    if (const auto stream = parse_stream(stored.envelope.stream)) state.organisation = stream->organisation;
    std::visit(Overloaded{
                   [&](const PackageAdded& body) {
                       state.packages.push_back(body.package);
                       state.package_names[body.package.id] = body.name;
                   },
                   [&](const HoursCorrected& body) {
                       const std::string id = "correction/" + stored.envelope.id.value;
                       if (body.minutes.count > 0) {
                           const LocalDate until = end_of_month(add_months({body.on.year, body.on.month, 1}, 1));
                           state.given.push_back({{id}, EntitlementKind::package, body.minutes, body.on, until});
                       } else {
                           state.taken.push_back(
                               {.id = {id}, .worked_on = body.on, .worked = {}, .charged = {-body.minutes.count}, .correction = true});
                       }
                   },
                   [&](const HoursPeriodSettled& body) {
                       state.settled.push_back({body.from, body.to, body.lines});
                   },
                   [&](const LateTruthApproved& body) {
                       for (SettledHours& period : state.settled) {
                           if (period.from != body.from || period.to != body.to) continue;
                           period.approved.insert(period.approved.end(), body.lines.begin(), body.lines.end());
                       }
                   },
               },
               event);
}

Result<std::vector<HoursAccountEvent>, Refusal> decide(const HoursAccount& state, const HoursAccountCommand& command,
                                                       const Context& context) {
    const HoursAccountEvent event = std::visit(Overloaded{
                                                   [](const AddPackage& c) -> HoursAccountEvent {
                                                       return PackageAdded{c.package, c.name};
                                                   },
                                                   [](const CorrectHours& c) -> HoursAccountEvent {
                                                       return HoursCorrected{c.on, c.minutes, c.reason};
                                                   },
                                                   [](const SettleHoursPeriod& c) -> HoursAccountEvent { return c.period; },
                                                   [](const ApproveLateTruth& c) -> HoursAccountEvent { return c.approval; },
                                               },
                                               command);
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector{event};
}

}  // namespace countersign
