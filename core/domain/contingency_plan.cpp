// Contingency plan: rules, folding, JSON.
#include "core/domain/contingency_plan.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

constexpr std::size_t words_max = 100'000;

std::int32_t count_of(const ContingencyPlan& state) { return static_cast<std::int32_t>(state.versions.size()); }

Admission admit_version(const ContingencyPlan& state, const ContingencyPlanWritten& body) {
    if (body.number != count_of(state) + 1) return refuse("refusal.contingency.newer_version");
    if (body.review_every_months < 1 || body.review_every_months > 120) return refuse("refusal.contingency.review_months");
    if (auto titled = require_text(body.title, "refusal.contingency.title_missing", 500); !titled) return titled;
    if (auto said = require_text(body.steps, "refusal.contingency.steps_missing", words_max); !said) return said;
    if (auto said = require_text(body.communication, "refusal.contingency.communication_missing", words_max); !said) return said;
    if (body.number > 1) return require_text(body.change, "refusal.contingency.change_missing");
    return {};
}

Admission admit_review(const ContingencyPlan& state, const ContingencyPlanReviewed& body) {
    if (state.versions.empty()) return refuse("refusal.subject.unknown");
    if (body.number != count_of(state)) return refuse("refusal.contingency.newer_version");
    return require_text(body.findings, "refusal.contingency.findings_missing");
}

}  // namespace

std::optional<LocalDate> ContingencyPlan::review_due_on() const {
    if (versions.empty()) return std::nullopt;
    LocalDate last = versions.back().on;
    for (const ContingencyPlanReviewed& review : reviews) {
        if (review.number == versions.back().number) last = std::max(last, review.on);
    }
    return add_months(last, versions.back().review_every_months);
}

Admission admit(const ContingencyPlan& state, const ContingencyPlanEvent& event, const Context&) {
    return std::visit(Overloaded{
                          [&](const ContingencyPlanWritten& body) { return admit_version(state, body); },
                          [&](const ContingencyPlanReviewed& body) { return admit_review(state, body); },
                      },
                      event);
}

void apply(ContingencyPlan& state, const ContingencyPlanEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const ContingencyPlanWritten& body) {
                       state.versions.push_back(body);
                       entry.text = body.change.empty() ? body.title : body.change;
                   },
                   [&](const ContingencyPlanReviewed& body) {
                       state.reviews.push_back(body);
                       entry.text = body.findings;
                   },
               },
               event);
}

Result<std::vector<ContingencyPlanEvent>, Refusal> decide(const ContingencyPlan& state, const ContingencyPlanCommand& command,
                                                          const Context& context) {
    ContingencyPlanEvent event = std::visit(Overloaded{
                                                [&](const WriteContingencyPlan& c) -> ContingencyPlanEvent {
                                                    ContingencyPlanWritten body = c.details;
                                                    body.number = count_of(state) + 1;
                                                    body.on = today(context);
                                                    return body;
                                                },
                                                [&](const ReviewContingencyPlan& c) -> ContingencyPlanEvent {
                                                    return ContingencyPlanReviewed{count_of(state), today(context), c.findings};
                                                },
                                            },
                                            command);
    return decided(state, std::move(event), context);
}

Json ContingencyPlanWritten::to_json() const {
    return {{"number", number},
            {"title", title},
            {"steps", steps},
            {"communication", communication},
            {"review_every_months", review_every_months},
            {"on", to_iso_text(on)},
            {"change", change}};
}

ContingencyPlanWritten ContingencyPlanWritten::from_json(FieldReader& fields) {
    ContingencyPlanWritten body;
    body.number = read_count(fields, "number", 0, 1, 100'000);
    body.title = fields.text("title");
    body.steps = fields.text("steps", words_max);
    body.communication = fields.text_or("communication", "", words_max);
    body.review_every_months = read_count(fields, "review_every_months", 12, 1, 120);
    body.on = read_date(fields, "on");
    body.change = fields.text_or("change", "");
    return body;
}

Json ContingencyPlanReviewed::to_json() const { return {{"number", number}, {"on", to_iso_text(on)}, {"findings", findings}}; }

ContingencyPlanReviewed ContingencyPlanReviewed::from_json(FieldReader& fields) {
    return {read_count(fields, "number", 0, 1, 100'000), read_date(fields, "on"), fields.text("findings")};
}

}  // namespace countersign
