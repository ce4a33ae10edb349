// Visit: how its events add up.
#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/visit.hpp"

namespace countersign {

namespace {
void fold_plan(Visit& visit, const VisitPlanned& body) {
    visit.planned = true;
    visit.kind = body.kind;
    visit.site = body.site;
    visit.technician = body.technician;
    visit.agreement = body.agreement;
    visit.starts_at = body.starts_at;
    visit.ends_at = body.ends_at;
    visit.regular = body.regular;
    visit.holiday = body.holiday;
    visit.carried_from = body.carried_from;
    if (visit.state == VisitState::ordered) visit.state = VisitState::planned;
    for (const PlannedAsset& planned : body.checklist) {
        AssetChecks asset{planned.asset, planned.name, planned.kind, planned.place, {}};
        for (const PlannedCheck& check : planned.checks) asset.checks.push_back({check, CheckResult::open, {}});
        visit.checklist.push_back(std::move(asset));
    }
}

void fold_skip(Visit& visit, const VisitSkipped& body) {
    visit.state = VisitState::skipped;
    visit.site = body.site;
    visit.agreement = body.agreement;
    visit.regular = body.regular;
    visit.holiday = body.holiday;
    visit.starts_at = body.starts_at;
    visit.ends_at = body.ends_at;
}

AssetChecks& asset_of(Visit& visit, const PlannedAsset& planned) {
    for (AssetChecks& asset : visit.checklist) {
        if (asset.asset == planned.asset) return asset;
    }
    visit.checklist.push_back({planned.asset, planned.name, planned.kind, planned.place, {}});
    return visit.checklist.back();
}

// A check that stands in the plan already is only marked; the others join it.
void fold_carried(Visit& visit, const VisitChecksCarried& body) {
    visit.carried_from = body.from;
    for (const PlannedAsset& planned : body.checklist) {
        AssetChecks& asset = asset_of(visit, planned);
        for (const PlannedCheck& check : planned.checks) {
            const auto same =
                std::find_if(asset.checks.begin(), asset.checks.end(), [&](const CheckState& own) { return own.planned.id == check.id; });
            if (same != asset.checks.end()) {
                same->planned.carried = true;
            } else {
                asset.checks.push_back({{check.id, check.title, true}, CheckResult::open, {}});
            }
        }
    }
}

void fold_move(Visit& visit, const VisitMoved& body, const EventId& event) {
    visit.earlier_plans.push_back({event, visit.starts_at, visit.ends_at, body.reason});
    visit.starts_at = body.starts_at;
    visit.ends_at = body.ends_at;
}

void fold_order(Visit& visit, const EmergencyVisitOrdered& body, Instant happened_at) {
    visit.state = VisitState::ordered;
    visit.kind = VisitKind::emergency;
    visit.order = body;
    // A clock that runs ahead orders nothing for later.
    visit.order->ordered_at = std::min(body.ordered_at, happened_at);
    visit.site = body.site;
    visit.agreement = body.agreement;
    // Until somebody plans it, it stands in the schedule from the order to the promised arrival.
    visit.starts_at = body.ordered_at;
    visit.ends_at = std::max(body.arrival_due.value_or(body.ordered_at), body.ordered_at);
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
                           state.arrived_at = std::min(body.arrived_at, stored.happened_at());
                           state.started_on = stored.envelope.device;
                       }
                       // Who is there works, though it was called off meanwhile; the arrival is flagged then.
                       if (state.state != VisitState::done) state.state = VisitState::on_site;
                       // Whoever drives to an emergency at once is its technician without a plan.
                       if (state.technician.empty()) state.technician = stored.envelope.actor;
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
                       state.cancelled_at = stored.happened_at();
                       entry.text = body.reason;
                   },
                   [&](const VisitSkipped& body) {
                       if (!state.known()) fold_skip(state, body);
                   },
                   [&](const VisitChecksCarried& body) { fold_carried(state, body); },
                   [&](const VisitMoved& body) {
                       fold_move(state, body, stored.envelope.id);
                       entry.text = body.reason;
                   },
                   [&](const EmergencyVisitOrdered& body) {
                       if (!state.known()) fold_order(state, body, stored.happened_at());
                       entry.text = body.reason;
                   },
               },
               event);
    state.history.push_back(std::move(entry));
}

}  // namespace countersign
