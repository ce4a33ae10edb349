// Random histories of an hours account: months are settled one after the other while work, packages, corrections and an amendment keep
// arriving late, and the client approves some of it (requirements.md H1, N11; rules.md 19 to 25).
#include "core/domain/hours_account.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "core/domain/charging.hpp"
#include "tests/support/log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr LocalDate january{2026, 1, 1};
constexpr LocalDate last_looked_at{2026, 6, 30};
constexpr Instant new_year{1'767'222'000'000};  // 1 January 2026 in Warsaw
constexpr std::array percents{0, 0, 0, 50, 100, 300};

Instant days_after_new_year(std::int32_t days) { return new_year + Minutes{days * std::int64_t{24 * 60}}.milliseconds(); }

/// One account, driven by a seed.
class History {
public:
    explicit History(std::uint32_t seed) : random_(seed) {
        agreement_ = Story::agreement_on(some_terms(), story_.agreement);
        agreement_.versions[0].takes_effect = days_after_new_year(below(20));
        if (below(2) == 0) {
            AgreementVersion amendment = Story::agreement_on(some_terms(), story_.agreement).versions[0];
            amendment.number = 2;
            amendment.takes_effect = days_after_new_year(40 + below(90));
            agreement_.versions.push_back(amendment);
        }
    }

    void live() {
        for (std::int32_t month = 0; month < 5; ++month) {
            const LocalDate first = add_months(january, month);
            const LocalDate last = end_of_month(first);
            do_work(first, last, 3);
            if (below(2) == 0) add_package(first, last);
            if (below(3) == 0) correct(first, last);
            if (month > 0) arrive_late(add_days(first, -1));
            if (!account_.settled.empty() && below(2) == 0) approve(static_cast<std::size_t>(below(month)));
            check(add_days(last, 5));
            settle(first, last);
            check(add_days(last, 5));
        }
        do_work({2026, 6, 1}, last_looked_at, 4);
        check(last_looked_at);
    }

    // What is left to be approved, until nothing is: then all is as if everything had been known from the beginning.
    void approve_everything() {
        bool proposed = true;
        for (int round = 0; proposed && round < 12; ++round) {
            proposed = false;
            for (std::size_t period = 0; period < account_.settled.size(); ++period) proposed = approve(period) || proposed;
            check(last_looked_at);
        }
        CHECK_FALSE(proposed);
        const HoursLedger standing = standing_ledger_of(agreement_, account_, work_, last_looked_at);
        const HoursLedger known = hours_ledger_of(agreement_, account_, work_, last_looked_at);
        CHECK(late_truth(standing.lines, known.lines).empty());
        CHECK(standing.overdrawn == known.overdrawn);
        CHECK(left_of(standing) == left_of(known));
        check_pots(known);
        check_pots(standing);
    }

private:
    std::int32_t below(std::int32_t n) { return static_cast<std::int32_t>(random_() % static_cast<std::uint32_t>(n)); }
    LocalDate day_between(LocalDate from, LocalDate to) { return add_days(from, below(days_between(from, to) + 1)); }

    AgreementTerms some_terms() {
        AgreementTerms terms = Story::terms();
        terms.hours.allowance = {{60 * below(10)}, below(3), below(2) == 0 ? std::optional<Minutes>{Minutes{below(400)}} : std::nullopt};
        terms.hours.exhaustion = static_cast<Exhaustion>(below(3));
        return terms;
    }

    void do_work(LocalDate from, LocalDate to, int pieces) {
        for (int i = 0; i < pieces; ++i) {
            const Minutes worked{1 + below(300)};
            const std::int32_t percent = percents[static_cast<std::size_t>(below(static_cast<std::int32_t>(percents.size())))];
            work_.push_back({{"e" + std::to_string(++told_)},
                             day_between(from, to),
                             worked,
                             below(9) == 0 ? Minutes{} : worked,
                             percent,
                             false,
                             percent > 0});
            remember(work_.back());
        }
    }
    void add_package(LocalDate from, LocalDate to) {
        const LocalDate begins = day_between(from, to);
        account_.packages.push_back(
            {{"p" + std::to_string(++told_)}, EntitlementKind::package, {60 * (1 + below(10))}, begins, add_days(begins, below(120))});
    }
    void correct(LocalDate from, LocalDate to) {
        const std::string id = "c" + std::to_string(++told_);
        const LocalDate on = day_between(from, to);
        const Minutes minutes{1 + below(200)};
        if (below(2) == 0) {
            account_.given.push_back({{id}, EntitlementKind::package, minutes, on, end_of_month(add_months({on.year, on.month, 1}, 1))});
        } else {
            account_.taken.push_back({.id = {id}, .worked_on = on, .worked = {}, .charged = minutes, .correction = true});
            remember(account_.taken.back());
        }
    }
    void arrive_late(LocalDate until) {
        if (below(2) == 0) do_work(january, until, 1 + below(2));
        if (below(3) == 0) add_package(january, until);
        if (below(4) == 0) correct(january, until);
        if (below(3) == 0) {
            HoursEntry& changed = work_[static_cast<std::size_t>(below(static_cast<std::int32_t>(work_.size())))];
            if (below(2) == 0) {
                changed.charged = {below(200)};
            } else {
                changed.worked_on = day_between(january, until);
            }
            remember(changed);
        }
        if (below(5) == 0) work_.erase(work_.begin() + below(static_cast<std::int32_t>(work_.size())));
    }
    void remember(const HoursEntry& entry) { versions_of_[entry.id.value].push_back(entry); }

    bool approve(std::size_t period) {
        const std::vector<HoursLine> changes = late_truth_of(agreement_, account_, account_.settled[period], work_);
        if (changes.empty()) return false;
        const LateTruthApproved approval{account_.settled[period].from, account_.settled[period].to, changes};
        const Admission admitted = admit(account_, HoursAccountEvent{approval}, {Instant{1'900'000'000'000}, story_.manager});
        REQUIRE_MESSAGE(admitted.ok(), admitted.error().key);
        auto& approved = account_.settled[period].approved;
        approved.insert(approved.end(), changes.begin(), changes.end());
        return true;
    }
    void settle(LocalDate from, LocalDate to) {
        SettledHours period{from, to, {}};
        for (const HoursLine& line : standing_ledger_of(agreement_, account_, work_, to).lines) {
            if (line.date >= from && line.date <= to) period.lines.push_back(line);
        }
        account_.settled.push_back(period);
    }

    static std::map<std::string, std::int64_t> left_of(const HoursLedger& ledger) {
        std::map<std::string, std::int64_t> left;
        for (const EntitlementBalance& balance : ledger.balances) left[balance.entitlement.id.value] += balance.left.count;
        std::erase_if(left, [](const auto& one) { return one.second == 0; });
        return left;
    }

    void check(LocalDate as_of) const {
        CAPTURE(to_iso_text(as_of));
        const HoursLedger ledger = standing_ledger_of(agreement_, account_, work_, as_of);
        check_balance(ledger);
        for (const SettledHours& period : account_.settled) {
            const HoursLedger then = standing_ledger_of(agreement_, account_, work_, period.to);
            check_balance(then);
            check_stands(then, period);
        }
        check_covered_once(ledger, as_of);
    }
    static void check_balance(const HoursLedger& ledger) {
        std::int64_t left = -ledger.overdrawn.count;
        for (const EntitlementBalance& balance : ledger.balances) {
            CHECK(balance.left.count >= 0);
            CHECK(balance.left <= balance.entitlement.granted);
            left += balance.left.count;
        }
        CHECK(ledger.balance().count == left);
    }
    static void check_stands(const HoursLedger& ledger, const SettledHours& period) {
        std::vector<HoursLine> shown;
        for (const HoursLine& line : ledger.lines) {
            if (line.date >= period.from && line.date <= period.to) shown.push_back(line);
        }
        CHECK(late_truth(period.standing(), shown).empty());
    }

    struct Covered {
        std::int64_t from_account = 0, beside_account = 0, free_of_charge = 0;
        std::set<LocalDate> days;
    };
    static bool covers(const Covered& covered, const HoursEntry& entry) {
        const std::int64_t wanted = used_up(entry.charged, entry.after_hours_percent).count;
        if (wanted == 0) return covered.from_account == 0 && covered.beside_account == 0 && covered.free_of_charge == entry.worked.count;
        const std::int64_t rest = wanted - covered.from_account;
        return rest >= 0 && covered.beside_account == charged_for({rest}, entry.after_hours_percent).count && covered.free_of_charge == 0;
    }
    // Each piece of work is covered once, whole, on one day, as it was at some time told; never by parts of two settlements.
    void check_covered_once(const HoursLedger& ledger, LocalDate as_of) const {
        std::map<std::string, Covered> covered;
        for (const HoursLine& line : ledger.lines) {
            if (line.entry.empty() || line.kind == HoursLineKind::repaid) continue;
            Covered& one = covered[line.entry.value];
            one.days.insert(line.date);
            const bool of_account = line.kind == HoursLineKind::debited || line.kind == HoursLineKind::overdrawn;
            const bool free_line = line.kind == HoursLineKind::free_of_charge;
            (of_account ? one.from_account : free_line ? one.free_of_charge : one.beside_account) += line.minutes.count;
            CHECK(line.minutes.count > 0);
        }
        for (const auto& entry_of_id : covered) {
            const std::string& id = entry_of_id.first;
            const Covered& one = entry_of_id.second;
            CAPTURE(id);
            CHECK(one.days.size() == 1);
            const auto& versions = versions_of_.at(id);
            CHECK(std::any_of(versions.begin(), versions.end(),
                              [&](const HoursEntry& entry) { return entry.worked_on == *one.days.begin() && covers(one, entry); }));
        }
        // What was worked since the last settled day is there, unless an older version of it still stands settled.
        for (const HoursEntry& entry : work_) {
            const bool open = account_.settled.empty() || entry.worked_on > account_.settled.back().to;
            if (open && entry.worked_on <= as_of) CHECK(covered.count(entry.id.value) == 1);
        }
    }

    // Every minute of a pot is used, expired, cut or left, on a day on which the pot was valid, and none is there twice.
    static void check_pots(const HoursLedger& ledger) {
        std::map<std::string, std::int64_t> granted, gone = left_of(ledger);
        std::map<std::string, std::int64_t> overdrawn;
        for (const HoursLine& line : ledger.lines) {
            if (line.kind == HoursLineKind::granted) {
                CHECK(granted.emplace(line.entitlement.value, line.minutes.count).second);
            } else if (!line.entitlement.empty()) {
                CHECK(granted.count(line.entitlement.value) == 1);
                gone[line.entitlement.value] += line.minutes.count;
            }
            if (line.kind == HoursLineKind::overdrawn) overdrawn[line.entry.value] += line.minutes.count;
            if (line.kind == HoursLineKind::repaid) {
                overdrawn[line.entry.value] -= line.minutes.count;
                CHECK(overdrawn[line.entry.value] >= 0);
            }
        }
        for (const auto& grant : granted) {
            const std::string& pot = grant.first;
            CAPTURE(pot);
            CHECK(gone[pot] == grant.second);
        }
        std::int64_t owed = 0;
        for (const auto& [entry, minutes] : overdrawn) owed += minutes;
        CHECK(owed == ledger.overdrawn.count);
    }

    std::mt19937 random_;
    Story story_;
    Agreement agreement_;
    HoursAccount account_;
    std::vector<HoursEntry> work_;
    std::map<std::string, std::vector<HoursEntry>> versions_of_;
    int told_ = 0;
};

}  // namespace

TEST_CASE("N11: over random histories a balance is what is left less what is overdrawn, and once all is approved nothing was ever late") {
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        History history(seed);
        history.live();
        history.approve_everything();
    }
}
