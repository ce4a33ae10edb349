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

// A rule, and the versions that have it word for word.
struct SharedRule {
    CreditRule rule;
    std::vector<const VersionOfMonth*> versions;

    bool holds_for(const JudgedPromise& promise) const {
        return promise.measure == rule.measure && concerns(rule.priorities, promise.priority) &&
               std::any_of(versions.begin(), versions.end(), [&](const VersionOfMonth* one) { return one->version == promise.version; });
    }
};

std::vector<SharedRule> rules_of(const std::vector<VersionOfMonth>& versions) {
    std::vector<SharedRule> rules;
    for (const VersionOfMonth& version : versions) {
        for (const CreditRule& rule : version.credits.rules) {
            // Twice in one table it is two rules.
            const auto same = std::find_if(rules.begin(), rules.end(),
                                           [&](const SharedRule& one) { return one.rule == rule && one.versions.back() != &version; });
            if (same == rules.end()) {
                rules.push_back({rule, {&version}});
            } else {
                same->versions.push_back(&version);
            }
        }
    }
    return rules;
}

class Month {
public:
    Month(const std::vector<VersionOfMonth>& versions, const std::vector<JudgedPromise>& promises)
        : versions_(versions), promises_(promises) {
        for (const VersionOfMonth& version : versions) {
            fee_minor_ += version.fee_minor;
            cap_minor_ += scaled(version.fee_minor, version.credits.cap_fee_permille, 1'000);
            days_ += version.days;
        }
    }

    std::int64_t cap_minor() const { return cap_minor_; }

    CreditLine judge(const SharedRule& shared) const {
        return shared.rule.measure == Measure::availability ? judge_availability(shared) : judge_promises(shared);
    }

private:
    CreditLine judge_promises(const SharedRule& shared) const {
        CreditLine line{shared.rule.id, {}, 0};
        Attainment share;
        for (const JudgedPromise& promise : promises_) {
            if (!shared.holds_for(promise)) continue;
            ++share.judged;
            if (promise.kept) ++share.kept;
            if (!promise.kept) line.causes.push_back(promise.cause);
        }
        const std::int64_t once = owed_once(shared.rule, fee_minor_);
        if (shared.rule.basis == CreditBasis::per_breach) {
            line.amount_minor = once * static_cast<std::int64_t>(line.causes.size());
        } else if (share.percent_thousandths() < shared.rule.threshold_percent_thousandths) {
            line.amount_minor = once;
        }
        return line;
    }

    // The shares of days that follow each other add up to the whole.
    CreditLine judge_availability(const SharedRule& shared) const {
        CreditLine line{shared.rule.id, {}, 0};
        const std::int64_t once = owed_once(shared.rule, fee_minor_);
        std::int64_t days_before = 0;
        for (const VersionOfMonth& version : versions_) {
            const std::int64_t days_until = days_before + version.days;
            const auto& measured = version.availability_percent_thousandths;
            const bool has_rule = std::find(shared.versions.begin(), shared.versions.end(), &version) != shared.versions.end();
            if (has_rule && measured && *measured < shared.rule.threshold_percent_thousandths && days_ > 0) {
                line.amount_minor += scaled(once, days_until, days_) - scaled(once, days_before, days_);
                for (const CauseId& outage : version.outages) {
                    if (std::find(line.causes.begin(), line.causes.end(), outage) == line.causes.end()) line.causes.push_back(outage);
                }
            }
            days_before = days_until;
        }
        return line;
    }

    const std::vector<VersionOfMonth>& versions_;
    const std::vector<JudgedPromise>& promises_;
    std::int64_t fee_minor_ = 0, cap_minor_ = 0, days_ = 0;
};

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

CreditStatement service_credits(const std::vector<VersionOfMonth>& versions, const std::vector<JudgedPromise>& promises) {
    const Month month(versions, promises);
    CreditStatement statement;
    for (const SharedRule& rule : rules_of(versions)) {
        CreditLine line = month.judge(rule);
        if (line.amount_minor == 0) continue;
        statement.sum_minor += line.amount_minor;
        statement.lines.push_back(std::move(line));
    }
    statement.cap_minor = month.cap_minor();
    statement.owed_minor = std::min(statement.sum_minor, statement.cap_minor);
    return statement;
}

CreditStatement service_credits(const CreditTerms& terms, std::int64_t month_fee_minor, const MonthJudged& month) {
    std::vector<JudgedPromise> promises = month.promises;
    for (JudgedPromise& promise : promises) promise.version = 0;
    return service_credits({{0, terms, month_fee_minor, 1, month.availability_percent_thousandths}}, promises);
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
