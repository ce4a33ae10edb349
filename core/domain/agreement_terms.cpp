// Terms of an agreement: reading and writing, part by part.
#include "core/domain/agreement_terms.hpp"

#include <algorithm>

#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

constexpr std::size_t words_max = 20'000;

Json party_json(const Party& party) { return {{"name", party.name}, {"address", party.address}, {"tax_number", party.tax_number}}; }

Party read_party(FieldReader& fields, const char* name) {
    FieldReader reader(fields.object(name));
    Party party{reader.text_or("name", ""), reader.text_or("address", ""), reader.text_or("tax_number", "")};
    if (reader.problem()) fields.reject(name, *reader.problem());
    return party;
}

Json contact_json(const NamedContact& contact) {
    return {{"user", contact.user.value},
            {"name", contact.name},
            {"orders_emergency", contact.orders_emergency},
            {"verifies_work", contact.verifies_work},
            {"signs", contact.signs}};
}

NamedContact read_contact(FieldReader& fields) {
    return {{fields.text("user", 200)},
            fields.text("name", 200),
            fields.boolean_or("orders_emergency", false),
            fields.boolean_or("verifies_work", false),
            fields.boolean_or("signs", false)};
}

Json service_json(const CatalogueService& service) {
    return {{"name", service.name},           {"includes", service.includes},           {"covers", service.covers},
            {"how_often", service.how_often}, {"provider_duty", service.provider_duty}, {"client_duty", service.client_duty}};
}

CatalogueService read_service(FieldReader& fields) {
    return {fields.text("name", 200),
            fields.text_or("includes", "", words_max),
            fields.text_or("covers", "", words_max),
            fields.text_or("how_often", "", words_max),
            fields.text_or("provider_duty", "", words_max),
            fields.text_or("client_duty", "", words_max)};
}

Json example_json(const AgreementExample& example) {
    Json object{{"name", example.name},
                {"opened_at", to_timestamp(example.opened_at)},
                {"priority", priority_name(example.priority)},
                {"measure", measure_name(example.measure)}};
    if (!example.site.empty()) object["site"] = example.site.value;
    if (example.due) object["due"] = to_timestamp(*example.due);
    return object;
}

AgreementExample read_example(FieldReader& fields) {
    AgreementExample example;
    example.name = fields.text("name", 500);
    example.opened_at = read_timestamp(fields, "opened_at");
    example.priority = to_priority(fields, "priority", fields.text("priority", 30));
    example.measure = read_choice<Measure>(fields, "measure", measure_names);
    example.site = {fields.text_or("site", "", 200)};
    if (fields.has("due")) example.due = read_timestamp(fields, "due");
    return example;
}

Json hours_json(const HoursClause& hours) {
    Json object{{"per_month_minutes", hours.allowance.per_month.count},
                {"carry_months", hours.allowance.carry_months},
                {"on_exhaustion", exhaustion_names[static_cast<std::size_t>(hours.exhaustion)]},
                {"rounding", roundings_json(hours.rounding)}};
    if (hours.allowance.carry_max) object["carry_max_minutes"] = hours.allowance.carry_max->count;
    // What was signed before hours knew of it keeps its hash, and its hours are used up minute by minute.
    if (hours.after_hours_percent != 0) object["after_hours_percent"] = hours.after_hours_percent;
    return object;
}

HoursClause read_hours(FieldReader& fields) {
    HoursClause hours;
    if (!fields.has("hours")) return hours;
    FieldReader reader(fields.object("hours"));
    hours.allowance.per_month = {read_count(reader, "per_month_minutes", 0, 0, 100'000)};
    hours.allowance.carry_months = read_count(reader, "carry_months", 1, 0, 120);
    if (reader.has("carry_max_minutes")) hours.allowance.carry_max = Minutes{read_count(reader, "carry_max_minutes", 0, 0, 1'000'000)};
    if (reader.has("on_exhaustion")) hours.exhaustion = read_choice<Exhaustion>(reader, "on_exhaustion", exhaustion_names);
    hours.rounding = read_roundings(reader);
    hours.after_hours_percent = read_count(reader, "after_hours_percent", 0, 0, 1'000);
    if (reader.problem()) fields.reject("hours", *reader.problem());
    return hours;
}

Json availability_json(const Availability& availability) {
    return {{"percent_thousandths", availability.percent_thousandths}, {"maintenance", availability.maintenance.to_json()}};
}

Availability read_availability(FieldReader& fields) {
    Availability availability;
    if (!fields.has("availability")) return availability;
    FieldReader reader(fields.object("availability"));
    availability.percent_thousandths = read_count(reader, "percent_thousandths", 0, 0, 100'000);
    availability.maintenance = read_part<BusinessCalendar>(reader, "maintenance");
    if (reader.problem()) fields.reject("availability", *reader.problem());
    return availability;
}

void read_calendars(FieldReader& fields, AgreementTerms& terms) {
    for (const auto& [name, json] : fields.object("calendars").items()) {
        if (!json.is_object()) {
            fields.reject("calendars", name + " is no object");
            continue;
        }
        FieldReader reader(json);
        terms.calendars[name] = BusinessCalendar::from_json(reader);
        if (reader.problem()) fields.reject("calendars", name + ": " + *reader.problem());
    }
}

void read_clauses(FieldReader& fields, AgreementTerms& terms) {
    for (const auto& [key, words] : fields.object("clauses").items()) {
        if (!words.is_string() || words.get_ref<const std::string&>().size() > words_max) {
            fields.reject("clauses", key + " is no text of at most " + std::to_string(words_max) + " bytes");
        } else {
            terms.clauses[key] = words.get<std::string>();
        }
    }
}

CommunicationClause read_communication(FieldReader& fields) {
    CommunicationClause clause;
    if (!fields.has("communication")) return clause;
    FieldReader reader(fields.object("communication"));
    for (const Json& channel : reader.array("channels")) {
        if (!channel.is_string()) reader.reject("channels", "a list of texts is required");
        if (channel.is_string()) clause.channels.push_back(channel.get<std::string>());
    }
    clause.report_every_months = read_count(reader, "report_every_months", 0, 0, 120);
    clause.review_every_months = read_count(reader, "review_every_months", 0, 0, 120);
    if (reader.problem()) fields.reject("communication", *reader.problem());
    return clause;
}

template <typename Part, typename Write>
Json list_json(const std::vector<Part>& parts, const Write& write) {
    Json list = Json::array();
    for (const Part& part : parts) list.push_back(write(part));
    return list;
}

}  // namespace

Json AgreementTerms::to_json() const {
    Json calendar_json = Json::object();
    for (const auto& [name, calendar] : calendars) calendar_json[name] = calendar.to_json();
    Json object{
        {"number", number},
        {"title", title},
        {"mode", service_mode_name(mode)},
        {"provider", party_json(provider)},
        {"client", party_json(client)},
        {"contacts", list_json(contacts, contact_json)},
        {"account_manager", account_manager.value},
        {"technician", technician.value},
        {"services", list_json(services, service_json)},
        {"calendars", calendar_json},
        {"levels", levels.to_json()},
        {"site_levels", list_json(site_levels,
                                  [](const SiteLevels& at) {
                                      return Json{{"site", at.site.value}, {"levels", at.levels.to_json()}};
                                  })},
        {"availability", availability_json(availability)},
        {"replacement", replacement.to_json()},
        {"exclusions", list_json(exclusions,
                                 [](const Exclusion& exclusion) {
                                     return Json{{"id", exclusion.id}, {"name", exclusion.name}, {"description", exclusion.description}};
                                 })},
        {"hours", hours_json(hours)},
        {"visits", list_json(visits,
                             [](const SiteVisits& at) {
                                 return Json{{"site", at.site.value}, {"schedule", at.schedule.to_json()}};
                             })},
        {"term", term.to_json()},
        {"clauses", clauses},
        {"disputes", list_json(disputes,
                               [](const DisputeStep& step) {
                                   return Json{{"name", step.name}, {"responsible", step.responsible}, {"days", step.days}};
                               })},
        {"communication",
         {{"channels", communication.channels},
          {"report_every_months", communication.report_every_months},
          {"review_every_months", communication.review_every_months}}},
        {"deemed_accepted_days", deemed_accepted_days},
        {"close_after_days", close_after_days},
        {"examples", list_json(examples, example_json)}};
    // Left out where there are none: what was signed before there were any keeps its digest.
    if (!support_days.empty()) object["support_days"] = list_json(support_days, [](const SupportDays& days) { return days.to_json(); });
    return object;
}

AgreementTerms AgreementTerms::from_json(FieldReader& fields) {
    AgreementTerms terms;
    terms.number = fields.text("number", 200);
    terms.title = fields.text_or("title", "", 500);
    terms.mode = read_choice<ServiceMode>(fields, "mode", service_mode_names);
    terms.provider = read_party(fields, "provider");
    terms.client = read_party(fields, "client");
    read_each(fields, "contacts", [&](FieldReader& reader) { terms.contacts.push_back(read_contact(reader)); });
    terms.account_manager = {fields.text_or("account_manager", "", 200)};
    terms.technician = {fields.text_or("technician", "", 200)};
    read_each(fields, "services", [&](FieldReader& reader) { terms.services.push_back(read_service(reader)); });
    read_calendars(fields, terms);
    terms.levels = read_part<ServiceLevels>(fields, "levels");
    read_each(fields, "site_levels", [&](FieldReader& reader) {
        terms.site_levels.push_back({{reader.text("site", 200)}, read_part<ServiceLevels>(reader, "levels")});
    });
    terms.availability = read_availability(fields);
    terms.replacement = read_part<Target>(fields, "replacement");
    read_each(fields, "exclusions", [&](FieldReader& reader) {
        terms.exclusions.push_back({reader.text("id", 100), reader.text("name", 200), reader.text_or("description", "", words_max)});
    });
    terms.hours = read_hours(fields);
    read_each(fields, "visits", [&](FieldReader& reader) {
        terms.visits.push_back({{reader.text("site", 200)}, read_part<VisitSchedule>(reader, "schedule")});
    });
    read_each(fields, "support_days", [&](FieldReader& reader) { terms.support_days.push_back(SupportDays::from_json(reader)); });
    terms.term = read_part<AgreementTerm>(fields, "term");
    read_clauses(fields, terms);
    read_each(fields, "disputes", [&](FieldReader& reader) {
        terms.disputes.push_back(
            {reader.text("name", 500), reader.text_or("responsible", "", 200), read_count(reader, "days", 0, 0, 3'650)});
    });
    terms.communication = read_communication(fields);
    terms.deemed_accepted_days = read_count(fields, "deemed_accepted_days", 0, 0, 366);
    terms.close_after_days = read_count(fields, "close_after_days", 0, 0, 366);
    read_each(fields, "examples", [&](FieldReader& reader) { terms.examples.push_back(read_example(reader)); });
    return terms;
}

const ServiceLevels& AgreementTerms::levels_at(const SiteId& site) const {
    for (const SiteLevels& at : site_levels) {
        if (at.site == site && !site.empty()) return at.levels;
    }
    return levels;
}

bool AgreementTerms::promises_service(const std::string& name) const {
    return services.empty() || std::any_of(services.begin(), services.end(), [&](const CatalogueService& one) { return one.name == name; });
}

const BusinessCalendar* AgreementTerms::calendar_at(const SiteId& site) const {
    const auto found = calendars.find(levels_at(site).calendar);
    return found == calendars.end() ? nullptr : &found->second;
}

Json CommercialTerms::to_json() const {
    Json json{{"rates", rates.to_json()},
              {"fee_minor", fee_minor},
              {"discount_permille", discount_permille},
              {"payment_method", payment_method},
              {"payment_every_months", payment_every_months},
              {"payment_days", payment_days},
              {"termination_fee_minor", termination_fee_minor},
              {"credits", credits.to_json()}};
    if (occasional_per_hour_minor) json["occasional_per_hour_minor"] = *occasional_per_hour_minor;
    if (agreement_price) {
        json["agreement_price"] = {{"fee_minor", agreement_price->fee_minor}, {"minutes_per_month", agreement_price->per_month.count}};
    }
    // Only where there are some: what was signed before packages had prices keeps its hash.
    for (const PackagePrice& package : packages) {
        Json one{{"minutes", package.minutes.count}, {"price_minor", package.price_minor}};
        if (package.valid_months > 0) one["valid_months"] = package.valid_months;
        json["packages"].push_back(std::move(one));
    }
    return json;
}

CommercialTerms CommercialTerms::from_json(FieldReader& fields) {
    CommercialTerms terms;
    terms.rates = read_part<Rates>(fields, "rates");
    terms.fee_minor = read_minor(fields, "fee_minor", sum_minor_max);
    terms.discount_permille = read_count(fields, "discount_permille", 0, 0, 1'000);
    terms.payment_method = fields.text_or("payment_method", "", 200);
    terms.payment_every_months = read_count(fields, "payment_every_months", 1, 1, 12);
    terms.payment_days = read_count(fields, "payment_days", 14, 0, 365);
    terms.termination_fee_minor = read_minor(fields, "termination_fee_minor", sum_minor_max);
    terms.credits = read_part<CreditTerms>(fields, "credits");
    if (fields.has("occasional_per_hour_minor")) {
        terms.occasional_per_hour_minor = read_minor(fields, "occasional_per_hour_minor", rate_minor_max);
    }
    if (fields.has("agreement_price")) {
        FieldReader price(fields.object("agreement_price"));
        terms.agreement_price =
            AgreementPrice{read_minor(price, "fee_minor", sum_minor_max), {read_count(price, "minutes_per_month", 0, 0, 1'000'000)}};
        if (price.problem()) fields.reject("agreement_price", *price.problem());
    }
    read_each(fields, "packages", [&](FieldReader& reader) {
        const Minutes minutes{read_count(reader, "minutes", 0, 1, 1'000'000)};
        if (terms.package_of(minutes) != nullptr) reader.reject("minutes", "has a price already");
        const std::int64_t price = read_minor(reader, "price_minor", sum_minor_max);
        terms.packages.push_back({minutes, price, read_count(reader, "valid_months", 0, 0, 120)});
    });
    return terms;
}

std::int64_t CommercialTerms::discount_of_days(LocalDate from, LocalDate to) const {
    const auto discount = [&](std::int32_t day) { return scaled(fee_until(day, to), discount_permille, 1'000); };
    return discount(to.day) - discount(from.day - 1);
}

Rates CommercialTerms::occasional_rates() const {
    Rates occasional = rates;
    occasional.per_hour_minor = occasional_per_hour_minor.value_or(rates.per_hour_minor);
    return occasional;
}

const PackagePrice* CommercialTerms::package_of(Minutes minutes) const {
    for (const PackagePrice& package : packages) {
        if (package.minutes == minutes) return &package;
    }
    return nullptr;
}

}  // namespace countersign
