// Making rows from states.
#include "core/projection/rows.hpp"

#include "core/domain/work_queue.hpp"
#include "core/i18n/search_fold.hpp"

namespace countersign {

TicketRow row_of(const Ticket& ticket, const std::string& organisation_name, const AgreementClock* clock) {
    TicketRow row;
    row.id = ticket.id;
    row.organisation = ticket.organisation;
    row.number = ticket.number;
    row.external_number = ticket.external_number;
    row.title = ticket.title;
    row.state = ticket.state;
    row.open = ticket.open();
    row.priority = ticket.priority;
    row.site = ticket.site;
    row.technician = ticket.technician;
    row.handled_by = ticket.handled_by;
    row.visit = ticket.visit;
    row.opened_at = ticket.opened_at;
    row.changed_at = ticket.changed_at;
    if (const auto due = next_due(ticket, clock)) {
        row.due_at = due->at;
        row.due_is_response = due->measure == Measure::first_response || due->measure == Measure::next_response;
    }
    const QueueItem item = queue_item_of(ticket, clock);
    row.lane = item.mode;
    row.stands_still = item.paused;
    row.pending = ticket.pending;
    row.flagged = !ticket.flags.empty();
    const std::string number = ticket.number == 0 ? std::string{} : "cs-" + std::to_string(ticket.number);
    row.search = fold_for_search(number + " " + ticket.external_number + " " + ticket.title + " " + ticket.description + " " +
                                 organisation_name + " " + ticket.handled_by + " " + ticket.reporter_name);
    return row;
}

VisitRow row_of(const Visit& visit) {
    VisitRow row;
    row.id = visit.id;
    row.organisation = visit.organisation;
    row.number = visit.number;
    row.kind = visit.kind;
    row.state = visit.state;
    row.site = visit.site;
    row.technician = visit.technician;
    row.starts_at = visit.starts_at;
    row.ends_at = visit.ends_at;
    row.regular = visit.regular;
    row.holiday = visit.holiday;
    if (visit.order) row.arrival_due = visit.order->arrival_due;
    row.checks_total = static_cast<std::int64_t>(visit.checks_total());
    row.checks_answered = static_cast<std::int64_t>(visit.checks_answered());
    row.faults = static_cast<std::int64_t>(visit.faults());
    row.pending = visit.pending;
    row.flagged = !visit.flags.empty();
    return row;
}

RecordStanding standing_of(const WorkRecord& record) {
    if (const VerificationEntry* verification = record.verification()) {
        switch (verification->content.decision) {
            case Decision::accepted:
                return RecordStanding::accepted;
            case Decision::accepted_with_remarks:
                return RecordStanding::accepted_with_remarks;
            case Decision::rejected:
                return RecordStanding::rejected;
        }
    }
    return record.deemed() == nullptr ? RecordStanding::to_verify : RecordStanding::deemed_accepted;
}

WorkRecordRow row_of(const WorkRecord& record) {
    const WorkRecorded& content = record.latest()->content;
    WorkRecordRow row;
    row.id = record.id;
    row.organisation = record.organisation;
    row.visit = content.visit;
    row.revision = content.revision;
    row.technician_name = content.technician_name;
    row.site_name = content.site_name;
    row.started_at = content.started_at;
    row.ended_at = content.ended_at;
    row.worked = content.worked;
    for (const WorkItem& item : content.items) {
        row.checks_ok += item.checks_ok;
        row.checks_total += item.checks_total;
        row.findings += static_cast<std::int64_t>(item.findings.size());
    }
    row.standing = standing_of(record);
    if (const VerificationEntry* verification = record.verification()) {
        row.verified_by = verification->content.contact_name;
        row.verified_at = verification->verified_at;
    } else if (const DeemedAcceptance* deemed = record.deemed()) {
        // Nobody verified it: no name.
        row.verified_at = deemed->content.until;
    }
    row.pending = record.pending;
    return row;
}

RemoteSessionRow row_of(const RemoteSession& session) {
    const RemoteSessionRecorded& content = *session.content;
    RemoteSessionRow row;
    row.id = session.id;
    row.organisation = session.organisation;
    row.site = content.site;
    row.asset = content.asset;
    row.ticket = content.ticket;
    row.operator_name = content.operator_name;
    row.device = content.device;
    row.tool = content.tool;
    row.started_at = content.started_at;
    row.ended_at = content.ended_at;
    row.worked = content.worked;
    row.tasks = static_cast<std::int64_t>(session.tasks.size());
    row.failed_tasks = static_cast<std::int64_t>(session.failed_tasks());
    row.notes = static_cast<std::int64_t>(session.notes.size());
    row.pending = session.pending;
    row.flagged = !session.flags.empty();
    return row;
}

AttachmentRow row_of(const Attachment& attachment) {
    const AttachmentAdded& content = attachment.content;
    return {attachment.id,       attachment.organisation,
            content.about,       content.name,
            content.media_type,  content.bytes,
            content.sha256,      content.width,
            content.height,      attachment.author,
            attachment.added_at, attachment.received,
            attachment.pending,  !attachment.flags.empty()};
}

}  // namespace countersign
