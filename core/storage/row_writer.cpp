// Rows into their tables.
#include "core/storage/row_writer.hpp"

#include "core/domain/organisation.hpp"

namespace countersign {

namespace {

std::optional<std::int64_t> ms(const std::optional<Instant>& instant) { return instant ? std::optional(instant->utc_ms) : std::nullopt; }

bool write(Database& database, const Organisation& organisation) {
    if (!organisation.registered && !organisation.introduced) return false;
    database.prepare("INSERT OR REPLACE INTO organisation_row(id, name, time_zone) VALUES(?1, ?2, ?3)")
        .bind(1, organisation.id.value)
        .bind(2, organisation.name)
        .bind(3, organisation.time_zone)
        .run();
    return true;
}

bool write(Database& database, const Agreement& agreement) {
    // A draft promises nothing yet.
    const AgreementVersion* first = agreement.first_signed();
    if (first == nullptr) return false;
    database.prepare("INSERT OR REPLACE INTO agreement_row(id, organisation, number, valid_from, ends_at) VALUES(?1, ?2, ?3, ?4, ?5)")
        .bind(1, agreement.id.value)
        .bind(2, agreement.organisation.value)
        .bind(3, agreement.number())
        .bind(4, first->takes_effect.utc_ms)
        .bind(5, ms(agreement.over_at()))
        .run();
    return true;
}

std::string organisation_name(Database& database, const OrganisationId& id) {
    auto query = database.prepare("SELECT name FROM organisation_row WHERE id = ?1");
    query.bind(1, id.value);
    return query.step() ? query.text(0) : std::string{};
}

bool write(Database& database, const Ticket& ticket, const AgreementClock* clock) {
    // A note may arrive before the ticket it belongs to; the row comes with the opening.
    if (!ticket.opened) return false;
    const TicketRow row = row_of(ticket, organisation_name(database, ticket.organisation), clock);
    database
        .prepare(
            "INSERT INTO ticket_row(id, organisation, number, external_number, title, state, is_open, priority, site, technician, "
            "handled_by, "
            "visit, opened_at, changed_at, due_at, due_is_response, pending, flagged, search, lane, stands_still) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21) "
            "ON CONFLICT(id) DO UPDATE SET number = excluded.number, external_number = excluded.external_number, title = excluded.title, "
            "state = excluded.state, is_open = excluded.is_open, priority = excluded.priority, site = excluded.site, "
            "technician = excluded.technician, handled_by = excluded.handled_by, visit = excluded.visit, opened_at = excluded.opened_at, "
            "changed_at = excluded.changed_at, due_at = excluded.due_at, due_is_response = excluded.due_is_response, "
            "pending = excluded.pending, flagged = excluded.flagged, search = excluded.search, lane = excluded.lane, "
            "stands_still = excluded.stands_still")
        .bind(1, row.id.value)
        .bind(2, row.organisation.value)
        .bind(3, row.number)
        .bind(4, row.external_number)
        .bind(5, row.title)
        .bind(6, static_cast<std::int64_t>(row.state))
        .bind(7, std::int64_t{row.open})
        .bind(8, static_cast<std::int64_t>(row.priority))
        .bind(9, row.site.value)
        .bind(10, row.technician.value)
        .bind(11, row.handled_by)
        .bind(12, row.visit.value)
        .bind(13, row.opened_at.utc_ms)
        .bind(14, row.changed_at.utc_ms)
        .bind(15, ms(row.due_at))
        .bind(16, std::int64_t{row.due_is_response})
        .bind(17, std::int64_t{row.pending})
        .bind(18, std::int64_t{row.flagged})
        .bind(19, row.search)
        .bind(20, static_cast<std::int64_t>(row.lane))
        .bind(21, std::int64_t{row.stands_still})
        .run();
    return true;
}

bool write(Database& database, const Visit& visit) {
    if (!visit.known()) return false;
    const VisitRow row = row_of(visit);
    database
        .prepare(
            "INSERT OR REPLACE INTO visit_row(id, organisation, number, kind, state, site, technician, starts_at, ends_at, checks_total, "
            "checks_answered, faults, pending, flagged, regular, holiday, arrival_due) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)")
        .bind(1, row.id.value)
        .bind(2, row.organisation.value)
        .bind(3, row.number)
        .bind(4, static_cast<std::int64_t>(row.kind))
        .bind(5, static_cast<std::int64_t>(row.state))
        .bind(6, row.site.value)
        .bind(7, row.technician.value)
        .bind(8, row.starts_at.utc_ms)
        .bind(9, row.ends_at.utc_ms)
        .bind(10, row.checks_total)
        .bind(11, row.checks_answered)
        .bind(12, row.faults)
        .bind(13, std::int64_t{row.pending})
        .bind(14, std::int64_t{row.flagged})
        .bind(15, row.regular ? to_iso_text(*row.regular) : std::string{})
        .bind(16, row.holiday)
        .bind(17, ms(row.arrival_due))
        .run();
    return true;
}

bool write(Database& database, const WorkRecord& record) {
    if (record.latest() == nullptr) return false;
    const WorkRecordRow row = row_of(record);
    database
        .prepare(
            "INSERT OR REPLACE INTO work_record_row(id, organisation, visit, revision, technician_name, site_name, started_at, ended_at, "
            "worked_minutes, checks_ok, checks_total, findings, decision, verified_by, verified_at, pending) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)")
        .bind(1, row.id.value)
        .bind(2, row.organisation.value)
        .bind(3, row.visit.value)
        .bind(4, std::int64_t{row.revision})
        .bind(5, row.technician_name)
        .bind(6, row.site_name)
        .bind(7, row.started_at.utc_ms)
        .bind(8, row.ended_at.utc_ms)
        .bind(9, row.worked.count)
        .bind(10, row.checks_ok)
        .bind(11, row.checks_total)
        .bind(12, row.findings)
        .bind(13, static_cast<std::int64_t>(row.standing))
        .bind(14, row.verified_by)
        .bind(15, ms(row.verified_at))
        .bind(16, std::int64_t{row.pending})
        .run();
    return true;
}

bool write(Database& database, const RemoteSession& session) {
    // A task may arrive before its session.
    if (!session.content) return false;
    const RemoteSessionRow row = row_of(session);
    database
        .prepare(
            "INSERT OR REPLACE INTO remote_session_row(id, organisation, site, asset, ticket, operator_name, device, tool, started_at, "
            "ended_at, worked_minutes, tasks, failed_tasks, notes, pending, flagged) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)")
        .bind(1, row.id.value)
        .bind(2, row.organisation.value)
        .bind(3, row.site.value)
        .bind(4, row.asset.value)
        .bind(5, row.ticket.value)
        .bind(6, row.operator_name)
        .bind(7, row.device)
        .bind(8, row.tool)
        .bind(9, row.started_at.utc_ms)
        .bind(10, row.ended_at.utc_ms)
        .bind(11, row.worked.count)
        .bind(12, row.tasks)
        .bind(13, row.failed_tasks)
        .bind(14, row.notes)
        .bind(15, std::int64_t{row.pending})
        .bind(16, std::int64_t{row.flagged})
        .run();
    return true;
}

bool write(Database& database, const Attachment& attachment) {
    if (!attachment.added) return false;
    const AttachmentRow row = row_of(attachment);
    database
        .prepare(
            "INSERT OR REPLACE INTO attachment_row(id, organisation, about, name, media_type, bytes, sha256, width, height, author, "
            "added_at, received, pending, flagged) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")
        .bind(1, row.id.value)
        .bind(2, row.organisation.value)
        .bind(3, row.about.text())
        .bind(4, row.name)
        .bind(5, row.media_type)
        .bind(6, row.bytes)
        .bind(7, to_hex(row.sha256))
        .bind(8, std::int64_t{row.width})
        .bind(9, std::int64_t{row.height})
        .bind(10, row.author.value)
        .bind(11, row.added_at.utc_ms)
        .bind(12, std::int64_t{row.received})
        .bind(13, std::int64_t{row.pending})
        .bind(14, std::int64_t{row.flagged})
        .run();
    return true;
}

void remove_rows(Database& database, const Subject& subject) {
    const auto remove = [&](std::string_view sql) { database.prepare(sql).bind(1, subject.id).run(); };
    if (subject.kind == Ticket::subject_kind) remove("DELETE FROM ticket_row WHERE id = ?1");
    if (subject.kind == Visit::subject_kind) remove("DELETE FROM visit_row WHERE id = ?1");
    if (subject.kind == WorkRecord::subject_kind) remove("DELETE FROM work_record_row WHERE id = ?1");
    if (subject.kind == RemoteSession::subject_kind) remove("DELETE FROM remote_session_row WHERE id = ?1");
    if (subject.kind == Attachment::subject_kind) remove("DELETE FROM attachment_row WHERE id = ?1");
    if (subject.kind == Organisation::subject_kind) remove("DELETE FROM organisation_row WHERE id = ?1");
    if (subject.kind == Agreement::subject_kind) remove("DELETE FROM agreement_row WHERE id = ?1");
}

}  // namespace

void write_rows(Database& database, const Subject& subject, const SubjectState& state, const AgreementClock* clock) {
    // What is not there yet has no row, and what is not there any more must lose it: an opening that the server refused, for instance.
    bool there = false;
    if (const auto* ticket = state.get_if<Ticket>()) there = write(database, *ticket, clock);
    if (const auto* visit = state.get_if<Visit>()) there = write(database, *visit);
    if (const auto* record = state.get_if<WorkRecord>()) there = write(database, *record);
    if (const auto* session = state.get_if<RemoteSession>()) there = write(database, *session);
    if (const auto* attachment = state.get_if<Attachment>()) there = write(database, *attachment);
    if (const auto* organisation = state.get_if<Organisation>()) there = write(database, *organisation);
    if (const auto* agreement = state.get_if<Agreement>()) there = write(database, *agreement);
    // Kinds that no list shows have none to remove either.
    if (!there) remove_rows(database, subject);
}

}  // namespace countersign
