// Yearly plan: what a business unit will need of IT in a year, in time for its budget (requirements.md R5; S2 "a planning cycle in which
// needs are coordinated with the yearly budget process", "both internal and external needs of capacity").
//
// The rule: a plan is of one year and one business unit; each line is a purchase, a capacity or a service with quantity and price, and
// every sum is computed from them. It is proposed to the client, whose management approves it or sends it back; while it is proposed or
// approved its lines stand still. A plan that has not been proposed when the day is over on which the client's budget closes is late.
// Worked example: reception 2027, budget closes on 31 October 2026 at 20 000.00: 4 computers at 3 500.00 and 12 months of a second line at
// 450.00 are 14 000.00 and 5 400.00, together 19 400.00; 600.00 are left. Not proposed on 1 November: late.
#pragma once

#include <map>
#include <variant>

#include "core/domain/agreement_terms.hpp"
#include "core/domain/client_day.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

using YearlyPlanId = Id<struct YearlyPlanTag>;

enum class PlanLineKind : std::uint8_t { purchase, capacity, service };
inline constexpr std::array<std::string_view, 3> plan_line_kind_names{"purchase", "capacity", "service"};

struct YearlyPlanOpened {
    static constexpr const char* type = "yearly_plan_opened";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_year;
    std::int32_t year = 2026;
    std::string unit;               ///< the business unit
    LocalDate budget_closes_on;     ///< the last day on which the client's budget takes anything in
    std::int64_t budget_minor = 0;  ///< 0: none is set
    Currency currency = Currency::pln;
    Json to_json() const;
    static YearlyPlanOpened from_json(FieldReader& fields);
};

/// A new line, or the same one anew.
struct PlanLineWritten {
    static constexpr const char* type = "plan_line_written";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_year;
    std::string line;  ///< its id within the plan
    PlanLineKind kind = PlanLineKind::purchase;
    std::string what, why;
    std::int32_t quantity = 1;
    std::int64_t price_minor = 0;  ///< net, of one
    std::int32_t month = 1;        ///< of the year, when it is needed
    Json to_json() const;
    static PlanLineWritten from_json(FieldReader& fields);
};

struct PlanLineRemoved {
    static constexpr const char* type = "plan_line_removed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_year;
    std::string line;
    std::string reason;
    Json to_json() const;
    static PlanLineRemoved from_json(FieldReader& fields);
};

struct YearlyPlanProposed {
    static constexpr const char* type = "yearly_plan_proposed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_year;
    LocalDate on;
    std::string remark;
    Json to_json() const;
    static YearlyPlanProposed from_json(FieldReader& fields);
};

struct YearlyPlanDecided {
    static constexpr const char* type = "yearly_plan_decided";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_year;
    EventId proposal;  ///< what is decided on
    bool approved = false;
    LocalDate on;
    std::string decided_by;
    std::string reason;  ///< where it is sent back
    Json to_json() const;
    static YearlyPlanDecided from_json(FieldReader& fields);
};

struct YearlyPlanReopened {
    static constexpr const char* type = "yearly_plan_reopened";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_year;
    std::string reason;
    Json to_json() const;
    static YearlyPlanReopened from_json(FieldReader& fields);
};

using YearlyPlanEvent =
    std::variant<YearlyPlanOpened, PlanLineWritten, PlanLineRemoved, YearlyPlanProposed, YearlyPlanDecided, YearlyPlanReopened>;

enum class YearlyPlanState : std::uint8_t { draft, proposed, approved };

struct PlanTotals {
    std::array<std::int64_t, 3> by_kind_minor{};  ///< by PlanLineKind
    std::array<std::int64_t, 12> by_month_minor{};
    std::int64_t total_minor = 0;
};

struct YearlyPlan {
    static constexpr const char* subject_kind = "yearly_plan";
    static constexpr StreamKind home = StreamKind::commercial;
    YearlyPlanId id;
    StreamId stream;
    OrganisationId organisation;
    bool opened = false;
    YearlyPlanState state = YearlyPlanState::draft;
    YearlyPlanOpened frame;
    std::map<std::string, PlanLineWritten> lines;  ///< by their ids
    EventId proposal;                              ///< the last one
    std::optional<LocalDate> proposed_on;          ///< the first time
    std::optional<YearlyPlanDecided> decision;     ///< the last one
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    PlanTotals totals() const;
    /// Negative where the lines exceed the budget; nothing where none is set.
    std::optional<std::int64_t> budget_left_minor() const;
    /// It was not proposed before the client's budget closed.
    bool late_for_budget(LocalDate today) const;
};

/// Over all business units of a year: of approved plans only, or of all.
std::int64_t planned_minor(const std::vector<const YearlyPlan*>& plans, std::int32_t year, bool approved_only);

Admission admit(const YearlyPlan& state, const YearlyPlanEvent& event, const Context& context);
void apply(YearlyPlan& state, const YearlyPlanEvent& event, const StoredEvent& stored);

/// The currency in `details` is not the caller's to fill: it is the agreement's.
struct OpenYearlyPlan {
    YearlyPlanOpened details;
    const CommercialTerms* terms = nullptr;  ///< in force now; null where this device has none
};
struct WritePlanLine {
    PlanLineWritten details;
};
struct RemovePlanLine {
    PlanLineRemoved details;
};
struct ProposeYearlyPlan {
    std::string remark = {};
};
struct ApproveYearlyPlan {};
struct SendBackYearlyPlan {
    std::string reason;
};
struct ReopenYearlyPlan {
    YearlyPlanReopened details;
};
using YearlyPlanCommand =
    std::variant<OpenYearlyPlan, WritePlanLine, RemovePlanLine, ProposeYearlyPlan, ApproveYearlyPlan, SendBackYearlyPlan, ReopenYearlyPlan>;

Result<std::vector<YearlyPlanEvent>, Refusal> decide(const YearlyPlan& state, const YearlyPlanCommand& command, const Context& context);

}  // namespace countersign
