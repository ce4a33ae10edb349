// What a device's database was before version 3: ids and names written out in the table of events. Executed, it takes one of now back.
#pragma once

namespace countersign::test {

inline constexpr const char* log_of_version_2 = R"sql(
ALTER TABLE event RENAME TO event_now;
DROP INDEX event_by_seq;
DROP INDEX event_by_subject;
DROP INDEX event_pending;
CREATE TABLE event(local_order INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL, subject TEXT NOT NULL,
  bytes BLOB NOT NULL, seq INTEGER, received_at INTEGER, chain BLOB, refusal TEXT);
INSERT INTO event SELECT local_order, bytes ->> '$.id', bytes ->> '$.stream', bytes ->> '$.subject', bytes, seq, received_at, chain, refusal
  FROM (SELECT local_order, CAST(bytes AS TEXT) bytes, seq, received_at, chain, refusal FROM event_now);
DROP TABLE event_now;
DROP TABLE subject_name;
DROP TABLE stream_name;
CREATE UNIQUE INDEX event_by_seq ON event(stream, seq) WHERE seq IS NOT NULL;
CREATE INDEX event_by_subject ON event(subject);
CREATE INDEX event_pending ON event(local_order) WHERE seq IS NULL;
PRAGMA user_version = 2;
)sql";

}  // namespace countersign::test
