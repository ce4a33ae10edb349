// Work records, remote sessions, hours, settlements, attachments and the history as rows.
#include <algorithm>

#include "core/domain/attachment.hpp"
#include "core/domain/remote_session.hpp"
#include "core/projection/work_under_agreement.hpp"
#include "server/export/file_tables.hpp"

namespace countersign {

namespace {

const char* signed_on_name(SignedOn place) {
    switch (place) {
        case SignedOn::own_session:
            return "own_session";
        case SignedOn::technicians_device:
            return "technicians_device";
        case SignedOn::two_devices:
            return "two_devices";
    }
    return "";
}

void write_revision(Database& file, const WorkRecord& record, const WorkRevision& revision, const FileSource& source) {
    const WorkRecorded& content = revision.content;
    add_row(
        file, "work_record",
        {record.id.value, content.revision, revision.event.value, to_hex(revision.digest), record.counts(revision), id_cell(content.visit),
         id_cell(content.ticket), content.agreement_number, content.site_name,
         content.technician_name.empty() ? source.person(content.technician) : content.technician_name, source.clock(content.planned_start),
         source.clock(content.planned_end), source.clock(content.started_at), source.clock(content.ended_at), content.worked.count,
         content.summary, content.correction_reason, content.free_of_charge, source.clock(revision.recorded_at)});
    std::int64_t position = 0;
    for (const WorkItem& item : content.items) {
        add_row(file, "work_item",
                {revision.event.value, ++position, item.name, item.place, item.checks_ok, item.checks_total, joined(item.findings)});
    }
}

void write_sessions(Database& file, const FileSource& source) {
    for (const SubjectState& other : source.book.others) {
        const auto* session = other.get_if<RemoteSession>();
        if (session == nullptr || !session->content) continue;
        const RemoteSessionRecorded& content = *session->content;
        std::vector<std::string> notes;
        for (const RemoteSessionNote& note : session->notes) notes.push_back(note.text);
        add_row(file, "remote_session",
                {session->id.value, source.clock(content.started_at), source.clock(content.ended_at), content.worked.count,
                 content.operator_name, content.device, content.tool, id_cell(content.ticket), content.description, content.free_of_charge,
                 joined(notes)});
        for (const RemoteTask& task : session->tasks) {
            add_row(file, "remote_task",
                    {session->id.value, task.event.value, task.content.task, source.clock(task.content.started_at),
                     task.content.exit_code ? Cell(std::int64_t{*task.content.exit_code}) : Cell(std::nullopt)});
        }
    }
}

void write_attachments(Database& file, const FileSource& source) {
    for (const SubjectState& other : source.book.others) {
        const auto* attachment = other.get_if<Attachment>();
        if (attachment == nullptr || !attachment->added) continue;
        const AttachmentAdded& content = attachment->content;
        add_row(file, "attachment",
                {attachment->id.value, content.about.text(), content.name, content.media_type, content.bytes, to_hex(content.sha256),
                 source.person(attachment->author), source.clock(attachment->added_at), attachment->received});
    }
}

}  // namespace

void write_record_tables(Database& file, const FileSource& source) {
    for (const WorkRecord& record : source.book.records) {
        for (const WorkRevision& revision : record.revisions) write_revision(file, record, revision, source);
        for (const VerificationEntry& entry : record.verifications) {
            const WorkVerified& content = entry.content;
            add_row(file, "verification",
                    {record.id.value, entry.event.value, content.record.value, to_hex(content.record_digest), record.counts(entry),
                     decision_name(content.decision), content.contact_name, content.remark, signed_on_name(content.signed_on),
                     entry.device.value, entry.second_key ? Cell(entry.second_key->device.value) : Cell(std::nullopt),
                     entry.second_key ? Cell(entry.second_key->proven) : Cell(std::nullopt), source.clock(entry.verified_at),
                     source.clock(entry.received_at)});
        }
        for (const DeemedAcceptance& deemed : record.deemed_acceptances) {
            add_row(file, "verification",
                    {record.id.value, deemed.event.value, deemed.content.record.value, to_hex(deemed.content.record_digest),
                     record.deemed() == &deemed, "deemed_accepted", std::nullopt, std::nullopt, "silence", std::nullopt, std::nullopt,
                     std::nullopt, source.clock(deemed.content.until), std::nullopt});
        }
    }
    write_sessions(file, source);
    write_attachments(file, source);
}

void write_hours_tables(Database& file, const FileSource& source) {
    const OrganisationBook& book = source.book;
    for (const Agreement& agreement : book.agreements) {
        const auto account = book.accounts.find(agreement.id);
        const std::vector<WorkUnderAgreement> work = work_of(book, agreement);
        std::map<HoursEntryId, std::string> texts;
        for (const WorkUnderAgreement& one : work) texts[one.entry.id] = one.text;
        const LocalDate as_of = to_local(book.zone_of(agreement), source.as_of).date;
        const HoursAccount none{};
        const HoursAccount& standing = account == book.accounts.end() ? none : account->second;
        std::int64_t position = 0, balance = 0;
        for (const HoursLine& line : standing_ledger_of(agreement, standing, hours_entries_of(work), as_of).lines) {
            balance += line.effect.count;
            const auto package = standing.package_names.find(line.entitlement);
            const auto text = texts.find(line.entry);
            add_row(
                file, "hours_line",
                {agreement.id.value, ++position, to_iso_text(line.date), hours_line_kind_name(line.kind), line.minutes.count,
                 line.effect.count, balance, package == standing.package_names.end() ? id_cell(line.entitlement) : Cell(package->second),
                 id_cell(line.entry), text == texts.end() ? Cell(std::nullopt) : Cell(text->second), line.after_hours});
        }
    }
    for (const auto& [agreement, settlement] : book.settlements) {
        for (const IssuedSettlement& issued : settlement.issued) {
            const SettlementIssued& content = issued.content;
            add_row(file, "settlement",
                    {issued.event.value, agreement.value, to_iso_text(content.from), to_iso_text(content.to),
                     content.money ? Cell(currency_codes[static_cast<std::size_t>(content.money->currency)]) : Cell(std::nullopt),
                     content.net_minor, content.vat_minor, content.gross_minor, content.corrects, issued.answer.has_value(),
                     issued.answer ? Cell(issued.answer->approved) : Cell(std::nullopt),
                     issued.answer ? Cell(issued.answer->remark) : Cell(std::nullopt), to_hex(content.statement)});
        }
        for (const auto& [month, credits] : settlement.credits) {
            add_row(file, "credit",
                    {agreement.value, to_iso_text(month).substr(0, 7), credits.owed_minor, credits.sum_minor, credits.cap_minor});
        }
    }
}

void write_history_tables(Database& file, const FileSource& source) {
    for (const StoredEvent& event : source.log) {
        const Envelope& envelope = event.envelope;
        add_row(file, "history",
                {envelope.stream.value, event.placement->seq, envelope.subject.text(), envelope.type, source.person(envelope.actor),
                 source.clock(envelope.occurred_at), source.clock(event.placement->received_at)});
        if (envelope.type != FactFlagged::type) continue;
        const auto body = read_body(envelope);
        const auto* flagged = body ? body->get_if<FactFlagged>() : nullptr;
        if (flagged == nullptr) continue;
        Json params(flagged->flag.expectation.params);
        add_row(file, "flag",
                {envelope.stream.value, event.placement->seq, flagged->flag.event.value,
                 flagged->flag.expectation.key + (params.empty() ? "" : " " + write_json(params))});
    }
}

}  // namespace countersign
