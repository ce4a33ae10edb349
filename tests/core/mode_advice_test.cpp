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

/// November under other prices, in another mode.
struct Advised : OrganisationLog {
    Advised(const AgreementTerms& terms, const CommercialTerms& prices) { agree(terms, &prices, november_begins, -50); }
    void call(std::int64_t minutes) {
        const Subject ticket{Ticket::subject_kind, fixed_id(30)};
        OpenTicket open;
        open.title = "Drukarka";
        act(story.contact, ticket, TicketCommand{open}, 0);
        act(story.technician, ticket, TicketCommand{RecordTicketTime{{WorkKind::phone, {2025, 11, 12}, {minutes}, "call"}}}, 20);
    }
    ModeAdvice advice() const {
        const OrganisationBook made = book();
        return *mode_advice(made, made.agreements[0], {2025, 11, 1}, {2025, 11, 30});
    }
};

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

TEST_CASE("H4: minutes are those before anybody's rounding, and every offer rounds them by the rules of the last day") {
    AgreementTerms terms = Story::terms();
    const auto by_phone = static_cast<std::size_t>(WorkKind::phone);
    terms.hours.rounding[by_phone] = {{60}, {60}};
    CommercialTerms prices;
    prices.fee_minor = 200'000;
    prices.rates.per_hour_minor = 16'000;
    Advised log(terms, prices);
    log.call(10);
    CHECK(log.advice().offers.back().use.net_minor == 16'000);
    terms.hours.rounding[by_phone] = {{0}, {1}};
    prices.occasional_per_hour_minor = 20'000;
    log.agree(terms, &prices, november_begins + Minutes{20 * 24 * 60}.milliseconds(), 30);
    // The example of the rule: ten minutes at the rate of occasional work.
    CHECK(log.advice().offers.back().mode == ServiceMode::occasional);
    CHECK(log.advice().offers.back().use.net_minor == 3'333);
}

TEST_CASE("A6, H4: a client with packages sees what an agreement would cost them beside packages and occasional work") {
    AgreementTerms terms = Story::terms();
    terms.mode = ServiceMode::prepaid;
    CommercialTerms prices;
    prices.rates.per_hour_minor = 16'000;
    prices.packages = {{{240}, 60'000, 3}};
    prices.occasional_per_hour_minor = 22'000;
    prices.agreement_price = AgreementPrice{150'000, {60}};
    Advised log(terms, prices);
    log.call(90);
    const ModeAdvice advice = log.advice();
    REQUIRE(advice.offers.size() == 3);
    CHECK(advice.offers[0].mode == ServiceMode::sla);
    CHECK(advice.offers[0].use.net_minor == 150'000 + 8'000);  // 30 min beyond the 60
    CHECK(advice.offers[1].use.net_minor == 60'000);
    CHECK(advice.offers[2].use.net_minor == 33'000);
    // Nothing of it is owed, and without a price for it there is no such offer.
    const OrganisationBook book = log.book();
    CHECK(told(*settlement_of(book, book.agreements[0], {2025, 12, 1}, {2025, 12, 31})).empty());
    prices.agreement_price.reset();
    CHECK(Advised(terms, prices).advice().offers.size() == 2);
}

TEST_CASE("A7, A12: prices of other modes are read back as written, and terms without them keep the text that was signed") {
    CommercialTerms prices;
    const Json before = prices.to_json();
    CHECK_FALSE(before.contains("occasional_per_hour_minor"));
    CHECK_FALSE(before.contains("agreement_price"));
    prices.occasional_per_hour_minor = 22'000;
    prices.agreement_price = AgreementPrice{150'000, {480}};
    const Json json = prices.to_json();
    FieldReader fields(json);
    const CommercialTerms read = CommercialTerms::from_json(fields);
    CHECK_FALSE(fields.problem().has_value());
    CHECK(read.occasional_per_hour_minor == 22'000);
    CHECK(read.agreement_price == prices.agreement_price);
}
