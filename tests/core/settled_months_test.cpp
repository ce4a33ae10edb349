// Settled months of an hours account that are corrected afterwards, each worked out by hand (requirements.md N11; rules.md 19 to 25).
#include "core/domain/hours_account.hpp"

#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr LocalDate january{2026, 1, 1};
constexpr Instant new_year{1'767'222'000'000};  // 1 January 2026 in Warsaw

Instant days_after_new_year(std::int32_t days) { return new_year + Minutes{days * std::int64_t{24 * 60}}.milliseconds(); }

/// An account whose months are settled and corrected by hand.
struct Months {
    explicit Months(const AllowanceTerms& allowance, Exhaustion exhaustion = Exhaustion::negative) {
        AgreementTerms terms = Story::terms();
        terms.hours.allowance = allowance;
        terms.hours.exhaustion = exhaustion;
        agreement = Story::agreement_on(terms, story.agreement);
        agreement.versions[0].takes_effect = new_year;
    }
    void settle(LocalDate first) {
        SettledHours month{first, end_of_month(first), {}};
        for (const HoursLine& line : ledger(month.to).lines) {
            if (line.date >= first) month.lines.push_back(line);
        }
        account.settled.push_back(month);
    }
    std::vector<HoursLine> late(std::size_t month) const { return late_truth_of(agreement, account, account.settled[month], work); }
    void approve(std::size_t month) {
        const auto lines = late(month);
        account.settled[month].approved.insert(account.settled[month].approved.end(), lines.begin(), lines.end());
    }
    HoursLedger ledger(LocalDate as_of) const { return standing_ledger_of(agreement, account, work, as_of); }
    /// "left 200 of a, overdrawn 0, balance 200"
    std::string told(LocalDate as_of) const {
        const HoursLedger ledger = this->ledger(as_of);
        std::string text;
        for (const EntitlementBalance& balance : ledger.balances) {
            text += balance.entitlement.id.value + " " + std::to_string(balance.left.count) + ", ";
        }
        return text + "overdrawn " + std::to_string(ledger.overdrawn.count) + ", balance " + std::to_string(ledger.balance().count);
    }

    Story story;
    Agreement agreement;
    HoursAccount account;
    std::vector<HoursEntry> work;
};

HoursEntry on(const char* id, LocalDate date, std::int64_t minutes) { return {{id}, date, {minutes}, {minutes}}; }

}  // namespace

TEST_CASE("rule 21: a settled month repays nothing of a debt that an earlier month has taken back") {
    Months months({{100}, 1, {}});
    months.work = {on("e1", {2026, 1, 5}, 150)};
    months.settle(january);
    months.settle({2026, 2, 1});
    CHECK(months.told({2026, 2, 28}) == "allowance/2026-02 50, overdrawn 0, balance 50");
    months.work[0] = on("e1", {2026, 1, 5}, 100);
    months.approve(0);
    CHECK(months.told({2026, 3, 1}) == "allowance/2026-02 100, allowance/2026-03 100, overdrawn 0, balance 200");
    months.approve(1);
    CHECK(months.told({2026, 3, 1}) == "allowance/2026-02 100, allowance/2026-03 100, overdrawn 0, balance 200");
}

TEST_CASE("rule 21: a repaid line pays as many minutes as it says, not as many of each debt of that work") {
    Months months({{0}, 0, {}});
    months.account.packages = {{{"A"}, EntitlementKind::package, {100}, january, {2026, 6, 30}},
                               {{"B"}, EntitlementKind::package, {100}, {2026, 2, 20}, {2026, 6, 30}}};
    months.work = {on("feb", {2026, 2, 9}, 150)};
    months.settle(january);
    months.settle({2026, 2, 1});
    months.work.push_back(on("late", {2026, 1, 20}, 40));
    months.approve(0);
    CHECK(months.told({2026, 3, 1}) == "A 0, B 50, overdrawn 40, balance 10");
}

TEST_CASE("N11: work that moved from one settled month to another stands in the old one until that lets it go, never in both") {
    for (const bool back : {true, false}) {
        CAPTURE(back);
        const LocalDate old_day = back ? LocalDate{2026, 2, 10} : LocalDate{2026, 1, 10};
        const LocalDate new_day = back ? LocalDate{2026, 1, 10} : LocalDate{2026, 2, 10};
        const std::size_t old_month = back ? 1 : 0;
        const std::size_t new_month = back ? 0 : 1;
        Months months({{100}, 0, {}});
        months.work = {on("e", old_day, 60)};
        months.settle(january);
        months.settle({2026, 2, 1});
        months.work[0].worked_on = new_day;
        CHECK(months.late(new_month).empty());
        const auto debited = [&] {
            std::int64_t minutes = 0;
            for (const HoursLine& line : months.ledger({2026, 2, 28}).lines) {
                if (line.kind == HoursLineKind::debited) minutes += line.minutes.count;
            }
            return minutes;
        };
        CHECK(debited() == 60);
        months.approve(old_month);
        CHECK(debited() == 0);
        months.approve(new_month);
        CHECK(debited() == 60);
        CHECK(months.late(old_month).empty());
    }
}

TEST_CASE("N11: what is too little to be charged after hours has no line, and what came late with it can be approved") {
    Months months({{0}, 0, {}}, Exhaustion::occasional);
    months.account.packages = {{{"A"}, EntitlementKind::package, {29}, january, {2026, 6, 30}}};
    months.settle(january);
    // 10 min at +200 % use up 30 and the package has 29: a third of a minute is left, which charges nothing.
    months.work = {{{"e"}, {2026, 1, 12}, {10}, {10}, 200, false, true}};
    const std::vector<HoursLine> late = months.late(0);
    REQUIRE(late.size() == 1);
    CHECK(late[0].minutes == Minutes{29});
    const LateTruthApproved approval{january, {2026, 1, 31}, late};
    CHECK(admit(months.account, HoursAccountEvent{approval}, {Instant{1'900'000'000'000}, months.story.manager}).ok());
}

TEST_CASE("the order in which two tellings of one piece of work come does not matter") {
    const Entitlement pot{{"A"}, EntitlementKind::package, {100}, january, {2026, 6, 30}};
    const HoursEntry less = on("e", {2026, 1, 5}, 20);
    const HoursEntry more = on("e", {2026, 1, 5}, 50);
    CHECK(hours_ledger({{pot}, {less, more}}, {2026, 1, 31}).lines == hours_ledger({{pot}, {more, less}}, {2026, 1, 31}).lines);
}

TEST_CASE("hours are settled once their days are over, and not on the last of them") {
    const Months months({{100}, 0, {}});
    const auto settled_at = [&](Instant now) {
        const HoursPeriodSettled period{january, {2026, 1, 31}, {}};
        const Admission admission = admit(months.account, HoursAccountEvent{period}, {now, months.story.manager});
        return admission ? std::string() : admission.error().key;
    };
    CHECK(settled_at(days_after_new_year(30)) == "refusal.hours.period_not_over");
    CHECK(settled_at(days_after_new_year(32)).empty());
}

TEST_CASE("hours that are too many for one event are refused in words") {
    const Months months({{100}, 0, {}});
    HoursPeriodSettled period{january, {2026, 1, 31}, {}};
    for (int i = 0; i < 3'000; ++i) {
        period.lines.push_back({{2026, 1, 5}, HoursLineKind::debited, {"A"}, {"time/" + std::to_string(i)}, {1}, {-1}});
    }
    const Admission admission = admit(months.account, HoursAccountEvent{period}, {days_after_new_year(40), months.story.manager});
    REQUIRE_FALSE(admission.ok());
    CHECK(admission.error().key == "refusal.settlement.too_large");
}
