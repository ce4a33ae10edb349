// Agreement check: the questions, one by one.
#include "core/domain/agreement_check.hpp"

#include <algorithm>
#include <array>

#include "core/domain/timestamp.hpp"

namespace countersign {
namespace {

constexpr std::array<std::string_view, 3> kind_names{"missing", "contradiction", "example"};
constexpr std::array measures_of_tickets{Measure::first_response, Measure::next_response, Measure::arrival, Measure::resolution};
constexpr std::array<const char*, 6> clause_keys{"termination_grounds", "confidentiality", "non_compete",
                                                 "ownership",           "handover",        "liability"};

class Checker {
public:
    Checker(const AgreementClock& agreement, const CommercialTerms* commercial)
        : agreement_(agreement), terms_(agreement.terms()), commercial_(commercial) {}

    std::vector<Finding> run() {
        ask_for_parties();
        ask_for_services();
        ask_for_levels();
        ask_for_words();
        ask_for_money();
        check_levels(terms_.levels, {});
        for (const SiteLevels& at : terms_.site_levels) check_levels(at.levels, at.site);
        check_hours();
        check_term();
        check_visits();
        run_examples();
        return std::move(findings_);
    }

private:
    using Params = std::map<std::string, std::string>;

    void missing(const char* key, Params params = {}) { findings_.push_back({FindingKind::missing, {key, std::move(params)}}); }
    void contradiction(const char* key, Params params = {}) { findings_.push_back({FindingKind::contradiction, {key, std::move(params)}}); }
    void missing_unless(bool there, const char* key, Params params = {}) {
        if (!there) missing(key, std::move(params));
    }

    void ask_for_parties() {
        for (const Party* party : {&terms_.provider, &terms_.client}) {
            missing_unless(!party->name.empty() && !party->address.empty() && !party->tax_number.empty(),
                           party == &terms_.provider ? "check.provider_missing" : "check.client_missing");
        }
        const auto anyone = [&](bool NamedContact::*may) {
            return std::any_of(terms_.contacts.begin(), terms_.contacts.end(), [&](const NamedContact& contact) { return contact.*may; });
        };
        missing_unless(anyone(&NamedContact::verifies_work), "check.verifier_missing");
        missing_unless(anyone(&NamedContact::orders_emergency), "check.orderer_missing");
        missing_unless(anyone(&NamedContact::signs), "check.signer_missing");
        missing_unless(!terms_.account_manager.empty(), "check.account_manager_missing");
        missing_unless(!terms_.technician.empty(), "check.technician_missing");
    }

    void ask_for_services() {
        missing_unless(!terms_.services.empty(), "check.services_missing");
        for (const CatalogueService& service : terms_.services) {
            missing_unless(!service.includes.empty() && !service.covers.empty() && !service.how_often.empty(), "check.service_unclear",
                           {{"service", service.name}});
            missing_unless(!service.provider_duty.empty() && !service.client_duty.empty(), "check.responsibilities_missing",
                           {{"service", service.name}});
        }
    }

    void ask_for_levels() {
        if (terms_.mode != ServiceMode::sla) return;
        for (const Priority priority : {Priority::low, Priority::normal, Priority::high, Priority::critical}) {
            const LevelTargets& targets = terms_.levels.targets(priority);
            missing_unless(targets.first_response.kind != TargetKind::none, "check.response_missing",
                           {{"priority", priority_key(priority)}});
            missing_unless(targets.resolution.kind != TargetKind::none, "check.resolution_missing", {{"priority", priority_key(priority)}});
        }
        missing_unless(terms_.replacement.kind != TargetKind::none, "check.replacement_missing");
        missing_unless(terms_.availability.percent_thousandths > 0, "check.availability_missing");
        missing_unless(!terms_.exclusions.empty(), "check.exclusions_missing");
    }

    void ask_for_words() {
        for (const char* key : clause_keys) {
            const auto found = terms_.clauses.find(key);
            missing_unless(found != terms_.clauses.end() && !found->second.empty(), "check.clause_missing",
                           {{"clause", std::string("clause.") + key}});
        }
        missing_unless(!terms_.communication.channels.empty(), "check.channels_missing");
        missing_unless(terms_.communication.report_every_months > 0, "check.reports_missing");
        missing_unless(terms_.communication.review_every_months > 0, "check.reviews_missing");
        missing_unless(!terms_.disputes.empty(), "check.disputes_missing");
        for (const DisputeStep& step : terms_.disputes) {
            missing_unless(!step.responsible.empty() && step.days > 0, "check.dispute_step_unclear", {{"step", step.name}});
        }
        missing_unless(!terms_.examples.empty(), "check.examples_missing");
    }

    void ask_for_money() {
        if (commercial_ == nullptr) return;
        missing_unless(commercial_->rates.per_hour_minor > 0, "check.rate_missing");
        missing_unless(!commercial_->payment_method.empty(), "check.payment_method_missing");
        if (commercial_->rates.rounding != terms_.hours.rounding) contradiction("check.rounding_differs");
        // Hours that run out at another rate than they cost make it matter which of them pays.
        const bool keeps_hours = terms_.mode == ServiceMode::prepaid || terms_.hours.allowance.per_month.count > 0;
        if (keeps_hours && commercial_->rates.after_hours_percent != terms_.hours.after_hours_percent)
            contradiction("check.after_hours_differs", {{"price", std::to_string(commercial_->rates.after_hours_percent)},
                                                        {"hours", std::to_string(terms_.hours.after_hours_percent)}});
        if (terms_.mode == ServiceMode::prepaid) missing_unless(!commercial_->packages.empty(), "check.packages_missing");
        for (const PackagePrice& package : commercial_->packages) {
            missing_unless(package.valid_months > 0, "check.package_validity_missing",
                           {{"minutes", std::to_string(package.minutes.count)}});
        }
        if (terms_.mode != ServiceMode::sla) return;
        missing_unless(commercial_->fee_minor > 0, "check.fee_missing");
        missing_unless(!commercial_->credits.rules.empty(), "check.credits_missing");
        for (const CreditRule& rule : commercial_->credits.rules) {
            if (!is_promised(rule.measure))
                contradiction("check.credit_without_target", {{"rule", rule.id}, {"measure", measure_key(rule.measure)}});
            const bool without_threshold = rule.basis == CreditBasis::per_missed_month && rule.threshold_percent_thousandths == 0;
            const bool of_nothing = rule.amount_minor == 0 && rule.fee_permille == 0;
            if (without_threshold || of_nothing || commercial_->credits.cap_fee_permille == 0)
                contradiction("check.credit_never_owed", {{"rule", rule.id}});
        }
    }

    bool is_promised(Measure measure) const {
        if (measure == Measure::availability) return terms_.availability.percent_thousandths > 0;
        if (measure == Measure::replacement) return terms_.replacement.kind != TargetKind::none;
        const auto promises = [&](const ServiceLevels& levels) {
            return std::any_of(levels.by_priority.begin(), levels.by_priority.end(),
                               [&](const LevelTargets& targets) { return targets.of(measure).kind != TargetKind::none; });
        };
        return promises(terms_.levels) ||
               std::any_of(terms_.site_levels.begin(), terms_.site_levels.end(), [&](const SiteLevels& at) { return promises(at.levels); });
    }

    void check_levels(const ServiceLevels& levels, const SiteId& site) {
        const bool any = std::any_of(levels.by_priority.begin(), levels.by_priority.end(),
                                     [](const LevelTargets& targets) { return !(targets == LevelTargets{}); });
        if (terms_.mode != ServiceMode::sla) {
            if (any)
                contradiction("check.mode_guarantees_nothing",
                              {{"mode", std::string("mode.") + std::string(service_mode_name(terms_.mode))}});
            return;
        }
        const WorkingTime* time = agreement_.time_at(site);
        if (time == nullptr) {
            contradiction("check.calendar_unknown", {{"calendar", levels.calendar}});
            return;
        }
        const Milliseconds longest_rest = longest_time_off(*time);
        if (longest_rest >= whole_year) {
            contradiction("check.calendar_without_hours", {{"calendar", levels.calendar}});
            return;
        }
        for (std::size_t i = 0; i < levels.by_priority.size(); ++i) {
            const auto priority = static_cast<Priority>(i + 1);
            check_targets(*time, levels.by_priority[i], priority, longest_rest);
            if (i > 0) check_order(*time, levels.by_priority[i - 1], levels.by_priority[i], priority);
        }
    }

    void check_targets(const WorkingTime& time, const LevelTargets& targets, Priority priority, Milliseconds longest_rest) {
        if (always_sooner(time, targets.resolution, targets.first_response)) {
            contradiction("check.resolution_before_response", {{"priority", priority_key(priority)}});
        }
        if (always_sooner(time, targets.resolution, targets.arrival)) {
            contradiction("check.resolution_before_arrival", {{"priority", priority_key(priority)}});
        }
        for (const Measure measure : measures_of_tickets) {
            const Target& target = targets.of(measure);
            if (target.kind != TargetKind::real_minutes || Minutes{target.amount}.milliseconds() >= longest_rest) continue;
            contradiction("check.nobody_works", {{"priority", priority_key(priority)},
                                                 {"measure", measure_key(measure)},
                                                 {"hours", std::to_string(longest_rest.count / 3'600'000)}});
        }
    }

    void check_order(const WorkingTime& time, const LevelTargets& lower, const LevelTargets& higher, Priority priority) {
        for (const Measure measure : measures_of_tickets) {
            if (always_sooner(time, lower.of(measure), higher.of(measure))) {
                contradiction("check.higher_is_slower", {{"priority", priority_key(priority)}, {"measure", measure_key(measure)}});
            }
        }
    }

    void check_hours() {
        const AllowanceTerms& allowance = terms_.hours.allowance;
        if (allowance.carry_max && allowance.carry_max->count > 0 && allowance.carry_months == 0)
            contradiction("check.cap_without_carrying");
    }

    void check_term() {
        if (terms_.term.starts_on == LocalDate{}) {
            missing("check.term_missing");
            return;
        }
        const auto last = terms_.term.last_day_for_notice(terms_.term.starts_on);
        if (last && *last < terms_.term.starts_on) contradiction("check.notice_longer_than_term");
    }

    void check_visits() {
        for (const SiteVisits& at : terms_.visits) {
            const BusinessCalendar* calendar = terms_.calendar_at(at.site);
            if (calendar == nullptr || calendar->around_the_clock) continue;
            const std::int32_t minute = at.schedule.at.hour * 60 + at.schedule.at.minute;
            const auto day = static_cast<std::size_t>(at.schedule.weekday) - 1;
            const auto works_at = [&](const DayRanges& ranges, std::int32_t minute_of_day) {
                return std::any_of(ranges.begin(), ranges.end(), [&](const DayRange& range) {
                    return range.start_minute <= minute_of_day && minute_of_day < range.end_minute;
                });
            };
            // A night shift is the day's on which it began.
            const bool inside = works_at(calendar->week[day], minute) || works_at(calendar->week[(day + 6) % 7], minute + 1'440);
            if (!inside) contradiction("check.visit_outside_hours", {{"at", to_iso_text(at.schedule.at)}});
        }
    }

    void run_examples() {
        for (const AgreementExample& example : terms_.examples) {
            const auto due = agreement_.due(example.measure, example.priority, example.site, example.opened_at);
            if (due == example.due) continue;
            const auto told = [](const std::optional<Instant>& instant) { return instant ? to_timestamp(*instant) : std::string("-"); };
            findings_.push_back(
                {FindingKind::example,
                 {"check.example_differs", {{"example", example.name}, {"expected", told(example.due)}, {"computed", told(due)}}}});
        }
    }

    static std::string priority_key(Priority priority) { return "priority." + std::string(priority_name(priority)); }
    static std::string measure_key(Measure measure) { return "measure." + std::string(measure_name(measure)); }

    /// Whether the first is due before the second whenever the clock starts. Of one kind the amounts say it; of two kinds every hour of a
    /// usual year's second week in June is tried.
    static bool always_sooner(const WorkingTime& time, const Target& first, const Target& second) {
        if (first.kind == TargetKind::none || second.kind == TargetKind::none) return false;
        if (first.kind == second.kind) return first.amount < second.amount;
        constexpr std::int64_t hour_ms = 3'600'000, hours_of_week = 7 * 24;
        const Instant monday{wall_milliseconds({{2027, 6, 7}, {}})};
        for (std::int64_t hour = 0; hour < hours_of_week; ++hour) {
            const Instant start = monday + Milliseconds{hour * hour_ms};
            const auto sooner = SlaClock(time, {start, first}, start).due();
            const auto later = SlaClock(time, {start, second}, start).due();
            if (!sooner || !later || *sooner >= *later) return false;
        }
        return true;
    }

    static constexpr Milliseconds whole_year{365 * milliseconds_per_day};

    /// The longest stretch of a usual year in which nobody works.
    static Milliseconds longest_time_off(const WorkingTime& time) {
        if (time.calendar().around_the_clock) return {0};
        const Instant from{wall_milliseconds({{2027, 1, 1}, {}})};
        const Instant to = from + whole_year;
        Milliseconds longest;
        Instant reached = from;
        for (const WorkingWindow& window : time.windows(from, to)) {
            longest = std::max(longest, window.from - reached);
            reached = window.to;
        }
        return std::max(longest, to - reached);
    }

    const AgreementClock& agreement_;
    const AgreementTerms& terms_;
    const CommercialTerms* commercial_;
    std::vector<Finding> findings_;
};

}  // namespace

std::string_view finding_kind_name(FindingKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::vector<Finding> check_agreement(const AgreementClock& agreement, const CommercialTerms* commercial) {
    return Checker(agreement, commercial).run();
}

}  // namespace countersign
