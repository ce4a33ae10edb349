// Contingency plan: what is done, by whom and in which order, when the worst happens (requirements.md C5; S2 "a clear contingency plan that
// includes backup and restore", "communication strategies and recovery plans").
//
// The rule: a plan is never changed, a new version takes its place and the old ones stay readable; it is due for review a number of months
// after it was written or last reviewed. Whoever writes a version over one that they had not seen is refused. Worked example: version 1 of
// 10 January 2026, every 12 months: due on 10 January 2027. Reviewed on 3 March 2026 without change: due on 3 March 2027.
#pragma once

#include <variant>

#include "core/domain/client_day.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

using ContingencyPlanId = Id<struct ContingencyPlanTag>;

struct ContingencyPlanWritten {
    static constexpr const char* type = "contingency_plan_written";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    std::int32_t number = 1;  ///< of this version of the plan
    std::string title;
    std::string steps;          ///< what is done, in which order, with backup and restore
    std::string communication;  ///< who is told by whom, and how when nothing works
    std::int32_t review_every_months = 12;
    LocalDate on;
    std::string change;  ///< what is different, from version 2 on
    Json to_json() const;
    static ContingencyPlanWritten from_json(FieldReader& fields);
};

struct ContingencyPlanReviewed {
    static constexpr const char* type = "contingency_plan_reviewed";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::int32_t number = 1;  ///< of the version that was reviewed
    LocalDate on;
    std::string findings;  ///< what an exercise or a reading showed
    Json to_json() const;
    static ContingencyPlanReviewed from_json(FieldReader& fields);
};

using ContingencyPlanEvent = std::variant<ContingencyPlanWritten, ContingencyPlanReviewed>;

struct ContingencyPlan {
    static constexpr const char* subject_kind = "contingency_plan";
    ContingencyPlanId id;
    StreamId stream;
    OrganisationId organisation;
    std::vector<ContingencyPlanWritten> versions;  ///< the last one holds
    std::vector<ContingencyPlanReviewed> reviews;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    const ContingencyPlanWritten* current() const { return versions.empty() ? nullptr : &versions.back(); }
    /// Reviews of earlier versions do not count; nothing while there is no plan.
    std::optional<LocalDate> review_due_on() const;
    bool review_overdue(LocalDate today) const { return is_over(review_due_on(), today); }
};

Admission admit(const ContingencyPlan& state, const ContingencyPlanEvent& event, const Context& context);
void apply(ContingencyPlan& state, const ContingencyPlanEvent& event, const StoredEvent& stored);

/// The number and the day in `details` are not the caller's to fill.
struct WriteContingencyPlan {
    ContingencyPlanWritten details;
};
struct ReviewContingencyPlan {
    std::string findings;
};
using ContingencyPlanCommand = std::variant<WriteContingencyPlan, ReviewContingencyPlan>;

Result<std::vector<ContingencyPlanEvent>, Refusal> decide(const ContingencyPlan& state, const ContingencyPlanCommand& command,
                                                          const Context& context);

}  // namespace countersign
