// The migrations, in order. Never change one that was released: add the next.
#include "server/store/store_schema.hpp"

#include <array>

namespace countersign {

namespace {

// `position` is the order in which events arrived over all streams: the order in which the events of one subject are folded.
constexpr const char* first_tables = R"sql(
CREATE TABLE event(
  position INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  bytes BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  chain BLOB NOT NULL);
CREATE UNIQUE INDEX event_by_seq ON event(stream, seq);
CREATE INDEX event_by_subject ON event(subject);
CREATE TABLE stream(id TEXT PRIMARY KEY, seq INTEGER NOT NULL, received_at INTEGER NOT NULL, chain BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE number_series(kind TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE account(
  user TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE account_organisation(
  user TEXT NOT NULL REFERENCES account(user) ON DELETE CASCADE,
  organisation TEXT NOT NULL,
  PRIMARY KEY(user, organisation)) WITHOUT ROWID;
CREATE TABLE session(
  token_digest BLOB PRIMARY KEY,
  user TEXT NOT NULL REFERENCES account(user) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX session_by_expiry ON session(expires_at);
CREATE INDEX session_by_user ON session(user);
)sql";

// Made from the log and made again from it: an organisation that stands here itself is looked through as a whole, as after a change of its
// agreement, and so is every one from before there was this table.
constexpr const char* awaited_answers = R"sql(
CREATE TABLE awaited_answer(subject TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX awaited_answer_by_time ON awaited_answer(until);
INSERT INTO awaited_answer(subject, until) SELECT 'organisation/' || substr(id, 5, 36), 0 FROM stream WHERE id LIKE 'org/%/shared';
)sql";

// Open tickets from before warnings were told are looked at too.
constexpr const char* awaited_warnings = R"sql(
INSERT INTO awaited_answer(subject, until) SELECT 'organisation/' || substr(id, 5, 36), 0 FROM stream WHERE id LIKE 'org/%/shared'
  ON CONFLICT(subject) DO UPDATE SET until = 0;
)sql";

// Sessions from before get an id that their owner can name them by. `second_factor.last_step` is the newest 30 seconds of which a code was
// used: an older or the same one never counts again.
constexpr const char* people_and_devices = R"sql(
ALTER TABLE account ADD COLUMN deactivated_at INTEGER;
ALTER TABLE session ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN client TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN last_used_at INTEGER NOT NULL DEFAULT 0;
UPDATE session SET id = lower(hex(randomblob(16))), last_used_at = created_at;
CREATE TABLE known_browser(
  token_digest BLOB NOT NULL,
  user TEXT NOT NULL REFERENCES account(user) ON DELETE CASCADE,
  last_used_at INTEGER NOT NULL,
  PRIMARY KEY(token_digest, user)) WITHOUT ROWID;
CREATE INDEX known_browser_by_user ON known_browser(user);
CREATE TABLE second_factor(
  user TEXT PRIMARY KEY REFERENCES account(user) ON DELETE CASCADE,
  sealed_secret BLOB NOT NULL,
  confirmed INTEGER NOT NULL,
  last_step INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE recovery_code(
  user TEXT NOT NULL REFERENCES account(user) ON DELETE CASCADE,
  code_digest BLOB NOT NULL,
  PRIMARY KEY(user, code_digest)) WITHOUT ROWID;
CREATE TABLE invitation(
  id TEXT PRIMARY KEY,
  token_digest BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  user TEXT NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  invited_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE invitation_organisation(
  invitation TEXT NOT NULL REFERENCES invitation(id) ON DELETE CASCADE,
  organisation TEXT NOT NULL,
  PRIMARY KEY(invitation, organisation)) WITHOUT ROWID;
CREATE TABLE device(
  user TEXT NOT NULL REFERENCES account(user) ON DELETE CASCADE,
  id TEXT NOT NULL,
  client TEXT NOT NULL,
  first_contact_at INTEGER NOT NULL,
  last_contact_at INTEGER NOT NULL,
  cursors_total INTEGER NOT NULL,
  wipe_asked_at INTEGER,
  wiped_at INTEGER,
  PRIMARY KEY(user, id)) WITHOUT ROWID;
)sql";

// Bytes of attachments; `received` of a blob is how many bytes its parts have together.
constexpr const char* attachment_bytes = R"sql(
CREATE TABLE attachment_blob(
  stream TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  organisation TEXT NOT NULL,
  received INTEGER NOT NULL,
  complete INTEGER NOT NULL,
  PRIMARY KEY(stream, sha256)) WITHOUT ROWID;
CREATE INDEX attachment_blob_by_organisation ON attachment_blob(organisation, received);
CREATE TABLE attachment_part(
  stream TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  start INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY(stream, sha256, start));
)sql";

constexpr std::array<const char*, 5> steps{first_tables, awaited_answers, awaited_warnings, people_and_devices, attachment_bytes};

std::int64_t version_of(Database& database) {
    auto query = database.prepare("PRAGMA user_version");
    query.step();
    return query.integer(0);
}

std::optional<Failure> newer_than(std::int64_t known, std::int64_t version) {
    if (version <= known) return std::nullopt;
    return Failure{"failure.database_newer",
                   "open the database",
                   {},
                   "its version is " + std::to_string(version) + ", this program knows " + std::to_string(known)};
}

}  // namespace

std::int64_t store_schema_version() { return static_cast<std::int64_t>(steps.size()); }

Result<void, Failure> check_store_version(Database& database) {
    auto version = database.guarded([&] { return version_of(database); });
    if (!version) return Error{version.error()};
    if (auto newer = newer_than(store_schema_version(), *version)) return Error{std::move(*newer)};
    return {};
}

Result<void, Failure> migrate_store(Database& database) { return migrate_by(database, {steps.begin(), steps.end()}); }

Result<void, Failure> migrate_by(Database& database, const std::vector<const char*>& migrations) {
    const auto target = static_cast<std::int64_t>(migrations.size());
    std::optional<Failure> newer;
    auto done = database.guarded([&] {
        // The version is read inside the transaction: two programs that start at once must not both take the first step.
        database.transaction([&] {
            const std::int64_t version = version_of(database);
            newer = newer_than(target, version);
            if (newer) return;
            for (std::int64_t step = version; step < target; ++step) {
                database.execute(migrations[static_cast<std::size_t>(step)]);
                database.execute(("PRAGMA user_version = " + std::to_string(step + 1)).c_str());
            }
        });
    });
    if (!done) return done;
    if (newer) return Error{std::move(*newer)};
    return {};
}

}  // namespace countersign
