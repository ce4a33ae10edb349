// Settlement statement: the lines and their sums.
#include "core/domain/settlement_statement.hpp"

#include <algorithm>
#include <tuple>

#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

// What is issued must fit into one event, and be the same on paper.
constexpr std::size_t text_bytes_max = 120;

// Whole characters only.
std::string cut(const std::string& text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
}

SettlementLine negated(SettlementLine line) {
    line.charged.count = -line.charged.count;
    line.count = -line.count;
    line.net_minor = -line.net_minor;
    return line;
}

// False where there is none of the same day and amounts.
bool take_out(std::vector<SettlementLine>& lines, const SettlementLine& line) {
    const auto amounts = [](const SettlementLine& one) {
        return std::tuple(one.kind, one.date, one.charged.count, one.after_hours, one.count, one.net_minor);
    };
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const SettlementLine& one) { return amounts(one) == amounts(line); });
    if (found == lines.end()) return false;
    lines.erase(found);
    return true;
}

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
                      .money = {rates.currency, rates.vat_permille},
                      .closes = facts_.last_day && in_period(*facts_.last_day)};
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
        add_overdrawn();
        if (facts_.last_day && facts_.early_end_sign != 0) {
            add({.kind = SettlementLineKind::early_end,
                 .date = *facts_.last_day,
                 .net_minor = facts_.early_end_sign * prices_on(*facts_.last_day).termination_fee_minor});
        }
        std::vector<SettlementLine> lines = std::move(statement_.lines);
        lines.insert(lines.end(), facts_.earlier.begin(), facts_.earlier.end());
        return with_lines(std::move(statement_), std::move(lines));
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
        line.text = cut(line.text, text_bytes_max);
        if (in_period(line.date)) statement_.lines.push_back(std::move(line));
    }
    void add(SettlementLine line) {
        if (line.net_minor != 0) add_always(std::move(line));
    }

    void add_fees() {
        for (const PricesOfDays& prices : facts_.prices) {
            const LocalDate begin = std::max(facts_.from, prices.from);
            const LocalDate end = std::min(facts_.to, prices.to);
            if (end < begin) continue;
            for (LocalDate first{begin.year, begin.month, 1}; first <= end; first = add_months(first, 1)) {
                const LocalDate covered_from = std::max(first, begin);
                const LocalDate covered_to = std::min(end_of_month(first), end);
                add_fee(*prices.commercial, covered_from, covered_to);
            }
        }
    }

    void add_fee(const CommercialTerms& prices, LocalDate covered_from, LocalDate covered_to) {
        const std::int64_t fee = prices.fee_of_days(covered_from, covered_to);
        add({.kind = SettlementLineKind::fee, .date = covered_from, .net_minor = fee});
        add({.kind = SettlementLineKind::discount, .date = covered_from, .net_minor = -prices.discount_of_days(covered_from, covered_to)});
    }

    // No later grant covers it. What overdraws the account after the last day comes on top, on its own day.
    void add_overdrawn() {
        if (!facts_.last_day) return;
        const auto priced = [&](LocalDate date, Minutes minutes) {
            add({.kind = SettlementLineKind::overdrawn,
                 .date = date,
                 .charged = minutes,
                 .net_minor = prices_on(date).rates.price_minor(minutes, false)});
        };
        priced(*facts_.last_day, facts_.overdrawn);
        for (const HoursLine& line : facts_.hours.lines) {
            if (line.kind == HoursLineKind::overdrawn && line.date > *facts_.last_day) priced(line.date, line.minutes);
        }
    }

    void add_work() {
        for (const HoursLine& line : facts_.hours.lines) {
            if (line.kind != HoursLineKind::priced) continue;
            const auto found =
                std::find_if(facts_.work.begin(), facts_.work.end(), [&](const WorkOfPeriod& work) { return work.entry == line.entry; });
            add({.kind = SettlementLineKind::work,
                 .date = line.date,
                 .text = found != facts_.work.end() ? found->text : line.entry.value,
                 .charged = line.minutes,
                 .after_hours = line.after_hours,
                 .net_minor = prices_on(line.date).rates.price_minor(line.minutes, line.after_hours)});
        }
    }

    void add_credit(const CreditOfMonth& credit) {
        // Known when its month is over, so that a month settled in two parts deducts it once.
        const LocalDate month_ends = end_of_month(credit.month);
        const LocalDate date = std::min(month_ends, facts_.last_day.value_or(month_ends));
        add({.kind = SettlementLineKind::credit, .date = date, .net_minor = -credit.owed_minor});
    }

    const SettlementFacts& facts_;
    SettlementStatement statement_;
};

}  // namespace

std::vector<SettlementLine> changed_lines(const std::vector<SettlementLine>& issued, const std::vector<SettlementLine>& holds) {
    // A line that a later settlement took back stands no more: the two of them cancel out.
    std::vector<SettlementLine> standing;
    for (const SettlementLine& line : issued) {
        if (!take_out(standing, negated(line))) standing.push_back(line);
    }
    std::vector<SettlementLine> changed, added;
    for (const SettlementLine& line : holds) {
        if (!take_out(standing, line)) added.push_back(line);
    }
    for (const SettlementLine& line : standing) changed.push_back(negated(line));
    changed.insert(changed.end(), added.begin(), added.end());
    return changed;
}

std::vector<SettlementLine> summed_up(const std::vector<SettlementLine>& lines) {
    std::vector<SettlementLine> sums;
    for (const SettlementLine& line : lines) {
        const auto same = std::find_if(sums.begin(), sums.end(), [&](const SettlementLine& sum) {
            return sum.kind == line.kind && sum.date == line.date && sum.after_hours == line.after_hours;
        });
        if (line.kind != SettlementLineKind::work || same == sums.end()) {
            sums.push_back(line);
            if (line.kind == SettlementLineKind::work) sums.back().text.clear();
            continue;
        }
        same->charged += line.charged;
        same->count += line.count;
        same->net_minor += line.net_minor;
    }
    std::erase_if(sums, [](const SettlementLine& sum) {
        return sum.kind == SettlementLineKind::work && sum.net_minor == 0 && sum.charged.count == 0;
    });
    return sums;
}

std::vector<HoursLine> summed_up(const std::vector<HoursLine>& lines) {
    std::vector<HoursLine> sums;
    for (HoursLine line : lines) {
        line.entry = {};
        const auto same = std::find_if(sums.begin(), sums.end(), [&](const HoursLine& sum) {
            return sum.date == line.date && sum.kind == line.kind && sum.entitlement == line.entitlement &&
                   sum.after_hours == line.after_hours;
        });
        if (same == sums.end()) {
            sums.push_back(line);
            continue;
        }
        same->minutes += line.minutes;
        same->effect += line.effect;
    }
    return sums;
}

Json SettlementLine::to_json() const {
    Json json{{"kind", settlement_line_kind_names[static_cast<std::size_t>(kind)]}, {"date", to_iso_text(date)}, {"net_minor", net_minor}};
    if (!text.empty()) json["text"] = text;
    if (kind == SettlementLineKind::work) {
        json["charged_minutes"] = charged.count;
        json["after_hours"] = after_hours;
    }
    if (kind == SettlementLineKind::overdrawn) json["charged_minutes"] = charged.count;
    if (kind == SettlementLineKind::travel) json["journeys"] = count;
    if (kind != SettlementLineKind::travel && count != 1) json["count"] = count;
    return json;
}

SettlementLine SettlementLine::from_json(FieldReader& fields) {
    SettlementLine line;
    line.kind = read_choice<SettlementLineKind>(fields, "kind", settlement_line_kind_names);
    line.date = read_date(fields, "date");
    line.text = fields.text_or("text", "");
    line.charged = {fields.integer_or("charged_minutes", 0)};
    line.after_hours = fields.boolean_or("after_hours", false);
    line.count = fields.integer_or(line.kind == SettlementLineKind::travel ? "journeys" : "count", 1);
    line.net_minor = read_amount(fields, "net_minor");
    return line;
}

SettlementStatement settle(const SettlementFacts& facts) { return Settler(facts).settle(); }

SettlementStatement with_lines(SettlementStatement statement, std::vector<SettlementLine> lines) {
    const auto order = [&](const SettlementLine& line) { return std::tuple(line.date < statement.from, line.kind, line.date); };
    std::stable_sort(lines.begin(), lines.end(), [&](const SettlementLine& a, const SettlementLine& b) { return order(a) < order(b); });
    statement.net_minor = 0;
    for (const SettlementLine& line : lines) statement.net_minor += line.net_minor;
    Rates rates;
    rates.vat_permille = statement.money.vat_permille;
    statement.vat_minor = rates.vat_minor(statement.net_minor);
    statement.gross_minor = statement.net_minor + statement.vat_minor;
    statement.lines = std::move(lines);
    return statement;
}

}  // namespace countersign
