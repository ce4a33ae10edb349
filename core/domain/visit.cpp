// Visit: what is admitted and what a command becomes.
#include "core/domain/visit.hpp"

#include <algorithm>
#include <array>

#include "core/base/overloaded.hpp"
#include "core/domain/organisation.hpp"

namespace countersign {

namespace {
constexpr std::array<std::string_view, 2> kind_names{"maintenance", "emergency"};
constexpr std::array<std::string_view, 6> state_names{"planned", "on_site", "done", "cancelled", "ordered", "skipped"};
constexpr std::array<std::string_view, 4> result_names{"open", "ok", "fault", "not_applicable"};
constexpr Minutes day{24 * 60};

const CheckState* find_check(const Visit& visit, const AssetId& asset, const std::string& check) {
    for (const AssetChecks& entry : visit.checklist) {
        if (entry.asset != asset) continue;
        for (const CheckState& state : entry.checks) {
            if (state.planned.id == check) return &state;
        }
    }
    return nullptr;
}

Admission require_on_site(const Visit& visit) {
    if (!visit.known()) return refuse("refusal.visit.unknown");
    if (visit.state == VisitState::planned || visit.state == VisitState::ordered) return refuse("refusal.visit.not_started");
    if (visit.state == VisitState::done) return refuse("refusal.visit.already_ended");
    if (visit.state == VisitState::cancelled) return refuse("refusal.visit.cancelled");
    if (visit.state == VisitState::skipped) return refuse("refusal.visit.skipped");
    return {};
}

Admission require_time(Instant starts_at, Instant ends_at) {
    if (ends_at <= starts_at) return refuse("refusal.visit.ends_before_start");
    return {};
}

Admission require_free_date(const Visit& state, const SiteId& site, LocalDate regular, const Context& context) {
    const bool taken = context.regular_visits != nullptr && context.regular_visits->taken_by_another(state.id, site, regular);
    if (taken) return refuse("refusal.visit.regular_date_taken");
    return {};
}

// Before it begins: what can still be started, moved or cancelled.
Admission require_waiting(const Visit& visit) {
    if (!visit.known()) return refuse("refusal.visit.unknown");
    if (visit.state == VisitState::cancelled) return refuse("refusal.visit.cancelled");
    if (visit.state == VisitState::skipped) return refuse("refusal.visit.skipped");
    if (visit.state != VisitState::planned && visit.state != VisitState::ordered) return refuse("refusal.visit.already_started");
    return {};
}

Admission admit_plan(const Visit& state, const VisitPlanned& body, const Context& context) {
    if (state.planned) return refuse("refusal.visit.already_planned");
    if (state.state == VisitState::skipped) return refuse("refusal.visit.skipped");
    if (state.state == VisitState::cancelled) return refuse("refusal.visit.cancelled");
    if (state.order && (body.kind != VisitKind::emergency || body.site != state.order->site)) {
        return refuse("refusal.visit.plan_differs_from_order");
    }
    if (auto time = require_time(body.starts_at, body.ends_at); !time) return time;
    if (context.organisation != nullptr) {
        if (context.organisation->site(body.site) == nullptr) return refuse("refusal.visit.site_unknown");
        if (context.organisation->staff.count(body.technician) == 0) return refuse("refusal.visit.technician_unknown");
    }
    if (body.regular) return require_free_date(state, body.site, *body.regular, context);
    return {};
}

Admission admit_skip(const Visit& state, const VisitSkipped& body, const Context& context) {
    if (state.known()) return refuse("refusal.visit.already_planned");
    if (auto time = require_time(body.starts_at, body.ends_at); !time) return time;
    if (context.organisation != nullptr && context.organisation->site(body.site) == nullptr) return refuse("refusal.visit.site_unknown");
    return require_free_date(state, body.site, body.regular, context);
}

Admission admit_carried(const Visit& state, const VisitChecksCarried& body) {
    if (auto waiting = require_waiting(state); !waiting) return waiting;
    if (!state.planned) return refuse("refusal.visit.not_planned");
    if (body.from == state.id || body.from == state.carried_from) return refuse("refusal.visit.checks_already_carried");
    return {};
}

Admission admit_move(const Visit& state, const VisitMoved& body) {
    if (auto waiting = require_waiting(state); !waiting) return waiting;
    if (!state.planned) return refuse("refusal.visit.not_planned");
    if (auto time = require_time(body.starts_at, body.ends_at); !time) return time;
    if (body.starts_at == state.starts_at && body.ends_at == state.ends_at) return refuse("refusal.visit.move_changes_nothing");
    return require_text(body.reason, "refusal.visit.move_reason_missing");
}
}  // namespace

std::string_view visit_kind_name(VisitKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::string_view visit_state_name(VisitState state) { return state_names[static_cast<std::size_t>(state)]; }
std::string_view check_result_name(CheckResult result) { return result_names[static_cast<std::size_t>(result)]; }

std::size_t AssetChecks::answered() const {
    return static_cast<std::size_t>(
        std::count_if(checks.begin(), checks.end(), [](const CheckState& check) { return check.result != CheckResult::open; }));
}

Minutes Visit::recorded_time() const {
    Minutes total;
    for (const TimeEntry& entry : time_entries) total += entry.spent;
    return total;
}

std::size_t Visit::checks_total() const {
    std::size_t total = 0;
    for (const AssetChecks& asset : checklist) total += asset.checks.size();
    return total;
}

std::size_t Visit::checks_answered() const {
    std::size_t total = 0;
    for (const AssetChecks& asset : checklist) total += asset.answered();
    return total;
}

std::size_t Visit::faults() const {
    std::size_t total = 0;
    for (const AssetChecks& asset : checklist) {
        total += static_cast<std::size_t>(std::count_if(asset.checks.begin(), asset.checks.end(),
                                                        [](const CheckState& check) { return check.result == CheckResult::fault; }));
    }
    return total;
}

void RegularVisits::add(const Visit& visit) {
    if (visit.regular && visit.state != VisitState::cancelled) visits_[{visit.site, *visit.regular}].push_back(visit.id);
}

bool RegularVisits::taken_by_another(const VisitId& visit, const SiteId& site, LocalDate regular) const {
    const auto found = visits_.find({site, regular});
    return found != visits_.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const VisitId& other) { return other != visit; });
}

Admission admit(const Visit& state, const VisitEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const VisitPlanned& body) { return admit_plan(state, body, context); },
                          [&](const VisitNumberGiven&) -> Admission {
                              if (state.number != 0) return refuse("refusal.visit.already_numbered");
                              return {};
                          },
                          [&](const VisitStarted&) { return require_waiting(state); },
                          [&](const CheckRecorded& body) -> Admission {
                              if (auto on_site = require_on_site(state); !on_site) return on_site;
                              if (find_check(state, body.asset, body.check) == nullptr) return refuse("refusal.visit.check_unknown");
                              return {};
                          },
                          [&](const VisitTimeRecorded& body) -> Admission {
                              if (auto on_site = require_on_site(state); !on_site) return on_site;
                              if (body.spent.count < 1 || body.spent > day) return refuse("refusal.visit.minutes_out_of_range");
                              return {};
                          },
                          [&](const VisitNoteRecorded& body) -> Admission {
                              if (auto on_site = require_on_site(state); !on_site) return on_site;
                              return require_text(body.text, "refusal.visit.note_empty");
                          },
                          [&](const VisitEnded& body) -> Admission {
                              if (auto on_site = require_on_site(state); !on_site) return on_site;
                              if (state.arrived_at && body.departed_at < *state.arrived_at)
                                  return refuse("refusal.visit.departed_before_arrival");
                              return {};
                          },
                          [&](const VisitCancelled& body) -> Admission {
                              if (auto waiting = require_waiting(state); !waiting) return waiting;
                              return require_text(body.reason, "refusal.visit.cancel_reason_missing");
                          },
                          [&](const VisitSkipped& body) { return admit_skip(state, body, context); },
                          [&](const VisitChecksCarried& body) { return admit_carried(state, body); },
                          [&](const VisitMoved& body) { return admit_move(state, body); },
                          [&](const EmergencyVisitOrdered& body) -> Admission {
                              if (state.known()) return refuse("refusal.visit.already_planned");
                              return admit_order(body, context);
                          },
                      },
                      event);
}

Result<std::vector<VisitEvent>, Refusal> decide(const Visit& state, const VisitCommand& command, const Context& context) {
    const VisitEvent event =
        std::visit(Overloaded{
                       [&](const PlanVisit& c) -> VisitEvent {
                           const AgreementId agreement = context.agreement == nullptr ? AgreementId{} : context.agreement->id;
                           return VisitPlanned{c.kind,    c.site,      c.technician, agreement, c.starts_at,
                                               c.ends_at, c.checklist, c.regular,    c.holiday, c.carried_from};
                       },
                       [&](const SkipVisit& c) -> VisitEvent {
                           const AgreementId agreement = context.agreement == nullptr ? AgreementId{} : context.agreement->id;
                           return VisitSkipped{c.site, agreement, c.regular, c.starts_at, c.ends_at, c.holiday};
                       },
                       [&](const CarryChecks& c) -> VisitEvent {
                           return VisitChecksCarried{c.from, c.checklist};
                       },
                       [&](const MoveVisit& c) -> VisitEvent {
                           return VisitMoved{c.starts_at, c.ends_at, c.reason};
                       },
                       [&](const OrderEmergencyVisit& c) -> VisitEvent { return order_of(c, context); },
                       [&](const StartVisit&) -> VisitEvent { return VisitStarted{context.now}; },
                       [&](const RecordCheck& c) -> VisitEvent {
                           return CheckRecorded{c.asset, c.check, c.result, c.note};
                       },
                       [&](const RecordVisitTime& c) -> VisitEvent {
                           return VisitTimeRecorded{c.spent, c.description};
                       },
                       [&](const RecordVisitNote& c) -> VisitEvent { return VisitNoteRecorded{c.text}; },
                       [&](const EndVisit&) -> VisitEvent { return VisitEnded{context.now}; },
                       [&](const CancelVisit& c) -> VisitEvent { return VisitCancelled{c.reason}; },
                   },
                   command);
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector{event};
}

}  // namespace countersign
