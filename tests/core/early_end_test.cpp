// Ending a fixed term early: requirements.md A8.
#include "core/domain/agreement.hpp"

#include "tests/core/settled_november.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

/// A year from November on, which the client ends early on the story's morning.
struct EndedEarly : OrganisationLog {
    EndedEarly() {
        terms.term = {{2025, 11, 1}, 12, 12, {1, 0, true}, 30, true};
        CommercialTerms prices;
        prices.termination_fee_minor = 70'000;
        agree(terms, &prices, november_begins, -50);
        act(management, agreement, AgreementCommand{GiveNotice{given, "moving", true}}, 10);
    }
    AgreementTerms terms = Story::terms();
    LocalDate given = to_local(**find_time_zone("Europe/Warsaw"), at_minute(10)).date;
};

}  // namespace

TEST_CASE("A8: notice that ends a fixed term early owes the fee for it, to the other side, on the settlement that closes the agreement") {
    EndedEarly log;
    const OrganisationBook book = log.book();
    const LocalDate last = log.terms.term.notice.last_day_after(log.given);
    const auto closing = settlement_of(book, book.agreements[0], {last.year, last.month, 1}, last);
    REQUIRE(closing.ok());
    CHECK(closing->closes);
    CHECK(told(*closing).find("early_end " + to_iso_text(last).substr(5) + " 70000; ") != std::string::npos);
}

TEST_CASE("A8: who gave early notice owes no fee for it where the agreement then ended for a ground of the other side") {
    EndedEarly log;
    const Instant end = november_begins + Minutes{25 * 24 * 60}.milliseconds();
    log.act(log.management, log.agreement, AgreementCommand{EndAgreement{end, "bankrupt", EndGround::insolvency}}, 20);
    const OrganisationBook book = log.book();
    const auto closing = settlement_of(book, book.agreements[0], {2025, 11, 1}, {2025, 11, 30});
    CHECK(closing->closes);
    CHECK(told(*closing).find("early_end") == std::string::npos);
}

TEST_CASE("A8, A11: notice ends a fixed term early only by what is in force on the day it is given") {
    AgreementTerms terms = Story::terms();
    terms.term = {{2025, 11, 1}, 12, 12, {1, 0, true}, 30, false};
    OrganisationLog log;
    log.agree(terms, nullptr, november_begins, -50);
    terms.term.early_end = true;
    log.agree(terms, nullptr, november_begins + Minutes{40 * 24 * 60}.milliseconds(), -40);
    const LocalDate given = to_local(**find_time_zone("Europe/Warsaw"), at_minute(10)).date;
    const auto organisation = log.state_of(log.story.organisation_subject()).get<Organisation>();
    const Context context{at_minute(10), log.management, &organisation};
    const auto refused = decide(log.state_of(log.agreement), Command{AgreementCommand{GiveNotice{given, "moving", true}}}, context);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().key == "refusal.agreement.no_early_end");
}
