// Visit: rules and folding.
#include "core/domain/visit.hpp"

#include <algorithm>
#include <array>

#include "core/base/overloaded.hpp"
#include "core/domain/organisation.hpp"

namespace countersign {

namespace {
constexpr std::array<std::string_view, 2> kind_names{"maintenance", "emergency"};
constexpr std::array<std::string_view, 4> state_names{"planned", "on_site", "done", "cancelled"};
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
    if (!visit.planned) return refuse("refusal.visit.unknown");
    if (visit.state == VisitState::planned) return refuse("refusal.visit.not_started");
    if (visit.state == VisitState::done) return refuse("refusal.visit.already_ended");
    if (visit.state == VisitState::cancelled) return refuse("refusal.visit.cancelled");
    return {};
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

Admission admit(const Visit& state, const VisitEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const VisitPlanned& body) -> Admission {
                              if (state.planned) return refuse("refusal.visit.already_planned");
                              if (body.ends_at <= body.starts_at) return refuse("refusal.visit.ends_before_start");
                              if (context.organisation != nullptr) {
                                  if (context.organisation->site(body.site) == nullptr) return refuse("refusal.visit.site_unknown");
                                  if (context.organisation->staff.count(body.technician) == 0)
                                      return refuse("refusal.visit.technician_unknown");
                              }
                              return {};
                          },
                          [&](const VisitNumberGiven&) -> Admission {
                              if (state.number != 0) return refuse("refusal.visit.already_numbered");
                              return {};
                          },
                          [&](const VisitStarted&) -> Admission {
                              if (!state.planned) return refuse("refusal.visit.unknown");
                              if (state.state == VisitState::cancelled) return refuse("refusal.visit.cancelled");
                              if (state.state != VisitState::planned) return refuse("refusal.visit.already_started");
                              return {};
                          },
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
                              if (!state.planned) return refuse("refusal.visit.unknown");
                              if (state.state != VisitState::planned) return refuse("refusal.visit.already_started");
                              return require_text(body.reason, "refusal.visit.cancel_reason_missing");
                          },
                      },
                      event);
}

namespace {
void fold_plan(Visit& visit, const VisitPlanned& body) {
    visit.planned = true;
    visit.kind = body.kind;
    visit.site = body.site;
    visit.technician = body.technician;
    visit.agreement = body.agreement;
    visit.starts_at = body.starts_at;
    visit.ends_at = body.ends_at;
    for (const PlannedAsset& planned : body.checklist) {
        AssetChecks asset{planned.asset, planned.name, planned.kind, planned.place, {}};
        for (const PlannedCheck& check : planned.checks) asset.checks.push_back({check, CheckResult::open, {}});
        visit.checklist.push_back(std::move(asset));
    }
}

void fold_check(Visit& visit, const CheckRecorded& body) {
    for (AssetChecks& asset : visit.checklist) {
        if (asset.asset != body.asset) continue;
        for (CheckState& check : asset.checks) {
            if (check.planned.id != body.check) continue;
            check.result = body.result;
            check.note = body.note;
        }
    }
}
}  // namespace

void apply(Visit& state, const VisitEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    if (const auto stream = parse_stream(stored.envelope.stream)) state.organisation = stream->organisation;
    if (!stored.confirmed()) state.pending = true;
    HistoryEntry entry{stored.envelope.id,
                       stored.envelope.type,
                       stored.envelope.actor,
                       stored.envelope.occurred_at,
                       stored.placement ? std::optional(stored.placement->received_at) : std::nullopt,
                       {}};
    std::visit(Overloaded{
                   [&](const VisitPlanned& body) {
                       if (!state.planned) fold_plan(state, body);
                   },
                   [&](const VisitNumberGiven& body) { state.number = body.number; },
                   [&](const VisitStarted& body) {
                       // The first arrival stands; a second one, from another tablet, is kept in the history and flagged.
                       if (!state.arrived_at) {
                           state.arrived_at = body.arrived_at;
                           state.started_on = stored.envelope.device;
                       }
                       if (state.state == VisitState::planned) state.state = VisitState::on_site;
                   },
                   [&](const CheckRecorded& body) {
                       fold_check(state, body);
                       entry.text = body.note;
                   },
                   [&](const VisitTimeRecorded& body) {
                       state.time_entries.push_back({body.spent, body.description, stored.envelope.occurred_at});
                       entry.text = body.description;
                   },
                   [&](const VisitNoteRecorded& body) {
                       state.notes.push_back(body.text);
                       entry.text = body.text;
                   },
                   [&](const VisitEnded& body) {
                       if (!state.departed_at) state.departed_at = body.departed_at;
                       state.state = VisitState::done;
                   },
                   [&](const VisitCancelled& body) {
                       state.state = VisitState::cancelled;
                       state.cancel_reason = body.reason;
                       entry.text = body.reason;
                   },
               },
               event);
    state.history.push_back(std::move(entry));
}

Result<std::vector<VisitEvent>, Refusal> decide(const Visit& state, const VisitCommand& command, const Context& context) {
    const VisitEvent event =
        std::visit(Overloaded{
                       [&](const PlanVisit& c) -> VisitEvent {
                           const AgreementId agreement = context.agreement == nullptr ? AgreementId{} : context.agreement->id;
                           return VisitPlanned{c.kind, c.site, c.technician, agreement, c.starts_at, c.ends_at, c.checklist};
                       },
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
