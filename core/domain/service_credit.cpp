// Service credits: judging a month by the table.
#include "core/domain/service_credit.hpp"

#include <algorithm>
#include <array>

#include "core/base/money.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

constexpr std::array<std::string_view, 2> basis_names{"per_breach", "per_missed_month"};
constexpr std::int32_t whole = 100'000;

bool concerns(const std::vector<Priority>& priorities, Priority priority) {
    return priorities.empty() || std::find(priorities.begin(), priorities.end(), priority) != priorities.end();
}

std::int64_t owed_once(const CreditRule& rule, std::int64_t fee_minor) {
    return rule.amount_minor + scaled(fee_minor, rule.fee_permille, 1'000);
}

std::vector<CauseId> missed(const CreditRule& rule, const MonthJudged& month) {
    std::vector<CauseId> causes;
    for (const JudgedPromise& promise : month.promises) {
        if (promise.measure == rule.measure && concerns(rule.priorities, promise.priority) && !promise.kept) {
            causes.push_back(promise.cause);
        }
    }
    return causes;
}

bool month_missed(const CreditRule& rule, const MonthJudged& month) {
    if (rule.measure == Measure::availability) {
        return month.availability_percent_thousandths && *month.availability_percent_thousandths < rule.threshold_percent_thousandths;
    }
    return attainment(month.promises, rule.measure, rule.priorities).percent_thousandths() < rule.threshold_percent_thousandths;
}

Json rule_json(const CreditRule& rule) {
    Json priorities = Json::array();
    for (const Priority priority : rule.priorities) priorities.push_back(priority_name(priority));
    return {{"id", rule.id},
            {"measure", measure_name(rule.measure)},
            {"priorities", priorities},
            {"basis", basis_names[static_cast<std::size_t>(rule.basis)]},
            {"threshold_percent_thousandths", rule.threshold_percent_thousandths},
            {"amount_minor", rule.amount_minor},
            {"fee_permille", rule.fee_permille}};
}

CreditRule read_rule(FieldReader& fields) {
    CreditRule rule;
    rule.id = fields.text("id", 100);
    rule.measure = read_choice<Measure>(fields, "measure", measure_names);
    for (const Json& entry : fields.array("priorities")) {
        rule.priorities.push_back(to_priority(fields, "priorities", entry.is_string() ? entry.get<std::string>() : write_json(entry)));
    }
    rule.basis = read_choice<CreditBasis>(fields, "basis", basis_names);
    rule.threshold_percent_thousandths = read_count(fields, "threshold_percent_thousandths", 0, 0, whole);
    rule.amount_minor = read_minor(fields, "amount_minor", rate_minor_max);
    rule.fee_permille = read_count(fields, "fee_permille", 0, 0, 1'000);
    if (rule.amount_minor == 0 && rule.fee_permille == 0) fields.reject("fee_permille", "a rule owes an amount or a share of the fee");
    if (rule.measure == Measure::availability && rule.basis == CreditBasis::per_breach) {
        fields.reject("basis", "availability is judged per month");
    }
    return rule;
}

}  // namespace

Json CreditTerms::to_json() const {
    Json list = Json::array();
    for (const CreditRule& rule : rules) list.push_back(rule_json(rule));
    return {{"rules", list}, {"cap_fee_permille", cap_fee_permille}};
}

CreditTerms CreditTerms::from_json(FieldReader& fields) {
    CreditTerms terms;
    read_each(fields, "rules", [&](FieldReader& reader) { terms.rules.push_back(read_rule(reader)); });
    terms.cap_fee_permille = read_count(fields, "cap_fee_permille", 1'000, 0, 1'000);
    return terms;
}

CreditStatement service_credits(const CreditTerms& terms, std::int64_t month_fee_minor, const MonthJudged& month) {
    CreditStatement statement;
    for (const CreditRule& rule : terms.rules) {
        CreditLine line{rule.id, missed(rule, month), 0};
        const std::int64_t once = owed_once(rule, month_fee_minor);
        if (rule.basis == CreditBasis::per_breach) {
            line.amount_minor = once * static_cast<std::int64_t>(line.causes.size());
        } else if (month_missed(rule, month)) {
            line.amount_minor = once;
        }
        if (line.amount_minor == 0) continue;
        statement.sum_minor += line.amount_minor;
        statement.lines.push_back(std::move(line));
    }
    statement.cap_minor = scaled(month_fee_minor, terms.cap_fee_permille, 1'000);
    statement.owed_minor = std::min(statement.sum_minor, statement.cap_minor);
    return statement;
}

std::int32_t Attainment::percent_thousandths() const {
    // Rounded down: 99.9996 % is not yet all of them.
    return judged == 0 ? whole : static_cast<std::int32_t>(kept * whole / judged);
}

Attainment attainment(const std::vector<JudgedPromise>& promises, Measure measure, const std::vector<Priority>& priorities) {
    Attainment result;
    for (const JudgedPromise& promise : promises) {
        if (promise.measure != measure || !concerns(priorities, promise.priority)) continue;
        ++result.judged;
        if (promise.kept) ++result.kept;
    }
    return result;
}

}  // namespace countersign
