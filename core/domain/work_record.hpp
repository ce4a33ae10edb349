// Work record: what was done, on what, how long and by whom, confirmed every time by a contact person (requirements.md V4, V5; rules.md 30,
// 33). A record is never changed: a correction is a new revision that must be verified anew, and every revision stays readable. Worked
// example: revision 1 of 45 minutes is rejected ("REJ-02 was not updated"); revision 2 of 60 minutes is accepted with a remark. The
// verification names revision 2's event and the hash of its bytes. Where the agreement says so, silence deems the latest revision accepted
// (rules.md 32): a standing of its own, never a signature; a verification that counts takes its place.
#pragma once

#include <variant>

#include "core/domain/countersignature.hpp"
#include "core/domain/fact.hpp"
#include "core/domain/visit.hpp"

namespace countersign {

/// One thing in the record: a computer with its checks, or a task.
struct WorkItem {
    std::string name;  ///< "REJ-02", or the task
    std::string place;
    std::int64_t checks_ok = 0, checks_total = 0;
    std::vector<std::string> findings;
    bool operator==(const WorkItem&) const = default;
};

struct WorkRecorded {
    static constexpr const char* type = "work_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::record_work;
    int revision = 1;
    VisitId visit;    ///< empty for remote or bench work
    TicketId ticket;  ///< empty when the work belongs to a visit as a whole
    AgreementId agreement;
    std::string agreement_number;
    SiteId site;
    std::string site_name;
    UserId technician;
    std::string technician_name;
    Instant planned_start, planned_end;
    Instant started_at, ended_at;
    Minutes worked;
    std::string summary;
    std::vector<WorkItem> items;
    std::vector<TicketId> tickets_found;
    std::string correction_reason;  ///< why there is a revision after the first
    bool free_of_charge = false;    ///< under warranty, or the provider's own fault (rules.md 26)
    Json to_json() const;
    static WorkRecorded from_json(FieldReader& fields);
};

/// Written by the server when the agreed days have passed without a verification (rules.md 32). Never a signature.
struct WorkDeemedAccepted {
    static constexpr const char* type = "work_deemed_accepted";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    EventId record;        ///< the event that wrote the revision
    Digest record_digest;  ///< SHA-256 of that event's bytes
    AgreementId agreement;
    std::int32_t agreement_version = 1;
    std::int32_t days = 0;  ///< that the agreement gives the client to object
    Instant since, until;   ///< when the server received the revision, and when the days were over
    Json to_json() const;
    static WorkDeemedAccepted from_json(FieldReader& fields);
};

using WorkRecordEvent = std::variant<WorkRecorded, WorkVerified, WorkDeemedAccepted, WorkCountersigned, CountersignatureProven>;

struct WorkRevision {
    EventId event;
    Digest digest;  ///< SHA-256 of the event's bytes: what a verification signs
    WorkRecorded content;
    Instant recorded_at;
    UserId author;
    std::optional<Instant> received_at = {};  ///< by the server: from then on the client can read it
};

struct VerificationEntry {
    EventId event;
    WorkVerified content;
    Instant verified_at;
    std::optional<Instant> received_at;
    DeviceId device;
    UserId author;                             ///< who recorded it: the contact person, or the technician whose device was signed on
    std::optional<SecondKey> second_key = {};  ///< where two devices signed

    /// Whether whoever recorded it could record it so: nobody speaks for a contact person in that person's own session, and nobody but a
    /// contact person with a pen on another's device, whatever a server took in.
    bool says_who_signed() const;
};

struct DeemedAcceptance {
    EventId event;
    WorkDeemedAccepted content;
};

struct WorkRecord {
    static constexpr const char* subject_kind = "work_record";
    WorkRecordId id;
    StreamId stream;
    OrganisationId organisation;
    std::vector<WorkRevision> revisions;
    std::vector<VerificationEntry> verifications;
    std::vector<DeemedAcceptance> deemed_acceptances;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    /// The last revision that counts: of two first ones, written on two devices, only the one that the server took in first.
    const WorkRevision* latest() const;
    /// A revision or verification that broke an expectation is kept and shown, but does not count.
    bool counts(const WorkRevision& revision) const;
    bool counts(const VerificationEntry& entry) const;
    /// A countersignature that counts as soon as the contact person's device has registered its key. There may be several: the
    /// phone that answered first may never come online, and a second answer is as good.
    bool awaits_second_key(const VerificationEntry& entry) const;
    /// The verification of the latest revision that counts, if there is one.
    const VerificationEntry* verification() const;
    /// That silence accepted the latest revision; null where a verification of it counts.
    const DeemedAcceptance* deemed() const;
};

Admission admit(const WorkRecord& state, const WorkRecordEvent& event, const Context& context);
void apply(WorkRecord& state, const WorkRecordEvent& event, const StoredEvent& stored);

/// Writes the first revision from a visit that has ended, or a correction of it.
struct RecordVisitWork {
    const Visit* visit = nullptr;  ///< as it stands now; never null
    std::string summary;
    std::vector<TicketId> tickets_found = {};
    std::string correction_reason = {};
    bool free_of_charge = false;
};
struct VerifyWork {
    Decision decision = Decision::accepted;
    std::string remark;
    UserId contact;  ///< who signs; on their own session the actor
    Signature signature;
};
/// The answer of the contact person's device, taken by the technician's (core/domain/two_keys.hpp makes it).
struct CountersignWork {
    WorkCountersigned answer;
};
using WorkRecordCommand = std::variant<RecordVisitWork, VerifyWork, CountersignWork>;

Result<std::vector<WorkRecordEvent>, Refusal> decide(const WorkRecord& state, const WorkRecordCommand& command, const Context& context);

}  // namespace countersign
