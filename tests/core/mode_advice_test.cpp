// The mode adviser over a real log: requirements.md H4.
#include "core/projection/mode_advice.hpp"

#include "tests/core/settled_november.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

Rates at_rate(std::int64_t per_hour_minor) {
    Rates rates;
    rates.per_hour_minor = per_hour_minor;
    return rates;
}

}  // namespace

TEST_CASE("H4: what the log tells of is priced as the agreement, by each package, and as occasional work") {
    const November november;
    const OrganisationBook book = november.book();
    const auto advice = mode_advice(book, book.agreements[0], {2025, 11, 1}, {2025, 11, 30});
    REQUIRE(advice.ok());
    CHECK(advice->worked == Minutes{45 + 45});
    REQUIRE(advice->offers.size() == 3);
    // 60 and 45 min charged, of which 90 are covered: 15 min at 160.00.
    CHECK(advice->offers[0].use.net_minor == 300'000 + 4'000);
    CHECK(advice->offers[1].package == Minutes{240});
    CHECK(advice->offers[1].use.net_minor == 60'000);
    CHECK(advice->offers[1].use.unused == Minutes{240 - 105});
    CHECK(advice->offers[2].use.net_minor == 16'000 + 12'000);
    // A visit across closing time is rounded once.
    CHECK(price_under(OccasionalOffer{at_rate(16'000)},
                      {{{"a"}, {2025, 11, 5}, {22}, WorkKind::on_site, false, false, Minutes{30}},
                       {{"b"}, {2025, 11, 5}, {23}, WorkKind::on_site, true, false, Minutes{30}}},
                      {2025, 11, 1}, {2025, 11, 30})
              .use_minor == 8'000 + 16'000);
    // Two visits four months apart: a package of six months serves both, one of three is bought twice (A6).
    const std::vector<WorkDone> apart{{{"a"}, {2025, 1, 10}, {60}, WorkKind::remote}, {{"b"}, {2025, 5, 9}, {60}, WorkKind::remote}};
    const auto bought = [&](std::int32_t months) {
        return price_under(PackageOffer{.price_minor = 60'000, .minutes = {240}, .valid_months = months, .rates = at_rate(16'000)}, apart,
                           {2025, 1, 1}, {2025, 12, 31})
            .packages;
    };
    CHECK(bought(6) == 1);
    CHECK(bought(3) == 2);
    const OrganisationBook without_prices = November(false).book();
    CHECK(mode_advice(without_prices, without_prices.agreements[0], {2025, 11, 1}, {2025, 11, 30}).error().key ==
          "refusal.settlement.prices_unknown");
}
