// Complaint: rules and folding.
#include "core/domain/complaint.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/agreement.hpp"
#include "core/domain/client_day.hpp"
#include "core/domain/confirmation.hpp"
#include "core/domain/organisation.hpp"

namespace countersign {
namespace {

Admission require_open(const Complaint& state) {
    if (!state.raised) return refuse("refusal.subject.unknown");
    if (state.state != ComplaintState::open) return refuse("refusal.complaint.ended");
    return {};
}

Admission admit_raising(const Complaint& state, const ComplaintRaised& body, const Context& context) {
    if (state.raised) return refuse("refusal.subject.already_there");
    if (auto titled = require_text(body.title, "refusal.complaint.title_missing", 500); !titled) return titled;
    if (auto past = require_past_day(body.on, context); !past) return past;
    // Deadlines are counted from that day, so it is the one on which the complaint was made.
    const LocalDate made_on = client_day(context.organisation, context.made_at.value_or(context.now));
    if (body.on < add_days(made_on, -1)) return refuse("refusal.complaint.dated_back", {{"date", to_iso_text(body.on)}});
    const AgreementVersion* version =
        context.agreement == nullptr ? nullptr : context.agreement->version_at(context.made_at.value_or(context.now));
    if (version != nullptr && body.steps != version->terms().disputes) return refuse("refusal.complaint.steps_differ");
    if (context.organisation != nullptr) {
        const auto found = context.organisation->staff.find(body.account_manager);
        if (found == context.organisation->staff.end() || found->second.role != Role::account_manager) {
            return refuse("refusal.complaint.not_to_account_manager");
        }
    }
    return {};
}

Admission admit_answer(const Complaint& state, const ComplaintAnswered& body) {
    if (auto open = require_open(state); !open) return open;
    if (body.step != state.current) return refuse("refusal.complaint.other_step");
    if (state.step()->answered_on) return refuse("refusal.complaint.already_answered");
    return require_text(body.answer, "refusal.complaint.answer_missing");
}

Admission admit_escalation(const Complaint& state, const ComplaintEscalated& body) {
    if (auto open = require_open(state); !open) return open;
    if (state.current + 1 >= static_cast<std::int32_t>(state.steps.size())) return refuse("refusal.complaint.last_step");
    if (body.to_step != state.current + 1) return refuse("refusal.complaint.other_step");
    return require_text(body.reason, "refusal.complaint.escalation_reason_missing");
}

Admission admit_settling(const Complaint& state, const ComplaintSettled& body) {
    if (auto open = require_open(state); !open) return open;
    if (auto said = require_text(body.settlement, "refusal.complaint.settlement_missing"); !said) return said;
    return require_text(body.agreed_by, "refusal.complaint.client_person_missing", 200);
}

Admission admit_withdrawing(const Complaint& state, const ComplaintWithdrawn& body, const Context& context) {
    if (auto open = require_open(state); !open) return open;
    if (is_staff(context.actor.role)) return refuse("refusal.complaint.only_client_withdraws");
    return require_text(body.reason, "refusal.complaint.withdrawal_reason_missing");
}

}  // namespace

std::optional<LocalDate> Complaint::deadline(std::size_t step) const {
    if (step >= steps.size() || steps[step].agreed.days == 0) return std::nullopt;
    auto from = steps[step].reached_on;
    if (!from && step > 0) from = deadline(step - 1);
    if (!from) return std::nullopt;
    return add_days(*from, steps[step].agreed.days);
}

std::optional<LocalDate> Complaint::next_deadline() const {
    if (!raised || state != ComplaintState::open || step()->answered_on) return std::nullopt;
    return deadline(static_cast<std::size_t>(current));
}

bool Complaint::late(std::size_t index, LocalDate today) const {
    if (index >= steps.size() || !steps[index].reached_on) return false;
    // A step that was left by escalation or by the end of the complaint is judged by that day.
    std::optional<LocalDate> until = steps[index].answered_on;
    if (!until && index + 1 < steps.size()) until = steps[index + 1].reached_on;
    if (!until) until = ended_on;
    return is_over(deadline(index), until.value_or(today));
}

Admission admit(const Complaint& state, const ComplaintEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const ComplaintRaised& body) { return admit_raising(state, body, context); },
                          [&](const ComplaintAnswered& body) { return admit_answer(state, body); },
                          [&](const ComplaintEscalated& body) { return admit_escalation(state, body); },
                          [&](const ComplaintSettled& body) { return admit_settling(state, body); },
                          [&](const ComplaintWithdrawn& body) { return admit_withdrawing(state, body, context); },
                      },
                      event);
}

namespace {
void fold_raising(Complaint& state, const ComplaintRaised& body) {
    state.raised = true;
    state.title = body.title;
    state.description = body.description;
    state.raised_by = body.raised_by;
    state.ticket = body.ticket;
    state.agreement = body.agreement;
    state.account_manager = body.account_manager;
    for (const DisputeStep& step : body.steps) state.steps.push_back({step});
    // Where the agreement has no steps, the complaint is still somebody's.
    if (state.steps.empty()) state.steps.push_back({});
    state.steps.front().reached_on = body.on;
}

void fold_end(Complaint& state, ComplaintState end, LocalDate on, const std::string& outcome) {
    state.state = end;
    state.ended_on = on;
    state.outcome = outcome;
}
}  // namespace

void apply(Complaint& state, const Flag& flag) {
    const std::string& broken = flag.expectation.key;
    const bool of_deadlines =
        broken == "refusal.complaint.steps_differ" || broken == "refusal.complaint.dated_back" || broken == "refusal.date.to_come";
    if (!of_deadlines || state.history.empty() || state.history.front().event != flag.event) return;
    for (ComplaintStep& step : state.steps) step.agreed.days = 0;
}

void apply(Complaint& state, const ComplaintEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const ComplaintRaised& body) {
                       entry.text = body.title;
                       if (!state.raised) fold_raising(state, body);
                   },
                   [&](const ComplaintAnswered& body) {
                       entry.text = body.answer;
                       if (body.step < 0 || body.step >= static_cast<std::int32_t>(state.steps.size())) return;
                       ComplaintStep& step = state.steps[static_cast<std::size_t>(body.step)];
                       // The first answer decides whether it was in time.
                       if (!step.answered_on) step.answered_on = body.on;
                       step.answer += (step.answer.empty() ? "" : "\n") + body.answer;
                   },
                   [&](const ComplaintEscalated& body) {
                       entry.text = body.reason;
                       if (body.to_step < 0 || body.to_step >= static_cast<std::int32_t>(state.steps.size())) return;
                       state.current = body.to_step;
                       state.steps[static_cast<std::size_t>(body.to_step)].reached_on = body.on;
                   },
                   [&](const ComplaintSettled& body) {
                       fold_end(state, ComplaintState::settled, body.on, body.settlement);
                       state.agreed_by = body.agreed_by;
                       entry.text = body.settlement;
                   },
                   [&](const ComplaintWithdrawn& body) {
                       fold_end(state, ComplaintState::withdrawn, body.on, body.reason);
                       entry.text = body.reason;
                   },
               },
               event);
}

namespace {

// Whom staff name, or whoever of the client does it themselves.
std::string clients_person(const std::string& named, const Context& context) {
    return is_staff(context.actor.role) ? named : name_of_actor(context);
}

ComplaintRaised raising_of(const RaiseComplaint& command, const Context& context) {
    ComplaintRaised body;
    body.on = today(context);
    body.title = command.title;
    body.description = command.description;
    body.raised_by = clients_person(command.raised_by, context);
    body.ticket = command.ticket;
    if (context.agreement != nullptr) body.agreement = context.agreement->id;
    if (command.terms != nullptr) {
        body.account_manager = command.terms->account_manager;
        body.steps = command.terms->disputes;
    }
    return body;
}

}  // namespace

Result<std::vector<ComplaintEvent>, Refusal> decide(const Complaint& state, const ComplaintCommand& command, const Context& context) {
    const LocalDate on = today(context);
    ComplaintEvent event = std::visit(Overloaded{
                                          [&](const RaiseComplaint& c) -> ComplaintEvent { return raising_of(c, context); },
                                          [&](const AnswerComplaint& c) -> ComplaintEvent {
                                              return ComplaintAnswered{state.current, on, c.answer};
                                          },
                                          [&](const EscalateComplaint& c) -> ComplaintEvent {
                                              return ComplaintEscalated{state.current + 1, on, c.reason};
                                          },
                                          [&](const SettleComplaint& c) -> ComplaintEvent {
                                              return ComplaintSettled{on, c.settlement, clients_person(c.agreed_by, context)};
                                          },
                                          [&](const WithdrawComplaint& c) -> ComplaintEvent {
                                              return ComplaintWithdrawn{on, c.reason};
                                          },
                                      },
                                      command);
    return decided(state, std::move(event), context);
}

}  // namespace countersign
