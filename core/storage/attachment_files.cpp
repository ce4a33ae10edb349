// Files in parts, in three tables of the device's database.
#include "core/storage/attachment_files.hpp"

namespace countersign {

namespace {

Digest digest_of(const std::string& hex) { return digest_from_hex(hex).value_or(Digest{}); }

constexpr std::string_view next_upload_sql =
    "SELECT u.attachment, u.sha256, f.bytes, u.sent, u.problem FROM attachment_upload u JOIN attachment_file f ON f.sha256 = u.sha256 "
    "WHERE u.problem = '' AND EXISTS(SELECT 1 FROM event WHERE subject = (SELECT number FROM subject_name WHERE name = "
    "'attachment/' || u.attachment) AND seq IS NOT NULL) "
    "ORDER BY u.attachment LIMIT 1";
constexpr std::string_view upload_sql =
    "SELECT u.attachment, u.sha256, f.bytes, u.sent, u.problem FROM attachment_upload u JOIN attachment_file f ON f.sha256 = u.sha256 "
    "WHERE u.attachment = ?1";

AttachmentUpload upload_in(const Statement& row) {
    return {{row.text(0)}, digest_of(row.text(1)), row.integer(2), row.integer(3), row.text(4)};
}

void drop_file(Database& database, const std::string& sha256) {
    database.prepare("DELETE FROM attachment_part WHERE sha256 = ?1").bind(1, sha256).run();
    database.prepare("DELETE FROM attachment_file WHERE sha256 = ?1").bind(1, sha256).run();
}

}  // namespace

Result<void, Failure> AttachmentFiles::keep(std::string_view bytes, Instant now) {
    const std::string sha256 = to_hex(countersign::sha256(bytes));
    return database_.guarded([&] {
        database_.transaction([&] {
            drop_file(database_, sha256);
            database_.prepare("INSERT INTO attachment_file(sha256, bytes, looked_at) VALUES(?1, ?2, ?3)")
                .bind(1, sha256)
                .bind(2, static_cast<std::int64_t>(bytes.size()))
                .bind(3, now.utc_ms)
                .run();
            for (std::size_t start = 0; start < bytes.size(); start += attachment_part_bytes) {
                database_.prepare("INSERT INTO attachment_part(sha256, start, bytes) VALUES(?1, ?2, ?3)")
                    .bind(1, sha256)
                    .bind(2, static_cast<std::int64_t>(start))
                    .bind_blob(3, bytes.substr(start, attachment_part_bytes))
                    .run();
            }
        });
    });
}

bool AttachmentFiles::has(const Digest& sha256) {
    auto found = database_.guarded(
        [&] { return database_.prepare("SELECT 1 FROM attachment_file WHERE sha256 = ?1").bind(1, to_hex(sha256)).step(); });
    return found && *found;
}

Result<std::optional<std::string>, Failure> AttachmentFiles::read(const Digest& sha256) {
    return database_.guarded([&]() -> std::optional<std::string> {
        auto file = database_.prepare("SELECT bytes FROM attachment_file WHERE sha256 = ?1");
        if (!file.bind(1, to_hex(sha256)).step()) return std::nullopt;
        std::string bytes;
        bytes.reserve(static_cast<std::size_t>(file.integer(0)));
        auto part = database_.prepare("SELECT bytes FROM attachment_part WHERE sha256 = ?1 ORDER BY start");
        part.bind(1, to_hex(sha256));
        while (part.step()) bytes += part.blob(0);
        if (countersign::sha256(bytes) != sha256) {
            throw DatabaseError{{"failure.attachment.damaged", "read attachment", to_hex(sha256), "its bytes have another SHA-256"}};
        }
        return bytes;
    });
}

Result<std::string, Failure> AttachmentFiles::read_part(const Digest& sha256, std::int64_t start) {
    return database_.guarded([&] {
        const std::int64_t inside = start % static_cast<std::int64_t>(attachment_part_bytes);
        auto part = database_.prepare("SELECT substr(bytes, ?3) FROM attachment_part WHERE sha256 = ?1 AND start = ?2");
        if (!part.bind(1, to_hex(sha256)).bind(2, start - inside).bind(3, inside + 1).step() || part.blob(0).empty()) {
            throw DatabaseError{{"failure.attachment.damaged", "read attachment", to_hex(sha256), "a part of it is missing"}};
        }
        return part.blob(0);
    });
}

Result<void, Failure> AttachmentFiles::looked_at(const Digest& sha256, Instant now) {
    return database_.guarded([&] {
        database_.prepare("UPDATE attachment_file SET looked_at = ?2 WHERE sha256 = ?1").bind(1, to_hex(sha256)).bind(2, now.utc_ms).run();
    });
}

Result<void, Failure> AttachmentFiles::drop(const Digest& sha256) {
    return database_.guarded([&] {
        database_.transaction([&] {
            const std::string hex = to_hex(sha256);
            if (database_.prepare("SELECT 1 FROM attachment_upload WHERE sha256 = ?1").bind(1, hex).step()) return;
            drop_file(database_, hex);
        });
    });
}

Result<void, Failure> AttachmentFiles::enqueue(const AttachmentId& attachment, const Digest& sha256) {
    return database_.guarded([&] {
        database_.prepare("INSERT INTO attachment_upload(attachment, sha256, sent, problem) VALUES(?1, ?2, 0, '')")
            .bind(1, attachment.value)
            .bind(2, to_hex(sha256))
            .run();
    });
}

Result<std::optional<AttachmentUpload>, Failure> AttachmentFiles::next_upload() {
    return database_.guarded([&]() -> std::optional<AttachmentUpload> {
        // An entry that its author gave up has nothing to send any more.
        database_.execute(
            "DELETE FROM attachment_upload WHERE NOT EXISTS(SELECT 1 FROM event WHERE subject = (SELECT number FROM subject_name WHERE "
            "name = 'attachment/' || attachment_upload.attachment))");
        auto query = database_.prepare(next_upload_sql);
        if (!query.step()) return std::nullopt;
        return upload_in(query);
    });
}

std::optional<AttachmentUpload> AttachmentFiles::upload_of(const AttachmentId& attachment) {
    auto found = database_.guarded([&]() -> std::optional<AttachmentUpload> {
        auto query = database_.prepare(upload_sql);
        if (!query.bind(1, attachment.value).step()) return std::nullopt;
        return upload_in(query);
    });
    return found ? *found : std::nullopt;
}

std::size_t AttachmentFiles::uploads_left() {
    auto count = database_.guarded([&] {
        auto query = database_.prepare("SELECT count(*) FROM attachment_upload");
        query.step();
        return static_cast<std::size_t>(query.integer(0));
    });
    // The failure stays in the database's `take_last_failure`; what cannot be counted is not said to be nothing.
    return count ? *count : 1;
}

Result<void, Failure> AttachmentFiles::note_sent(const AttachmentId& attachment, std::int64_t sent) {
    return database_.guarded([&] {
        database_.prepare("UPDATE attachment_upload SET sent = ?2 WHERE attachment = ?1").bind(1, attachment.value).bind(2, sent).run();
    });
}

Result<void, Failure> AttachmentFiles::finish_upload(const AttachmentId& attachment) {
    return database_.guarded(
        [&] { database_.prepare("DELETE FROM attachment_upload WHERE attachment = ?1").bind(1, attachment.value).run(); });
}

Result<void, Failure> AttachmentFiles::hold_upload(const AttachmentId& attachment, const std::string& problem_key) {
    return database_.guarded([&] {
        database_.prepare("UPDATE attachment_upload SET problem = ?2 WHERE attachment = ?1")
            .bind(1, attachment.value)
            .bind(2, problem_key)
            .run();
    });
}

std::int64_t AttachmentFiles::bytes_held() {
    auto sum = database_.guarded([&] {
        auto query = database_.prepare("SELECT coalesce(sum(bytes), 0) FROM attachment_file");
        query.step();
        return query.integer(0);
    });
    return sum ? *sum : 0;
}

Result<std::size_t, Failure> AttachmentFiles::evict(std::int64_t bytes_max, const std::set<std::string>& needed_sha256) {
    return database_.guarded([&] {
        std::size_t gone = 0;
        database_.transaction([&] {
            std::int64_t held = 0;
            std::vector<std::pair<std::string, std::int64_t>> copies;
            {
                auto query = database_.prepare(
                    "SELECT sha256, bytes, EXISTS(SELECT 1 FROM attachment_upload u WHERE u.sha256 = attachment_file.sha256) "
                    "FROM attachment_file ORDER BY looked_at, sha256");
                while (query.step()) {
                    held += query.integer(1);
                    if (query.integer(2) == 0 && needed_sha256.count(query.text(0)) == 0) {
                        copies.emplace_back(query.text(0), query.integer(1));
                    }
                }
            }
            for (const auto& [sha256, bytes] : copies) {
                if (held <= bytes_max) break;
                drop_file(database_, sha256);
                held -= bytes;
                ++gone;
            }
        });
        return gone;
    });
}

}  // namespace countersign
