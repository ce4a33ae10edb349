// Hours: rules.md 19 to 26, each as a sentence, and what must hold for any history.
#include "core/domain/hours_ledger.hpp"
#include "core/domain/hours_warnings.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

using namespace countersign;

namespace {

Entitlement package(const std::string& id, std::int64_t minutes, LocalDate from, LocalDate until) {
    return {{id}, EntitlementKind::package, {minutes}, from, until};
}
HoursEntry work(const std::string& id, LocalDate on, std::int64_t minutes) { return {{id}, on, {minutes}, {minutes}}; }

HoursLedger ledger_of(std::vector<Entitlement> entitlements, std::vector<HoursEntry> entries, const HoursTerms& terms, LocalDate as_of) {
    return hours_ledger({std::move(entitlements), std::move(entries), {terms}}, as_of);
}

/// "2026-01-05 debited a e1 60", one line each.
std::string told(const std::vector<HoursLine>& lines) {
    std::string text;
    for (const HoursLine& line : lines) {
        text += to_iso_text(line.date) + " " + std::string(hours_line_kind_name(line.kind)) + " " + line.entitlement.value + " " +
                line.entry.value + " " + std::to_string(line.minutes.count) + "\n";
    }
    return text;
}

std::string debits(const HoursLedger& ledger) {
    std::string text;
    for (const HoursLine& line : ledger.lines) {
        if (line.kind == HoursLineKind::debited)
            text += line.entry.value + ":" + line.entitlement.value + ":" + std::to_string(line.minutes.count) + " ";
    }
    return text;
}

constexpr LocalDate new_year{2026, 1, 1};

}  // namespace

TEST_CASE("rule 19: soonest expiry pays first, then oldest start, then lowest id, and the line says which paid") {
    const std::vector<Entitlement> packages{
        package("d", 60, new_year, {2026, 12, 31}),    package("c", 60, new_year, {2026, 6, 30}),
        package("b", 60, {2026, 1, 2}, {2026, 3, 31}), package("a2", 60, new_year, {2026, 3, 31}),
        package("a1", 60, new_year, {2026, 3, 31}),
    };
    const HoursLedger ledger = ledger_of(packages, {work("e", {2026, 2, 1}, 290)}, {}, {2026, 2, 1});
    CHECK(debits(ledger) == "e:a1:60 e:a2:60 e:b:60 e:c:60 e:d:50 ");
    CHECK(ledger.balance() == Minutes{10});
}

TEST_CASE("rule 20: the date worked decides which package pays, not the date typed") {
    const std::vector<Entitlement> packages{package("old", 240, new_year, {2026, 1, 31}), package("new", 240, {2026, 2, 1}, {2026, 2, 28})};
    const HoursLedger ledger =
        ledger_of(packages, {work("typed_first", {2026, 2, 3}, 60), work("worked_first", {2026, 1, 30}, 60)}, {}, {2026, 2, 10});
    CHECK(debits(ledger) == "worked_first:old:60 typed_first:new:60 ");
    const HoursLedger uncovered = ledger_of(packages, {work("e", {2025, 12, 31}, 60)}, {Exhaustion::stop, {}}, {2026, 2, 10});
    CHECK(told(uncovered.lines).find("2025-12-31 uncovered  e 60") == 0);
}

TEST_CASE("rule 21: an entry that arrives late takes its place, and what changes are lines of their own") {
    const std::vector<Entitlement> packages{package("jan", 100, new_year, {2026, 1, 31}), package("year", 100, new_year, {2026, 12, 31})};
    const std::vector<HoursEntry> known{work("e2", {2026, 1, 20}, 80)};
    std::vector<HoursEntry> all = known;
    all.push_back(work("e1", {2026, 1, 10}, 60));
    const HoursLedger settled = ledger_of(packages, known, {}, {2026, 1, 31});
    const HoursLedger recomputed = ledger_of(packages, all, {}, {2026, 1, 31});
    CHECK(told(late_truth(settled.lines, recomputed.lines)) ==
          "2026-01-10 debited jan e1 60\n"
          "2026-01-20 debited jan e2 -80\n"
          "2026-01-20 debited jan e2 40\n"
          "2026-01-20 debited year e2 40\n"
          "2026-01-31 expired jan  -20\n");
    CHECK(late_truth(settled.lines, settled.lines).empty());
}

TEST_CASE("rule 22: the example of the rule: carried minutes have their own expiry, go first, and have a cap") {
    const AllowanceTerms terms{{600}, 1, Minutes{300}};
    const auto allowances = monthly_allowances(terms, new_year, {2026, 3, 31});
    const HoursLedger ledger = ledger_of(allowances, {work("e1", {2026, 1, 15}, 200), work("e2", {2026, 2, 10}, 250)},
                                         {Exhaustion::occasional, terms.carry_max}, {2026, 2, 28});
    CHECK(told(ledger.lines) ==
          "2026-01-01 granted allowance/2026-01  600\n"
          "2026-01-15 debited allowance/2026-01 e1 200\n"
          "2026-02-01 over_cap allowance/2026-01  100\n"
          "2026-02-01 granted allowance/2026-02  600\n"
          "2026-02-10 debited allowance/2026-01 e2 250\n"
          "2026-02-28 expired allowance/2026-01  50\n");
    CHECK(ledger.balance() == Minutes{600});
    const HoursStatement february = hours_statement(ledger, {2026, 2, 1}, {2026, 2, 28});
    CHECK(february.opening == Minutes{400});
    CHECK(february.closing == Minutes{600});
    CHECK(february.used_percent() == 25);
}

TEST_CASE("a month that the agreement begins in grants its share by days") {
    const auto allowances = monthly_allowances({{600}, 2, {}}, {2026, 1, 16}, {2026, 2, 1});
    REQUIRE(allowances.size() == 2);
    CHECK(allowances[0].granted == Minutes{310});
    CHECK(allowances[0].valid_from == LocalDate{2026, 1, 16});
    CHECK(allowances[0].valid_until == LocalDate{2026, 3, 31});
    CHECK(allowances[1].granted == Minutes{600});
}

TEST_CASE("rule 24: what is not covered stays uncovered, overdraws the account, or is priced") {
    const std::vector<Entitlement> packages{package("p1", 60, new_year, {2026, 1, 31}), package("p2", 60, {2026, 2, 1}, {2026, 2, 28})};
    const std::vector<HoursEntry> entries{work("e", {2026, 1, 10}, 100)};
    const auto of = [&](Exhaustion exhaustion) { return ledger_of(packages, entries, {exhaustion, {}}, {2026, 2, 1}); };
    CHECK(of(Exhaustion::stop).balance() == Minutes{60});
    CHECK(told(of(Exhaustion::stop).lines).find("uncovered  e 40") != std::string::npos);
    CHECK(told(of(Exhaustion::occasional).lines).find("priced  e 40") != std::string::npos);
    const HoursLedger negative = of(Exhaustion::negative);
    CHECK(told(negative.lines) ==
          "2026-01-01 granted p1  60\n2026-01-10 debited p1 e 60\n2026-01-10 overdrawn  e 40\n2026-02-01 granted p2  60\n2026-02-01 repaid "
          "p2 e 40\n");
    CHECK(negative.balance() == Minutes{20});
    CHECK(negative.overdrawn == Minutes{0});
    CHECK(ledger_of(packages, entries, {Exhaustion::negative, {}}, {2026, 1, 31}).balance() == Minutes{-40});
}

TEST_CASE("rule 26: warranty work is charged nothing and still has its line") {
    const HoursLedger ledger =
        ledger_of({package("p", 60, new_year, {2026, 1, 31})}, {{{"w"}, {2026, 1, 5}, {45}, {0}}}, {}, {2026, 1, 10});
    CHECK(told(ledger.lines).find("2026-01-05 free_of_charge  w 45") != std::string::npos);
    CHECK(ledger.balance() == Minutes{60});
}

TEST_CASE("rule 25: over random histories no minute is lost or made, whatever the order in which things are told") {
    for (std::uint32_t seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const auto below = [&](std::uint32_t n) { return static_cast<std::int32_t>(random() % n); };
        const HoursTerms terms{static_cast<Exhaustion>(below(3)),
                               seed % 2 == 0 ? std::optional<Minutes>{Minutes{below(400)}} : std::nullopt};
        auto entitlements = monthly_allowances({{below(700)}, below(4), {}}, {2026, 1, 1 + below(28)}, {2026, 9, 1});
        for (int i = 0; i < 4; ++i) {
            const LocalDate from = add_days(new_year, below(250));
            entitlements.push_back(package("p" + std::to_string(i), 240 + below(600), from, add_days(from, below(200))));
        }
        std::vector<HoursEntry> entries;
        for (int i = 0; i < 40; ++i) {
            const std::int64_t worked = 1 + below(300);
            entries.push_back({{"e" + std::to_string(i)}, add_days(new_year, below(300)), {worked}, {i % 9 == 0 ? 0 : worked + below(30)}});
        }
        const LocalDate as_of = add_days(new_year, 320);
        const HoursLedger ledger = ledger_of(entitlements, entries, terms, as_of);

        std::int64_t left = -ledger.overdrawn.count;
        for (const EntitlementBalance& balance : ledger.balances) left += balance.left.count;
        CHECK(ledger.balance().count == left);

        std::map<std::string, std::int64_t> by_entry;
        std::map<std::string, std::int64_t> by_entitlement;
        for (const HoursLine& line : ledger.lines) {
            if (line.kind == HoursLineKind::granted) continue;
            if (line.kind != HoursLineKind::repaid && line.kind != HoursLineKind::free_of_charge)
                by_entry[line.entry.value] += line.minutes.count;
            by_entitlement[line.entitlement.value] += line.minutes.count;
        }
        for (const HoursEntry& entry : entries) CHECK(by_entry[entry.id.value] == entry.charged.count);
        for (const EntitlementBalance& balance : ledger.balances) by_entitlement[balance.entitlement.id.value] += balance.left.count;
        for (const Entitlement& entitlement : entitlements) CHECK(by_entitlement[entitlement.id.value] == entitlement.granted.count);
        CHECK(std::is_sorted(ledger.lines.begin(), ledger.lines.end(),
                             [](const HoursLine& a, const HoursLine& b) { return a.date < b.date; }));

        // Statements join without a gap.
        Minutes reached = hours_statement(ledger, {2025, 12, 1}, {2025, 12, 31}).closing;
        for (LocalDate month = new_year; month <= as_of; month = add_months(month, 1)) {
            const HoursStatement statement = hours_statement(ledger, month, add_days(add_months(month, 1), -1));
            CHECK(statement.opening == reached);
            CHECK(statement.closing.count == statement.opening.count + statement.granted.count - statement.debited.count -
                                                 statement.expired.count - statement.over_cap.count - statement.overdrawn.count);
            reached = statement.closing;
        }

        auto shuffled_entries = entries;
        auto shuffled_entitlements = entitlements;
        std::shuffle(shuffled_entries.begin(), shuffled_entries.end(), random);
        std::shuffle(shuffled_entitlements.begin(), shuffled_entitlements.end(), random);
        CHECK(ledger_of(shuffled_entitlements, shuffled_entries, terms, as_of).lines == ledger.lines);

        // An earlier day's ledger is the beginning of a later one's: settling changes nothing that follows.
        const LocalDate middle{2026, 5, 31};
        const HoursLedger until_may = ledger_of(entitlements, entries, terms, middle);
        REQUIRE(until_may.lines.size() <= ledger.lines.size());
        CHECK(std::equal(until_may.lines.begin(), until_may.lines.end(), ledger.lines.begin()));

        // Late truth: settled lines and corrections together are what would have been written had everything been known.
        std::vector<HoursEntry> early(entries.begin(), entries.begin() + 25);
        const HoursLedger settled = ledger_of(entitlements, early, terms, as_of);
        Minutes corrected = settled.balance();
        for (const HoursLine& line : late_truth(settled.lines, ledger.lines)) corrected += line.effect;
        CHECK(corrected == ledger.balance());
    }
}

TEST_CASE("rule 42: the same entry twice is one piece of work") {
    const HoursLedger ledger =
        ledger_of({package("p", 240, new_year, {2026, 3, 31})}, {work("e", {2026, 1, 5}, 60), work("e", {2026, 1, 5}, 60)}, {}, new_year);
    CHECK(ledger.balance() == Minutes{240});
    const HoursLedger later = ledger_of({package("p", 240, new_year, {2026, 3, 31})},
                                        {work("e", {2026, 1, 5}, 60), work("e", {2026, 1, 5}, 60)}, {}, {2026, 1, 31});
    CHECK(later.balance() == Minutes{180});
}

TEST_CASE("work after hours draws its surcharge in minutes; priced and uncovered are charged minutes, overdrawn are the account's") {
    HoursEntry evening = work("e", {2026, 1, 5}, 90);
    evening.after_hours_percent = 100;
    const auto last_line = [&](Exhaustion exhaustion) {
        const HoursLedger ledger = ledger_of({package("p", 120, new_year, {2026, 3, 31})}, {evening}, {exhaustion, {}}, {2026, 1, 31});
        REQUIRE(ledger.lines.size() == 3);
        CHECK(ledger.lines[1].minutes == Minutes{120});
        return ledger.lines[2];
    };
    CHECK(last_line(Exhaustion::occasional).minutes == Minutes{30});
    CHECK(last_line(Exhaustion::stop).minutes == Minutes{30});
    CHECK(last_line(Exhaustion::negative).minutes == Minutes{60});
    CHECK(last_line(Exhaustion::negative).effect == Minutes{-60});
}

TEST_CASE("H1: an agreement that ends on 10 June grants ten days of June, and nothing is left after it") {
    const auto allowances = monthly_allowances({{600}, 1, {}}, {2026, 5, 1}, {2026, 7, 15}, LocalDate{2026, 6, 10});
    REQUIRE(allowances.size() == 2);
    CHECK(allowances[0].valid_until == LocalDate{2026, 6, 10});
    CHECK(allowances[1].granted == Minutes{200});
    CHECK(allowances[1].valid_until == LocalDate{2026, 6, 10});
}

TEST_CASE("H3: an overdrawn account has used more than all of it") {
    HoursStatement statement{};
    statement.opening = {-280};
    statement.granted = {120};
    CHECK(statement.used_percent() == 233);
}

TEST_CASE("H3: 50, 80 and 100 percent used are told, and what expires within two weeks") {
    const auto allowances = monthly_allowances({{600}, 1, {}}, new_year, {2026, 2, 28});
    const auto warned = [&](std::int64_t used, LocalDate today) {
        return hours_warnings(ledger_of(allowances, {work("e", {2026, 1, 10}, used)}, {}, today), today);
    };
    CHECK_FALSE(warned(299, {2026, 1, 20}).used_percent.has_value());
    CHECK(warned(300, {2026, 1, 20}).used_percent == 50);
    CHECK(warned(490, {2026, 1, 20}).used_percent == 80);
    CHECK(warned(700, {2026, 1, 20}).used_percent == 100);
    CHECK(warned(490, {2026, 2, 13}).expiring.empty());
    REQUIRE(warned(490, {2026, 2, 14}).expiring.size() == 1);
    CHECK(warned(490, {2026, 2, 14}).expiring[0].left == Minutes{110});
    CHECK(warned(600, {2026, 2, 14}).expiring.empty());
    // 400 left of January, 100 of them over the cap: 900 are all there is.
    const HoursLedger capped = ledger_of(allowances, {work("a", {2026, 1, 10}, 200), work("b", {2026, 2, 10}, 900)},
                                         {Exhaustion::occasional, Minutes{300}}, {2026, 2, 20});
    CHECK(hours_warnings(capped, {2026, 2, 20}).used_percent == 100);
    const auto last_day = hours_warnings(ledger_of({package("p", 240, new_year, {2026, 1, 31})}, {}, {}, {2026, 1, 31}), {2026, 1, 31});
    CHECK(last_day.expiring.empty());  // by the end of that day nothing is left
    CHECK(hours_warnings(ledger_of({package("p", 240, new_year, {2026, 1, 31})}, {}, {}, {2026, 1, 30}), {2026, 1, 30})
              .expiring[0]
              .days_left == 1);
}

TEST_CASE("H3: a package is measured over its own time, and the month's allowance by the month") {
    std::vector<HoursEntry> entries;
    for (int month = 1; month <= 5; ++month) entries.push_back(work("e" + std::to_string(month), {2026, month, 10}, 100));
    const auto told_on = [&](LocalDate today) {
        const auto warnings = hours_warnings(ledger_of({package("p", 600, new_year, {2026, 6, 30})}, entries, {}, today), today);
        CHECK_FALSE(warnings.used_percent.has_value());
        return warnings.packages_used_percent.value_or(0);
    };
    CHECK(told_on({2026, 3, 9}) == 0);
    CHECK(told_on({2026, 3, 15}) == 50);
    CHECK(told_on({2026, 4, 15}) == 50);
    CHECK(told_on({2026, 5, 15}) == 80);
    CHECK(told_on({2026, 7, 1}) == 0);  // nothing of it may be used any more
    // Beside a month of 100 min that is used up, a package of which little is.
    auto both = monthly_allowances({{100}, 0, {}}, new_year, {2026, 1, 31});
    both.push_back(package("p", 600, new_year, {2026, 6, 30}));
    const auto warnings = hours_warnings(ledger_of(both, {work("e", {2026, 1, 10}, 120)}, {}, {2026, 1, 20}), {2026, 1, 20});
    CHECK(warnings.used_percent == 100);
    CHECK_FALSE(warnings.packages_used_percent.has_value());
}
