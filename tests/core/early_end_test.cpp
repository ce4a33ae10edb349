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

TEST_CASE("A8: an end for a ground on the very last day of early notice owes no fee for ending early") {
    EndedEarly log;
    const LocalDate last = log.terms.term.notice.last_day_after(log.given);
    const TimeZone& zone = **find_time_zone("Europe/Warsaw");
    const Instant noon = from_local(zone, {last, {12, 0}}).chosen();
    log.act(log.management, log.agreement, AgreementCommand{EndAgreement{noon, "bankrupt", EndGround::insolvency}}, 20);
    const OrganisationBook book = log.book();
    CHECK_FALSE(book.agreements[0].ends_by_notice());
    const auto closing = settlement_of(book, book.agreements[0], {last.year, last.month, 1}, last);
    CHECK(closing->closes);
    CHECK(told(*closing).find("early_end") == std::string::npos);
}

TEST_CASE("A8, A11: ordinary notice is judged by the version in force when it is given, and not by one that waits for its day") {
    AgreementTerms terms = Story::terms();
    terms.term = {{2025, 11, 1}, 0, 0, {1, 0, true}, 30, false};
    OrganisationLog log;
    log.agree(terms, nullptr, november_begins, -50);
    terms.term.notice = {6, 0, true};
    log.agree(terms, nullptr, november_begins + Minutes{120 * 24 * 60}.milliseconds(), -40);
    log.act(log.management, log.agreement, AgreementCommand{GiveNotice{{2025, 11, 12}, "moving"}}, 10);
    CHECK(log.state_of(log.agreement).get<Agreement>().notice->last_day == LocalDate{2025, 12, 31});
    // So is the end without a ground by the provider.
    OrganisationLog other;
    terms.term.notice = {1, 0, true};
    other.agree(terms, nullptr, november_begins, -50);
    terms.term.notice = {6, 0, true};
    other.agree(terms, nullptr, november_begins + Minutes{120 * 24 * 60}.milliseconds(), -40);
    const Instant new_year = november_begins + Minutes{61 * 24 * 60}.milliseconds();
    other.act(other.story.manager, other.agreement, AgreementCommand{EndAgreement{new_year, "closing down"}}, 10);
    CHECK(other.state_of(other.agreement).get<Agreement>().ends_at == new_year);
}

TEST_CASE("A8: notice that is dated back ends nothing before the day on which it is told") {
    AgreementTerms terms = Story::terms();
    terms.term = {{2025, 1, 1}, 0, 0, {0, 0, true}, 30, false};
    CommercialTerms prices;
    prices.fee_minor = 200'000;
    OrganisationLog log;
    log.agree(terms, &prices, november_begins - Minutes{300 * 24 * 60}.milliseconds(), -50);
    log.act(log.management, log.agreement, AgreementCommand{GiveNotice{{2025, 10, 31}, "said so on the phone"}}, 10);
    CHECK(log.state_of(log.agreement).get<Agreement>().notice->last_day == LocalDate{2025, 11, 12});
    const OrganisationBook book = log.book();
    // 12 of 30 days of 2,000.00.
    CHECK(told(*settlement_of(book, book.agreements[0], {2025, 11, 1}, {2025, 11, 30})) == "fee 11-01 80000; ");
}

TEST_CASE("A8: between a fixed term that nothing renews and a version that takes effect later nothing is agreed") {
    OrganisationLog log;
    AgreementTerms terms = Story::terms();
    terms.term = {{2025, 11, 1}, 1, 0, {1, 0, true}, 30, false};
    terms.hours.allowance = {{60}, 3, {}};
    CommercialTerms prices;
    prices.fee_minor = 200'000;
    log.agree(terms, &prices, november_begins, -50);
    terms.term = {{2026, 2, 1}, 12, 0, {1, 0, true}, 30, false};
    prices.fee_minor = 250'000;
    log.agree(terms, &prices, november_begins + Minutes{92 * 24 * 60}.milliseconds(), -40);
    const OrganisationBook book = log.book();
    const auto month = [&](LocalDate first) {
        const auto statement = settlement_of(book, book.agreements[0], first, end_of_month(first));
        return statement ? told(*statement) + (statement->closes ? "closes" : "") : statement.error().key;
    };
    CHECK(month({2025, 11, 1}) == "fee 11-01 200000; closes");
    CHECK(month({2025, 12, 1}) == "refusal.settlement.not_in_force");
    CHECK(month({2026, 1, 1}) == "refusal.settlement.not_in_force");
    CHECK(month({2026, 2, 1}) == "fee 02-01 250000; ");
    CHECK_FALSE(book.agreements[0].in_force_at(november_begins + Minutes{40 * 24 * 60}.milliseconds()));
    CHECK(book.agreements_between(november_begins + Minutes{40 * 24 * 60}.milliseconds(),
                                  november_begins + Minutes{50 * 24 * 60}.milliseconds())
              .empty());
    // The hours end with the term, and the next one has its own.
    CHECK(hours_ledger_of(book.agreements[0], {}, {}, {2025, 12, 15}).balance() == Minutes{0});
    CHECK(hours_ledger_of(book.agreements[0], {}, {}, {2026, 2, 15}).balance() == Minutes{60});
}

TEST_CASE("rule 24, A8: hours that stay overdrawn when the agreement ends are priced by the settlement that closes it") {
    OrganisationLog log;
    AgreementTerms terms = Story::terms();
    terms.term = {{2025, 11, 1}, 2, 0, {1, 0, true}, 30, false};
    terms.hours.allowance = {{60}, 0, {}};
    terms.hours.exhaustion = Exhaustion::negative;
    CommercialTerms prices;
    prices.fee_minor = 200'000;
    prices.rates.per_hour_minor = 16'000;
    log.agree(terms, &prices, november_begins, -50);
    const Subject ticket{Ticket::subject_kind, fixed_id(30)};
    OpenTicket open;
    open.title = "Serwer";
    log.act(log.story.contact, ticket, TicketCommand{open}, 0);
    const auto call = [&](LocalDate on, std::int64_t minutes, std::int64_t minute) {
        log.act(log.story.technician, ticket, TicketCommand{RecordTicketTime{{WorkKind::phone, on, {minutes}, "call"}}}, minute);
    };
    call({2025, 11, 12}, 720, 20);
    const auto settled = [&](LocalDate first) {
        const OrganisationBook book = log.book();
        return told(*settlement_of(book, book.agreements[0], first, end_of_month(first)));
    };
    CHECK(settled({2025, 11, 1}) == "fee 11-01 200000; ");
    // 660 are overdrawn, December's 60 repay some of them: 600 min at 160.00 an hour.
    CHECK(settled({2025, 12, 1}) == "fee 12-01 200000; overdrawn 12-31 160000; ");
    // What is still done after the last day no grant covers either.
    call({2026, 1, 8}, 30, 60 * 24 * 60);
    CHECK(settled({2026, 1, 1}) == "overdrawn 01-08 8000; ");
    CHECK(settled({2025, 12, 1}) == "fee 12-01 200000; overdrawn 12-31 160000; ");
}
