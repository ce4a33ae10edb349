// Making the book, and what is summed up from it.
#include "core/projection/organisation_book.hpp"

#include "core/domain/complaint.hpp"
#include "core/domain/control.hpp"
#include "core/domain/outage.hpp"
#include "core/domain/proposal.hpp"
#include "core/domain/risk.hpp"
#include "core/projection/days_of_versions.hpp"
#include "core/projection/promises_beside_tickets.hpp"
#include "core/projection/work_under_agreement.hpp"

#include <algorithm>

namespace countersign {

namespace {

// In the order of their first events; a subject's own events keep the order of the log.
std::map<Subject, std::vector<StoredEvent>> by_subject(const std::vector<StoredEvent>& events) {
    std::map<Subject, std::vector<StoredEvent>> subjects;
    for (const StoredEvent& event : events) subjects[event.envelope.subject].push_back(event);
    return subjects;
}

void enter(OrganisationBook& book, SubjectState state) {
    if (auto* organisation = state.get_if<Organisation>()) {
        book.organisation = std::move(*organisation);
    } else if (auto* agreement = state.get_if<Agreement>()) {
        book.agreements.push_back(std::move(*agreement));
    } else if (auto* commercial = state.get_if<CommercialAgreement>()) {
        book.commercial[commercial->id] = std::move(*commercial);
    } else if (auto* account = state.get_if<HoursAccount>()) {
        book.accounts[account->id] = std::move(*account);
    } else if (auto* settlement = state.get_if<Settlement>()) {
        book.settlements[settlement->id] = std::move(*settlement);
    } else if (auto* ticket = state.get_if<Ticket>()) {
        if (ticket->opened) book.tickets.push_back(std::move(*ticket));
    } else if (auto* visit = state.get_if<Visit>()) {
        book.visits.push_back(std::move(*visit));
    } else if (auto* record = state.get_if<WorkRecord>()) {
        if (record->latest() != nullptr) book.records.push_back(std::move(*record));
    } else if (!state.empty()) {
        book.others.push_back(std::move(state));
    }
}

const AgreementVersion* version_in(const Agreement& agreement, const MonthSpan& month) {
    const AgreementVersion* at_end = agreement.version_at(month.until - Milliseconds{1});
    return at_end != nullptr ? at_end : agreement.first_signed();
}

// Each version's visits on its own days.
std::vector<SiteSchedule> schedules_of(const Agreement& agreement, const MonthSpan& month, const TimeZone& zone) {
    std::vector<SiteSchedule> schedules;
    // A holiday can move a visit into the month from its neighbours.
    for (const DaysOfVersion& days : versions_in(agreement, zone, add_months(month.first, -1), add_days(month.last, 31))) {
        for (const SiteVisits& at : days.version->terms().visits) {
            const WorkingTime* time = days.version->clock->time_at(at.site);
            if (time != nullptr) schedules.push_back({at.site, scheduled_visits(at.schedule, *time, days.from, days.to)});
        }
    }
    return schedules;
}

std::vector<HeldVisit> held_visits_of(const OrganisationBook& book, const Agreement& agreement, const TimeZone& zone) {
    std::vector<HeldVisit> held;
    for (const Visit& visit : book.visits) {
        const Agreement* by = book.agreement_of(visit);
        if (!visit.arrived_at || by == nullptr || by->id != agreement.id) continue;
        held.push_back({visit.site, visit.regular.value_or(to_local(zone, visit.starts_at).date), to_local(zone, *visit.arrived_at).date});
    }
    return held;
}

// The month and the five before it, for the trend (T8).
std::vector<Satisfaction> satisfaction_of(const OrganisationBook& book, const TimeZone& zone, LocalDate month) {
    std::vector<Satisfaction> months;
    for (std::int32_t back = 5; back >= 0; --back) months.push_back({add_months(month, -back)});
    for (const Ticket& ticket : book.tickets) {
        if (!ticket.rating || !ticket.closed_at) continue;
        LocalDate closed = to_local(zone, *ticket.closed_at).date;
        closed.day = 1;
        for (Satisfaction& one : months) {
            if (one.month != closed) continue;
            ++one.count;
            one.sum += ticket.rating->score;
        }
    }
    return months;
}

template <typename State, typename Read>
void each(const OrganisationBook& book, const Read& read) {
    for (const SubjectState& state : book.others) {
        if (const auto* subject = state.get_if<State>()) read(*subject);
    }
}

// As it stood at the end of the month: what came later is not in it.
Control as_of(Control control, LocalDate last) {
    auto& results = control.results;
    results.erase(std::remove_if(results.begin(), results.end(), [&](const ControlResult& result) { return result.content.on > last; }),
                  results.end());
    return control;
}

std::vector<ControlCounts> controls_of(const OrganisationBook& book, const MonthSpan& month) {
    std::map<ControlKind, ControlCounts> kinds;
    each<Control>(book, [&](const Control& now) {
        const Control control = as_of(now, month.last);
        ControlCounts counts;
        for (const ControlResult& result : control.results) {
            if (result.content.on >= month.first && control.holds(result)) ++counts.done;
        }
        const auto due = control.due_on();
        if (due && *due <= month.last) ++counts.overdue;
        if (counts.done + counts.overdue == 0) return;
        ControlCounts& kind = kinds[control.kind];
        kind.done += counts.done;
        kind.overdue += counts.overdue;
        kind.due += counts.done + counts.overdue;
    });
    std::vector<ControlCounts> list;
    for (auto& [kind, counts] : kinds) {
        counts.name = control_kind_names[static_cast<std::size_t>(kind)];
        list.push_back(counts);
    }
    return list;
}

void add_relationship(const OrganisationBook& book, LocalDate today, MonthlyReport& report) {
    each<Risk>(book, [&](const Risk& risk) {
        if (risk.registered && !risk.closed) report.risks.push_back(risk.title);
    });
    each<Complaint>(book, [&](const Complaint& complaint) {
        if (!complaint.raised || complaint.ended_on) return;
        report.complaints.push_back({complaint.title, complaint.next_deadline(), complaint.overdue(today)});
    });
    // What was proposed and not answered is what the provider recommends.
    each<Proposal>(book, [&](const Proposal& proposal) {
        const bool open = proposal.made && proposal.state == ProposalState::open && !proposal.lapsed(today);
        if (open) report.recommendations.push_back(proposal.content.title);
    });
}

std::vector<Downtime> downtimes_of(const OrganisationBook& book, const AgreementTerms& promised) {
    std::vector<Downtime> downtimes;
    each<Outage>(book, [&](const Outage& outage) {
        const auto downtime = outage.downtime();
        if (downtime && promised.promises_service(downtime->service)) downtimes.push_back(*downtime);
    });
    return downtimes;
}

// Days in a row on which the very same was promised, under however many versions.
struct PromisedDays {
    const AgreementVersion* version = nullptr;  ///< the first of them
    LocalDate from, to;
    Instant begins, ends;
};

bool promise_the_same(const AgreementTerms& a, const AgreementTerms& b) {
    const auto same_name = [](const CatalogueService& one, const CatalogueService& other) { return one.name == other.name; };
    return a.availability == b.availability &&
           std::equal(a.services.begin(), a.services.end(), b.services.begin(), b.services.end(), same_name);
}

std::vector<PromisedDays> promised_days_of(const Agreement& agreement, const MonthSpan& month, const TimeZone& zone) {
    std::vector<PromisedDays> parts;
    for (const DaysOfVersion& days : versions_in(agreement, zone, month.first, month.last)) {
        const Instant begins = std::max(month.from, days.version->takes_effect);
        const Instant ends = std::min(month.until, agreement.over_at(*days.version).value_or(month.until));
        const bool goes_on = !parts.empty() && parts.back().ends >= begins;
        if (goes_on && promise_the_same(parts.back().version->terms(), days.version->terms())) {
            parts.back().to = days.to;
            parts.back().ends = ends;
            continue;
        }
        if (!parts.empty()) parts.back().ends = std::min(parts.back().ends, begins);
        parts.push_back({days.version, days.from, days.to, begins, ends});
    }
    return parts;
}

std::vector<AvailabilityOfMonth> availability_in(const OrganisationBook& book, const Agreement& agreement, const MonthSpan& month,
                                                 const TimeZone& zone, Instant now) {
    std::vector<AvailabilityOfMonth> measured;
    for (const PromisedDays& part : promised_days_of(agreement, month, zone)) {
        const AgreementTerms& terms = part.version->terms();
        auto of_part = availability_of(terms.availability, part.begins, part.ends, downtimes_of(book, terms), now, zone);
        if (!of_part) continue;
        of_part->first = part.from;
        of_part->last = part.to;
        measured.push_back(std::move(*of_part));
    }
    return measured;
}

// As they stand settled, so that the report says what the settlement says; what came late is told beside it.
HoursLedger add_hours(const OrganisationBook& book, const Agreement& agreement, const MonthSpan& month, MonthlyReport& report) {
    const auto found = book.accounts.find(agreement.id);
    const HoursAccount account = found == book.accounts.end() ? HoursAccount{} : found->second;
    const std::vector<WorkUnderAgreement> done = work_of(book, agreement);
    const std::vector<HoursEntry> work = hours_entries_of(done);
    report.hours_names = hours_names_of(done, account);
    for (const SettledHours& settled : account.settled) {
        if (settled.to < month.first || settled.from > month.last) continue;
        for (const HoursLine& line : late_truth_of(agreement, account, settled, work)) {
            if (line.date >= month.first && line.date <= month.last) report.hours_late.push_back(line);
        }
    }
    return standing_ledger_of(agreement, account, work, month.last);
}

// All that were signed, since one that is over may have promised what is judged now. Of one whose prices are not in the log, or were agreed
// in another currency than those of the month, nobody could tell what it owes.
void add_versions(const Agreement& agreement, const CommercialAgreement& commercial, const MonthSpan& month, const TimeZone& zone,
                  MonthFacts& facts) {
    const std::vector<DaysOfVersion> applied = versions_in(agreement, zone, month.first, month.last);
    for (const DaysOfVersion& days : applied) {
        if (const CommercialTerms* terms = commercial.of(*days.version)) facts.currency = terms->rates.currency;
    }
    for (const AgreementVersion& version : agreement.versions) {
        const CommercialTerms* terms = version.signed_by_both() ? commercial.of(version) : nullptr;
        if (terms == nullptr || terms->rates.currency != facts.currency) continue;
        VersionOfMonth one{version.number, terms->credits};
        for (const DaysOfVersion& days : applied) {
            if (days.version != &version) continue;
            one.fee_minor = terms->fee_of_days(days.from, days.to);
            one.days = days_between(days.from, days.to) + 1;
            for (const AvailabilityOfMonth& measured : facts.availability) {
                if (measured.last < days.from || measured.first > days.to) continue;
                one.availability_percent_thousandths = measured.measured_thousandths;
                for (const OutageOfMonth& outage : measured.outages) {
                    if (outage.down.count > 0) one.outages.push_back({outage.downtime.outage.value});
                }
            }
        }
        facts.versions.push_back(std::move(one));
    }
}

std::string name_of(const Ticket& ticket) {
    if (!ticket.external_number.empty()) return ticket.external_number;
    return ticket.number == 0 ? ticket.title : "CS-" + std::to_string(ticket.number);
}

// Null where none promised it anything.
const AgreementVersion* version_of(const OrganisationBook& book, const Ticket& ticket) {
    const Agreement* by = book.agreement_of(ticket);
    if (by == nullptr) return nullptr;
    return by->id == ticket.promise.agreement ? by->version(ticket.promise.version) : by->version_at(ticket.opened_at);
}

// What this agreement promised a ticket before it moved to another one.
void add_earlier(const Ticket& ticket, const Agreement& agreement, MonthFacts& facts, MonthlyReport& report) {
    for (const EarlierPromise& earlier : ticket.earlier) {
        const AgreementVersion* version = agreement.version(earlier.promise.version);
        if (earlier.promise.agreement != agreement.id || version == nullptr) continue;
        report.names[ticket.id.value] = name_of(ticket);
        facts.moved_away.push_back({ticket.id, course_under(ticket, earlier), version->clock.get(), version->number});
    }
}

}  // namespace

const Agreement* OrganisationBook::agreement(const AgreementId& id) const {
    const auto found = std::find_if(agreements.begin(), agreements.end(), [&](const Agreement& one) { return one.id == id; });
    return found == agreements.end() ? nullptr : &*found;
}

const Agreement* OrganisationBook::agreement_of(const Visit& visit) const {
    return visit.agreement.empty() ? agreement_at(visit.arrived_at.value_or(visit.starts_at)) : agreement(visit.agreement);
}

const Agreement* OrganisationBook::agreement_of(const Ticket& ticket) const {
    const Agreement* pinned = agreement(ticket.promise.agreement);
    return pinned != nullptr ? pinned : agreement_at(ticket.opened_at);
}

const Agreement* OrganisationBook::agreement_at(Instant instant) const {
    const Agreement* latest = nullptr;
    for (const Agreement& one : agreements) {
        if (!one.in_force_at(instant)) continue;
        if (latest == nullptr || one.first_signed()->takes_effect > latest->first_signed()->takes_effect) latest = &one;
    }
    return latest;
}

std::vector<const Agreement*> OrganisationBook::agreements_between(Instant from, Instant until) const {
    std::vector<const Agreement*> found;
    for (const Agreement& one : agreements) {
        const bool applied = std::any_of(one.versions.begin(), one.versions.end(), [&](const AgreementVersion& version) {
            const auto over = one.over_at(version);
            return version.signed_by_both() && version.takes_effect < until && (!over || *over > from);
        });
        if (applied) found.push_back(&one);
    }
    return found;
}

const TimeZone& OrganisationBook::zone_of(const Agreement& agreement) const {
    const AgreementVersion* first = agreement.first_signed();
    const BusinessCalendar* calendar = first == nullptr ? nullptr : first->terms().calendar_at({});
    const auto zone = find_time_zone(calendar == nullptr ? organisation.time_zone : calendar->time_zone);
    return zone ? **zone : **find_time_zone("Etc/UTC");
}

const AgreementClock* OrganisationBook::clock_of(const Ticket& ticket) const {
    const AgreementVersion* version = version_of(*this, ticket);
    return version == nullptr ? nullptr : version->clock.get();
}

Result<OrganisationBook, Failure> organisation_book(const std::vector<StoredEvent>& events) {
    OrganisationBook book;
    for (const auto& [subject, own] : by_subject(events)) {
        auto state = fold(subject, own);
        if (!state) return Error{state.error()};
        enter(book, std::move(*state));
    }
    return book;
}

MonthlyReport report_of(const OrganisationBook& book, const Agreement& agreement, LocalDate month, Instant now) {
    const TimeZone& zone = book.zone_of(agreement);
    const MonthSpan span = month_span(zone, month);
    const AgreementVersion& version = *version_in(agreement, span);

    MonthlyReport report;
    report.organisation = book.organisation.name;
    report.agreement_number = version.terms().number;
    report.agreement_version = version.number;
    report.month = span.first;
    for (const auto& [id, site] : book.organisation.sites) report.names[id.value] = site.name;

    MonthFacts facts;
    const std::map<TicketId, Instant> ordered = visits_ordered(book, agreement);
    for (const Ticket& ticket : book.tickets) {
        add_earlier(ticket, agreement, facts, report);
        const Agreement* by = book.agreement_of(ticket);
        if (by == nullptr || by->id != agreement.id) continue;
        report.names[ticket.id.value] = name_of(ticket);
        const auto order = ordered.find(ticket.id);
        const AgreementVersion* promised = version_of(book, ticket);
        facts.tickets.push_back({ticket.id, ticket.course, promised == nullptr ? nullptr : promised->clock.get(),
                                 promised == nullptr ? 0 : promised->number,
                                 order == ordered.end() ? std::nullopt : std::optional(order->second)});
    }
    for (const PromiseBesideTickets& promise : promises_beside_tickets(book, agreement, span, now)) {
        report.names[promise.judged.cause.value] = promise.name;
        facts.beside_tickets.push_back(promise.judged);
    }
    facts.schedules = schedules_of(agreement, span, zone);
    facts.held_visits = held_visits_of(book, agreement, zone);
    const HoursLedger hours = add_hours(book, agreement, span, report);
    if (!hours.lines.empty()) facts.hours = &hours;
    facts.availability = availability_in(book, agreement, span, zone, now);
    for (const AvailabilityOfMonth& part : facts.availability) {
        for (const OutageOfMonth& outage : part.outages) report.names[outage.downtime.outage.value] = outage.downtime.service;
    }
    const auto commercial = book.commercial.find(agreement.id);
    if (commercial != book.commercial.end()) add_versions(agreement, commercial->second, span, zone, facts);
    work_out(report, facts, zone, now);
    report.satisfaction = satisfaction_of(book, zone, span.first);
    report.controls = controls_of(book, span);
    add_relationship(book, report.made_on, report);
    return report;
}

}  // namespace countersign
