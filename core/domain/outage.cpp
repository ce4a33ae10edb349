// Outage: rules and folding.
#include "core/domain/outage.hpp"

#include "core/base/overloaded.hpp"
#include "core/domain/agreement.hpp"

namespace countersign {
namespace {

Admission require_order(Instant from, const std::optional<Instant>& to) {
    if (to && *to <= from) return refuse("refusal.outage.ends_before_start");
    return {};
}

// What the catalogue does not name was not promised. Where no agreement is known nobody can say.
Admission require_promised(const OutageRecorded& body, const Context& context) {
    if (context.agreement == nullptr) return {};
    const AgreementVersion* version = context.agreement->version_at(body.from);
    if (version == nullptr || version->terms().promises_service(body.service)) return {};
    return refuse("refusal.outage.service_unknown", {{"service", body.service}});
}

Admission admit_record(const Outage& state, const OutageRecorded& body, const Context& context) {
    if (state.recorded) return refuse("refusal.subject.already_there");
    if (auto named = require_text(body.service, "refusal.outage.service_missing", 500); !named) return named;
    if (auto order = require_order(body.from, body.to); !order) return order;
    if (auto told = require_text(body.what, "refusal.outage.what_missing"); !told) return told;
    return require_promised(body, context);
}

Admission admit_end(const Outage& state, const OutageEnded& body) {
    if (!state.recorded) return refuse("refusal.subject.unknown");
    if (!state.lasts()) return refuse("refusal.outage.ended");
    return require_order(state.content.from, body.to);
}

Admission admit_objection(const Outage& state, const OutageContested& body) {
    if (!state.recorded) return refuse("refusal.subject.unknown");
    if (state.contested) return refuse("refusal.outage.already_contested");
    return require_text(body.reason, "refusal.outage.objection_missing");
}

Admission admit_decision(const Outage& state, const OutageDecided& body) {
    if (!state.recorded) return refuse("refusal.subject.unknown");
    // Without an objection there is nothing to uphold; a mistake can be mended at any time.
    if (body.ruling == OutageRuling::stands && !state.contested) return refuse("refusal.outage.not_contested");
    if (body.ruling == OutageRuling::corrected) {
        if (auto order = require_order(body.from, body.to); !order) return order;
    }
    return require_text(body.reason, "refusal.outage.decision_reason_missing");
}

void fold_decision(Outage& state, const OutageDecided& body) {
    state.contested = false;
    state.answer = body.reason;
    if (body.ruling == OutageRuling::withdrawn) state.withdrawn = true;
    if (body.ruling != OutageRuling::corrected) return;
    state.withdrawn = false;
    state.content.from = body.from;
    state.content.to = body.to;
    state.content.planned = body.planned;
}

}  // namespace

std::optional<Downtime> Outage::downtime() const {
    if (!recorded || withdrawn) return std::nullopt;
    return Downtime{id, content.service, content.site, content.from, content.to, content.planned, content.what, contested};
}

Admission admit(const Outage& state, const OutageEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const OutageRecorded& body) { return admit_record(state, body, context); },
                          [&](const OutageEnded& body) { return admit_end(state, body); },
                          [&](const OutageContested& body) { return admit_objection(state, body); },
                          [&](const OutageDecided& body) { return admit_decision(state, body); },
                      },
                      event);
}

void apply(Outage& state, const OutageEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const OutageRecorded& body) {
                       entry.text = body.what;
                       if (state.recorded) return;
                       state.recorded = true;
                       state.content = body;
                   },
                   [&](const OutageEnded& body) {
                       // An end that was flagged ends nothing.
                       if (state.lasts() && body.to > state.content.from) state.content.to = body.to;
                   },
                   [&](const OutageContested& body) {
                       state.contested = true;
                       state.objection = body.reason;
                       entry.text = body.reason;
                   },
                   [&](const OutageDecided& body) {
                       fold_decision(state, body);
                       entry.text = body.reason;
                   },
               },
               event);
}

Result<std::vector<OutageEvent>, Refusal> decide(const Outage& state, const OutageCommand& command, const Context& context) {
    return decided(state,
                   std::visit(Overloaded{
                                  [](const RecordOutage& c) -> OutageEvent { return c.details; },
                                  [](const EndOutage& c) -> OutageEvent { return OutageEnded{c.to}; },
                                  [](const ContestOutage& c) -> OutageEvent { return OutageContested{c.reason}; },
                                  [](const DecideOutage& c) -> OutageEvent { return c.details; },
                              },
                              command),
                   context);
}

}  // namespace countersign
