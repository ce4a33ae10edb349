// Settlement statement: the lines and their sums.
#include "core/domain/settlement_statement.hpp"

#include <algorithm>

namespace countersign {
namespace {

class Settler {
public:
    explicit Settler(const SettlementFacts& facts) : facts_(facts) {}

    SettlementStatement settle() {
        const Rates& rates = facts_.prices.front().commercial->rates;
        statement_ = {.provider = facts_.terms.provider,
                      .client = facts_.terms.client,
                      .agreement_number = facts_.terms.number,
                      .agreement_version = facts_.agreement_version,
                      .from = facts_.from,
                      .to = facts_.to,
                      .currency = rates.currency,
                      .vat_permille = rates.vat_permille};
        statement_.hours = hours_statement(facts_.hours, facts_.from, facts_.to);
        for (const HoursLine& line : facts_.hours.lines) {
            if (in_period(line.date)) statement_.hours_lines.push_back(line);
        }
        add_fees();
        for (const PackageBought& package : facts_.packages)
            add_always({.kind = SettlementLineKind::package, .date = package.date, .text = package.text, .net_minor = package.net_minor});
        add_work();
        for (const JourneysOfDay& journeys : facts_.journeys) {
            add({.kind = SettlementLineKind::travel,
                 .date = journeys.date,
                 .text = journeys.text,
                 .count = journeys.count,
                 .net_minor = journeys.count * prices_on(journeys.date).rates.travel_minor});
        }
        for (const CreditOfMonth& credit : facts_.credits) add_credit(credit);
        add_up();
        return std::move(statement_);
    }

private:
    bool in_period(LocalDate date) const { return date >= facts_.from && date <= facts_.to; }

    // Of a day on which no version applied, such as a visit after the end, by the prices that applied last before it, else by the first.
    const CommercialTerms& prices_on(LocalDate date) const {
        const PricesOfDays* applied = &facts_.prices.front();
        for (const PricesOfDays& prices : facts_.prices) {
            if (prices.from <= date) applied = &prices;
        }
        return *applied->commercial;
    }

    void add_always(SettlementLine line) {
        if (in_period(line.date)) statement_.lines.push_back(std::move(line));
    }
    void add(SettlementLine line) {
        if (line.net_minor != 0) add_always(std::move(line));
    }

    void add_fees() {
        for (const PricesOfDays& prices : facts_.prices) {
            const LocalDate begin = std::max(facts_.from, prices.from);
            const LocalDate end = std::min(facts_.to, prices.to);
            for (LocalDate first{begin.year, begin.month, 1}; first <= end; first = add_months(first, 1)) {
                const LocalDate covered_from = std::max(first, begin);
                const LocalDate covered_to = std::min(add_days(add_months(first, 1), -1), end);
                add_fee(*prices.commercial, covered_from, days_between(covered_from, covered_to) + 1);
            }
        }
    }

    void add_fee(const CommercialTerms& prices, LocalDate covered_from, std::int32_t days) {
        const std::int64_t fee = scaled(prices.fee_minor, days, days_in_month(covered_from.year, covered_from.month));
        add({.kind = SettlementLineKind::fee, .date = covered_from, .net_minor = fee});
        add({.kind = SettlementLineKind::discount, .date = covered_from, .net_minor = -scaled(fee, prices.discount_permille, 1'000)});
    }

    void add_work() {
        for (const HoursLine& line : facts_.hours.lines) {
            if (line.kind != HoursLineKind::priced) continue;
            const auto found =
                std::find_if(facts_.work.begin(), facts_.work.end(), [&](const WorkOfPeriod& work) { return work.entry == line.entry; });
            const bool known = found != facts_.work.end();
            const bool after_hours = known && found->after_hours;
            add({.kind = SettlementLineKind::work,
                 .date = line.date,
                 .text = known ? found->text : line.entry.value,
                 .charged = line.minutes,
                 .after_hours = after_hours,
                 .net_minor = prices_on(line.date).rates.price_minor(line.minutes, after_hours)});
        }
    }

    void add_credit(const CreditOfMonth& credit) {
        // Known when its month is over, so that a month settled in two parts deducts it once.
        const LocalDate date = add_days(add_months({credit.month.year, credit.month.month, 1}, 1), -1);
        add({.kind = SettlementLineKind::credit, .date = date, .net_minor = -credit.owed_minor});
    }

    void add_up() {
        std::stable_sort(statement_.lines.begin(), statement_.lines.end(), [](const SettlementLine& a, const SettlementLine& b) {
            return a.kind != b.kind ? a.kind < b.kind : a.date < b.date;
        });
        for (const SettlementLine& line : statement_.lines) statement_.net_minor += line.net_minor;
        statement_.vat_minor = facts_.prices.front().commercial->rates.vat_minor(statement_.net_minor);
        statement_.gross_minor = statement_.net_minor + statement_.vat_minor;
    }

    const SettlementFacts& facts_;
    SettlementStatement statement_;
};

}  // namespace

SettlementStatement settle(const SettlementFacts& facts) { return Settler(facts).settle(); }

}  // namespace countersign
