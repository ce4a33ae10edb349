// Tables of the device's database and their versions.
#include "core/storage/schema.hpp"

namespace countersign {

namespace {

constexpr const char* log_tables = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE event(
  local_order INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  stream TEXT NOT NULL,
  subject TEXT NOT NULL,
  bytes BLOB NOT NULL,
  seq INTEGER,
  received_at INTEGER,
  chain BLOB,
  refusal TEXT);
CREATE UNIQUE INDEX event_by_seq ON event(stream, seq) WHERE seq IS NOT NULL;
CREATE INDEX event_by_subject ON event(subject);
CREATE INDEX event_pending ON event(local_order) WHERE seq IS NULL;
CREATE TABLE stream(id TEXT PRIMARY KEY, seq INTEGER NOT NULL, chain BLOB NOT NULL, alarm TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE draft(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)sql";

// Names written once and ids as bytes (core/storage/event_log.hpp).
constexpr const char* compact_log = R"sql(
CREATE TABLE stream_name(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE subject_name(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO stream_name(name) SELECT stream FROM event GROUP BY stream ORDER BY min(local_order);
INSERT INTO subject_name(name) SELECT subject FROM event GROUP BY subject ORDER BY min(local_order);
ALTER TABLE event RENAME TO event_before;
DROP INDEX event_by_seq;
DROP INDEX event_by_subject;
DROP INDEX event_pending;
CREATE TABLE event(
  local_order INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  stream INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  seq INTEGER,
  received_at INTEGER,
  chain BLOB,
  refusal TEXT);
INSERT INTO event SELECT local_order, unhex(id, '-'), (SELECT number FROM stream_name WHERE name = stream),
  (SELECT number FROM subject_name WHERE name = subject), bytes, seq, received_at, chain, refusal FROM event_before ORDER BY local_order;
DROP TABLE event_before;
CREATE UNIQUE INDEX event_by_seq ON event(stream, seq) WHERE seq IS NOT NULL;
CREATE INDEX event_by_subject ON event(subject);
CREATE INDEX event_pending ON event(local_order) WHERE seq IS NULL;
)sql";

// The bytes of attachments; `attachment_upload`: those that the server does not have yet.
constexpr const char* attachment_tables = R"sql(
CREATE TABLE attachment_file(sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, looked_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE attachment_part(sha256 TEXT NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY(sha256, start));
CREATE TABLE attachment_upload(attachment TEXT PRIMARY KEY, sha256 TEXT NOT NULL, sent INTEGER NOT NULL, problem TEXT NOT NULL) WITHOUT ROWID;
)sql";

constexpr const char* projection_tables = R"sql(
CREATE TABLE organisation_row(id TEXT PRIMARY KEY, name TEXT NOT NULL, time_zone TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE agreement_row(id TEXT PRIMARY KEY, organisation TEXT NOT NULL, number TEXT NOT NULL, valid_from INTEGER NOT NULL, ends_at INTEGER) WITHOUT ROWID;
CREATE TABLE ticket_row(
  id TEXT PRIMARY KEY, organisation TEXT NOT NULL, number INTEGER NOT NULL, external_number TEXT NOT NULL, title TEXT NOT NULL,
  state INTEGER NOT NULL, is_open INTEGER NOT NULL, priority INTEGER NOT NULL, site TEXT NOT NULL, technician TEXT NOT NULL, handled_by TEXT NOT NULL,
  visit TEXT NOT NULL, opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, due_at INTEGER, due_is_response INTEGER NOT NULL,
  pending INTEGER NOT NULL, flagged INTEGER NOT NULL, search TEXT NOT NULL);
CREATE INDEX ticket_by_due ON ticket_row(is_open, due_at);
CREATE INDEX ticket_by_visit ON ticket_row(visit) WHERE visit <> '';
CREATE TABLE visit_row(
  id TEXT PRIMARY KEY, organisation TEXT NOT NULL, number INTEGER NOT NULL, kind INTEGER NOT NULL, state INTEGER NOT NULL, site TEXT NOT NULL,
  technician TEXT NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, checks_total INTEGER NOT NULL, checks_answered INTEGER NOT NULL,
  faults INTEGER NOT NULL, pending INTEGER NOT NULL, flagged INTEGER NOT NULL, regular TEXT NOT NULL, holiday TEXT NOT NULL,
  arrival_due INTEGER) WITHOUT ROWID;
CREATE INDEX visit_by_start ON visit_row(starts_at);
CREATE TABLE work_record_row(
  id TEXT PRIMARY KEY, organisation TEXT NOT NULL, visit TEXT NOT NULL, revision INTEGER NOT NULL, technician_name TEXT NOT NULL, site_name TEXT NOT NULL,
  started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, worked_minutes INTEGER NOT NULL, checks_ok INTEGER NOT NULL, checks_total INTEGER NOT NULL,
  findings INTEGER NOT NULL, decision INTEGER NOT NULL, verified_by TEXT NOT NULL, verified_at INTEGER, pending INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX work_record_by_decision ON work_record_row(decision, started_at);
CREATE INDEX work_record_by_visit ON work_record_row(visit);
CREATE TABLE remote_session_row(
  id TEXT PRIMARY KEY, organisation TEXT NOT NULL, site TEXT NOT NULL, asset TEXT NOT NULL, ticket TEXT NOT NULL, operator_name TEXT NOT NULL,
  device TEXT NOT NULL, tool TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, worked_minutes INTEGER NOT NULL,
  tasks INTEGER NOT NULL, failed_tasks INTEGER NOT NULL, notes INTEGER NOT NULL, pending INTEGER NOT NULL, flagged INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE INDEX remote_session_by_start ON remote_session_row(started_at);
CREATE TABLE attachment_row(
  id TEXT PRIMARY KEY, organisation TEXT NOT NULL, about TEXT NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL, bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, author TEXT NOT NULL, added_at INTEGER NOT NULL,
  received INTEGER NOT NULL, pending INTEGER NOT NULL, flagged INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX attachment_by_about ON attachment_row(about, added_at);
)sql";

constexpr const char* drop_projection_tables = R"sql(
DROP TABLE IF EXISTS organisation_row;
DROP TABLE IF EXISTS agreement_row;
DROP TABLE IF EXISTS ticket_row;
DROP TABLE IF EXISTS visit_row;
DROP TABLE IF EXISTS work_record_row;
DROP TABLE IF EXISTS remote_session_row;
DROP TABLE IF EXISTS attachment_row;
)sql";

}  // namespace

namespace {
// Read to its end before anything is dropped: SQLite keeps a table locked while a statement reads it.
std::string stored_projection_version(Database& database) {
    auto query = database.prepare("SELECT value FROM meta WHERE name = 'projection_version'");
    return query.step() ? query.text(0) : std::string{};
}

bool has_events(Database& database) { return database.prepare("SELECT 1 FROM event LIMIT 1").step(); }
}  // namespace

void drop_projections(Database& database) {
    database.execute(drop_projection_tables);
    database.execute(projection_tables);
    database.execute("DELETE FROM meta WHERE name = 'projection_version'");
}

void mark_projections_whole(Database& database) {
    database
        .prepare("INSERT INTO meta(name, value) VALUES('projection_version', ?1) ON CONFLICT(name) DO UPDATE SET value = excluded.value")
        .bind(1, std::to_string(projection_version))
        .run();
}

Result<bool, Failure> prepare_schema(Database& database) {
    const auto read_version = [&] {
        auto query = database.prepare("PRAGMA user_version");
        query.step();
        return query.integer(0);
    };
    auto version = database.guarded(read_version);
    if (!version) return Error{version.error()};
    if (*version > replica_schema_version) {
        return Error{
            Failure{"failure.database_newer",
                    "open the database",
                    {},
                    "its version is " + std::to_string(*version) + ", this program knows " + std::to_string(replica_schema_version)}};
    }
    return database.guarded([&] {
        bool rebuild = false;
        database.transaction([&] {
            if (*version < 1) database.execute(log_tables);
            if (*version < 2) database.execute(attachment_tables);
            if (*version < 3) {
                database.execute(compact_log);
                database.execute("PRAGMA user_version = 3");
            }
            if (stored_projection_version(database) != std::to_string(projection_version)) {
                drop_projections(database);
                rebuild = has_events(database);
                if (!rebuild) mark_projections_whole(database);
            }
        });
        return rebuild;
    });
}

}  // namespace countersign
