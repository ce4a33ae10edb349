// The mode adviser: requirements.md H4.
#include "core/domain/mode_adviser.hpp"

#include <doctest/doctest.h>

using namespace countersign;

namespace {

Rates at_rate(std::int64_t per_hour_minor) {
    Rates rates;
    rates.per_hour_minor = per_hour_minor;
    return rates;
}

std::vector<WorkDone> ten_hours_a_month() {
    std::vector<WorkDone> work;
    for (int month = 1; month <= 3; ++month) {
        for (int i = 0; i < 5; ++i) work.push_back({{std::to_string(month) + std::to_string(i)}, {2026, month, 2 + 5 * i}, {120}});
    }
    return work;
}

constexpr LocalDate from{2026, 1, 1};
constexpr LocalDate until{2026, 3, 31};

}  // namespace

TEST_CASE("the example of the rule: the same work under an agreement, packages and occasionally") {
    const PricedUse agreement = price_under(AgreementOffer{150'000, {{480}, 0, {}}, at_rate(16'000)}, ten_hours_a_month(), from, until);
    CHECK(agreement.net_minor == 546'000);
    CHECK(agreement.fixed_minor == 450'000);
    const PricedUse packages = price_under(PackageOffer{170'000, {600}, 3, {}}, ten_hours_a_month(), from, until);
    CHECK(packages.net_minor == 510'000);
    CHECK(packages.packages == 3);
    CHECK(packages.unused == Minutes{0});
    CHECK(price_under(OccasionalOffer{at_rate(22'000)}, ten_hours_a_month(), from, until).net_minor == 660'000);
}

TEST_CASE("a package that expires unused is money spent, and work after hours uses up more of it") {
    std::vector<WorkDone> work{{{"a"}, {2026, 1, 5}, {60}}, {{"b"}, {2026, 3, 20}, {60}, WorkKind::remote, true}};
    const PricedUse use = price_under(PackageOffer{50'000, {240}, 1, {}}, work, from, until);
    CHECK(use.packages == 2);
    CHECK(use.unused == Minutes{180 + 120});
    work[0].free = true;
    CHECK(price_under(PackageOffer{50'000, {240}, 1, {}}, work, from, until).packages == 1);
}

TEST_CASE("roll-over makes an agreement cheaper when months differ") {
    const std::vector<WorkDone> work{{{"feb"}, {2026, 2, 5}, {900}}};
    const AgreementOffer lost{100'000, {{480}, 0, {}}, at_rate(10'000)};
    const AgreementOffer kept{100'000, {{480}, 1, {}}, at_rate(10'000)};
    CHECK(price_under(lost, work, from, until).use_minor == 70'000);
    CHECK(price_under(kept, work, from, until).use_minor == 0);
}

TEST_CASE("the adviser takes for work after hours what the hours ledger debits, from a package and from an allowance") {
    const std::vector<WorkDone> work{{{"a"}, {2026, 1, 5}, {90}, WorkKind::remote, true}};
    const HoursLedger ledger =
        hours_ledger({{{{"p"}, EntitlementKind::package, {240}, from, {2026, 4, 30}}}, {{{"a"}, {2026, 1, 5}, {90}, {90}, 100}}}, until);
    REQUIRE(ledger.balance() == Minutes{60});
    CHECK(price_under(PackageOffer{50'000, {240}, 3, {}}, work, from, until).unused == ledger.balance());
    // 120 min a month pay for 60 of the 90; 30 after hours at 160.00 and +100 % are 160.00.
    CHECK(price_under(AgreementOffer{100'000, {{120}, 0, {}}, at_rate(16'000)}, work, from, until).use_minor == 16'000);
}
