// Intake: takes events into the log, one after the other, by the core's admission rules, and writes behind them what only the server
// writes: the numbers of tickets and visits, promises that a device could not make, that somebody arrived for a ticket, warnings, what
// silence means, and flags. Used by the sync request, the import and the demo alike, so there is no other way in. Example: a device sends
// ticket_opened; it becomes event 41 of its stream, and ticket_number_given with 1001 becomes event 42.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/domain/admission.hpp"
#include "core/domain/attachment.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/repair.hpp"
#include "core/domain/silence.hpp"
#include "server/store/event_store.hpp"

namespace countersign {

struct VerificationEntry;

class Intake {
public:
    /// For the duration of one EventStore::write.
    Intake(EventWriter& writer, IdSource& ids) : writer_(writer), ids_(ids) {}

    /// `index` is the event's place in what was sent; it is how a refusal names an event whose id cannot be read.
    FateOfEvent take_in(const std::string& bytes, std::size_t index, const Actor& actor, Instant now);

    /// Writes what silence means where the agreed time to object is over: tickets closed, work deemed accepted; and the warnings of open
    /// tickets whose time runs out. Some hundreds at a time;
    /// what is left is done by the next call.
    void let_silence_pass(Instant now);

    /// Tells a reporter in their own stream what they may know of their client; nothing is written when the latest introduction still
    /// holds.
    void introduce(const OrganisationId& id, const UserId& reporter, Instant now);

    /// Writes into the log that all bytes of an attachment are here; once.
    void tell_received(const AttachmentId& id, Instant now);

    /// The state of a subject from all events taken in so far.
    const SubjectState& state_of(const Subject& subject);
    /// Null while nothing registered it.
    const Organisation* organisation(const OrganisationId& id);
    /// The agreement in force at an instant; of several the one that began last.
    const Agreement* agreement_in_force(const OrganisationId& id, Instant at);

private:
    struct Entry {
        SubjectState state;
        std::string unreadable = {};  ///< why the state could not be folded
    };
    Entry& entry_of(const Subject& subject);
    std::vector<const Repair*> repairs_of(const OrganisationId& id);
    std::optional<Body> owed_by_agreement(const StoredEvent& event, const Body& body, const Context& context);
    FateOfEvent place(StoredEvent event, const Body& body, const Verdict& verdict, const Context& context);
    RegularVisits regular_visits(const OrganisationId& id);
    /// The one that a ticket was promised by, where it is not the one in force.
    const Agreement* earlier_agreement(const Ticket& ticket, const Agreement* in_force);
    const Agreement* agreement_of(const OrganisationId& organisation, const AgreementId& named, Instant at);
    std::optional<Silence> silence_of_subject(const Subject& subject);
    void await_answer(const Subject& subject, Instant now);
    void await_answers_of(const OrganisationId& id, Instant now);
    void end_silence(const Subject& subject, Instant now);
    const AgreementClock* clock_of(const Ticket& ticket);
    void look_again_at(const Subject& subject, const Ticket& ticket, Instant now);
    void tell_warnings(const Subject& subject, Instant now);
    void tell_arrival(const StoredEvent& started, const VisitEvent& event, Instant now);
    void prove_second_key(const Subject& record, Instant now);
    void prove(const VerificationEntry& entry, const Subject& subject, const StreamId& stream, Instant now);
    void prove_countersignatures_of(const StoredEvent& registration, Instant now);
    bool registered_in(const StreamId& stream, const DeviceId& device);
    void give_number(const StoredEvent& event, const Body& body, Instant now);
    void write_own(const Subject& subject, const StreamId& stream, const Body& body, Instant now);

    EventWriter& writer_;
    IdSource& ids_;
    std::map<Subject, Entry> entries_;
    std::map<OrganisationId, std::vector<Subject>> agreements_;
    std::map<OrganisationId, std::set<Subject>> visits_;
};

}  // namespace countersign
