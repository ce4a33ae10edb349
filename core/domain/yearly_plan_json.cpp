// Yearly plan: the JSON form of its events.
#include "core/domain/read_fields.hpp"
#include "core/domain/yearly_plan.hpp"

namespace countersign {

Json YearlyPlanOpened::to_json() const {
    return {{"year", year},
            {"unit", unit},
            {"budget_closes_on", to_iso_text(budget_closes_on)},
            {"budget_minor", budget_minor},
            {"currency", currency_codes[static_cast<std::size_t>(currency)]}};
}

YearlyPlanOpened YearlyPlanOpened::from_json(FieldReader& fields) {
    return {read_count(fields, "year", 0, 1970, 9'999), fields.text("unit"), read_date(fields, "budget_closes_on"),
            read_minor(fields, "budget_minor", sum_minor_max), read_choice<Currency>(fields, "currency", currency_codes)};
}

Json PlanLineWritten::to_json() const {
    return {{"line", line},         {"kind", plan_line_kind_names[static_cast<std::size_t>(kind)]},
            {"what", what},         {"why", why},
            {"quantity", quantity}, {"price_minor", price_minor},
            {"month", month}};
}

PlanLineWritten PlanLineWritten::from_json(FieldReader& fields) {
    return {fields.text("line", 100),
            read_choice<PlanLineKind>(fields, "kind", plan_line_kind_names),
            fields.text("what"),
            fields.text_or("why", ""),
            read_count(fields, "quantity", 1, 1, 100'000),
            read_minor(fields, "price_minor", rate_minor_max),
            read_count(fields, "month", 1, 1, 12)};
}

Json PlanLineRemoved::to_json() const { return {{"line", line}, {"reason", reason}}; }
PlanLineRemoved PlanLineRemoved::from_json(FieldReader& fields) { return {fields.text("line", 100), fields.text_or("reason", "")}; }

Json YearlyPlanProposed::to_json() const { return {{"on", to_iso_text(on)}, {"remark", remark}}; }
YearlyPlanProposed YearlyPlanProposed::from_json(FieldReader& fields) { return {read_date(fields, "on"), fields.text_or("remark", "")}; }

Json YearlyPlanDecided::to_json() const {
    return {{"proposal", proposal.value}, {"approved", approved}, {"on", to_iso_text(on)}, {"decided_by", decided_by}, {"reason", reason}};
}

YearlyPlanDecided YearlyPlanDecided::from_json(FieldReader& fields) {
    if (!fields.has("approved")) fields.reject("approved", "true or false is required");
    return {fields.id<EventId>("proposal"), fields.boolean_or("approved", false), read_date(fields, "on"), fields.text("decided_by"),
            fields.text_or("reason", "")};
}

Json YearlyPlanReopened::to_json() const { return {{"reason", reason}}; }
YearlyPlanReopened YearlyPlanReopened::from_json(FieldReader& fields) { return {fields.text("reason")}; }

}  // namespace countersign
