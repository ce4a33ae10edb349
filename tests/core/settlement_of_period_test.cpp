// The settlement of a period out of the log alone: requirements.md H5, rules.md 19 to 26 and 37. Sums worked out by hand.
#include "core/projection/settlement_of_period.hpp"

#include "tests/core/i18n_catalogues.hpp"
#include "tests/core/settled_november.hpp"

using namespace countersign;
using namespace countersign::test;

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
    november.call({2025, 11, 14}, 15, "at night", 130, true);
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

TEST_CASE("A7: settled work in the evening keeps its surcharge when its record is sent back later") {
    November november;
    november.call({2025, 11, 14}, 15, "at night", 130, true);
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

/// November with its hours and its settlement settled, and a visit whose record can be written anew.
struct SettledVisit : November {
    void record(const char* why, bool free_of_charge, std::int64_t minute) {
        const auto done = state_of(visit).get<Visit>();
        act(story.technician, November::record, WorkRecordCommand{RecordVisitWork{&done, "all", {}, why, free_of_charge}}, minute);
    }
    void settle() {
        act(story.manager, account, HoursAccountCommand{SettleHoursPeriod{{{2025, 11, 1}, {2025, 11, 30}, settled()->hours_lines}}},
            december_first);
        act(story.manager, settlements, SettlementCommand{IssueSettlement{issued_as(*settled(), "csv")}}, december_first + 1);
    }
    void approve(std::int64_t minute) {
        const OrganisationBook made = book();
        const HoursAccount& hours = made.accounts.begin()->second;
        const auto lines = late_truth_of(made.agreements[0], hours, hours.settled[0], hours_entries_of(work_of(made, made.agreements[0])));
        act(management, account, HoursAccountCommand{ApproveLateTruth{{{2025, 11, 1}, {2025, 11, 30}, lines}}}, minute);
    }
    bool has_journey() const { return told(*settled()).find("travel") != std::string::npos; }
    std::string december() const { return told(*settled({2025, 12, 1}, {2025, 12, 31})); }
};

}  // namespace

TEST_CASE("rules 21, 26: whether a settled visit was free, and so its journey, changes only when the client approves it") {
    SettledVisit to_charged;
    to_charged.record("warranty", true, 130);
    to_charged.settle();
    CHECK_FALSE(to_charged.has_journey());
    to_charged.record("no warranty after all", false, december_first + 2);
    CHECK(to_charged.december() == "fee 12-01 300000; ");
    to_charged.approve(december_first + 3);
    CHECK(to_charged.december().find("travel 11-12 Rejestracja 5000; ") != std::string::npos);

    SettledVisit to_free;
    to_free.settle();
    to_free.record("warranty", true, december_first + 2);
    CHECK(to_free.december() == "fee 12-01 300000; ");
    to_free.approve(december_first + 3);
    CHECK(to_free.december().find("travel 11-12 Rejestracja -5000; ") != std::string::npos);
}

TEST_CASE("rule 26: a free visit whose record the client sends back gains no journey") {
    SettledVisit november;
    november.record("warranty", true, 130);
    CHECK_FALSE(november.has_journey());
    november.act(
        november.story.contact, november.November::record,
        WorkRecordCommand{VerifyWork{Decision::rejected, "REJ-02 was not done", november.story.contact.user, november.story.ink()}}, 140);
    CHECK_FALSE(november.has_journey());
}

TEST_CASE("H5: the lines of the hours are told in words: the month of the allowance, the package's name, what was done") {
    November november;
    const std::string html = settlement_document(real_catalogue(Language::en), *november.settled());
    CHECK(html.find("toner") != std::string::npos);
    CHECK(html.find("November 2025") != std::string::npos);
    for (const char* id : {"allowance/", "time/", "record/", "package/"}) {
        CAPTURE(id);
        CHECK(html.find(id) == std::string::npos);
    }
}
