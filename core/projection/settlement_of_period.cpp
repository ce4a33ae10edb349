// Settlement of a period: the facts for it, gathered from the book.
#include "core/projection/settlement_of_period.hpp"

#include <algorithm>

#include "core/projection/days_of_versions.hpp"
#include "core/projection/work_under_agreement.hpp"

namespace countersign {

namespace {

Result<std::vector<PricesOfDays>, Refusal> prices_of(const OrganisationBook& book, const Agreement& agreement,
                                                     const std::vector<DaysOfVersion>& versions) {
    const auto commercial = book.commercial.find(agreement.id);
    std::vector<PricesOfDays> prices;
    for (const DaysOfVersion& days : versions) {
        const CommercialTerms* terms = commercial == book.commercial.end() ? nullptr : commercial->second.of(*days.version);
        if (terms == nullptr) {
            return Error{Refusal{"refusal.settlement.prices_unknown", {{"version", std::to_string(days.version->number)}}}};
        }
        prices.push_back({days.from, days.to, terms});
    }
    return prices;
}

MoneyTerms money_of(const PricesOfDays& prices) { return {prices.commercial->rates.currency, prices.commercial->rates.vat_permille}; }

// Days in a row that are owed in the same money.
struct PartOfPeriod {
    LocalDate from, to;
    std::vector<PricesOfDays> prices;
};

std::vector<PartOfPeriod> parts_of(LocalDate from, LocalDate to, const std::vector<PricesOfDays>& prices) {
    std::vector<PartOfPeriod> parts;
    for (const PricesOfDays& days : prices) {
        if (parts.empty() || money_of(parts.back().prices.back()) != money_of(days)) {
            if (!parts.empty()) parts.back().to = add_days(days.from, -1);
            parts.push_back({parts.empty() ? from : days.from, to, {}});
        }
        parts.back().prices.push_back(days);
    }
    return parts;
}

struct ChangedLines {
    MoneyTerms money;
    std::vector<SettlementLine> lines;
};

std::vector<PackageBought> packages_of(const HoursAccount& account, const std::vector<PricesOfDays>& prices) {
    std::vector<PackageBought> bought;
    for (const Entitlement& package : account.packages) {
        if (account.awaits_approval(package)) continue;
        const CommercialTerms* by = prices.front().commercial;
        for (const PricesOfDays& days : prices) {
            if (days.from <= package.valid_from) by = days.commercial;
        }
        const auto name = account.package_names.find(package.id);
        const PackagePrice* price = by->package_of(package.granted);
        bought.push_back({package.valid_from, name == account.package_names.end() ? package.id.value : name->second,
                          price == nullptr ? 0 : price->price_minor});
    }
    return bought;
}

std::vector<CreditOfMonth> credits_of(const OrganisationBook& book, const Agreement& agreement) {
    std::vector<CreditOfMonth> credits;
    const auto settlements = book.settlements.find(agreement.id);
    if (settlements == book.settlements.end()) return credits;
    for (const auto& [month, approved] : settlements->second.credits) credits.push_back({month, approved.owed_minor});
    return credits;
}

// Some hundreds are always small enough.
constexpr std::size_t lines_that_fit = 400;

// What every period of an agreement is settled from.
class Settling {
public:
    Settling(const OrganisationBook& book, const Agreement& agreement)
        : book_(book), agreement_(agreement), zone_(book.zone_of(agreement)), work_(work_of(book, agreement)) {
        const auto account = book.accounts.find(agreement.id);
        if (account != book.accounts.end()) account_ = account->second;
        const auto settlements = book.settlements.find(agreement.id);
        if (settlements == book.settlements.end()) return;
        standing_ = settlements->second.standing();
        history_ = settlements->second.history();
    }

    Result<SettlementStatement, Refusal> settle_with_earlier(LocalDate from, LocalDate to) const {
        const auto parts = parts_in(from, to);
        if (!parts) return Error{parts.error()};
        if (parts->empty()) return not_in_force(from, to);
        if (parts->size() > 1) {
            return Error{Refusal{"refusal.settlement.money_changes", {{"date", to_iso_text((*parts)[1].from)}}}};
        }
        SettlementStatement statement = settle_part(parts->front(), from, to);
        statement.hours_names = hours_names_of(work_, account_);
        std::vector<SettlementLine> earlier;
        for (const IssuedSettlement* issued : standing_) {
            const SettlementIssued& content = issued->content;
            if (content.corrects || content.to >= from || !has_lines(content)) continue;
            auto changes = changes_of(content);
            if (!changes) return Error{changes.error()};
            for (ChangedLines& change : *changes) {
                if (change.money == statement.money) {
                    earlier.insert(earlier.end(), change.lines.begin(), change.lines.end());
                } else {
                    statement.apart.push_back({content.from, content.to, change.money, std::move(change.lines)});
                }
            }
        }
        std::vector<SettlementLine> lines = statement.lines;
        lines.insert(lines.end(), earlier.begin(), earlier.end());
        const bool nothing = lines.empty() && statement.apart.empty();
        if (nothing && versions_in(agreement_, zone_, from, to).empty()) return not_in_force(from, to);
        return fitting(with_lines(std::move(statement), std::move(lines)));
    }

    Result<std::vector<SettlementStatement>, Refusal> corrections(LocalDate from, LocalDate to) const {
        const IssuedSettlement* issued = standing_of(from, to);
        if (issued == nullptr) return Error{Refusal{"refusal.settlement.corrects_nothing"}};
        auto changes = changes_of(issued->content);
        if (!changes) return Error{changes.error()};
        std::vector<SettlementStatement> statements;
        for (ChangedLines& change : *changes) {
            SettlementStatement statement = headed(from, to, issued->content.agreement_version);
            statement.money = change.money;
            statement.corrects = true;
            statements.push_back(fitting(with_lines(std::move(statement), std::move(change.lines))));
        }
        return statements;
    }

    std::optional<SettlementStatement> as_issued(LocalDate from, LocalDate to) const {
        const IssuedSettlement* issued = standing_of(from, to);
        if (issued == nullptr || !has_lines(issued->content)) return std::nullopt;
        return shown(issued);
    }

    std::vector<SettlementStatement> issued_corrections(LocalDate from, LocalDate to) const {
        std::vector<SettlementStatement> corrections;
        for (const IssuedSettlement* one : standing_) {
            if (one->content.corrects && one->content.from == from && one->content.to == to) corrections.push_back(shown(one));
        }
        return corrections;
    }

private:
    SettlementStatement shown(const IssuedSettlement* issued) const {
        const LocalDate from = issued->content.from;
        const LocalDate to = issued->content.to;
        SettlementStatement statement = headed(from, to, issued->content.agreement_version);
        statement.money = money_of(issued->content);
        statement.closes = issued->content.closes;
        statement.corrects = issued->content.corrects;
        statement.apart = issued->content.apart;
        statement.summed = issued->content.summed;
        if (issued->content.money) {
            HoursLedger ledger;
            ledger.lines = issued->content.hours_lines;
            statement.hours = hours_statement(ledger, from, to);
            statement.hours.opening = issued->content.hours_opening;
            statement.hours.closing += issued->content.hours_opening;
            statement.hours_lines = issued->content.hours_lines;
        }
        statement.issued = SettlementIssue{to_local(zone_, issued->at).date};
        if (issued->answer) {
            statement.issued->approved = issued->answer->approved;
            statement.issued->remark = issued->answer->remark;
        }
        return with_lines(std::move(statement), issued->content.lines);
    }

    // What does not fit into one event is shown as it will be issued: by days.
    SettlementStatement fitting(SettlementStatement statement) const {
        statement.builds_on = history_;
        const auto bytes = [&] { return write_json(issued_as(statement, {}).to_json()).size(); };
        if (statement.lines.size() + statement.hours_lines.size() < lines_that_fit || bytes() <= settlement_bytes_max) return statement;
        statement.summed = true;
        statement.hours_lines = summed_up(statement.hours_lines);
        std::vector<SettlementLine> lines = summed_up(statement.lines);
        return with_lines(std::move(statement), std::move(lines));
    }

    static Error<Refusal> not_in_force(LocalDate from, LocalDate to) {
        return Error{Refusal{"refusal.settlement.not_in_force", {{"from", to_iso_text(from)}, {"to", to_iso_text(to)}}}};
    }

    // Of those issued before lines were written down nobody can tell what was in them.
    static bool has_lines(const SettlementIssued& issued) { return !issued.lines.empty() || issued.net_minor == 0; }

    const IssuedSettlement* standing_of(LocalDate from, LocalDate to) const {
        const auto found = book_.settlements.find(agreement_.id);
        return found == book_.settlements.end() ? nullptr : found->second.standing_of(from, to);
    }

    // What is done after the last day, and what changed before it, is owed at the prices that applied last.
    std::vector<DaysOfVersion> versions_or_last(LocalDate from, LocalDate to) const {
        std::vector<DaysOfVersion> versions = versions_in(agreement_, zone_, from, to);
        const std::optional<LocalDate> last_day = last_day_of(agreement_, zone_, to);
        if (!versions.empty() || !last_day || *last_day >= from) return versions;
        return versions_in(agreement_, zone_, *last_day, *last_day);
    }

    /// None where no version applied.
    Result<std::vector<PartOfPeriod>, Refusal> parts_in(LocalDate from, LocalDate to) const {
        auto prices = prices_of(book_, agreement_, versions_or_last(from, to));
        if (!prices) return Error{prices.error()};
        return parts_of(from, to, *prices);
    }

    // Parties and hours, as far as they do not depend on money. Hours that were settled stand as they were settled.
    SettlementStatement headed(LocalDate from, LocalDate to, std::int32_t version_number) const {
        const std::vector<DaysOfVersion> versions = versions_or_last(from, to);
        const AgreementVersion* version = agreement_.version(version_number);
        if (version_number == 0 && !versions.empty()) version = versions.back().version;
        SettlementStatement statement;
        if (version != nullptr) {
            statement.provider = version->terms().provider;
            statement.client = version->terms().client;
            statement.agreement_number = version->terms().number;
            statement.agreement_version = version->number;
        }
        statement.from = from;
        statement.to = to;
        statement.hours_names = hours_names_of(work_, account_);
        const HoursLedger hours = hours_until(to);
        statement.hours = hours_statement(hours, from, to);
        for (const HoursLine& line : hours.lines) {
            if (line.date >= from && line.date <= to) statement.hours_lines.push_back(line);
        }
        return statement;
    }

    HoursLedger hours_until(LocalDate to) const { return standing_ledger_of(agreement_, account_, hours_entries_of(work_), to); }

    std::int32_t early_end_sign() const {
        // Not where something else ended it since, be it on the same day.
        if (!agreement_.ends_by_notice() || !agreement_.notice->early) return 0;
        return agreement_.notice->side == Side::client ? 1 : -1;
    }

    SettlementStatement settle_part(const PartOfPeriod& part, LocalDate from, LocalDate to) const {
        const std::vector<DaysOfVersion> versions = versions_or_last(from, to);
        const HoursLedger hours = hours_until(to);
        SettlementFacts facts{.terms = versions.back().version->terms(),
                              .agreement_version = versions.back().version->number,
                              .prices = part.prices,
                              .from = from,
                              .to = to,
                              .hours = hours};
        for (const WorkUnderAgreement& one : work_) facts.work.push_back({one.entry.id, one.text});
        facts.journeys = journeys_of(book_, agreement_, work_, account_);
        facts.packages = packages_of(account_, part.prices);
        facts.credits = credits_of(book_, agreement_);
        facts.last_day = last_day_of(agreement_, zone_, to);
        if (facts.last_day && *facts.last_day <= to) facts.overdrawn = hours_until(*facts.last_day).overdrawn;
        facts.early_end_sign = early_end_sign();
        return settle(facts);
    }

    // In what money something was issued before that was written down: in that of its first day now.
    MoneyTerms money_of(const SettlementIssued& issued) const {
        if (issued.money) return *issued.money;
        const auto parts = parts_in(issued.from, issued.to);
        return parts && !parts->empty() ? countersign::money_of(parts->front().prices.front()) : MoneyTerms{};
    }

    // What holds now of days that were issued, against everything that was issued of them: with them, with those after them, as
    // corrections.
    Result<std::vector<ChangedLines>, Refusal> changes_of(const SettlementIssued& period) const {
        const auto parts = parts_in(period.from, period.to);
        if (!parts) return Error{parts.error()};
        std::map<MoneyTerms, std::vector<SettlementLine>> holds, issued;
        bool summed = false;
        for (const PartOfPeriod& part : *parts) {
            std::vector<SettlementLine> lines = settle_part(part, part.from, part.to).lines;
            std::vector<SettlementLine>& into = holds[countersign::money_of(part.prices.front())];
            into.insert(into.end(), lines.begin(), lines.end());
        }
        for (const IssuedSettlement* one : standing_) {
            for (const SettlementLine& line : one->content.lines) {
                if (line.date < period.from || line.date > period.to) continue;
                const MoneyTerms money = money_of(one->content);
                issued[money].push_back(line);
                summed = summed || one->content.summed;
                holds.try_emplace(money);
            }
        }
        std::vector<ChangedLines> changes;
        for (const auto& [money, lines] : holds) {
            std::vector<SettlementLine> changed = changed_lines(issued[money], lines);
            // Of what was issued by days only the days can be compared.
            if (summed) changed = summed_up(changed_lines(summed_up(issued[money]), summed_up(lines)));
            if (!changed.empty()) changes.push_back({money, std::move(changed)});
        }
        return changes;
    }

    const OrganisationBook& book_;
    const Agreement& agreement_;
    const TimeZone& zone_;
    std::vector<WorkUnderAgreement> work_;
    HoursAccount account_;
    std::vector<const IssuedSettlement*> standing_;
    std::int64_t history_ = 0;
};

}  // namespace

Result<SettlementStatement, Refusal> settlement_of(const OrganisationBook& book, const Agreement& agreement, LocalDate from, LocalDate to) {
    return Settling(book, agreement).settle_with_earlier(from, to);
}

Result<std::vector<SettlementStatement>, Refusal> corrections_of(const OrganisationBook& book, const Agreement& agreement, LocalDate from,
                                                                 LocalDate to) {
    return Settling(book, agreement).corrections(from, to);
}

std::optional<SettlementStatement> issued_settlement(const OrganisationBook& book, const Agreement& agreement, LocalDate from,
                                                     LocalDate to) {
    return Settling(book, agreement).as_issued(from, to);
}

std::vector<SettlementStatement> issued_corrections(const OrganisationBook& book, const Agreement& agreement, LocalDate from,
                                                    LocalDate to) {
    return Settling(book, agreement).issued_corrections(from, to);
}

}  // namespace countersign
