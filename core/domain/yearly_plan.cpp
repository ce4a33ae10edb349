// Yearly plan: sums, rules and folding.
#include "core/domain/yearly_plan.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/confirmation.hpp"

namespace countersign {
namespace {

constexpr std::int32_t quantity_max = 100'000;

Admission require_draft(const YearlyPlan& state) {
    if (!state.opened) return refuse("refusal.subject.unknown");
    if (state.state == YearlyPlanState::proposed) return refuse("refusal.yearly_plan.proposed");
    if (state.state == YearlyPlanState::approved) return refuse("refusal.yearly_plan.approved");
    return {};
}

Admission admit_opening(const YearlyPlan& state, const YearlyPlanOpened& body) {
    if (state.opened) return refuse("refusal.subject.already_there");
    if (body.budget_minor < 0 || body.budget_minor > sum_minor_max) return refuse("refusal.yearly_plan.amount");
    return require_text(body.unit, "refusal.yearly_plan.unit_missing", 200);
}

Admission admit_line(const YearlyPlan& state, const PlanLineWritten& body) {
    if (auto draft = require_draft(state); !draft) return draft;
    const bool sound = body.quantity >= 1 && body.quantity <= quantity_max && body.price_minor >= 0 && body.price_minor <= rate_minor_max;
    if (!sound) return refuse("refusal.yearly_plan.amount");
    if (body.month < 1 || body.month > 12) return refuse("refusal.yearly_plan.month");
    return require_text(body.what, "refusal.yearly_plan.what_missing", 500);
}

Admission admit_decision(const YearlyPlan& state, const YearlyPlanDecided& body, const Context& context) {
    if (!state.opened) return refuse("refusal.subject.unknown");
    if (is_staff(context.actor.role)) return refuse("refusal.yearly_plan.client_decides");
    if (state.state != YearlyPlanState::proposed || body.proposal != state.proposal) return refuse("refusal.yearly_plan.not_proposed");
    if (body.approved) return {};
    return require_text(body.reason, "refusal.yearly_plan.send_back_reason_missing");
}

}  // namespace

PlanTotals YearlyPlan::totals() const {
    PlanTotals totals;
    for (const auto& [line_id, line] : lines) {
        const std::int64_t amount = line.quantity * line.price_minor;
        totals.by_kind_minor[static_cast<std::size_t>(line.kind)] += amount;
        totals.by_month_minor[static_cast<std::size_t>(line.month) - 1] += amount;
        totals.total_minor += amount;
    }
    return totals;
}

std::optional<std::int64_t> YearlyPlan::budget_left_minor() const {
    if (frame.budget_minor == 0) return std::nullopt;
    return frame.budget_minor - totals().total_minor;
}

bool YearlyPlan::late_for_budget(LocalDate today) const { return opened && frame.budget_closes_on < proposed_on.value_or(today); }

std::int64_t planned_minor(const std::vector<const YearlyPlan*>& plans, std::int32_t year, bool approved_only) {
    std::int64_t sum = 0;
    for (const YearlyPlan* plan : plans) {
        const bool counts = plan->frame.year == year && (!approved_only || plan->state == YearlyPlanState::approved);
        if (counts) sum += plan->totals().total_minor;
    }
    return sum;
}

Admission admit(const YearlyPlan& state, const YearlyPlanEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const YearlyPlanOpened& body) { return admit_opening(state, body); },
                          [&](const PlanLineWritten& body) { return admit_line(state, body); },
                          [&](const PlanLineRemoved& body) -> Admission {
                              if (auto draft = require_draft(state); !draft) return draft;
                              if (state.lines.count(body.line) == 0) return refuse("refusal.yearly_plan.line_unknown");
                              return {};
                          },
                          [&](const YearlyPlanProposed&) -> Admission {
                              if (auto draft = require_draft(state); !draft) return draft;
                              if (state.lines.empty()) return refuse("refusal.yearly_plan.empty");
                              return {};
                          },
                          [&](const YearlyPlanDecided& body) { return admit_decision(state, body, context); },
                          [&](const YearlyPlanReopened& body) -> Admission {
                              if (!state.opened) return refuse("refusal.subject.unknown");
                              if (state.state == YearlyPlanState::draft) return refuse("refusal.yearly_plan.not_proposed");
                              return require_text(body.reason, "refusal.yearly_plan.reopen_reason_missing");
                          },
                      },
                      event);
}

void apply(YearlyPlan& state, const YearlyPlanEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const YearlyPlanOpened& body) {
                       state.opened = true;
                       state.frame = body;
                       entry.text = body.unit;
                   },
                   [&](const PlanLineWritten& body) {
                       state.lines[body.line] = body;
                       entry.text = body.what;
                   },
                   [&](const PlanLineRemoved& body) {
                       state.lines.erase(body.line);
                       entry.text = body.reason;
                   },
                   [&](const YearlyPlanProposed& body) {
                       state.state = YearlyPlanState::proposed;
                       state.proposal = stored.envelope.id;
                       if (!state.proposed_on) state.proposed_on = body.on;
                       entry.text = body.remark;
                   },
                   [&](const YearlyPlanDecided& body) {
                       state.state = body.approved ? YearlyPlanState::approved : YearlyPlanState::draft;
                       state.decision = body;
                       entry.text = body.reason;
                   },
                   [&](const YearlyPlanReopened& body) {
                       state.state = YearlyPlanState::draft;
                       entry.text = body.reason;
                   },
               },
               event);
}

Result<std::vector<YearlyPlanEvent>, Refusal> decide(const YearlyPlan& state, const YearlyPlanCommand& command, const Context& context) {
    const auto decision = [&](bool approved, const std::string& reason) {
        return YearlyPlanDecided{state.proposal, approved, today(context), name_of_actor(context), reason};
    };
    const auto* opening = std::get_if<OpenYearlyPlan>(&command);
    if (opening != nullptr && opening->terms == nullptr) return refuse("refusal.proposal.no_prices");
    YearlyPlanEvent event = std::visit(Overloaded{
                                           [](const OpenYearlyPlan& c) -> YearlyPlanEvent {
                                               YearlyPlanOpened body = c.details;
                                               body.currency = c.terms->rates.currency;
                                               return body;
                                           },
                                           [&](const ProposeYearlyPlan& c) -> YearlyPlanEvent {
                                               return YearlyPlanProposed{today(context), c.remark};
                                           },
                                           [&](const ApproveYearlyPlan&) -> YearlyPlanEvent { return decision(true, {}); },
                                           [&](const SendBackYearlyPlan& c) -> YearlyPlanEvent { return decision(false, c.reason); },
                                           [](const auto& c) -> YearlyPlanEvent { return c.details; },
                                       },
                                       command);
    return decided(state, std::move(event), context);
}

}  // namespace countersign
