// Rounding, rates and VAT: rules.md 23 and 26.
#include "core/domain/charging.hpp"

#include <doctest/doctest.h>

using namespace countersign;

TEST_CASE("rule 23: remote work charges started quarters, on-site the first hour and then started halves") {
    const RoundingRule remote{{15}, {15}};
    CHECK(remote.charged({0}) == Minutes{0});
    CHECK(remote.charged({1}) == Minutes{15});
    CHECK(remote.charged({15}) == Minutes{15});
    CHECK(remote.charged({16}) == Minutes{30});
    const RoundingRule on_site{{60}, {30}};
    CHECK(on_site.charged({20}) == Minutes{60});
    CHECK(on_site.charged({61}) == Minutes{90});
    CHECK(on_site.charged({90}) == Minutes{90});
    const RoundingRule short_minimum{{10}, {15}};
    CHECK(short_minimum.charged({11}) == Minutes{25});
    CHECK(RoundingRule{}.charged({37}) == Minutes{37});
}

TEST_CASE("prices are whole minor units, halves away from zero, with the surcharge after hours and VAT on the sum") {
    Rates rates;
    rates.per_hour_minor = 16'000;
    CHECK(rates.price_minor({45}, false) == 12'000);
    CHECK(rates.price_minor({90}, true) == 48'000);
    CHECK(rates.vat_minor(12'000) == 2'760);
    rates.per_hour_minor = 1;
    CHECK(rates.price_minor({30}, false) == 1);
    CHECK(rates.price_minor({29}, false) == 0);
    CHECK(scaled(-1, 1, 2) == -1);
    CHECK(scaled(-10, 1, 4) == -3);
}

TEST_CASE("work after hours uses up its surcharge in minutes, and what is not covered is charged minutes again") {
    CHECK(used_up({90}, 0) == Minutes{90});
    CHECK(used_up({90}, 100) == Minutes{180});
    CHECK(used_up({25}, 50) == Minutes{38});
    // The example of the rule: 120 of 180 are there, 60 used-up minutes stand for 30 charged ones.
    CHECK(charged_for({60}, 100) == Minutes{30});
    for (const std::int32_t percent : {0, 1, 33, 50, 100, 250, 1'000}) {
        for (std::int64_t minutes = 0; minutes < 500; ++minutes)
            CHECK(charged_for(used_up({minutes}, percent), percent) == Minutes{minutes});
    }
}

TEST_CASE("rates survive being written and read, and what is wrong with them is named") {
    Rates rates;
    rates.currency = Currency::dkk;
    rates.per_hour_minor = 95'000;
    rates.vat_permille = 250;
    rates.rounding[1] = {{60}, {30}};
    const Json json = rates.to_json();
    FieldReader fields(json);
    CHECK(Rates::from_json(fields) == rates);
    const auto problem = [&](const char* name, const Json& value) {
        Json changed = json;
        changed[name] = value;
        FieldReader reader(changed);
        (void)Rates::from_json(reader);
        return reader.problem().value_or("none");
    };
    CHECK(problem("currency", "USD").find("currency: ") == 0);
    CHECK(problem("per_hour_minor", -1).find("per_hour_minor: ") == 0);
    // A larger one could leave 64 bits when it is multiplied, silently.
    CHECK(problem("per_hour_minor", rate_minor_max) == "none");
    CHECK(problem("per_hour_minor", rate_minor_max + 1).find("per_hour_minor: must be from 0 to 100000000") == 0);
    CHECK(problem("vat_permille", 2'000).find("vat_permille: ") == 0);
    CHECK(problem("rounding", Json{{"remote", {{"step_minutes", 0}}}}).find("rounding: remote") == 0);
}
