// Terms of an agreement: everything that the parties agreed, as data (requirements.md A1 to A10, N13; rules.md 36).
//
// The rule: services, levels, hours, term and disputes each have a place of their own, so that they can be computed with; prices and
// credits lie in CommercialTerms, which technicians do not receive. Both together are what the parties sign. Worked example:
// server/demo, and tests/scenarios/agreements.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/agreement_term.hpp"
#include "core/domain/charging.hpp"
#include "core/domain/hours_ledger.hpp"
#include "core/domain/service_level.hpp"
#include "core/domain/service_mode.hpp"
#include "core/domain/support_days.hpp"
#include "core/domain/visit_schedule.hpp"

namespace countersign {

struct Party {
    std::string name, address, tax_number;
    bool operator==(const Party&) const = default;
};

/// A person of the client and what they may do (rules.md 29).
struct NamedContact {
    UserId user;
    std::string name;
    bool orders_emergency = false, verifies_work = false, signs = false;
    bool operator==(const NamedContact&) const = default;
};

struct CatalogueService {
    std::string name;
    std::string includes;  ///< what exactly; for maintenance also whether the client gets its results (rules.md 40)
    std::string covers;    ///< which assets, users, sites
    std::string how_often;
    std::string provider_duty, client_duty;
    bool operator==(const CatalogueService&) const = default;
};

/// What stops the clock when it is claimed with evidence (A4).
struct Exclusion {
    std::string id, name, description;
    bool operator==(const Exclusion&) const = default;
};

struct SiteLevels {
    SiteId site;
    ServiceLevels levels;
    bool operator==(const SiteLevels&) const = default;
};

struct SiteVisits {
    SiteId site;
    VisitSchedule schedule;
    bool operator==(const SiteVisits&) const = default;
};

struct DisputeStep {
    std::string name, responsible;
    std::int32_t days = 0;  ///< to be done within, counted from the step before
    bool operator==(const DisputeStep&) const = default;
};

struct HoursClause {
    AllowanceTerms allowance;
    Exhaustion exhaustion = Exhaustion::occasional;
    Roundings rounding{};                  ///< which minutes work uses up; here, since it binds those too who do not see the prices
    std::int32_t after_hours_percent = 0;  ///< added to what work after hours uses up; here for the same reason
};

struct CommunicationClause {
    std::vector<std::string> channels;
    std::int32_t report_every_months = 0, review_every_months = 0;  ///< 0: not agreed
    bool operator==(const CommunicationClause&) const = default;
};

/// "A ticket of Friday 15:30, priority high, is due …": shown before signing and checked by every new version of the program (N13).
struct AgreementExample {
    std::string name;
    Instant opened_at;
    Priority priority = Priority::normal;
    Measure measure = Measure::resolution;
    SiteId site = {};
    std::optional<Instant> due = {};  ///< nothing: no time is promised
    bool operator==(const AgreementExample&) const = default;
};

/// Keys of clauses that are words: "confidentiality", "non_compete", "ownership", "handover", "liability", "termination_grounds".
using Clauses = std::map<std::string, std::string>;

struct AgreementTerms {
    std::string number, title;
    ServiceMode mode = ServiceMode::sla;
    Party provider, client;
    std::vector<NamedContact> contacts;
    UserId account_manager, technician;
    std::vector<CatalogueService> services;
    std::map<std::string, BusinessCalendar> calendars;
    ServiceLevels levels;
    std::vector<SiteLevels> site_levels;
    Availability availability;
    Target replacement;  ///< of a device in repair, from hand-over (rules.md 35)
    std::vector<Exclusion> exclusions;
    HoursClause hours;
    std::vector<SiteVisits> visits;
    std::vector<SupportDays> support_days;  ///< stronger cover on chosen days of the month
    AgreementTerm term;
    Clauses clauses;
    std::vector<DisputeStep> disputes;
    CommunicationClause communication;
    std::int32_t deemed_accepted_days = 0;  ///< silence confirms work after so many days; 0: never (rules.md 32)
    std::int32_t close_after_days = 0;      ///< silence closes a resolved ticket (T7); 0: never
    std::vector<AgreementExample> examples;

    Json to_json() const;
    static AgreementTerms from_json(FieldReader& fields);

    const ServiceLevels& levels_at(const SiteId& site) const;
    /// Whether the catalogue names it; one that is empty leaves nothing out.
    bool promises_service(const std::string& name) const;
    /// Nothing when the name is not among the calendars, which the check points out.
    const BusinessCalendar* calendar_at(const SiteId& site) const;
};

/// What a package of so many minutes costs, net, and within which period it is to be used (A6: the period depends on the size).
struct PackagePrice {
    Minutes minutes;
    std::int64_t price_minor = 0;
    std::int32_t valid_months = 0;  ///< counted from the day on which it begins; 0: not agreed
    bool operator==(const PackagePrice&) const = default;
};

/// What the mode with an agreement would cost, in the price list of a client who is served in another one.
struct AgreementPrice {
    std::int64_t fee_minor = 0;  ///< per month
    Minutes per_month;           ///< hours that it would hold
    bool operator==(const AgreementPrice&) const = default;
};

struct CommercialTerms {
    Rates rates;                 ///< of the mode that was agreed; also of what exceeds its hours
    std::int64_t fee_minor = 0;  ///< per month; 0 in modes without one
    std::int32_t discount_permille = 0;
    std::string payment_method;
    std::int32_t payment_every_months = 1, payment_days = 14;
    std::int64_t termination_fee_minor = 0;
    CreditTerms credits;
    std::vector<PackagePrice> packages;
    std::optional<std::int64_t> occasional_per_hour_minor =
        {};                                              ///< dearer (A6), for work without agreement and package; as `rates` where not set
    std::optional<AgreementPrice> agreement_price = {};  ///< where another mode was agreed

    Json to_json() const;
    static CommercialTerms from_json(FieldReader& fields);

    /// Of days of one month: the share by days. However a month is parted, its parts add up to its fee: 10 days of 2,000.00 are 666.67,
    /// the next 10 are 666.66 and the last 666.67.
    std::int64_t fee_of_days(LocalDate from, LocalDate to) const { return fee_until(to.day, to) - fee_until(from.day - 1, to); }
    /// The discount on that share, positive; its parts add up in the same way.
    std::int64_t discount_of_days(LocalDate from, LocalDate to) const;
    /// As `rates`, at the price of occasional work.
    Rates occasional_rates() const;
    /// Null for a size that no price was agreed for.
    const PackagePrice* package_of(Minutes minutes) const;

private:
    std::int64_t fee_until(std::int32_t day, LocalDate month) const {
        return scaled(fee_minor, day, days_in_month(month.year, month.month));
    }
};

}  // namespace countersign
