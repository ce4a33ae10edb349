// Writing an organisation's file: the log page by page, the attached bytes one by one, then what follows from the log.
#include "server/export/organisation_file.hpp"

#include <set>

#include "core/domain/subject_state.hpp"
#include "core/event/chain.hpp"
#include "core/event/codec.hpp"
#include "server/export/file_tables.hpp"
#include "server/system/version.hpp"

namespace countersign {

void write_log_event(Database& file, const StoredEvent& event) {
    const Envelope& envelope = event.envelope;
    file.prepare("INSERT INTO log_event VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)")
        .bind(1, envelope.stream.value)
        .bind(2, event.placement->seq)
        .bind(3, envelope.id.value)
        .bind(4, envelope.subject.text())
        .bind(5, envelope.type)
        .bind(6, envelope.actor.value)
        .bind(7, envelope.device.value)
        .bind(8, envelope.occurred_at.utc_ms)
        .bind(9, event.placement->received_at.utc_ms)
        .bind(10, to_hex(event.placement->chain))
        .bind_blob(11, event.bytes)
        .run();
}

void write_derived_tables(Database& file, const std::vector<StoredEvent>& log, const OrganisationId& organisation, Language language) {
    auto book = organisation_book(log);
    if (!book) throw DatabaseError{book.error()};
    Instant as_of{};
    for (const StoredEvent& event : log) as_of = std::max(as_of, event.placement->received_at);
    const auto zone = find_time_zone(book->organisation.time_zone);
    const FileSource source{log, *book, language, as_of, FileClock(zone ? **zone : **find_time_zone("Etc/UTC"))};
    write_readme(file, source, organisation);
    write_people_tables(file, source);
    write_agreement_tables(file, source);
    write_documents(file, source);
    write_ticket_tables(file, source);
    write_visit_tables(file, source);
    write_record_tables(file, source);
    write_hours_tables(file, source);
    write_history_tables(file, source);
}

namespace {

// Of one moment: what is appended meanwhile is left for the next time.
void copy_stream(EventStore& events, Database& file, const StreamId& stream, const StreamHead& head, std::vector<StoredEvent>& log) {
    for (std::int64_t seq = 0; seq < head.seq;) {
        auto page = events.read_after(stream, seq, {});
        if (!page) throw DatabaseError{page.error()};
        if (page->empty()) throw DatabaseError{{"failure.database_corrupt", "read the log", stream.value, "it ends before its head"}};
        for (LogEntry& entry : *page) {
            if (entry.event.placement.seq > head.seq) break;
            auto event = read_event(std::move(entry.event.bytes));
            if (!event) throw DatabaseError{event.error()};
            event->placement = entry.event.placement;
            seq = event->placement->seq;
            write_log_event(file, *event);
            log.push_back(std::move(*event));
        }
        if (page->back().event.placement.seq > head.seq) break;
    }
    file.prepare("INSERT INTO log_stream VALUES(?1,?2,?3)").bind(1, stream.value).bind(2, head.seq).bind(3, to_hex(head.chain)).run();
}

// One in memory at a time. What its device has not sent yet has no row.
void copy_attachments(AttachmentStore& attachments, Database& file, const std::vector<StoredEvent>& log, OrganisationFileSummary& summary) {
    std::set<std::string> ids;
    for (const StoredEvent& event : log) {
        if (event.envelope.type == AttachmentAdded::type) ids.insert(event.envelope.subject.id);
    }
    for (const std::string& id : ids) {
        auto attachment = attachments.find({id});
        if (!attachment) throw DatabaseError{attachment.error()};
        if (!*attachment) continue;
        ++summary.attachments;
        auto bytes = attachments.read(**attachment);
        if (!bytes) throw DatabaseError{bytes.error()};
        if (!*bytes) {
            ++summary.attachments_missing;
            continue;
        }
        file.prepare("INSERT OR IGNORE INTO attachment_file VALUES(?1,?2)")
            .bind(1, to_hex((*attachment)->content.sha256))
            .bind_blob(2, **bytes)
            .run();
    }
}

void write_mark(Database& file) {
    file.execute(("PRAGMA application_id=" + std::to_string(organisation_file_mark)).c_str());
    file.execute(("PRAGMA user_version=" + std::to_string(organisation_file_format)).c_str());
    add_row(file, "about", {"program", version_text});
}

}  // namespace

Result<OrganisationFileSummary, Failure> write_organisation_file(const std::string& path, EventStore& events, AttachmentStore& attachments,
                                                                 const OrganisationFileOrder& order) {
    auto heads = events.heads();
    if (!heads) return Error{heads.error()};
    std::map<StreamId, StreamHead> streams;
    for (const auto& [stream, head] : *heads) {
        const auto name = parse_stream(stream);
        if (name && name->organisation == order.organisation && order.includes(*name)) streams.emplace(stream, head);
    }
    if (streams.empty()) {
        return Error{Failure{"failure.export.unknown", "export organisation", order.organisation.value, "there is no log of it"}};
    }
    // A file that is not finished is thrown away, so nothing has to be synced to the disk on the way.
    auto file = Database::open(path, nullptr, Database::Durability::unsynced);
    if (!file) return Error{file.error()};
    OrganisationFileSummary summary;
    auto written = (*file)->guarded([&] {
        // One file without a log beside it, so that it can be carried.
        (*file)->execute("PRAGMA journal_mode=DELETE");
        (*file)->transaction([&] {
            create_file_tables(**file);
            write_mark(**file);
            std::vector<StoredEvent> log;
            for (const auto& [stream, head] : streams) copy_stream(events, **file, stream, head, log);
            copy_attachments(attachments, **file, log, summary);
            write_derived_tables(**file, log, order.organisation, order.language);
            summary.streams = streams.size();
            summary.events = static_cast<std::int64_t>(log.size());
        });
    });
    if (!written) return Error{written.error()};
    return summary;
}

}  // namespace countersign
