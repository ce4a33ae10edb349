// The log as of a moment.
#include "core/projection/log_as_of.hpp"

#include <set>
#include <utility>

#include "core/domain/agreement.hpp"
#include "core/domain/commercial_agreement.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/ticket.hpp"
#include "core/domain/visit.hpp"

namespace countersign {

namespace {

bool says_what_is_agreed(const Envelope& envelope) {
    const std::string& kind = envelope.subject.kind;
    return kind == Organisation::subject_kind || kind == Agreement::subject_kind || kind == CommercialAgreement::subject_kind;
}

bool goes_with_another(const Envelope& envelope) {
    const std::string& type = envelope.type;
    return type == FactFlagged::type || type == TicketNumberGiven::type || type == TicketPromised::type || type == VisitNumberGiven::type;
}

}  // namespace

std::vector<StoredEvent> log_as_of(std::vector<StoredEvent> events, Instant at) {
    std::set<Subject> begun;
    const auto is_later = [&](const StoredEvent& event) {
        const Envelope& envelope = event.envelope;
        if (says_what_is_agreed(envelope)) return false;
        // A flag about an event that is left out flags nothing; a subject that is left out has no number.
        if (goes_with_another(envelope)) return begun.count(envelope.subject) == 0;
        if (event.happened_at() > at) return true;
        begun.insert(envelope.subject);
        return false;
    };
    // In order: std::remove_if promises none.
    std::vector<StoredEvent> known;
    for (StoredEvent& event : events) {
        if (!is_later(event)) known.push_back(std::move(event));
    }
    return known;
}

}  // namespace countersign
