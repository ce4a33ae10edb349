// The settlement of a period out of the log alone: requirements.md H5, rules.md 19 to 26 and 37. Sums worked out by hand.
#include "core/projection/settlement_of_period.hpp"

#include "core/document/settlement_document.hpp"
#include "core/projection/mode_advice.hpp"
#include "core/projection/work_under_agreement.hpp"

#include "tests/core/organisation_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr std::int64_t december_first = 19 * 24 * 60;  // minutes from the story's morning, 12 November
const Instant november_begins{1'761'951'600'000};      // 2025-11-01 00:00 in Warsaw

/// The example of settlement_of_period.hpp: two versions, a visit, a call, a package, credits of two months.
struct November : OrganisationLog {
    explicit November(bool with_prices = true, std::int32_t vat_permille_later = 230) {
        AgreementTerms terms = Story::terms();
        terms.hours.allowance = {{90}, 0, {}};
        terms.hours.rounding[static_cast<std::size_t>(WorkKind::on_site)] = {{60}, {30}};
        CommercialTerms prices;
        prices.fee_minor = 200'000;
        prices.rates.per_hour_minor = 16'000;
        prices.rates.travel_minor = 5'000;
        prices.packages = {{{240}, 60'000}};
        agree(terms, with_prices ? &prices : nullptr, november_begins, -50);
        prices.fee_minor = 300'000;
        prices.rates.vat_permille = vat_permille_later;
        agree(terms, with_prices ? &prices : nullptr, november_begins + Minutes{20 * 24 * 60}.milliseconds(), -45);

        act(story.manager, visit, VisitCommand{story.plan()}, -40);
        act(story.technician, visit, VisitCommand{StartVisit{}}, 5);
        act(story.technician, visit, VisitCommand{RecordVisitTime{{45}, "all"}}, 60);
        act(story.technician, visit, VisitCommand{EndVisit{}}, 65);
        record_work("all", 70);
        OpenTicket printer;
        printer.title = "Drukarka";
        act(story.contact, ticket, TicketCommand{printer}, 80);
        call({2025, 11, 13}, 45, "toner", 90);

        act(story.manager, account, HoursAccountCommand{AddPackage{package({2025, 11, 20}), "4 h"}}, 100);
        for (const auto& [month, owed] : {std::pair{LocalDate{2025, 10, 1}, 99'999}, {LocalDate{2025, 11, 1}, 10'000}}) {
            CreditStatement credits{{{"critical", {{ticket.id}}, owed}}, owed, 50'000, std::min(owed, 50'000)};
            act(story.manager, settlements, SettlementCommand{ApproveCredits{month, credits}}, 110);
        }
    }

    static Entitlement package(LocalDate from) { return {{"p4"}, EntitlementKind::package, {240}, from, add_months(from, 3)}; }

    void record_work(const char* summary, std::int64_t minute) {
        const auto done = state_of(visit).get<Visit>();
        act(story.technician, record, WorkRecordCommand{RecordVisitWork{&done, summary}}, minute);
    }
    void call(LocalDate on, std::int64_t minutes, const char* what, std::int64_t minute) {
        act(story.technician, ticket, TicketCommand{RecordTicketTime{{WorkKind::phone, on, {minutes}, what}}}, minute);
    }
    Result<SettlementStatement, Refusal> settled(LocalDate from = {2025, 11, 1}, LocalDate to = {2025, 11, 30}) const {
        const OrganisationBook book = this->book();
        return settlement_of(book, book.agreements[0], from, to);
    }
    std::string refused(LocalDate from = {2025, 11, 1}, LocalDate to = {2025, 11, 30}) const {
        const auto statement = settled(from, to);
        return statement ? "" : statement.error().key;
    }

    Subject ticket{Ticket::subject_kind, fixed_id(30)}, visit{Visit::subject_kind, fixed_id(40)};
    Subject record{WorkRecord::subject_kind, fixed_id(41)}, account{HoursAccount::subject_kind, story.agreement.value};
    Subject settlements{Settlement::subject_kind, story.agreement.value};
};

std::string told(const SettlementStatement& statement) {
    std::string text;
    for (const SettlementLine& line : statement.lines) {
        text += std::string(settlement_line_kind_names[static_cast<std::size_t>(line.kind)]) + " " + to_iso_text(line.date).substr(5) +
                (line.text.empty() ? "" : " " + line.text) + " " + std::to_string(line.net_minor) + "; ";
    }
    return text;
}

}  // namespace

TEST_CASE("H5: the settlement of a month follows from the log, each version's prices on its own days") {
    const auto statement = November().settled();
    REQUIRE(statement.ok());
    CHECK(told(*statement) ==
          "fee 11-01 133333; fee 11-21 100000; package 11-20 4 h 60000; work 11-13 toner 12000; travel 11-12 Rejestracja 5000; "
          "credit 11-30 -10000; ");
    CHECK(statement->net_minor == 300'333);
    CHECK(statement->vat_minor == 69'077);
    CHECK(statement->agreement_version == 2);
    CHECK(statement->hours.granted == Minutes{90 + 240});
    CHECK(statement->hours.debited == Minutes{60});
    CHECK(statement->hours.priced == Minutes{45});
    // 30 min of the second version end with the month, the package stays.
    CHECK(statement->hours.closing == Minutes{240});
}

TEST_CASE("rule 21: what comes late into settled hours is in no sum before the client approves it") {
    November november;
    const auto before = november.settled();
    const SettledHours now{{2025, 11, 1}, {2025, 11, 30}, before->hours_lines};
    november.act(november.story.manager, november.account, HoursAccountCommand{SettleHoursPeriod{{now.from, now.to, now.lines}}},
                 december_first);
    november.call({2025, 11, 14}, 30, "cellar", december_first + 10);
    CHECK(told(*november.settled()) == told(*before));
    CHECK(november.settled()->hours.closing == before->hours.closing);

    const OrganisationBook book = november.book();
    const HoursAccount& account = book.accounts.begin()->second;
    LateTruthApproved late{now.from, now.to,
                           late_truth_of(book.agreements[0], account, now, hours_entries_of(work_of(book, book.agreements[0])))};
    REQUIRE(late.lines.size() == 1);
    november.act(november.management, november.account, HoursAccountCommand{ApproveLateTruth{late}}, december_first + 20);
    CHECK(told(*november.settled()).find("work 11-14 cellar 8000; ") != std::string::npos);
}

TEST_CASE("A8: after the agreement's last day nothing is owed, and before its first nothing either") {
    November november;
    const Instant end = november_begins + Minutes{25 * 24 * 60}.milliseconds();
    november.act(november.story.manager, november.agreement, AgreementCommand{EndAgreement{end, "closed", EndGround::non_performance}},
                 300);
    // 21 to 25 November: 5 of 30 days of 3,000.00.
    CHECK(told(*november.settled()).find("fee 11-21 50000; ") != std::string::npos);
    CHECK(november.refused({2025, 11, 26}, {2025, 12, 31}) == "refusal.settlement.not_in_force");
    CHECK(november.refused({2025, 10, 1}, {2025, 10, 31}) == "refusal.settlement.not_in_force");
    // What is still done after it is owed at the last prices, and no fee, also no negative one.
    november.call({2025, 11, 29}, 600, "afterwards", 310);  // 240 of them are the package's
    CHECK(told(*november.settled({2025, 11, 28}, {2025, 11, 30})) == "work 11-29 afterwards 96000; ");
}

TEST_CASE("a log without prices, and one whose VAT changes within the period, are refused in words") {
    CHECK(November(false).refused() == "refusal.settlement.prices_unknown");
    const November november(true, 210);
    CHECK(november.refused() == "refusal.settlement.money_changes");
    CHECK(november.refused({2025, 11, 1}, {2025, 11, 20}).empty());
    CHECK(november.settled({2025, 11, 21}, {2025, 11, 30})->money.vat_permille == 210);
}

TEST_CASE("A7: work in the evening costs the surcharge, and a month in which nothing but plans was made has no journey") {
    November november;
    november.act(november.story.technician, november.ticket,
                 TicketCommand{RecordTicketTime{{WorkKind::phone, {2025, 11, 14}, {15}, "at night", true}}}, 130);
    const auto statement = november.settled();
    CHECK(told(*statement).find("work 11-14 at night 8000; ") != std::string::npos);
    CHECK(statement->lines[4].after_hours);
    const auto later = november.settled({2025, 12, 1}, {2025, 12, 31});
    CHECK(told(*later) == "fee 12-01 300000; ");
}

TEST_CASE("a package of a size that no price was agreed for is on the settlement, at nothing, for a person to see") {
    November november;
    Entitlement odd = November::package({2025, 11, 22});
    odd.id = {"p5"};
    odd.granted = {300};
    november.act(november.story.manager, november.account, HoursAccountCommand{AddPackage{odd, "5 h"}}, 120);
    CHECK(told(*november.settled()).find("package 11-22 5 h 0; ") != std::string::npos);
}

namespace {

/// November was issued; then things of it arrive.
struct IssuedNovember : November {
    IssuedNovember() { issue({2025, 11, 1}, {2025, 11, 30}, 150); }
    void issue(LocalDate from, LocalDate to, std::int64_t minute) {
        const auto statement = settled(from, to);
        REQUIRE(statement.ok());
        act(story.manager, settlements, SettlementCommand{IssueSettlement{issued_as(*statement, settlement_csv(*statement))}}, minute);
    }
    void answer(bool approved, LocalDate from, LocalDate to, std::int64_t minute) {
        act(management, settlements, SettlementCommand{AnswerSettlement{from, to, approved, "no"}}, minute);
    }
    std::string december() const { return told(*settled({2025, 12, 1}, {2025, 12, 31})); }
};

}  // namespace

TEST_CASE("H5, N11: what comes late into an issued settlement is owed with the next one, once") {
    IssuedNovember november;
    CHECK(november.december() == "fee 12-01 300000; ");
    november.call({2025, 11, 14}, 30, "cellar", 200);
    november.act(november.story.manager, november.account,
                 HoursAccountCommand{AddPackage{{{"p5"}, EntitlementKind::package, {240}, {2025, 11, 28}, {2026, 2, 1}}, "late 4 h"}}, 201);
    CHECK(november.december() == "fee 12-01 300000; package 11-28 late 4 h 60000; work 11-14 cellar 8000; ");
    november.issue({2025, 12, 1}, {2025, 12, 31}, 210);
    CHECK(told(*november.settled({2026, 1, 1}, {2026, 1, 31})) == "fee 01-01 300000; ");
    // Sent back, December is not issued: its changes are owed again.
    november.answer(false, {2025, 12, 1}, {2025, 12, 31}, 220);
    CHECK(november.december().find("work 11-14 cellar 8000; ") != std::string::npos);
}

TEST_CASE("H5: a credit that is approved after its month was issued is deducted by the next settlement") {
    November november;
    november.act(november.story.manager, november.settlements,
                 SettlementCommand{IssueSettlement{issued_as(*november.settled({2025, 11, 1}, {2025, 11, 20}), "csv")}}, 150);
    IssuedNovember issued;
    const CreditStatement credits{{{"critical", {{issued.ticket.id}}, 7'000}}, 7'000, 50'000, 7'000};
    issued.issue({2025, 12, 1}, {2025, 12, 31}, 160);
    issued.act(issued.story.manager, issued.settlements, SettlementCommand{ApproveCredits{{2025, 12, 1}, credits}}, 170);
    CHECK(told(*issued.settled({2026, 1, 1}, {2026, 1, 31})) == "fee 01-01 300000; credit 12-31 -7000; ");
    // Half of November is issued, the other half is not: its credit is its own.
    CHECK(told(*november.settled({2025, 11, 21}, {2025, 11, 30})).find("credit 11-30 -10000; ") != std::string::npos);
}

TEST_CASE("H5: what no longer holds of an issued settlement is given back, and a change of words changes nothing") {
    IssuedNovember november;
    const auto done = november.state_of(november.visit).get<Visit>();
    november.act(november.story.technician, november.record, WorkRecordCommand{RecordVisitWork{&done, "all, in other words", {}, "words"}},
                 200);
    CHECK(november.december() == "fee 12-01 300000; ");
    SettlementLine issued{.kind = SettlementLineKind::travel, .date = {2025, 11, 12}, .text = "A", .count = 2, .net_minor = 10'000};
    SettlementLine holds = issued;
    holds.count = 1;
    holds.net_minor = 5'000;
    const auto changed = changed_lines({issued}, {holds});
    REQUIRE(changed.size() == 2);
    CHECK(changed[0].net_minor == -10'000);
    CHECK(changed[0].count == -2);
    CHECK(changed[1].net_minor == 5'000);
    // The changes were issued: nothing is left to change.
    CHECK(changed_lines({issued, changed[0], changed[1]}, {holds}).empty());
    CHECK(changed_lines({issued, changed[0], changed[1]}, {issued}).size() == 2);
}

TEST_CASE("H5: what was taxed otherwise is no part of the sums, and stands apart") {
    November november(true, 210);
    november.act(november.story.manager, november.settlements,
                 SettlementCommand{IssueSettlement{issued_as(*november.settled({2025, 11, 1}, {2025, 11, 20}), "csv")}}, 150);
    november.call({2025, 11, 14}, 30, "cellar", 200);
    const auto later = november.settled({2025, 11, 21}, {2025, 11, 30});
    REQUIRE(later.ok());
    CHECK(told(*later).find("cellar") == std::string::npos);
    REQUIRE(later->apart.size() == 1);
    REQUIRE(later->apart[0].lines.size() == 1);
    CHECK(later->apart[0].lines[0].net_minor == 8'000);
    CHECK(later->apart[0].money.vat_permille == 230);

    // A correction in the money of those days settles it, once.
    const auto correct = [&] {
        const OrganisationBook book = november.book();
        return corrections_of(book, book.agreements[0], {2025, 11, 1}, {2025, 11, 20});
    };
    const auto due = correct();
    REQUIRE(due.ok());
    REQUIRE(due->size() == 1);
    CHECK((*due)[0].net_minor == 8'000);
    CHECK((*due)[0].vat_minor == 1'840);
    november.act(november.story.manager, november.settlements, SettlementCommand{IssueSettlement{issued_as((*due)[0], "csv")}}, 210);
    CHECK(correct()->empty());
    CHECK(november.settled({2025, 11, 21}, {2025, 11, 30})->apart.empty());
}

TEST_CASE("A11, H5: an amendment that reaches into issued days with another VAT rate takes back and charges anew, and blocks nothing") {
    November november;
    november.act(november.story.manager, november.settlements, SettlementCommand{IssueSettlement{issued_as(*november.settled(), "csv")}},
                 150);
    CommercialTerms prices;
    prices.fee_minor = 300'000;
    prices.rates.vat_permille = 210;
    november.agree(Story::terms(), &prices, november_begins + Minutes{25 * 24 * 60}.milliseconds(), 160);
    const auto december = november.settled({2025, 12, 1}, {2025, 12, 31});
    REQUIRE(december.ok());
    CHECK(december->money.vat_permille == 210);
    // 26 to 30 November, 5 of 30 days of 3,000.00, now under 21 %: owed here; what was charged for them under 23 % stands apart.
    CHECK(told(*december).find("fee 11-26 50000; ") != std::string::npos);
    REQUIRE(december->apart.size() == 1);
    std::int64_t taken_back = 0;
    for (const SettlementLine& line : december->apart[0].lines) taken_back += line.net_minor;
    // The fee of those five days, and the credit, which follows the last day of its month.
    CHECK(taken_back == -50'000 + 10'000);
}

TEST_CASE("H5: an issued settlement is shown as it was issued, whatever came since, with what the client said") {
    IssuedNovember november;
    const auto shown = [&] {
        const OrganisationBook book = november.book();
        return issued_settlement(book, book.agreements[0], {2025, 11, 1}, {2025, 11, 30});
    };
    const std::string before = told(*shown());
    november.call({2025, 11, 14}, 30, "cellar", 200);
    november.answer(true, {2025, 11, 1}, {2025, 11, 30}, 210);
    CHECK(told(*shown()) == before);
    REQUIRE(shown()->issued.has_value());
    CHECK(shown()->issued->approved == true);
    CHECK(shown()->gross_minor == november.settled()->gross_minor - 9'840);  // 80.00 and its VAT are not in it
    CHECK(shown()->hours.priced == Minutes{45});
    CHECK(shown()->hours.closing == Minutes{240});
    const OrganisationBook book = november.book();
    CHECK(sha256(settlement_csv(*shown())) == book.settlements.begin()->second.issued[0].content.statement);
}

TEST_CASE("H5: a correction needs a settlement that stands, and a corrected settlement is not sent back beneath it") {
    IssuedNovember november;
    const auto refused = [&](const SettlementCommand& command, const Actor& actor) {
        const Context context{at_minute(200), actor};
        const auto done = decide(november.state_of(november.settlements), Command{command}, context);
        return done ? std::string() : done.error().key;
    };
    SettlementStatement correction = *november.settled();
    correction.corrects = true;
    SettlementIssued of_other_days = issued_as(correction, "csv");
    of_other_days.from = {2025, 11, 2};
    CHECK(refused(IssueSettlement{of_other_days}, november.story.manager) == "refusal.settlement.corrects_nothing");
    november.call({2025, 11, 14}, 30, "cellar", 200);
    const OrganisationBook book = november.book();
    const auto due = corrections_of(book, book.agreements[0], {2025, 11, 1}, {2025, 11, 30});
    november.act(november.story.manager, november.settlements, SettlementCommand{IssueSettlement{issued_as((*due)[0], "csv")}}, 210);
    const EventId first = november.state_of(november.settlements).get<Settlement>().issued[0].event;
    CHECK(refused(AnswerSettlement{{2025, 11, 1}, {2025, 11, 30}, false, "no", first}, november.management) ==
          "refusal.settlement.corrected");
    november.answer(false, {2025, 11, 1}, {2025, 11, 30}, 220);  // the correction, which came last
    CHECK(refused(AnswerSettlement{{2025, 11, 1}, {2025, 11, 30}, false, "no", first}, november.management).empty());
}

TEST_CASE("A8: notice that ends a fixed term early owes the fee for it, to the other side, on the settlement that closes the agreement") {
    AgreementTerms terms = Story::terms();
    terms.term = {{2025, 11, 1}, 12, 12, {1, 0, true}, 30, true};
    CommercialTerms prices;
    prices.termination_fee_minor = 70'000;
    OrganisationLog log;
    log.agree(terms, &prices, november_begins, -50);
    const LocalDate given = to_local(**find_time_zone("Europe/Warsaw"), at_minute(10)).date;
    log.act(log.management, log.agreement, AgreementCommand{GiveNotice{given, "moving", true}}, 10);
    const OrganisationBook book = log.book();
    const LocalDate last = terms.term.notice.last_day_after(given);
    const auto closing = settlement_of(book, book.agreements[0], {last.year, last.month, 1}, last);
    REQUIRE(closing.ok());
    CHECK(closing->closes);
    CHECK(told(*closing).find("early_end " + to_iso_text(last).substr(5) + " 70000; ") != std::string::npos);
}

TEST_CASE("A8: after the agreement's last day the next settlement holds nothing but what came late") {
    IssuedNovember november;
    november.issue({2025, 12, 1}, {2025, 12, 31}, 160);
    const Instant year_ends{1'767'222'000'000};  // 2026-01-01 00:00 in Warsaw
    november.act(november.story.manager, november.agreement, AgreementCommand{EndAgreement{year_ends, "x", EndGround::non_performance}},
                 170);
    CHECK(november.refused({2026, 1, 1}, {2026, 1, 31}) == "refusal.settlement.not_in_force");
    november.call({2025, 12, 3}, 600, "cellar", 200);  // 90 of December and 240 of the package are covered
    CHECK(november.settled({2026, 1, 1}, {2026, 1, 31})->lines.size() == 1);
    CHECK(november.settled({2026, 1, 1}, {2026, 1, 31})->lines[0].text == "cellar");
}

TEST_CASE("A8, A5: the credit of the agreement's last, shorter month is on the settlement that closes it") {
    November november;
    const Instant end = november_begins + Minutes{25 * 24 * 60}.milliseconds();
    november.act(november.story.manager, november.agreement, AgreementCommand{EndAgreement{end, "closed", EndGround::non_performance}},
                 300);
    CHECK(told(*november.settled({2025, 11, 1}, {2025, 11, 25})).find("credit 11-25 -10000; ") != std::string::npos);
}

TEST_CASE("A5, N10: credits that are approved anew count, and the difference to what was issued is owed with the next settlement") {
    IssuedNovember november;
    const auto approve = [&](std::int64_t line, std::int64_t sum) {
        const CreditStatement credits{{{"critical", {{november.ticket.id}}, line}}, sum, 50'000, sum};
        const Context context{at_minute(200), november.story.manager};
        return decide(november.state_of(november.settlements), Command{SettlementCommand{ApproveCredits{{2025, 11, 1}, credits}}}, context);
    };
    CHECK(approve(1, 20'000).error().key == "refusal.settlement.credits_do_not_add_up");
    CHECK(approve(10'000, 10'000).error().key == "refusal.settlement.credits_approved");
    const CreditStatement more{{{"critical", {{november.ticket.id}}, 20'000}}, 20'000, 50'000, 20'000};
    november.act(november.story.manager, november.settlements, SettlementCommand{ApproveCredits{{2025, 11, 1}, more}}, 210);
    CHECK(november.december() == "fee 12-01 300000; credit 11-30 10000; credit 11-30 -20000; ");
}

TEST_CASE("A8: who gave early notice owes no fee for it where the agreement then ended for a ground of the other side") {
    AgreementTerms terms = Story::terms();
    terms.term = {{2025, 11, 1}, 12, 12, {1, 0, true}, 30, true};
    CommercialTerms prices;
    prices.termination_fee_minor = 70'000;
    OrganisationLog log;
    log.agree(terms, &prices, november_begins, -50);
    const LocalDate given = to_local(**find_time_zone("Europe/Warsaw"), at_minute(10)).date;
    log.act(log.management, log.agreement, AgreementCommand{GiveNotice{given, "moving", true}}, 10);
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

TEST_CASE("H5: a settlement that a later one builds on is not sent back beneath it") {
    IssuedNovember november;
    november.call({2025, 11, 14}, 30, "cellar", 200);
    november.issue({2025, 12, 1}, {2025, 12, 31}, 210);
    const EventId first = november.state_of(november.settlements).get<Settlement>().issued[0].event;
    const Context context{at_minute(220), november.management};
    const AnswerSettlement sent_back{{2025, 11, 1}, {2025, 11, 30}, false, "no", first};
    const auto refused = decide(november.state_of(november.settlements), Command{SettlementCommand{sent_back}}, context);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().key == "refusal.settlement.corrected");
}

TEST_CASE("rule 21: the journey of a visit and the price of a package wait for approval like their minutes") {
    November november;
    november.act(november.story.manager, november.account,
                 HoursAccountCommand{SettleHoursPeriod{{{2025, 11, 1}, {2025, 11, 30}, november.settled()->hours_lines}}}, december_first);
    const std::string before = told(*november.settled());
    const Subject visit{Visit::subject_kind, fixed_id(42)}, record{WorkRecord::subject_kind, fixed_id(43)};
    VisitCommand plan{november.story.plan()};
    november.act(november.story.manager, visit, plan, 100);
    november.act(november.story.technician, visit, VisitCommand{StartVisit{}}, 200);
    november.act(november.story.technician, visit, VisitCommand{RecordVisitTime{{30}, "cellar"}}, 220);
    november.act(november.story.technician, visit, VisitCommand{EndVisit{}}, 240);
    const auto done = november.state_of(visit).get<Visit>();
    november.act(november.story.technician, record, WorkRecordCommand{RecordVisitWork{&done, "cellar"}}, 250);
    november.act(november.story.manager, november.account,
                 HoursAccountCommand{AddPackage{{{"p5"}, EntitlementKind::package, {240}, {2025, 11, 28}, {2026, 2, 1}}, "late 4 h"}}, 260);
    CHECK(told(*november.settled()) == before);
    const OrganisationBook book = november.book();
    const HoursAccount& account = book.accounts.begin()->second;
    const auto changes =
        late_truth_of(book.agreements[0], account, account.settled[0], hours_entries_of(work_of(book, book.agreements[0])));
    november.act(november.management, november.account, HoursAccountCommand{ApproveLateTruth{{{2025, 11, 1}, {2025, 11, 30}, changes}}},
                 december_first + 10);
    CHECK(told(*november.settled()).find("package 11-28 late 4 h 60000; ") != std::string::npos);
    CHECK(told(*november.settled()).find("travel 11-12 Rejestracja 10000; ") != std::string::npos);
}

TEST_CASE("A7: settled work in the evening keeps its surcharge when its record is sent back later") {
    November november;
    november.act(november.story.technician, november.ticket,
                 TicketCommand{RecordTicketTime{{WorkKind::phone, {2025, 11, 14}, {15}, "at night", true}}}, 130);
    const auto before = november.settled();
    REQUIRE(told(*before).find("work 11-14 at night 8000; ") != std::string::npos);
    HoursPeriodSettled period{{2025, 11, 1}, {2025, 11, 30}, before->hours_lines};
    // Its entry is another one than the log holds now.
    for (HoursLine& line : period.lines) {
        if (line.after_hours) line.entry = {"record/gone/after_hours"};
    }
    november.act(november.story.manager, november.account, HoursAccountCommand{SettleHoursPeriod{period}}, december_first);
    CHECK(told(*november.settled()).find("work 11-14 record/gone/after_hours 8000; ") != std::string::npos);
}

TEST_CASE("rule 26: a visit under warranty charges nothing and costs no journey, and its time is still told") {
    November november;
    const auto done = november.state_of(november.visit).get<Visit>();
    november.act(november.story.technician, november.record, WorkRecordCommand{RecordVisitWork{&done, "all", {}, "warranty", true}}, 130);
    const auto statement = november.settled();
    CHECK(told(*statement).find("travel") == std::string::npos);
    CHECK(statement->hours.free_of_charge == Minutes{45});
    CHECK(statement->hours.debited == Minutes{45});  // the call, which the hours cover now
}

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
    const OrganisationBook without_prices = November(false).book();
    CHECK(mode_advice(without_prices, without_prices.agreements[0], {2025, 11, 1}, {2025, 11, 30}).error().key ==
          "refusal.settlement.prices_unknown");
}
