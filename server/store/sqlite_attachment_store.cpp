// Parts of attachments, one row each.
#include "server/store/sqlite_attachment_store.hpp"

#include "core/domain/subject_state.hpp"
#include "core/event/codec.hpp"

namespace countersign {

namespace {

using Outcome = AttachmentStanding::Outcome;

std::optional<Attachment> fold_attachment(Database& database, const Subject& subject) {
    auto query = database.prepare("SELECT bytes, seq, received_at, chain FROM event WHERE subject = ?1 ORDER BY position");
    query.bind(1, subject.text());
    std::vector<StoredEvent> events;
    while (query.step()) {
        auto event = read_event(query.blob(0));
        if (!event) throw DatabaseError{{"failure.database_corrupt", "read attachment", subject.text(), event.error().cause}};
        event->placement = Placement{query.integer(1), {query.integer(2)}, digest_from_raw(query.blob(3)).value_or(Digest{})};
        events.push_back(std::move(*event));
    }
    auto state = fold(subject, events);
    if (!state) throw DatabaseError{{"failure.database_corrupt", "read attachment", subject.text(), state.error().cause}};
    const auto* attachment = state->get_if<Attachment>();
    if (attachment == nullptr || !attachment->added) return std::nullopt;
    return *attachment;
}

AttachmentStanding standing_in(Database& database, const Attachment& attachment) {
    auto query = database.prepare("SELECT received, complete FROM attachment_blob WHERE stream = ?1 AND sha256 = ?2");
    if (!query.bind(1, attachment.stream.value).bind(2, to_hex(attachment.content.sha256)).step()) return {};
    return {Outcome::taken, query.integer(0), query.integer(1) != 0};
}

std::string bytes_in(Database& database, const Attachment& attachment) {
    auto query = database.prepare("SELECT bytes FROM attachment_part WHERE stream = ?1 AND sha256 = ?2 ORDER BY start");
    query.bind(1, attachment.stream.value).bind(2, to_hex(attachment.content.sha256));
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(attachment.content.bytes));
    while (query.step()) bytes += query.blob(0);
    return bytes;
}

std::int64_t bytes_of_organisation(Database& database, const OrganisationId& organisation) {
    auto query = database.prepare("SELECT coalesce(sum(received), 0) FROM attachment_blob WHERE organisation = ?1");
    query.bind(1, organisation.value).step();
    return query.integer(0);
}

void write_part(Database& database, const Attachment& attachment, const AttachmentPart& part) {
    database.prepare("INSERT INTO attachment_part(stream, sha256, start, bytes) VALUES(?1, ?2, ?3, ?4)")
        .bind(1, attachment.stream.value)
        .bind(2, to_hex(attachment.content.sha256))
        .bind(3, part.start)
        .bind_blob(4, part.bytes)
        .run();
}

void write_standing(Database& database, const Attachment& attachment, const AttachmentStanding& standing) {
    database
        .prepare(
            "INSERT INTO attachment_blob(stream, sha256, organisation, received, complete) VALUES(?1, ?2, ?3, ?4, ?5) "
            "ON CONFLICT(stream, sha256) DO UPDATE SET received = excluded.received, complete = excluded.complete")
        .bind(1, attachment.stream.value)
        .bind(2, to_hex(attachment.content.sha256))
        .bind(3, attachment.organisation.value)
        .bind(4, standing.received)
        .bind(5, std::int64_t{standing.complete})
        .run();
}

void throw_away(Database& database, const Attachment& attachment) {
    for (const std::string_view sql : {"DELETE FROM attachment_part WHERE stream = ?1 AND sha256 = ?2",
                                       "DELETE FROM attachment_blob WHERE stream = ?1 AND sha256 = ?2"}) {
        database.prepare(sql).bind(1, attachment.stream.value).bind(2, to_hex(attachment.content.sha256)).run();
    }
}

bool is_what_the_log_says(const Attachment& attachment, std::string_view bytes) {
    return static_cast<std::int64_t>(bytes.size()) == attachment.content.bytes && sha256(bytes) == attachment.content.sha256;
}

AttachmentStanding add_in(Database& database, const Attachment& attachment, const AttachmentPart& part, std::int64_t quota_bytes) {
    AttachmentStanding standing = standing_in(database, attachment);
    const auto size = static_cast<std::int64_t>(part.bytes.size());
    const bool fits = part.start == standing.received && size > 0 && part.start + size <= attachment.content.bytes;
    if (standing.complete || !fits) {
        if (!standing.complete) standing.outcome = Outcome::elsewhere;
        return standing;
    }
    if (bytes_of_organisation(database, attachment.organisation) + size > quota_bytes) {
        standing.outcome = Outcome::over_quota;
        return standing;
    }
    write_part(database, attachment, part);
    standing.received += size;
    standing.complete = standing.received == attachment.content.bytes;
    if (standing.complete && !is_what_the_log_says(attachment, bytes_in(database, attachment))) {
        throw_away(database, attachment);
        return {Outcome::damaged, 0, false};
    }
    write_standing(database, attachment, standing);
    return standing;
}

CheckedAttachment::State state_in(Database& database, const Attachment& attachment) {
    const AttachmentStanding standing = standing_in(database, attachment);
    if (!standing.complete) return attachment.received ? CheckedAttachment::State::missing : CheckedAttachment::State::not_sent_yet;
    const std::string bytes = bytes_in(database, attachment);
    if (bytes.empty()) return CheckedAttachment::State::missing;
    return is_what_the_log_says(attachment, bytes) ? CheckedAttachment::State::sound : CheckedAttachment::State::damaged;
}

}  // namespace

Result<std::optional<Attachment>, Failure> SqliteAttachmentStore::find(const AttachmentId& id) {
    if (!is_uuid(id.value)) return std::optional<Attachment>{};
    return database_.read([&](Database& database) { return fold_attachment(database, {Attachment::subject_kind, id.value}); });
}

Result<AttachmentStanding, Failure> SqliteAttachmentStore::standing(const Attachment& attachment) {
    return database_.read([&](Database& database) { return standing_in(database, attachment); });
}

Result<AttachmentStanding, Failure> SqliteAttachmentStore::add(const Attachment& attachment, const AttachmentPart& part,
                                                               std::int64_t quota_bytes) {
    return database_.write([&](Database& database) { return add_in(database, attachment, part, quota_bytes); });
}

Result<std::optional<std::string>, Failure> SqliteAttachmentStore::read(const Attachment& attachment) {
    return database_.read([&](Database& database) -> std::optional<std::string> {
        if (!standing_in(database, attachment).complete) return std::nullopt;
        return bytes_in(database, attachment);
    });
}

Result<std::vector<CheckedAttachment>, Failure> SqliteAttachmentStore::check_all() {
    return database_.read([](Database& database) {
        std::vector<CheckedAttachment> checked;
        // A database of an older version has no tables for them, and no attachment either.
        if (!database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'attachment_blob'").step()) return checked;
        std::vector<Subject> subjects;
        {
            // All subjects of the kind: "0" is what follows "/".
            auto query = database.prepare(
                "SELECT DISTINCT subject FROM event WHERE subject >= 'attachment/' AND subject < 'attachment0' ORDER BY subject");
            while (query.step()) {
                if (auto subject = Subject::parse(query.text(0))) subjects.push_back(std::move(*subject));
            }
        }
        for (const Subject& subject : subjects) {
            const auto attachment = fold_attachment(database, subject);
            if (attachment) checked.push_back({attachment->id, attachment->stream, attachment->content, state_in(database, *attachment)});
        }
        return checked;
    });
}

}  // namespace countersign
