// Hours ledger: walking through the days on which something happens.
#include "core/domain/hours_ledger.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <tuple>

#include "core/domain/charging.hpp"

namespace countersign {
namespace {

struct Lot {
    Entitlement entitlement;
    std::int64_t left = 0;
};

struct Debt {
    HoursEntryId entry;
    std::int64_t minutes = 0;
};

auto drawing_order(const Entitlement& entitlement) {
    return std::tie(entitlement.valid_until, entitlement.valid_from, entitlement.id.value);
}

class Account {
public:
    explicit Account(HoursFacts facts)
        : known_(std::move(facts.entitlements)),
          entries_(std::move(facts.entries)),
          terms_(std::move(facts.terms)),
          settled_(std::move(facts.settled)) {
        if (terms_.empty()) terms_.emplace_back();
        for (const Entitlement& entitlement : known_) {
            if (settled_on(entitlement.valid_from) == nullptr) grants_.push_back(entitlement);
        }
        std::set<std::string_view> with_standing_line;
        for (const StandingHours& period : settled_) {
            for (const HoursLine& line : period.lines) {
                // That a debt of it was repaid there is not the work itself.
                if (line.kind != HoursLineKind::repaid) with_standing_line.insert(line.entry.value);
            }
        }
        std::erase_if(entries_, [&](const HoursEntry& entry) {
            return settled_on(entry.worked_on) != nullptr || with_standing_line.count(entry.id.value) > 0;
        });
        std::sort(grants_.begin(), grants_.end(), [](const Entitlement& a, const Entitlement& b) {
            return std::tie(a.valid_from, a.valid_until, a.id.value) < std::tie(b.valid_from, b.valid_until, b.id.value);
        });
        // The same entry twice is one piece of work (rules.md 42).
        std::sort(entries_.begin(), entries_.end(), [](const HoursEntry& a, const HoursEntry& b) {
            return std::tie(a.id.value, a.worked_on, a.charged, a.worked, a.after_hours_percent) <
                   std::tie(b.id.value, b.worked_on, b.charged, b.worked, b.after_hours_percent);
        });
        const auto same = [](const HoursEntry& a, const HoursEntry& b) { return a.id == b.id; };
        entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
        std::sort(entries_.begin(), entries_.end(), [](const HoursEntry& a, const HoursEntry& b) {
            return std::tie(a.worked_on, a.id.value) < std::tie(b.worked_on, b.id.value);
        });
    }

    HoursLedger run(LocalDate as_of) {
        for (const LocalDate date : days_of_change(as_of)) {
            if (const StandingHours* period = settled_on(date)) {
                take_over(*period, date);
                continue;
            }
            expire(date);
            if (date.day == 1) cut_to_cap(date);
            for (; next_grant_ < grants_.size() && grants_[next_grant_].valid_from == date; ++next_grant_) grant(grants_[next_grant_]);
            for (; next_entry_ < entries_.size() && entries_[next_entry_].worked_on == date; ++next_entry_) draw(entries_[next_entry_]);
        }
        if (settled_on(as_of) == nullptr) expire(add_days(as_of, 1));
        // What settled lines did not let expire is in the balance until a later day lets it go.
        std::erase_if(lots_, [&](const Lot& lot) { return lot.entitlement.valid_until <= as_of && lot.left == 0; });
        for (const Lot& lot : lots_) ledger_.balances.push_back({lot.entitlement, {lot.left}});
        for (const Debt& debt : debts_) ledger_.overdrawn += Minutes{debt.minutes};
        return std::move(ledger_);
    }

private:
    // What expires at the end of a day leaves before anything of the next; on the first of a month the cap is applied.
    std::set<LocalDate> days_of_change(LocalDate as_of) const {
        std::set<LocalDate> days;
        const auto note = [&](LocalDate date) {
            if (date <= as_of) days.insert(date);
        };
        for (const Entitlement& entitlement : grants_) {
            note(entitlement.valid_from);
            note(add_days(entitlement.valid_until, 1));
            if (entitlement.kind != EntitlementKind::allowance) continue;
            for (LocalDate first = add_days(end_of_month(entitlement.valid_from), 1); first <= entitlement.valid_until;
                 first = add_months(first, 1)) {
                note(first);
            }
        }
        for (const HoursEntry& entry : entries_) note(entry.worked_on);
        for (const StandingHours& period : settled_) {
            for (const HoursLine& line : period.lines) note(line.date);
            note(add_days(period.to, 1));
        }
        return days;
    }

    const StandingHours* settled_on(LocalDate date) const {
        const auto found = std::find_if(settled_.begin(), settled_.end(),
                                        [&](const StandingHours& period) { return period.from <= date && date <= period.to; });
        return found == settled_.end() ? nullptr : &*found;
    }

    const HoursTerms& terms_on(LocalDate date) const {
        const HoursTerms* found = &terms_.front();
        for (const HoursTerms& terms : terms_) {
            if (terms.from <= date) found = &terms;
        }
        return *found;
    }

    // What was granted is there before anything draws on it, and pays debts first, in whatever order the lines were approved.
    void take_over(const StandingHours& period, LocalDate date) {
        for (const HoursLine& line : period.lines) {
            if (line.date == date && line.kind == HoursLineKind::granted) put_in_place({entitlement_of(line), line.minutes.count});
        }
        for (const HoursLine& line : period.lines) {
            if (line.date == date && line.kind == HoursLineKind::repaid) pay_back(line);
        }
        std::vector<HoursLine> of_day;
        std::copy_if(period.lines.begin(), period.lines.end(), std::back_inserter(of_day),
                     [&](const HoursLine& line) { return line.date == date; });
        ledger_.lines.insert(ledger_.lines.end(), of_day.begin(), of_day.end());
        std::stable_sort(of_day.begin(), of_day.end(), [](const HoursLine& a, const HoursLine& b) {
            return std::tuple(place_in_day(a.kind), std::string_view(a.entry.value)) <
                   std::tuple(place_in_day(b.kind), std::string_view(b.entry.value));
        });
        for (const HoursLine& line : of_day) {
            if (line.kind == HoursLineKind::overdrawn) debts_.push_back({line.entry, line.minutes.count});
            const bool taken = line.kind != HoursLineKind::granted && line.kind != HoursLineKind::repaid;
            if (taken && !line.entitlement.empty()) take_from_lot(line);
        }
    }

    // What is over the cap leaves in the morning, what expires in the evening, and in between work draws in the order of its ids, as on
    // days that are worked out: so that debts are repaid in the same order.
    static int place_in_day(HoursLineKind kind) {
        if (kind == HoursLineKind::over_cap) return 0;
        return kind == HoursLineKind::expired ? 2 : 1;
    }

    // An amendment may have renamed the share of a month that was settled before; then the line tells what it can.
    Entitlement entitlement_of(const HoursLine& line) const {
        const auto same = std::find_if(known_.begin(), known_.end(), [&](const Entitlement& one) { return one.id == line.entitlement; });
        if (same != known_.end()) return *same;
        return {line.entitlement, EntitlementKind::allowance, line.minutes, line.date, end_of_month(line.date)};
    }

    // The lines count in the balance as they are, so what a lot lacks for them is a debt.
    void take_from_lot(const HoursLine& line) {
        std::int64_t missing = line.minutes.count;
        for (Lot& lot : lots_) {
            if (lot.entitlement.id != line.entitlement) continue;
            const std::int64_t taken = std::min(lot.left, missing);
            lot.left -= taken;
            missing -= taken;
        }
        if (missing > 0) debts_.push_back({line.entry, missing});
    }

    // A repaid line changes no balance: it takes out of its lot just what of that debt is still there, oldest first. Of a debt that an
    // earlier month has taken back since, nothing was repaid.
    void pay_back(const HoursLine& line) {
        std::int64_t due = line.minutes.count;
        for (Lot& lot : lots_) {
            if (lot.entitlement.id != line.entitlement) continue;
            for (Debt& debt : debts_) {
                if (debt.entry != line.entry) continue;
                const std::int64_t paid = std::min({lot.left, debt.minutes, due});
                debt.minutes -= paid;
                lot.left -= paid;
                due -= paid;
            }
        }
        std::erase_if(debts_, [](const Debt& debt) { return debt.minutes == 0; });
    }

    void write(LocalDate date, HoursLineKind kind, const EntitlementId& entitlement, const HoursEntryId& entry, std::int64_t minutes,
               std::int64_t effect) {
        ledger_.lines.push_back({date, kind, entitlement, entry, {minutes}, {effect}});
    }

    void expire(LocalDate date) {
        for (Lot& lot : lots_) {
            if (lot.entitlement.valid_until >= date || lot.left == 0) continue;
            // To settled days nothing is added.
            const LocalDate on = settled_on(lot.entitlement.valid_until) == nullptr ? lot.entitlement.valid_until : date;
            write(on, HoursLineKind::expired, lot.entitlement.id, {}, lot.left, -lot.left);
            lot.left = 0;
        }
        std::erase_if(lots_, [&](const Lot& lot) { return lot.entitlement.valid_until < date; });
    }

    void cut_to_cap(LocalDate first_of_month) {
        const std::optional<Minutes> carry_max = terms_on(first_of_month).carry_max;
        if (!carry_max) return;
        std::int64_t carried = 0;
        for (const Lot& lot : lots_) carried += lot.entitlement.kind == EntitlementKind::allowance ? lot.left : 0;
        // Those that would expire soonest go first: the client keeps the ones that last longest.
        for (Lot& lot : lots_) {
            const std::int64_t excess = std::min(lot.left, carried - carry_max->count);
            if (excess <= 0 || lot.entitlement.kind != EntitlementKind::allowance) continue;
            write(first_of_month, HoursLineKind::over_cap, lot.entitlement.id, {}, excess, -excess);
            lot.left -= excess;
            carried -= excess;
        }
    }

    void grant(const Entitlement& entitlement) {
        write(entitlement.valid_from, HoursLineKind::granted, entitlement.id, {}, entitlement.granted.count, entitlement.granted.count);
        Lot lot{entitlement, entitlement.granted.count};
        for (Debt& debt : debts_) {
            const std::int64_t paid = std::min(debt.minutes, lot.left);
            if (paid == 0) continue;
            // The overdraft already counts in the balance; the grant now stands behind it.
            write(entitlement.valid_from, HoursLineKind::repaid, entitlement.id, debt.entry, paid, 0);
            debt.minutes -= paid;
            lot.left -= paid;
        }
        std::erase_if(debts_, [](const Debt& debt) { return debt.minutes == 0; });
        put_in_place(std::move(lot));
    }

    void put_in_place(Lot lot) {
        ledger_.granted.push_back(lot.entitlement);
        const auto place = std::upper_bound(lots_.begin(), lots_.end(), lot, [](const Lot& a, const Lot& b) {
            return drawing_order(a.entitlement) < drawing_order(b.entitlement);
        });
        lots_.insert(place, std::move(lot));
    }

    void draw(const HoursEntry& entry) {
        std::int64_t wanted = used_up(entry.charged, entry.after_hours_percent).count;
        if (wanted == 0 && entry.worked.count == 0) return;
        if (wanted == 0) {
            write(entry.worked_on, HoursLineKind::free_of_charge, {}, entry.id, entry.worked.count, 0);
            return;
        }
        for (Lot& lot : lots_) {
            const std::int64_t taken = std::min(lot.left, wanted);
            if (taken == 0) continue;
            write(entry.worked_on, HoursLineKind::debited, lot.entitlement.id, entry.id, taken, -taken);
            lot.left -= taken;
            wanted -= taken;
        }
        if (wanted == 0) return;
        const std::int64_t charged = charged_for({wanted}, entry.after_hours_percent).count;
        const Exhaustion exhaustion = entry.correction ? Exhaustion::negative : terms_on(entry.worked_on).exhaustion;
        // Less than half a charged minute after hours: a line about nothing could never be taken back.
        if (charged == 0 && exhaustion != Exhaustion::negative) return;
        switch (exhaustion) {
            case Exhaustion::stop:
                write(entry.worked_on, HoursLineKind::uncovered, {}, entry.id, charged, 0);
                break;
            case Exhaustion::negative:
                write(entry.worked_on, HoursLineKind::overdrawn, {}, entry.id, wanted, -wanted);
                debts_.push_back({entry.id, wanted});
                break;
            case Exhaustion::occasional:
                write(entry.worked_on, HoursLineKind::priced, {}, entry.id, charged, 0);
                ledger_.lines.back().after_hours = entry.after_hours;
                break;
        }
    }

    std::vector<Entitlement> known_;
    std::vector<Entitlement> grants_;  ///< of known ones those that no settled line stands for
    std::vector<HoursEntry> entries_;
    std::vector<HoursTerms> terms_;
    std::vector<StandingHours> settled_;
    std::size_t next_grant_ = 0;
    std::size_t next_entry_ = 0;
    std::vector<Lot> lots_;  ///< in drawing order
    std::vector<Debt> debts_;
    HoursLedger ledger_;
};

auto line_key(const HoursLine& line) {
    return std::tie(line.date, line.kind, line.entitlement.value, line.entry.value, line.minutes, line.effect, line.after_hours);
}

bool before(const HoursLine& a, const HoursLine& b) { return line_key(a) < line_key(b); }

}  // namespace

Minutes HoursLedger::balance() const {
    Minutes sum;
    for (const HoursLine& line : lines) sum += line.effect;
    return sum;
}

Minutes HoursLedger::balance_before(LocalDate date) const {
    Minutes sum;
    for (const HoursLine& line : lines) {
        if (line.date < date) sum += line.effect;
    }
    return sum;
}

std::vector<Entitlement> monthly_allowances(const AllowanceTerms& terms, LocalDate from, LocalDate until,
                                            std::optional<LocalDate> last_day) {
    if (last_day && *last_day < until) until = *last_day;
    std::vector<Entitlement> allowances;
    for (LocalDate first{from.year, from.month, 1}; first <= until; first = add_months(first, 1)) {
        const LocalDate starts = std::max(first, from);
        const std::int64_t days = days_in_month(first.year, first.month);
        const bool last = last_day && *last_day < end_of_month(first);
        const std::int64_t days_covered = (last ? last_day->day : days) - (starts.day - 1);
        if (days_covered <= 0) continue;
        const std::int64_t minutes = (terms.per_month.count * days_covered + days - 1) / days;
        allowances.push_back({{"allowance/" + to_iso_text(first).substr(0, 7)},
                              EntitlementKind::allowance,
                              {minutes},
                              starts,
                              last_day ? std::min(*last_day, end_of_month(add_months(first, terms.carry_months)))
                                       : end_of_month(add_months(first, terms.carry_months))});
    }
    return allowances;
}

HoursLedger hours_ledger(HoursFacts facts, LocalDate as_of) { return Account(std::move(facts)).run(as_of); }

std::int32_t HoursStatement::used_percent() const {
    // What was overdrawn before is use of what is granted now.
    const std::int64_t available = std::max<std::int64_t>(opening.count, 0) + granted.count;
    const std::int64_t used = debited.count + overdrawn.count + std::max<std::int64_t>(-opening.count, 0);
    return available <= 0 ? 0 : static_cast<std::int32_t>(used * 100 / available);
}

HoursStatement hours_statement(const HoursLedger& ledger, LocalDate from, LocalDate to) {
    HoursStatement statement{};
    statement.from = from;
    statement.to = to;
    statement.opening = ledger.balance_before(from);
    statement.closing = statement.opening;
    for (const HoursLine& line : ledger.lines) {
        if (line.date < from || line.date > to) continue;
        statement.closing += line.effect;
        switch (line.kind) {
            case HoursLineKind::granted:
                statement.granted += line.minutes;
                break;
            case HoursLineKind::debited:
                statement.debited += line.minutes;
                break;
            case HoursLineKind::free_of_charge:
                statement.free_of_charge += line.minutes;
                break;
            case HoursLineKind::expired:
                statement.expired += line.minutes;
                break;
            case HoursLineKind::over_cap:
                statement.over_cap += line.minutes;
                break;
            case HoursLineKind::uncovered:
                statement.uncovered += line.minutes;
                break;
            case HoursLineKind::overdrawn:
                statement.overdrawn += line.minutes;
                break;
            case HoursLineKind::priced:
                statement.priced += line.minutes;
                break;
            case HoursLineKind::repaid:
                break;
        }
    }
    return statement;
}

std::vector<HoursLine> late_truth(const std::vector<HoursLine>& settled, const std::vector<HoursLine>& recomputed) {
    std::vector<HoursLine> old_lines = settled;
    std::vector<HoursLine> new_lines = recomputed;
    std::sort(old_lines.begin(), old_lines.end(), before);
    std::sort(new_lines.begin(), new_lines.end(), before);
    std::vector<HoursLine> changes;
    std::set_difference(old_lines.begin(), old_lines.end(), new_lines.begin(), new_lines.end(), std::back_inserter(changes), before);
    for (HoursLine& line : changes) {
        line.minutes.count = -line.minutes.count;
        line.effect.count = -line.effect.count;
    }
    std::set_difference(new_lines.begin(), new_lines.end(), old_lines.begin(), old_lines.end(), std::back_inserter(changes), before);
    std::stable_sort(changes.begin(), changes.end(), [](const HoursLine& a, const HoursLine& b) { return a.date < b.date; });
    return changes;
}

}  // namespace countersign
