// The settlement of a period: the sums by hand, and the page and CSV that show them (requirements.md H5).
#include "core/domain/settlement_statement.hpp"

#include <doctest/doctest.h>

#include "core/document/settlement_document.hpp"
#include "tests/core/html_check.hpp"
#include "tests/core/i18n_catalogues.hpp"

using namespace countersign;

namespace {

/// June 2026. 60 min are granted; 45 min are worked on the 2nd (covered), 60 min on the 10th (15 covered, 45 priced: 120.00) and 30 min
/// after hours on the 12th (priced with +100 %: 160.00). Fee 2,000.00 less 10 %, a package of 900.00, two journeys at 50.00, a credit of
/// 100.00: 2,000 - 200 + 900 + 120 + 160 + 100 - 100 = 2,980.00; 23 % VAT 685.40; gross 3,665.40.
struct June {
    AgreementTerms terms;
    CommercialTerms commercial;
    HoursLedger hours;
    LocalDate begins_on{2026, 1, 1}, ends_on{2026, 12, 31};

    June() {
        terms.number = "U/1";
        terms.provider = {"Provider <P>", "Street 1", "781"};
        terms.client = {"Client", "Street 2", "782"};
        commercial.fee_minor = 200'000;
        commercial.discount_permille = 100;
        commercial.rates.per_hour_minor = 16'000;
        commercial.rates.travel_minor = 5'000;
        hours = hours_ledger({monthly_allowances({.per_month = {60}, .carry_months = 0}, {2026, 6, 1}, {2026, 6, 30}),
                              {{{"e1"}, {2026, 6, 2}, {40}, {45}},
                               {{"e2"}, {2026, 6, 10}, {60}, {60}},
                               {.id = {"e3"}, .worked_on = {2026, 6, 12}, .worked = {30}, .charged = {30}, .after_hours = true}}},
                             {2026, 6, 30});
    }

    SettlementFacts facts(LocalDate from = {2026, 6, 1}, LocalDate to = {2026, 6, 30}) const {
        return {.terms = terms,
                .prices = {{begins_on, ends_on, &commercial}},
                .from = from,
                .to = to,
                .hours = hours,
                .work = {{{"e2"}, "New printer"}, {{"e3"}, "=Server"}},
                .journeys = {{{2026, 6, 10}, 2, "To the depot"}, {{2026, 7, 1}, 1, "July's"}},
                .packages = {{{2026, 6, 20}, "4 h", 90'000}},
                .credits = {{{2026, 6, 1}, 10'000}, {{2026, 5, 1}, 99'999}}};
    }
};

std::vector<std::pair<SettlementLineKind, std::int64_t>> amounts(const SettlementStatement& statement) {
    std::vector<std::pair<SettlementLineKind, std::int64_t>> found;
    for (const SettlementLine& line : statement.lines) found.emplace_back(line.kind, line.net_minor);
    return found;
}

}  // namespace

TEST_CASE("H5: the lines are those worked out by hand, and they add up") {
    const SettlementStatement statement = settle(June().facts());
    using Kind = SettlementLineKind;
    const std::vector<std::pair<Kind, std::int64_t>> expected{{Kind::fee, 200'000},   {Kind::discount, -20'000}, {Kind::package, 90'000},
                                                              {Kind::work, 12'000},   {Kind::work, 16'000},      {Kind::travel, 10'000},
                                                              {Kind::credit, -10'000}};
    CHECK(amounts(statement) == expected);
    CHECK(statement.net_minor == 298'000);
    CHECK(statement.vat_minor == 68'540);
    CHECK(statement.gross_minor == 366'540);
    CHECK(statement.lines[4].after_hours);
    CHECK(statement.hours.priced == Minutes{75});
    CHECK(statement.hours.debited == Minutes{60});
    CHECK(statement.hours.closing == Minutes{0});
}

TEST_CASE("a month that the agreement or the period covers in part owes its fee by days, and settled apart it costs the same") {
    June june;
    june.begins_on = {2026, 6, 16};
    // 15 of 30 days.
    CHECK(settle(june.facts()).lines[0].net_minor == 100'000);
    CHECK(settle(june.facts()).lines[0].date == LocalDate{2026, 6, 16});
    june.begins_on = {2026, 1, 1};
    june.ends_on = {2026, 6, 10};
    CHECK(settle(june.facts()).lines[0].net_minor == 66'667);
    june.ends_on = {2026, 12, 31};
    const auto net = [&](LocalDate from, LocalDate to) { return settle(june.facts(from, to)).net_minor; };
    CHECK(net({2026, 6, 1}, {2026, 6, 12}) + net({2026, 6, 13}, {2026, 6, 30}) == 298'000);
    CHECK(net({2026, 4, 1}, {2026, 4, 30}) == 180'000);
}

TEST_CASE("an amendment's prices apply from its own day on, and a package without a price is seen all the same") {
    const June june;
    CommercialTerms dearer = june.commercial;
    dearer.fee_minor = 300'000;
    dearer.discount_permille = 0;
    dearer.rates.per_hour_minor = 32'000;
    dearer.rates.travel_minor = 0;
    SettlementFacts facts = june.facts();
    facts.prices = {{{2026, 1, 1}, {2026, 6, 11}, &june.commercial}, {{2026, 6, 12}, {2026, 12, 31}, &dearer}};
    facts.packages[0].net_minor = 0;
    facts.journeys.push_back({{2026, 6, 12}});
    using Kind = SettlementLineKind;
    // 11 of 30 days of 2,000.00, 19 of 3,000.00; the work of the 12th at the dearer rate; no price for its journey.
    const std::vector<std::pair<Kind, std::int64_t>> expected{{Kind::fee, 73'333},    {Kind::fee, 190'000},   {Kind::discount, -7'333},
                                                              {Kind::package, 0},     {Kind::work, 12'000},   {Kind::work, 32'000},
                                                              {Kind::travel, 10'000}, {Kind::credit, -10'000}};
    CHECK(amounts(settle(facts)) == expected);
}

TEST_CASE("a period of three months owes three fees, and a leap of the year changes nothing") {
    June june;
    const SettlementStatement statement = settle(june.facts({2025, 12, 1}, {2026, 2, 28}));
    // The agreement begins on 1 January 2026.
    CHECK(statement.net_minor == 2 * 180'000);
}

TEST_CASE("H5, N4: the settlement is whole in every language, with money and VAT in its form") {
    const SettlementStatement statement = settle(June().facts());
    for (const Language language : all_languages) {
        const std::string html = settlement_document(real_catalogue(language), statement);
        check_document(html, std::string(language_code(language)));
        CHECK(html.find("Provider &lt;P&gt;") != std::string::npos);
        CHECK(count_of(html, "<tfoot>") == 2);
    }
    const std::string polish = settlement_document(real_catalogue(Language::pl), statement);
    CHECK(polish.find("<th scope=\"row\">suma brutto</th><td></td><td></td><td></td><td class=\"number\">3\u00a0665,40\u00a0zł</td>") !=
          std::string::npos);
    CHECK(polish.find("VAT 23\u00a0%") != std::string::npos);
    CHECK(polish.find("\u2212200,00\u00a0zł") != std::string::npos);
    CHECK(settlement_document(real_catalogue(Language::en), statement).find("30\u00a0min, outside the hours") != std::string::npos);
}

TEST_CASE("H5: the CSV has one line for each amount, the sums, and the hours; a negative amount stays a number") {
    const std::string csv = settlement_csv(settle(June().facts()));
    CHECK(csv.find("agreement,line,kind,date,text,quantity,unit,net_minor,currency\r\n") == 0);
    for (const char* line :
         {"U/1,1,fee,2026-06-01,,1,month,200000,PLN\r\n", "U/1,2,discount,2026-06-01,,1,month,-20000,PLN\r\n",
          "U/1,4,work,2026-06-10,New printer,45,minutes,12000,PLN\r\n",
          "U/1,5,work,2026-06-12,'=Server,30,minutes_after_hours,16000,PLN\r\n",
          "U/1,6,travel,2026-06-10,To the depot,2,journeys,10000,PLN\r\n", "U/1,8,net,2026-06-30,,1,sum,298000,PLN\r\n",
          "U/1,10,gross,2026-06-30,,1,sum,366540,PLN\r\n", "hours_debited,2026-06-02,e1,-45,minutes_of_balance,,PLN\r\n"}) {
        CAPTURE(line);
        CHECK(csv.find(line) != std::string::npos);
    }
}

TEST_CASE("A7: however a month is parted, by days or by amendments that change no price, its fee and discount add up to the whole") {
    CommercialTerms prices;
    prices.discount_permille = 333;
    for (const std::int64_t fee : {200'000, 199'999, 1, 100'001}) {
        prices.fee_minor = fee;
        for (LocalDate first{2026, 1, 1}; first.year == 2026; first = add_months(first, 1)) {
            const LocalDate last = end_of_month(first);
            for (std::int32_t length = 1; length <= 11; ++length) {
                std::int64_t fees = 0, discounts = 0;
                for (LocalDate from = first; from <= last; from = add_days(from, length)) {
                    const LocalDate to = std::min(add_days(from, length - 1), last);
                    fees += prices.fee_of_days(from, to);
                    discounts += prices.discount_of_days(from, to);
                }
                CHECK(fees == fee);
                CHECK(discounts == scaled(fee, 333, 1'000));
            }
        }
    }
    prices.fee_minor = 200'000;
    CHECK(prices.fee_of_days({2025, 11, 1}, {2025, 11, 10}) == 66'667);
    CHECK(prices.fee_of_days({2025, 11, 11}, {2025, 11, 20}) == 66'666);
}
