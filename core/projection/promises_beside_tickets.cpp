// Promises beside tickets, gathered from the book.
#include "core/projection/promises_beside_tickets.hpp"

#include <algorithm>

#include "core/domain/repair.hpp"

namespace countersign {
namespace {

struct Judgement {
    bool kept = true;
    Instant at;
};

// Nothing while it is neither kept nor broken.
std::optional<Judgement> judge(std::optional<Instant> due, std::optional<Instant> fulfilled, std::optional<Instant> called_off,
                               Instant now) {
    if (!due) return std::nullopt;
    if (fulfilled && *fulfilled <= *due) return Judgement{true, *fulfilled};
    if (called_off && *called_off <= *due) return std::nullopt;
    if (*due >= now) return std::nullopt;
    return Judgement{false, *due};
}

Priority priority_of(const OrganisationBook& book, const TicketId& ticket, Instant at) {
    const auto found = std::find_if(book.tickets.begin(), book.tickets.end(), [&](const Ticket& one) { return one.id == ticket; });
    Priority priority = Priority::normal;
    if (found == book.tickets.end()) return priority;
    for (const Classification& classification : found->course.classifications) {
        if (classification.at <= at || &classification == &found->course.classifications.front()) priority = classification.priority;
    }
    return priority;
}

class Judge {
public:
    Judge(const OrganisationBook& book, const Agreement& agreement, const MonthSpan& month, Instant now)
        : book_(book), agreement_(agreement), month_(month), now_(now) {}

    std::vector<PromiseBesideTickets> all() {
        for (const Visit& visit : book_.visits) {
            if (visit.order && visit.order->agreement == agreement_.id) add_order(visit);
        }
        for (const SubjectState& state : book_.others) {
            const auto* repair = state.get_if<Repair>();
            if (repair != nullptr && repair->handed_over && repair->device.agreement == agreement_.id) add_repair(*repair);
        }
        return std::move(found_);
    }

private:
    void add(const std::optional<Judgement>& judgement, JudgedPromise promise, const std::string& name) {
        if (!judgement || judgement->at < month_.from || judgement->at >= month_.until) return;
        promise.kept = judgement->kept;
        found_.push_back({std::move(promise), name});
    }

    void add_order(const Visit& visit) {
        const EmergencyVisitOrdered& order = *visit.order;
        const AgreementVersion* version = agreement_.version(order.agreement_version);
        if (version == nullptr) return;
        const auto due = arrival_reading(order, agreement_, visit.arrived_at, now_).due;
        add(judge(due, visit.arrived_at, visit.cancelled_at, now_),
            {{visit.id.value}, Measure::arrival, chosen_priority(order, *version->clock), true, version->number}, order.reason);
    }

    void add_repair(const Repair& repair) {
        const AgreementVersion* version = agreement_.version_at(repair.device.at);
        const WorkingTime* time = version == nullptr ? nullptr : version->clock->time_at(repair.device.site);
        if (time == nullptr) return;
        const SlaClock clock = replacement_clock(repair, *time, now_);
        const Priority priority = priority_of(book_, repair.device.ticket, repair.device.at);
        add(judge(clock.due(), clock.asked().stopped_at, {}, now_),
            {{repair.id.value}, Measure::replacement, priority, true, version->number}, repair.device.name);
    }

    const OrganisationBook& book_;
    const Agreement& agreement_;
    const MonthSpan& month_;
    Instant now_;
    std::vector<PromiseBesideTickets> found_;
};

}  // namespace

std::map<TicketId, Instant> visits_ordered(const OrganisationBook& book, const Agreement& agreement) {
    std::map<TicketId, Instant> ordered;
    for (const Visit& visit : book.visits) {
        if (!visit.order || visit.order->ticket.empty() || visit.order->agreement != agreement.id || !visit.order->arrival_due) continue;
        if (visit.cancelled_at && *visit.cancelled_at <= *visit.order->arrival_due) continue;
        const auto [known, first] = ordered.try_emplace(visit.order->ticket, visit.order->ordered_at);
        if (!first) known->second = std::min(known->second, visit.order->ordered_at);
    }
    return ordered;
}

std::vector<PromiseBesideTickets> promises_beside_tickets(const OrganisationBook& book, const Agreement& agreement, const MonthSpan& month,
                                                          Instant now) {
    return Judge(book, agreement, month, now).all();
}

}  // namespace countersign
