// The hours account: packages, corrections, settled periods and what comes late (requirements.md H1, N11; rules.md 20, 21, 25).
#include "core/domain/hours_account.hpp"

#include "core/domain/settlement.hpp"
#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

const Actor management{{fixed_id(16)}, Role::management, "Roman Jaskółka", {{fixed_id(1)}}};
constexpr LocalDate first{2026, 6, 1};
constexpr LocalDate last{2026, 6, 30};
constexpr Instant summer{1'785'585'600'000};  // 1 August 2026: June and July are over

HoursEntry work(const std::string& id, LocalDate on, std::int64_t minutes) { return {{id}, on, {minutes}, {minutes}}; }

HoursLine line_on(LocalDate date) {
    HoursLine line;
    line.date = date;
    return line;
}

struct Account {
    Account() {
        AgreementTerms terms = Story::terms();
        terms.mode = ServiceMode::prepaid;
        agreement = Story::agreement_on(terms, world.story.agreement);
        act(world.story.manager, AddPackage{{{"A"}, EntitlementKind::package, {240}, first, {2026, 9, 30}}, "4 h"});
    }
    void act(const Actor& actor, const HoursAccountCommand& command) {
        const auto done = log.run(actor, command, summer);
        REQUIRE_MESSAGE(done.ok(), refusal(done));
    }
    std::string try_to(const Actor& actor, const HoursAccountCommand& command) { return refusal(log.run(actor, command, summer)); }
    HoursAccount state() const { return log.as<HoursAccount>(); }
    HoursLedger ledger(std::vector<HoursEntry> entries, LocalDate as_of = last) const {
        return hours_ledger_of(agreement, state(), std::move(entries), as_of);
    }
    std::vector<HoursLine> late_truth(const std::vector<HoursEntry>& entries) const {
        return late_truth_of(agreement, state(), state().settled[0], entries);
    }
    void settle_june(const std::vector<HoursEntry>& entries) {
        HoursPeriodSettled period{first, last, {}};
        for (const HoursLine& line : ledger(entries).lines) period.lines.push_back(line);
        act(world.story.manager, SettleHoursPeriod{period});
    }

    World world;
    Agreement agreement;
    Log log{world.story, HoursAccount::subject_kind, 5};
};

}  // namespace

TEST_CASE("N11: a visit that arrives after the month was settled is proposed as reversing lines, and approved it stands") {
    Account account;
    const std::vector<HoursEntry> known{work("e1", {2026, 6, 5}, 60)};
    account.settle_june(known);
    const std::vector<HoursEntry> all{known[0], work("late", {2026, 6, 20}, 30)};
    const HoursAccount settled = account.state();
    const SettledHours* june = settled.settled_period(first, last);
    REQUIRE(june != nullptr);
    const auto changes = account.late_truth(all);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].entry == HoursEntryId{"late"});
    CHECK(changes[0].minutes == Minutes{30});
    CHECK(account.try_to(account.world.story.manager, ApproveLateTruth{{first, last, changes}}) == "refusal.not_permitted");
    account.act(management, ApproveLateTruth{{first, last, changes}});
    const HoursAccount state = account.state();
    CHECK(state.settled[0].lines.size() == june->lines.size());  // what was settled is untouched
    CHECK(account.late_truth(all).empty());
    CHECK(account.try_to(management, ApproveLateTruth{{first, last, changes}}) == "refusal.hours.reverses_nothing");
}

TEST_CASE("H1: a draft of another way to exhaust hours changes nothing, and an agreement that ended grants nothing afterwards") {
    Account account;
    const HoursLedger before = account.ledger({work("e", {2026, 6, 5}, 300)});
    AgreementTerms stopping = Story::terms();
    stopping.hours.exhaustion = Exhaustion::stop;
    AgreementVersion draft = Story::agreement_on(stopping, account.agreement.id).versions[0];
    draft.number = 2;
    draft.signatures.clear();
    account.agreement.versions.push_back(draft);
    CHECK(account.ledger({work("e", {2026, 6, 5}, 300)}).lines == before.lines);

    AgreementTerms ten_hours = Story::terms();
    ten_hours.hours.allowance = {{600}, 1, {}};
    Agreement ended = Story::agreement_on(ten_hours, account.agreement.id);
    AgreementVersion second = ended.versions[0];
    second.number = 2;
    second.takes_effect = {1'784'066'400'000};  // 15 July 2026, 0:00 in Warsaw
    ended.versions.push_back(second);
    ended.ends_at = Instant{1'783'634'400'000};  // 10 July 2026, 0:00
    CHECK(hours_ledger_of(ended, {}, {}, {2026, 7, 31}).balance() == Minutes{0});
    for (const HoursLine& line : hours_ledger_of(ended, {}, {}, {2026, 7, 31}).lines) CHECK(line.minutes.count >= 0);
}

TEST_CASE("rule 21: an older entry that changes who paid reverses the settled line and writes a new one") {
    Account account;
    account.act(account.world.story.manager, AddPackage{{{"B"}, EntitlementKind::package, {60}, first, {2026, 6, 30}}, "1 h"});
    const std::vector<HoursEntry> known{work("e1", {2026, 6, 10}, 60)};  // B expires first and pays
    account.settle_june(known);
    const std::vector<HoursEntry> now{known[0], work("late", {2026, 6, 2}, 60)};
    const auto changes = account.late_truth(now);
    std::int64_t effect = 0;
    for (const HoursLine& line : changes) effect += line.effect.count;
    CHECK(effect == -60);
    account.act(management, ApproveLateTruth{{first, last, changes}});
    CHECK(account.late_truth(now).empty());
    // Once more, with another late entry: the netted lines are the ground, not the first ones.
    CHECK_FALSE(account.late_truth({known[0], work("late", {2026, 6, 2}, 60), work("later", {2026, 6, 3}, 15)}).empty());
}

TEST_CASE("rule 21: work that was settled and is corrected later changes neither its month nor the months after it until it is approved") {
    Account account;
    account.settle_june({work("e1", {2026, 6, 5}, 60)});
    const std::vector<HoursEntry> corrected{work("e1", {2026, 6, 5}, 200), work("e2", {2026, 7, 3}, 180)};
    const auto told = [&](const std::vector<HoursEntry>& entries) {
        std::string text;
        for (const HoursLine& line : standing_ledger_of(account.agreement, account.state(), entries, {2026, 7, 31}).lines) {
            if (!line.entry.empty())
                text +=
                    std::string(hours_line_kind_name(line.kind)) + " " + line.entry.value + " " + std::to_string(line.minutes.count) + "\n";
        }
        return text;
    };
    CHECK(told(corrected) == "debited e1 60\ndebited e2 180\n");
    // The same where the correction says that it was done on another day, which nobody settled yet.
    CHECK(told({work("e1", {2026, 7, 2}, 200), corrected[1]}) == "debited e1 60\ndebited e2 180\n");

    const auto changes = account.late_truth(corrected);
    account.act(management, ApproveLateTruth{{first, last, changes}});
    CHECK(told(corrected) == "debited e1 200\ndebited e2 40\npriced e2 140\n");
}

TEST_CASE("rule 21: free work that was settled with no minutes can be taken back, once") {
    Account account;
    HoursLine nothing = line_on({2026, 6, 5});
    nothing.kind = HoursLineKind::free_of_charge;
    nothing.entry = {"e1"};
    account.act(account.world.story.manager, SettleHoursPeriod{{first, last, {nothing}}});
    const auto changes = account.late_truth({work("e1", {2026, 6, 5}, 30)});
    account.act(management, ApproveLateTruth{{first, last, changes}});
    CHECK(account.late_truth({work("e1", {2026, 6, 5}, 30)}).empty());
    CHECK(account.try_to(management, ApproveLateTruth{{first, last, {nothing}}}) == "refusal.hours.reverses_nothing");
}

TEST_CASE("rule 21: minutes that a settled month left open expire on the first day that nobody settled") {
    Account account;
    account.act(account.world.story.manager, AddPackage{{{"B"}, EntitlementKind::package, {60}, first, {2026, 6, 30}}, "1 h"});
    HoursPeriodSettled june{first, last, {}};
    for (const HoursLine& line : account.ledger({}).lines) {
        if (line.kind != HoursLineKind::expired) june.lines.push_back(line);
    }
    account.act(account.world.story.manager, SettleHoursPeriod{june});
    const HoursLedger ledger = standing_ledger_of(account.agreement, account.state(), {}, {2026, 7, 31});
    CHECK(ledger.lines.back().date == LocalDate{2026, 7, 1});
    CHECK(ledger.lines.back().kind == HoursLineKind::expired);
    CHECK(ledger.balance() == Minutes{240});
}

TEST_CASE("A11: the cap and what exhaustion means change on the day of the amendment, not before it") {
    World world;
    AgreementTerms before = Story::terms();
    before.hours.allowance = {{600}, 1, Minutes{300}};
    before.hours.exhaustion = Exhaustion::stop;
    AgreementTerms after = before;
    after.hours.allowance.carry_max = Minutes{0};
    after.hours.exhaustion = Exhaustion::occasional;
    Agreement agreement = Story::agreement_on(before, world.story.agreement);
    agreement.versions[0].takes_effect = {1'777'586'400'000};  // 1 May 2026, 0:00 in Warsaw
    AgreementVersion second = Story::agreement_on(after, world.story.agreement).versions[0];
    second.number = 2;
    second.takes_effect = {1'781'560'800'000};  // 16 June
    agreement.versions.push_back(second);
    const HoursLedger ledger =
        hours_ledger_of(agreement, {}, {work("may", {2026, 5, 4}, 700), work("june", {2026, 6, 17}, 700)}, {2026, 7, 1});
    const auto minutes_of = [&](HoursLineKind kind, LocalDate date) {
        Minutes sum;
        for (const HoursLine& line : ledger.lines) {
            if (line.kind == kind && line.date == date) sum += line.minutes;
        }
        return sum;
    };
    CHECK(minutes_of(HoursLineKind::uncovered, {2026, 5, 4}) == Minutes{100});
    CHECK(minutes_of(HoursLineKind::priced, {2026, 6, 17}) == Minutes{100});
    const HoursLedger idle = hours_ledger_of(agreement, {}, {}, {2026, 7, 1});
    const auto over_cap = [&](LocalDate date) {
        Minutes sum;
        for (const HoursLine& line : idle.lines) {
            if (line.kind == HoursLineKind::over_cap && line.date == date) sum += line.minutes;
        }
        return sum;
    };
    CHECK(over_cap({2026, 6, 1}) == Minutes{300});
    CHECK(over_cap({2026, 7, 1}) == Minutes{600});  // of June; what was carried from May expired with June
}

TEST_CASE("rule 25: minutes taken back from an empty account overdraw it and are not priced: nobody worked") {
    Account account;
    account.act(account.world.story.manager, CorrectHours{{2026, 6, 4}, {-300}, "paid out"});
    const HoursLedger ledger = account.ledger({});
    CHECK(ledger.lines.back().kind == HoursLineKind::overdrawn);
    CHECK(ledger.lines.back().minutes == Minutes{60});
    CHECK(ledger.balance() == Minutes{-60});
}

TEST_CASE("rule 25: a correction is an entry of its own, given or taken, with its reason") {
    Account account;
    CHECK(account.try_to(account.world.story.manager, CorrectHours{{2026, 6, 3}, {0}, "x"}) == "refusal.hours.correction_empty");
    CHECK(account.try_to(account.world.story.manager, CorrectHours{{2026, 6, 3}, {30}, ""}) == "refusal.hours.correction_reason_missing");
    account.act(account.world.story.manager, CorrectHours{{2026, 6, 3}, {30}, "our mistake"});
    account.act(account.world.story.manager, CorrectHours{{2026, 6, 4}, {-45}, "forgotten call"});
    CHECK(account.ledger({}).balance() == Minutes{240 + 30 - 45});
    // Given minutes are usable to the end of the next month, and leave with a line.
    const HoursLedger august = account.ledger({}, {2026, 8, 1});
    CHECK(august.balance() == Minutes{240 - 15});
}

TEST_CASE("a period is settled once, with its own lines, and late truth needs a settled period") {
    Account account;
    const Actor& manager = account.world.story.manager;
    CHECK(account.try_to(management, ApproveLateTruth{{first, last, {line_on(first)}}}) == "refusal.hours.period_not_settled");
    CHECK(account.try_to(manager, SettleHoursPeriod{{first, last, {line_on({2026, 7, 1})}}}) == "refusal.hours.line_outside_period");
    account.settle_june({});
    CHECK(account.try_to(manager, SettleHoursPeriod{{last, {2026, 7, 31}, {}}}) == "refusal.hours.period_settled");
    CHECK(account.try_to(manager, AddPackage{{{"A"}, EntitlementKind::package, {60}, first, last}, ""}) == "refusal.hours.package_known");
    CHECK(account.try_to(manager, AddPackage{{{"C"}, EntitlementKind::package, {0}, first, last}, ""}) == "refusal.hours.package_empty");
    CHECK(account.try_to(account.world.story.technician, AddPackage{{{"C"}, EntitlementKind::package, {5}, first, last}, ""}) ==
          "refusal.not_permitted");
}

TEST_CASE("a period is settled when it is over, right after the one before it") {
    Account account;
    const Actor& manager = account.world.story.manager;
    CHECK(account.try_to(manager, SettleHoursPeriod{{{2026, 8, 1}, {2026, 8, 2}, {}}}) == "refusal.hours.period_not_over");
    account.settle_june({});
    CHECK(account.try_to(manager, SettleHoursPeriod{{{2026, 7, 2}, {2026, 7, 31}, {}}}) == "refusal.hours.period_leaves_gap");
    CHECK(account.try_to(manager, SettleHoursPeriod{{{2026, 5, 1}, {2026, 5, 31}, {}}}) == "refusal.hours.period_leaves_gap");
    CHECK(account.try_to(manager, SettleHoursPeriod{{{2026, 7, 1}, {2026, 7, 31}, {}}}).empty());
}

TEST_CASE(
    "rule 25: of two settled months only the first is corrected: what the second took too much is owed back, and no minute is given "
    "twice") {
    World world;
    AgreementTerms terms = Story::terms();
    terms.hours.allowance = {{600}, 1, {}};
    Agreement agreement = Story::agreement_on(terms, world.story.agreement);
    agreement.versions[0].takes_effect = {1'780'264'800'000};  // 1 June 2026, 0:00 in Warsaw
    const std::vector<HoursEntry> known{work("june", {2026, 6, 5}, 200), work("july", {2026, 7, 6}, 300)};
    HoursAccount account;
    const auto settle = [&](LocalDate from, LocalDate to) {
        SettledHours period{from, to, {}};
        for (const HoursLine& line : standing_ledger_of(agreement, account, known, to).lines) {
            if (line.date >= from) period.lines.push_back(line);
        }
        account.settled.push_back(period);
    };
    settle(first, last);
    settle({2026, 7, 1}, {2026, 7, 31});
    std::vector<HoursEntry> all = known;
    all.push_back(work("late", {2026, 6, 20}, 300));
    // July is not proposed before June was corrected.
    CHECK(late_truth_of(agreement, account, account.settled[1], all).empty());
    account.settled[0].approved = late_truth_of(agreement, account, account.settled[0], all);
    CHECK_FALSE(late_truth_of(agreement, account, account.settled[1], all).empty());
    all.push_back(work("august", {2026, 8, 3}, 1'200));
    const HoursLedger ledger = standing_ledger_of(agreement, account, all, {2026, 8, 31});
    Minutes left;
    for (const EntitlementBalance& balance : ledger.balances) left += balance.left;
    CHECK(ledger.balance() == Minutes{left.count - ledger.overdrawn.count});
    Minutes priced;
    for (const HoursLine& line : ledger.lines) {
        if (line.kind == HoursLineKind::priced) priced += line.minutes;
    }
    // 1,800 granted, 100 of June expired; 200 + 300 + 300 were used before August: 900 are left for its 1,200.
    CHECK(priced == Minutes{300});
}

TEST_CASE("A11: an amendment in mid-month shares the month's hours by days, and the unused ones go on") {
    World world;
    AgreementTerms ten_hours = Story::terms();
    ten_hours.hours.allowance = {{600}, 1, {}};
    AgreementTerms twenty_hours = ten_hours;
    twenty_hours.hours.allowance.per_month = {1'200};
    Agreement agreement = Story::agreement_on(ten_hours, world.story.agreement);
    // In force from 1 June and from 16 June, 0:00 in Warsaw.
    agreement.versions[0].takes_effect = {1'780'264'800'000};
    AgreementVersion second = Story::agreement_on(twenty_hours, world.story.agreement).versions[0];
    second.number = 2;
    second.takes_effect = {1'781'560'800'000};
    agreement.versions.push_back(second);
    const HoursLedger ledger = hours_ledger_of(agreement, {}, {}, last);
    // 15 of 30 days of 600 and 15 of 30 days of 1200.
    CHECK(ledger.balance() == Minutes{300 + 600});
    CHECK(hours_ledger_of(agreement, {}, {}, {2026, 7, 1}).balance() == Minutes{900 + 1'200});
}

TEST_CASE("rule 37: credits are approved once a month, settlements add up, and one that was sent back can be issued anew") {
    World world;
    Log log(world.story, Settlement::subject_kind, 5);
    const auto act = [&](const Actor& actor, const SettlementCommand& command) { return refusal(log.run(actor, command, at_minute(0))); };
    const CreditStatement june{{{"r1", {{fixed_id(30)}}, 50'000}}, 50'000, 40'000, 40'000};
    CHECK(act(world.story.manager, ApproveCredits{{2026, 6, 2}, june}) == "refusal.settlement.month_begins_on_first");
    CHECK(act(world.story.manager, ApproveCredits{first, {{}, 50'000, 40'000, 50'000}}) == "refusal.settlement.credits_do_not_add_up");
    CHECK(act(world.story.manager, ApproveCredits{first, june}) == "");
    CHECK(act(world.story.manager, ApproveCredits{first, june}) == "refusal.settlement.credits_approved");
    CHECK(act(world.story.technician, ApproveCredits{{2026, 7, 1}, june}) == "refusal.not_permitted");
    CHECK(log.as<Settlement>().credits.at(first).lines[0].causes[0] == CauseId{fixed_id(30)});

    SettlementIssued issued{first, last, 187'000, 43'010, 230'010, {}, false, {{.date = first, .net_minor = 186'999}}};
    issued.gross_minor = 1;
    CHECK(act(world.story.manager, IssueSettlement{issued}) == "refusal.settlement.sums_differ");
    issued.gross_minor = 230'010;
    CHECK(act(world.story.manager, IssueSettlement{issued}) == "refusal.settlement.lines_do_not_add_up");
    issued.lines[0].net_minor = 187'000;
    CHECK(act(world.story.manager, IssueSettlement{issued}) == "");
    CHECK(act(world.story.manager, IssueSettlement{issued}) == "refusal.settlement.period_settled");
    CHECK(act(management, AnswerSettlement{first, last, false, " "}) == "refusal.settlement.remark_missing");
    CHECK(act(management, AnswerSettlement{first, last, false, "the journey was not ours"}) == "");
    CHECK(act(world.story.manager, IssueSettlement{issued}) == "");
    CHECK(act(management, AnswerSettlement{first, last, true, ""}) == "");
    CHECK(act(management, AnswerSettlement{first, last, true, ""}) == "refusal.settlement.already_answered");
    CHECK(parse_stream(log.events[0].envelope.stream)->kind == StreamKind::commercial);
}
