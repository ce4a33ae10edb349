// Risk: rules, folding, JSON.
#include "core/domain/risk.hpp"

#include "core/base/overloaded.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

Admission require_open(const Risk& state) {
    if (!state.registered) return refuse("refusal.subject.unknown");
    if (state.closed) return refuse("refusal.risk.closed");
    return {};
}

bool is_grade(std::int32_t grade) { return grade >= 1 && grade <= 5; }

Admission require_sound(const RiskAssessment& assessment) {
    if (!is_grade(assessment.likelihood) || !is_grade(assessment.impact)) return refuse("refusal.risk.grade");
    if (auto said = require_text(assessment.measures, "refusal.risk.measures_missing"); !said) return said;
    return require_text(assessment.owner, "refusal.risk.owner_missing", 200);
}

}  // namespace

Admission admit(const Risk& state, const RiskEvent& event, const Context&) {
    return std::visit(Overloaded{
                          [&](const RiskRegistered& body) -> Admission {
                              if (state.registered) return refuse("refusal.subject.already_there");
                              if (auto titled = require_text(body.title, "refusal.risk.title_missing", 500); !titled) return titled;
                              return require_sound(body.assessment);
                          },
                          [&](const RiskReassessed& body) -> Admission {
                              if (auto open = require_open(state); !open) return open;
                              if (auto sound = require_sound(body.assessment); !sound) return sound;
                              return require_text(body.reason, "refusal.risk.change_reason_missing");
                          },
                          [&](const RiskClosed& body) -> Admission {
                              if (auto open = require_open(state); !open) return open;
                              return require_text(body.reason, "refusal.risk.close_reason_missing");
                          },
                      },
                      event);
}

void apply(Risk& state, const RiskEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const RiskRegistered& body) {
                       state.registered = true;
                       state.title = body.title;
                       state.description = body.description;
                       state.assessments.push_back(body.assessment);
                       entry.text = body.title;
                   },
                   [&](const RiskReassessed& body) {
                       state.assessments.push_back(body.assessment);
                       entry.text = body.reason;
                   },
                   [&](const RiskClosed& body) {
                       state.closed = true;
                       state.close_reason = body.reason;
                       entry.text = body.reason;
                   },
               },
               event);
}

Result<std::vector<RiskEvent>, Refusal> decide(const Risk& state, const RiskCommand& command, const Context& context) {
    return decided(state, std::visit([](const auto& c) -> RiskEvent { return c.details; }, command), context);
}

namespace {

Json assessment_json(const RiskAssessment& assessment) {
    return {{"likelihood", assessment.likelihood},
            {"impact", assessment.impact},
            {"treatment", risk_treatment_names[static_cast<std::size_t>(assessment.treatment)]},
            {"measures", assessment.measures},
            {"owner", assessment.owner},
            {"review_on", to_iso_text(assessment.review_on)}};
}

RiskAssessment read_assessment(FieldReader& outer) {
    FieldReader fields(outer.object("assessment"));
    RiskAssessment assessment{read_count(fields, "likelihood", 0, 1, 5),
                              read_count(fields, "impact", 0, 1, 5),
                              read_choice<RiskTreatment>(fields, "treatment", risk_treatment_names),
                              fields.text_or("measures", ""),
                              fields.text_or("owner", ""),
                              read_date(fields, "review_on")};
    if (fields.problem()) outer.reject("assessment", *fields.problem());
    return assessment;
}

}  // namespace

Json RiskRegistered::to_json() const {
    return {{"title", title}, {"description", description}, {"assessment", assessment_json(assessment)}};
}

RiskRegistered RiskRegistered::from_json(FieldReader& fields) {
    return {fields.text("title"), fields.text_or("description", ""), read_assessment(fields)};
}

Json RiskReassessed::to_json() const { return {{"assessment", assessment_json(assessment)}, {"reason", reason}}; }
RiskReassessed RiskReassessed::from_json(FieldReader& fields) { return {read_assessment(fields), fields.text("reason")}; }

Json RiskClosed::to_json() const { return {{"reason", reason}}; }
RiskClosed RiskClosed::from_json(FieldReader& fields) { return {fields.text("reason")}; }

}  // namespace countersign
