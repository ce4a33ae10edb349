// Rows: what lists show of tickets, visits, work records and remote sessions, made from their states. They can be thrown away and made
// again at any time.
#pragma once

#include <string>

#include "core/domain/agreement_clock.hpp"
#include "core/domain/attachment.hpp"
#include "core/domain/remote_session.hpp"
#include "core/domain/ticket.hpp"
#include "core/domain/visit.hpp"
#include "core/domain/work_record.hpp"

namespace countersign {

struct TicketRow {
    TicketId id;
    OrganisationId organisation;
    std::int64_t number = 0;
    std::string external_number, title;
    TicketState state = TicketState::fresh;
    bool open = true;
    Priority priority = Priority::normal;
    SiteId site;
    UserId technician;
    std::string handled_by;
    VisitId visit;
    Instant opened_at, changed_at;
    std::optional<Instant> due_at;
    bool due_is_response = false;
    ServiceMode lane = ServiceMode::sla;  ///< as in work_queue.hpp
    bool stands_still = false;            ///< nobody can work on it now: what is due next waits, and is not broken
    bool pending = false, flagged = false;
    std::string search;  ///< lower case without diacritics: number, title, description, client, people
};

struct VisitRow {
    VisitId id;
    OrganisationId organisation;
    std::int64_t number = 0;
    VisitKind kind = VisitKind::maintenance;
    VisitState state = VisitState::planned;
    SiteId site;
    UserId technician;
    Instant starts_at, ends_at;
    std::optional<LocalDate> regular = {};    ///< by the agreement's rhythm
    std::string holiday = {};                 ///< key of the reason why it was moved or skipped
    std::optional<Instant> arrival_due = {};  ///< of an ordered one
    std::int64_t checks_total = 0, checks_answered = 0, faults = 0;
    bool pending = false, flagged = false;
};

/// How a work record stands: to_verify until a verification of its latest revision counts, or silence deems it accepted, which nobody
/// signed.
enum class RecordStanding { to_verify, accepted, accepted_with_remarks, rejected, deemed_accepted };
RecordStanding standing_of(const WorkRecord& record);

struct WorkRecordRow {
    WorkRecordId id;
    OrganisationId organisation;
    VisitId visit;
    int revision = 1;
    std::string technician_name, site_name;
    Instant started_at, ended_at;
    Minutes worked;
    std::int64_t checks_ok = 0, checks_total = 0, findings = 0;
    RecordStanding standing = RecordStanding::to_verify;
    std::string verified_by;
    std::optional<Instant> verified_at;
    bool pending = false;
};

struct RemoteSessionRow {
    RemoteSessionId id;
    OrganisationId organisation;
    SiteId site;
    AssetId asset;
    TicketId ticket;
    std::string operator_name, device, tool;
    Instant started_at, ended_at;
    Minutes worked;
    std::int64_t tasks = 0, failed_tasks = 0, notes = 0;
    bool pending = false, flagged = false;
};

struct AttachmentRow {
    AttachmentId id;
    OrganisationId organisation;
    Subject about;
    std::string name, media_type;
    std::int64_t bytes = 0;
    Digest sha256;
    std::int32_t width = 0, height = 0;
    UserId author;
    Instant added_at;
    bool received = false;  ///< the server has its bytes
    bool pending = false, flagged = false;

    bool picture() const { return width > 0; }
};

/// `clock`: of the agreement's version that the ticket was promised by; null where this device has none.
TicketRow row_of(const Ticket& ticket, const std::string& organisation_name, const AgreementClock* clock);
VisitRow row_of(const Visit& visit);
/// Precondition: the record has a revision.
WorkRecordRow row_of(const WorkRecord& record);
/// Precondition: the session is recorded.
RemoteSessionRow row_of(const RemoteSession& session);
/// Precondition: it was added.
AttachmentRow row_of(const Attachment& attachment);

}  // namespace countersign
