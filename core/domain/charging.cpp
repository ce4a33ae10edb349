// Charging: rounding, prices, JSON.
#include "core/domain/charging.hpp"

#include <algorithm>

#include "core/domain/read_fields.hpp"

namespace countersign {
const std::array<std::string_view, work_kind_count> work_kind_names{"remote", "on_site", "phone", "workshop"};

Minutes RoundingRule::charged(Minutes worked) const {
    if (worked.count <= 0) return {0};
    // The steps begin where the minimum ends: 60, then 90, whatever the step.
    const std::int64_t beyond = std::max<std::int64_t>(0, worked.count - minimum.count);
    return {minimum.count + (beyond + step.count - 1) / step.count * step.count};
}

Minutes used_up(Minutes charged, std::int32_t after_hours_percent) {
    return {scaled(charged.count, std::int64_t{100} + after_hours_percent, 100)};
}

Minutes charged_for(Minutes used, std::int32_t after_hours_percent) {
    return {scaled(used.count, 100, std::int64_t{100} + after_hours_percent)};
}

std::int64_t Rates::price_minor(Minutes charged, bool after_hours) const {
    const std::int64_t percent = after_hours ? 100 + after_hours_percent : 100;
    return scaled(per_hour_minor, charged.count * percent, 60 * 100);
}

Json roundings_json(const Roundings& roundings) {
    Json rules = Json::object();
    for (std::size_t kind = 0; kind < work_kind_count; ++kind) {
        rules[std::string(work_kind_names[kind])] = {{"minimum_minutes", roundings[kind].minimum.count},
                                                     {"step_minutes", roundings[kind].step.count}};
    }
    return rules;
}

Json Rates::to_json() const {
    return {{"currency", currency_codes[static_cast<std::size_t>(currency)]},
            {"per_hour_minor", per_hour_minor},
            {"after_hours_percent", after_hours_percent},
            {"travel_minor", travel_minor},
            {"vat_permille", vat_permille},
            {"rounding", roundings_json(rounding)}};
}

Roundings read_roundings(FieldReader& fields) {
    Roundings roundings{};
    if (!fields.has("rounding")) return roundings;
    const Json& rules = fields.object("rounding");
    for (std::size_t kind = 0; kind < work_kind_count; ++kind) {
        const auto found = rules.find(std::string(work_kind_names[kind]));
        if (found == rules.end()) continue;
        FieldReader rule(*found);
        roundings[kind] = {{read_count(rule, "minimum_minutes", 0, 0, 1'440)}, {read_count(rule, "step_minutes", 1, 1, 1'440)}};
        if (rule.problem()) fields.reject("rounding", std::string(work_kind_names[kind]) + ": " + *rule.problem());
    }
    return roundings;
}

Rates Rates::from_json(FieldReader& fields) {
    Rates rates;
    rates.currency = read_choice<Currency>(fields, "currency", currency_codes);
    rates.per_hour_minor = read_minor(fields, "per_hour_minor", rate_minor_max);
    rates.after_hours_percent = read_count(fields, "after_hours_percent", 100, 0, 1'000);
    rates.travel_minor = read_minor(fields, "travel_minor", rate_minor_max);
    rates.vat_permille = read_count(fields, "vat_permille", 230, 0, 1'000);
    rates.rounding = read_roundings(fields);
    return rates;
}

}  // namespace countersign
