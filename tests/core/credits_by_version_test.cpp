// Credits of months in which the agreement was amended, out of the log: requirements.md A5, A11, N10; rules.md 37.
#include "core/domain/outage.hpp"
#include "tests/core/settled_november.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr std::int64_t day = 24 * 60;
Instant november(int of_month) { return november_begins + Minutes{(of_month - 1) * day}.milliseconds(); }

/// The clinic with a fee of 2,000.00 from 1 November on; credits as each test agrees them.
struct Promised : OrganisationLog {
    explicit Promised(std::vector<CreditRule> rules) {
        prices.fee_minor = 200'000;
        prices.credits.rules = std::move(rules);
    }
    void agree_from(int of_month, std::int64_t minute) { agree(terms, &prices, november(of_month), minute); }
    MonthlyReport report() const {
        const OrganisationBook made = book();
        return report_of(made, made.agreements[0], {2025, 11, 1}, at_minute(25 * day));
    }
    AgreementTerms terms = Story::terms();
    CommercialTerms prices;
};

CreditRule late_solution(std::int64_t amount_minor) { return {.id = "late", .measure = Measure::resolution, .amount_minor = amount_minor}; }
CreditRule up(std::int64_t amount_minor) {
    return {.id = "up",
            .measure = Measure::availability,
            .basis = CreditBasis::per_missed_month,
            .threshold_percent_thousandths = 99'500,
            .amount_minor = amount_minor};
}

}  // namespace

TEST_CASE("A11, N10: an amendment that drops the credits takes away none that a ticket from before it is owed") {
    Promised log({late_solution(5'000)});
    log.agree_from(1, -50);
    OpenTicket never_solved;
    never_solved.title = "Serwer";
    never_solved.impact = never_solved.urgency = 3;
    log.act(log.story.contact, {Ticket::subject_kind, fixed_id(30)}, TicketCommand{never_solved}, 0);
    REQUIRE(log.report().credits->owed_minor == 5'000);
    log.prices.credits.rules.clear();
    log.agree_from(21, -40);
    const MonthlyReport after = log.report();
    CHECK(after.credits->owed_minor == 5'000);
    CHECK(after.credits->lines.at(0).causes == std::vector<CauseId>{{fixed_id(30)}});
}

TEST_CASE("A3, A11: availability is measured for the days of each promise, and an amendment takes no credit away") {
    Promised log({up(6'000)});
    log.terms.availability.percent_thousandths = 99'500;
    log.agree_from(1, -50);
    OutageRecorded body;
    body.service = "Poczta";
    body.from = at_minute(0);
    body.what = "Serwer";
    const Subject outage{Outage::subject_kind, fixed_id(60)};
    log.act(log.story.technician, outage, OutageCommand{RecordOutage{body}}, 10);
    log.act(log.story.technician, outage, OutageCommand{EndOutage{at_minute(600)}}, 700);
    const MonthlyReport before = log.report();
    CHECK(before.credits->owed_minor == 6'000);
    CHECK(before.credits->lines.at(0).causes == std::vector<CauseId>{{fixed_id(60)}});
    CHECK(before.names.at(fixed_id(60)) == "Poczta");

    // Other prices alone change nothing of what is promised: the month stays one.
    log.prices.fee_minor = 100'000;
    log.agree_from(11, -45);
    CHECK(log.report().availability.size() == 1);
    CHECK(log.report().credits->owed_minor == 6'000);

    // Nothing promised from the 21st on: twenty of thirty days, 10 h of 480.
    log.terms.availability.percent_thousandths = 0;
    log.prices.credits.rules.clear();
    log.agree_from(21, -40);
    const MonthlyReport after = log.report();
    REQUIRE(after.availability.size() == 1);
    CHECK(after.availability[0].last == LocalDate{2025, 11, 20});
    CHECK(after.availability[0].measured_thousandths == 97'916);
    CHECK(after.credits->owed_minor == 4'000);
}
