// Agreements: what a complete one says, and what the check finds when a part is taken out or made impossible (requirements.md A13, N13).
#include "core/domain/agreement_check.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <sstream>

using namespace countersign;

namespace {

Json complete() {
    std::ifstream file("tests/scenarios/agreements/complete.json");
    REQUIRE_MESSAGE(file.good(), "the tests run from the root of the repository");
    std::stringstream text;
    text << file.rdbuf();
    return *parse_json(text.str());
}

template <typename Part>
Part read(const Json& json) {
    FieldReader fields(json);
    Part part = Part::from_json(fields);
    REQUIRE_MESSAGE(!fields.problem(), fields.problem().value_or(""));
    return part;
}

/// The keys of what is found, each once, in order.
std::string found(const Json& agreement) {
    const auto clock = AgreementClock::of(read<AgreementTerms>(agreement.at("terms")));
    REQUIRE(clock.ok());
    const auto commercial = read<CommercialTerms>(agreement.at("commercial"));
    std::string keys;
    for (const Finding& finding : check_agreement(*clock, &commercial)) {
        const std::string key = finding.text.key.substr(6) + " ";
        if (keys.find(key) == std::string::npos) keys += key;
    }
    return keys;
}

std::string found_when(const std::function<void(Json&)>& change) {
    Json agreement = complete();
    change(agreement);
    return found(agreement);
}

std::string found_with(const char* pointer, const Json& value) {
    return found_when([&](Json& agreement) { agreement[Json::json_pointer(pointer)] = value; });
}

}  // namespace

TEST_CASE("A13: nothing is found in a complete agreement, whose own examples hold") { CHECK(found(complete()).empty()); }

TEST_CASE("an agreement survives being written and read") {
    const Json agreement = complete();
    const auto terms = read<AgreementTerms>(agreement.at("terms"));
    CHECK(read<AgreementTerms>(terms.to_json()).to_json() == terms.to_json());
    const auto commercial = read<CommercialTerms>(agreement.at("commercial"));
    CHECK(read<CommercialTerms>(commercial.to_json()).to_json() == commercial.to_json());
    CHECK(terms.to_json().at("examples").size() == 3);
}

TEST_CASE("A13: what the steps and clauses ask for and the agreement lacks is named") {
    CHECK(found_with("/terms/provider/tax_number", "") == "provider_missing ");
    CHECK(found_with("/terms/client/address", "") == "client_missing ");
    CHECK(found_with("/terms/contacts", Json::array()) == "verifier_missing orderer_missing signer_missing ");
    CHECK(found_with("/terms/account_manager", "") == "account_manager_missing ");
    CHECK(found_with("/terms/technician", "") == "technician_missing ");
    CHECK(found_with("/terms/services", Json::array()) == "services_missing ");
    CHECK(found_with("/terms/services/0/how_often", "") == "service_unclear ");
    CHECK(found_with("/terms/services/0/client_duty", "") == "responsibilities_missing ");
    CHECK(found_with("/terms/levels/priorities/high", Json::object()) == "response_missing resolution_missing example_differs ");
    CHECK(found_with("/terms/replacement", Json{{"kind", "none"}}) == "replacement_missing ");
    CHECK(found_with("/terms/availability/percent_thousandths", 0) == "availability_missing ");
    CHECK(found_with("/terms/exclusions", Json::array()) == "exclusions_missing ");
    CHECK(found_with("/terms/clauses/ownership", "") == "clause_missing ");
    CHECK(found_with("/terms/communication", Json::object()) == "channels_missing reports_missing reviews_missing ");
    CHECK(found_with("/terms/disputes", Json::array()) == "disputes_missing ");
    CHECK(found_with("/terms/disputes/0/days", 0) == "dispute_step_unclear ");
    CHECK(found_with("/terms/examples", Json::array()) == "examples_missing ");
    CHECK(found_with("/commercial/rates/per_hour_minor", 0) == "rate_missing ");
    CHECK(found_with("/commercial/payment_method", "") == "payment_method_missing ");
    CHECK(found_with("/commercial/fee_minor", 0) == "fee_missing ");
    CHECK(found_with("/commercial/credits/rules", Json::array()) == "credits_missing ");
    CHECK(found_when([](Json& agreement) { agreement["terms"].erase("term"); }) == "term_missing ");
}

TEST_CASE("H2: hours and prices that are rounded differently are pointed out") {
    CHECK(found_with("/commercial/rates/rounding/remote/step_minutes", 30) == "rounding_differs ");
    CHECK(found_with("/commercial/rates/after_hours_percent", 50) == "after_hours_differs ");
}

TEST_CASE("A13: a target that nobody can meet is pointed out") {
    CHECK(found_with("/terms/levels/priorities/normal/resolution/amount", 479) == "resolution_before_response higher_is_slower ");
    CHECK(found_with("/terms/levels/priorities/critical/arrival/amount", 300) == "resolution_before_arrival example_differs ");
    CHECK(found_with("/terms/levels/priorities/critical/arrival", Json{{"kind", "real_minutes"}, {"amount", 120}}) ==
          "nobody_works example_differs ");
    CHECK(found_with("/terms/levels/priorities/critical/first_response/amount", 241).find("higher_is_slower") != std::string::npos);
    CHECK(found_with("/terms/site_levels/0/levels/calendar", "night") == "calendar_unknown example_differs ");
    CHECK(found_with("/terms/hours/carry_months", 0) == "cap_without_carrying ");
    CHECK(found_with("/terms/term/notice_months", 12) == "notice_longer_than_term ");
    CHECK(found_with("/terms/visits/0/schedule/at", "18:00") == "visit_outside_hours ");
    CHECK(found_with("/commercial/credits/rules/0/measure", "next_response") == "credit_without_target ");
}

TEST_CASE("A5: a credit for what only one site is promised is no contradiction") {
    const auto with_next_response = [](const char* levels) {
        return found_when([&](Json& agreement) {
            agreement["commercial"]["credits"]["rules"][0]["measure"] = "next_response";
            agreement[Json::json_pointer(std::string(levels) + "/priorities/critical/next_response")] =
                Json{{"kind", "real_minutes"}, {"amount", 240}};
        });
    };
    CHECK(with_next_response("/terms/site_levels/0/levels").empty());
    CHECK(with_next_response("/terms/levels").find("nobody_works") == 0);
}

TEST_CASE("a mode that guarantees nothing is not asked for levels, and may not have them") {
    const std::string keys = found_with("/terms/mode", "prepaid");
    CHECK(keys.find("mode_guarantees_nothing") != std::string::npos);
    CHECK(keys.find("response_missing") == std::string::npos);
    CHECK(keys.find("example_differs") != std::string::npos);
}

TEST_CASE("N13: an example that comes out differently says what was expected and what the agreement gives") {
    Json agreement = complete();
    agreement["terms"]["examples"][0]["due"] = "2026-06-08T15:31:00+02:00";
    const auto clock = AgreementClock::of(read<AgreementTerms>(agreement.at("terms")));
    const auto findings = check_agreement(*clock, nullptr);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].kind == FindingKind::example);
    CHECK(findings[0].text.params.at("expected") == "2026-06-08T13:31:00Z");
    CHECK(findings[0].text.params.at("computed") == "2026-06-08T13:30:00Z");
}

TEST_CASE("what is wrong in a file is named with its place") {
    const auto problem = [](const char* pointer, const Json& value) {
        Json terms = complete().at("terms");
        terms[Json::json_pointer(pointer)] = value;
        FieldReader fields(terms);
        (void)AgreementTerms::from_json(fields);
        return fields.problem().value_or("none");
    };
    CHECK(problem("/mode", "gold").find("mode: ") == 0);
    CHECK(problem("/levels/priorities/high/resolution/kind", "soon").find("levels: priorities: high: resolution: kind") == 0);
    CHECK(problem("/visits/0/schedule/weekday", "day").find("visits: number 1: schedule: weekday") == 0);
    CHECK(problem("/examples/1/opened_at", "later").find("examples: number 2: opened_at") == 0);
    CHECK(problem("/calendars/office/tz", "Mars").find("calendars: office: tz") == 0);
    CHECK(problem("/clauses/ownership", 5).find("clauses: ownership") == 0);
}

TEST_CASE("A13: targets of different kinds contradict each other where one is always due first") {
    const auto critical = [](const char* measure, const char* kind, int amount) {
        return [=](Json& agreement) {
            agreement[Json::json_pointer(std::string("/terms/levels/priorities/critical/") + measure)] =
                Json{{"kind", kind}, {"amount", amount}};
        };
    };
    CHECK(found_when([&](Json& agreement) {
              critical("first_response", "working_days", 3)(agreement);
              critical("resolution", "working_minutes", 200)(agreement);
          }).find("resolution_before_response") != std::string::npos);
    // By Friday evening the working minutes are on Monday, the real ones on Saturday; in the morning it is the other way round.
    CHECK(found_when([&](Json& agreement) {
              critical("first_response", "real_minutes", 2'000)(agreement);
              critical("resolution", "working_minutes", 300)(agreement);
          }).find("resolution_before_response") == std::string::npos);
    CHECK(found_when([&](Json& agreement) {
              const std::string calendar = agreement["terms"]["levels"]["calendar"].get<std::string>();
              agreement["terms"]["calendars"][calendar]["week"] = Json::object();
          }).find("calendar_without_hours") != std::string::npos);
}

TEST_CASE("A13: a rule by which no credit can ever be owed is pointed out") {
    CHECK(found_with("/commercial/credits/cap_fee_permille", 0).find("credit_never_owed") != std::string::npos);
    CHECK(found_when([](Json& agreement) {
              auto& rule = agreement["commercial"]["credits"]["rules"][0];
              rule["basis"] = "per_missed_month";
              rule["threshold_percent_thousandths"] = 0;
          }).find("credit_never_owed") != std::string::npos);
    // A visit in the small hours belongs to the night shift that began the evening before.
    CHECK(found_when([](Json& agreement) {
              const std::string calendar = agreement["terms"]["levels"]["calendar"].get<std::string>();
              agreement["terms"]["calendars"][calendar]["week"]["mon"] = Json::array({Json::array({"22:00", "06:00"})});
              agreement["terms"]["visits"][0]["schedule"]["weekday"] = "tue";
              agreement["terms"]["visits"][0]["schedule"]["at"] = "02:00";
          }).find("visit_outside_hours") == std::string::npos);
}

TEST_CASE("A6: packages have sizes, prices and a time within which they are to be used") {
    CHECK(found_with("/commercial/packages/0/valid_months", 0) == "package_validity_missing ");
    const std::string keys = found_when([](Json& agreement) {
        agreement["terms"]["mode"] = "prepaid";
        agreement["commercial"].erase("packages");
    });
    CHECK(keys.find("packages_missing") != std::string::npos);
}
