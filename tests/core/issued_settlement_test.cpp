// Settlements after they were issued: what comes late, corrections, answers. Requirements.md H5, N11; rules.md 21, 37.
#include "core/domain/settlement.hpp"

#include "tests/core/settled_november.hpp"

using namespace countersign;
using namespace countersign::test;

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

namespace {

std::string refusal_of(const November& november, const SettlementIssued& body) {
    const Admission admission =
        admit(november.state_of(november.settlements).get<Settlement>(), SettlementEvent{body}, {at_minute(300), november.story.manager});
    return admission ? std::string() : admission.error().key;
}

std::vector<SettlementStatement> corrections_of_november(const November& november) {
    const OrganisationBook book = november.book();
    return *corrections_of(book, book.agreements[0], {2025, 11, 1}, {2025, 11, 30});
}

}  // namespace

TEST_CASE("H5: the same correction is not issued twice, and one that was worked out before something else was issued is worked out again") {
    IssuedNovember november;
    november.call({2025, 11, 14}, 30, "cellar", 160);
    const SettlementIssued correction = issued_as(corrections_of_november(november).at(0), "csv");
    const auto december = november.settled({2025, 12, 1}, {2025, 12, 31});
    november.act(november.story.manager, november.settlements, SettlementCommand{IssueSettlement{correction}}, 170);
    CHECK(refusal_of(november, correction) == "refusal.settlement.issued_meanwhile");
    // December held the same 80.00 before.
    CHECK(refusal_of(november, issued_as(*december, "csv")) == "refusal.settlement.issued_meanwhile");
    CHECK(refusal_of(november, issued_as(*november.settled({2025, 12, 1}, {2025, 12, 31}), "csv")).empty());
    // A second call just like the first is another one.
    november.call({2025, 11, 14}, 30, "cellar", 180);
    CHECK(refusal_of(november, issued_as(corrections_of_november(november).at(0), "csv")).empty());
}

TEST_CASE("H5: an issued settlement has the VAT of its money terms") {
    const November november;
    SettlementIssued body = issued_as(*november.settled(), "csv");
    CHECK(refusal_of(november, body).empty());
    body.vat_minor = 0;
    body.gross_minor = body.net_minor;
    CHECK(refusal_of(november, body) == "refusal.settlement.vat_differs");
    body.money.reset();  // as it was issued before money terms were written down
    CHECK(refusal_of(november, body).empty());
}

TEST_CASE("H5: corrections that were issued are printed again as they were issued, in their order, beside what changed since") {
    IssuedNovember november;
    for (const std::int64_t minute : {160, 180}) {
        november.call({2025, 11, 14}, 30, minute == 160 ? "cellar" : "attic", minute);
        const SettlementStatement due = corrections_of_november(november).at(0);
        november.act(november.story.manager, november.settlements, SettlementCommand{IssueSettlement{issued_as(due, settlement_csv(due))}},
                     minute + 10);
    }
    november.call({2025, 11, 15}, 60, "garden", 200);
    const OrganisationBook book = november.book();
    const auto issued = issued_corrections(book, book.agreements[0], {2025, 11, 1}, {2025, 11, 30});
    REQUIRE(issued.size() == 2);
    CHECK(told(issued[0]) == "work 11-14 cellar 8000; ");
    CHECK(told(issued[1]) == "work 11-14 attic 8000; ");
    CHECK(issued[0].corrects);
    CHECK(issued[0].issued.has_value());
    CHECK(sha256(settlement_csv(issued[0])) == book.settlements.begin()->second.issued[1].content.statement);
    CHECK(told(corrections_of_november(november).at(0)) == "work 11-15 garden 16000; ");
}

TEST_CASE("H5: what stood apart when a settlement was issued still stands beside it when it is shown again") {
    November november(true, 80);
    const auto issue = [&](LocalDate from, LocalDate to, std::int64_t minute) {
        const auto statement = november.settled(from, to);
        november.act(november.story.manager, november.settlements,
                     SettlementCommand{IssueSettlement{issued_as(*statement, settlement_csv(*statement))}}, minute);
        return *statement;
    };
    issue({2025, 11, 1}, {2025, 11, 20}, 150);
    november.call({2025, 11, 14}, 30, "cellar", 160);
    REQUIRE(issue({2025, 11, 21}, {2025, 11, 30}, 170).apart.size() == 1);
    november.call({2025, 11, 15}, 30, "attic", 180);
    const OrganisationBook book = november.book();
    const auto shown = issued_settlement(book, book.agreements[0], {2025, 11, 21}, {2025, 11, 30});
    REQUIRE(shown->apart.size() == 1);
    CHECK(shown->apart[0].money.vat_permille == 230);
    REQUIRE(shown->apart[0].lines.size() == 1);
    CHECK(shown->apart[0].lines[0].text == "cellar");
}

TEST_CASE(
    "H5: 1,500 calls of one month fit into one settlement by days, and what comes late into it is owed as the difference of its day") {
    November november;
    for (int i = 0; i < 1'500; ++i) {
        // Fifty calls on each ticket.
        const Subject ticket{Ticket::subject_kind, fixed_id(static_cast<std::uint8_t>(200 + i / 50))};
        OpenTicket open;
        open.title = "Drukarka";
        if (i % 50 == 0) november.act(november.story.contact, ticket, TicketCommand{open}, 200 + i);
        const char* said = "Rozmowa o drukarce i o tym, dlaczego nie drukuje z programu gabinetowego";
        const LocalDate on{2025, 11, 1 + i % 30};
        november.act_at(november.story.technician, ticket, TicketCommand{RecordTicketTime{{WorkKind::phone, on, {15}, said}}},
                        at_minute(200 + i), Instant{day_number(on) * milliseconds_per_day + milliseconds_per_day / 2});
    }
    const auto statement = november.settled();
    REQUIRE(statement.ok());
    CHECK(statement->summed);
    CHECK(statement->lines.size() < 100);
    std::int64_t pieces = 0;
    for (const SettlementLine& line : statement->lines) pieces += line.kind == SettlementLineKind::work ? line.count : 0;
    CHECK(pieces > 1'470);  // the first of them the hours covered
    const SettlementIssued body = issued_as(*statement, settlement_csv(*statement));
    CHECK(write_json(body.to_json()).size() <= settlement_bytes_max);
    november.act(november.story.manager, november.settlements, SettlementCommand{IssueSettlement{body}}, 2'000);
    const auto december = [&] { return told(*november.settled({2025, 12, 1}, {2025, 12, 31})); };
    CHECK(december() == "fee 12-01 300000; ");
    november.call({2025, 11, 28}, 60, "cellar", 2'010);
    CHECK(december() == "fee 12-01 300000; work 11-28 16000; ");
}
