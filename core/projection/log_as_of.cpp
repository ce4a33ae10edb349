// The log as of a moment.
#include "core/projection/log_as_of.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/domain/agreement.hpp"
#include "core/domain/commercial_agreement.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/repair.hpp"
#include "core/domain/ticket.hpp"
#include "core/domain/visit.hpp"

namespace countersign {

namespace {

bool says_what_is_agreed(const Envelope& envelope) {
    const std::string& kind = envelope.subject.kind;
    return kind == Organisation::subject_kind || kind == Agreement::subject_kind || kind == CommercialAgreement::subject_kind;
}

bool goes_with_the_one_before(const Envelope& envelope) {
    const std::string& type = envelope.type;
    return type == TicketNumberGiven::type || type == TicketPromised::type || type == VisitNumberGiven::type ||
           type == RepairPromised::type;
}

// What the server tells of an arrival happened when somebody arrived, however late the device said so.
Instant happened(const StoredEvent& event) {
    if (event.envelope.type != TicketArrivalRecorded::type) return event.happened_at();
    FieldReader fields(event.envelope.body);
    return std::min(TicketArrivalRecorded::from_json(fields).arrived_at, event.happened_at());
}

std::string flagged_by(const Envelope& envelope) {
    const auto event = envelope.body.find("event");
    return event != envelope.body.end() && event->is_string() ? event->get<std::string>() : std::string{};
}

}  // namespace

std::vector<StoredEvent> log_as_of(std::vector<StoredEvent> events, Instant at) {
    std::set<std::string> left_out;     // events
    std::map<Subject, bool> last_kept;  // whether a subject's last event of its own is in it
    const auto is_later = [&](const StoredEvent& event) {
        const Envelope& envelope = event.envelope;
        if (says_what_is_agreed(envelope)) return false;
        if (envelope.type == FactFlagged::type) return left_out.count(flagged_by(envelope)) != 0;
        if (goes_with_the_one_before(envelope)) return !last_kept[envelope.subject];
        const bool later = happened(event) > at;
        last_kept[envelope.subject] = !later;
        if (later) left_out.insert(envelope.id.value);
        return later;
    };
    // In order: std::remove_if promises none.
    std::vector<StoredEvent> known;
    for (StoredEvent& event : events) {
        if (!is_later(event)) known.push_back(std::move(event));
    }
    return known;
}

}  // namespace countersign
