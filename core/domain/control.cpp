// Control: rules and folding.
#include "core/domain/control.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/confirmation.hpp"
#include "core/domain/organisation.hpp"

namespace countersign {
namespace {

Admission require_going_on(const Control& state) {
    if (!state.planned) return refuse("refusal.subject.unknown");
    if (state.ended) return refuse("refusal.control.ended");
    return {};
}

Admission require_interval(const Interval& every) {
    const bool sound = every.months >= 0 && every.days >= 0 && every.months <= 120 && every.days <= 3'650 && every.months + every.days > 0;
    if (!sound) return refuse("refusal.control.interval");
    return {};
}

Admission admit_plan(const Control& state, const ControlPlanned& body, const Context& context) {
    if (state.planned) return refuse("refusal.subject.already_there");
    if (context.organisation != nullptr) {
        if (!body.asset.empty() && context.organisation->asset(body.asset) == nullptr) return refuse("refusal.control.asset_unknown");
        if (!body.site.empty() && context.organisation->site(body.site) == nullptr) return refuse("refusal.control.site_unknown");
    }
    return require_interval(body.every);
}

Admission admit_word(const Control& state, const ControlConfirmed& body, const Context& context) {
    if (!state.planned) return refuse("refusal.subject.unknown");
    const bool known =
        std::any_of(state.results.begin(), state.results.end(), [&](const ControlResult& entry) { return entry.event == body.result; });
    if (!known) return refuse("refusal.control.nothing_to_confirm");
    if (auto verifier = require_verifier(context); !verifier) return verifier;
    if (!body.as_agreed) return require_text(body.remark, "refusal.control.objection_missing");
    return {};
}

}  // namespace

const ControlWord* Control::word_on(const EventId& result) const {
    const auto found = std::find_if(words.rbegin(), words.rend(), [&](const ControlWord& word) {
        return word.content.result == result && !is_flagged(*this, word.event);
    });
    return found == words.rend() ? nullptr : &*found;
}

const ControlResult* Control::latest() const {
    const auto found =
        std::find_if(results.rbegin(), results.rend(), [&](const ControlResult& one) { return !is_flagged(*this, one.event); });
    return found == results.rend() ? nullptr : &*found;
}

bool Control::holds(const ControlResult& result) const {
    const ControlWord* word = word_on(result.event);
    return result.content.passed && (word == nullptr || word->content.as_agreed);
}

std::optional<LocalDate> Control::due_on() const {
    if (!planned || ended) return std::nullopt;
    const ControlResult* last = latest();
    if (last == nullptr) return first_due;
    return holds(*last) ? every.after(last->content.on) : last->content.on;
}

ControlStanding Control::standing(LocalDate today) const {
    if (ended) return ControlStanding::ended;
    const ControlResult* last = latest();
    if (last != nullptr && !holds(*last)) return ControlStanding::failed;
    if (is_over(due_on(), today)) return ControlStanding::overdue;
    if (last != nullptr && asks_client && word_on(last->event) == nullptr) return ControlStanding::unconfirmed;
    return ControlStanding::current;
}

Admission admit(const Control& state, const ControlEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const ControlPlanned& body) { return admit_plan(state, body, context); },
                          [&](const ControlChanged& body) -> Admission {
                              if (auto going_on = require_going_on(state); !going_on) return going_on;
                              if (auto sound = require_interval(body.every); !sound) return sound;
                              return require_text(body.reason, "refusal.control.change_reason_missing");
                          },
                          [&](const ControlCarriedOut& body) -> Admission {
                              if (auto going_on = require_going_on(state); !going_on) return going_on;
                              if (auto past = require_past_day(body.on, context); !past) return past;
                              return require_text(body.evidence, "refusal.control.evidence_missing");
                          },
                          [&](const ControlConfirmed& body) { return admit_word(state, body, context); },
                          [&](const ControlEnded& body) -> Admission {
                              if (auto going_on = require_going_on(state); !going_on) return going_on;
                              return require_text(body.reason, "refusal.control.end_reason_missing");
                          },
                      },
                      event);
}

namespace {
void fold_plan(Control& state, const ControlPlanned& body) {
    state.planned = true;
    state.kind = body.kind;
    state.asset = body.asset;
    state.site = body.site;
    state.agreed = body.agreed;
    state.every = body.every;
    state.first_due = body.first_due;
    state.asks_client = body.asks_client || is_clients_word(body.kind);
}

void fold_result(Control& state, const ControlCarriedOut& body, const Envelope& envelope) {
    // A result that was entered late takes its place by the day of the control; among those of one day the later entry stands.
    const auto place = std::upper_bound(state.results.begin(), state.results.end(), body.on,
                                        [](LocalDate on, const ControlResult& entry) { return on < entry.content.on; });
    state.results.insert(place, {envelope.id, body, envelope.actor});
}
}  // namespace

void apply(Control& state, const ControlEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    const Envelope& envelope = stored.envelope;
    std::visit(Overloaded{
                   [&](const ControlPlanned& body) {
                       entry.text = body.agreed;
                       if (!state.planned) fold_plan(state, body);
                   },
                   [&](const ControlChanged& body) {
                       state.every = body.every;
                       state.agreed = body.agreed;
                       entry.text = body.reason;
                   },
                   [&](const ControlCarriedOut& body) {
                       fold_result(state, body, envelope);
                       entry.text = body.evidence;
                   },
                   [&](const ControlConfirmed& body) {
                       state.words.push_back({envelope.id, body, envelope.actor, envelope.occurred_at});
                       entry.text = body.remark;
                   },
                   [&](const ControlEnded& body) {
                       state.ended = true;
                       state.end_reason = body.reason;
                       entry.text = body.reason;
                   },
               },
               event);
}

Result<std::vector<ControlEvent>, Refusal> decide(const Control& state, const ControlCommand& command, const Context& context) {
    ControlEvent event = std::visit(Overloaded{
                                        [](const PlanControl& c) -> ControlEvent { return c.details; },
                                        [](const ChangeControl& c) -> ControlEvent { return c.details; },
                                        [&](const CarryOutControl& c) -> ControlEvent {
                                            return ControlCarriedOut{c.on.value_or(today(context)), c.passed, c.evidence, c.attachments};
                                        },
                                        [&](const ConfirmControl& c) -> ControlEvent {
                                            const EventId result = state.latest() == nullptr ? EventId{} : state.latest()->event;
                                            return ControlConfirmed{result, c.as_agreed, c.remark, name_of_actor(context)};
                                        },
                                        [](const EndControl& c) -> ControlEvent { return ControlEnded{c.reason}; },
                                    },
                                    command);
    return decided(state, std::move(event), context);
}

}  // namespace countersign
