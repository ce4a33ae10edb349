// The tables of an organisation's file. Whoever changes them raises organisation_file_format.
#include "server/export/organisation_file.hpp"

namespace countersign {

namespace {

constexpr const char* log_tables = R"sql(
CREATE TABLE log_stream(stream TEXT PRIMARY KEY, events INTEGER NOT NULL, head_sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE log_event(
  stream TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, subject TEXT NOT NULL, type TEXT NOT NULL, actor TEXT NOT NULL,
  device TEXT NOT NULL, occurred_at_ms INTEGER NOT NULL, received_at_ms INTEGER NOT NULL, chain_sha256 TEXT NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY(stream, seq));
CREATE TABLE attachment_file(sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
)sql";

constexpr const char* plain_tables = R"sql(
CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE readme(position INTEGER PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE site(id TEXT PRIMARY KEY, name TEXT, address TEXT);
CREATE TABLE person(
  id TEXT PRIMARY KEY, name TEXT, side TEXT, role TEXT, position TEXT, email TEXT, phone TEXT, may_verify_work INTEGER,
  may_order_emergency_visit INTEGER, may_sign_agreement INTEGER, withdrawn INTEGER);
CREATE TABLE asset(id TEXT PRIMARY KEY, name TEXT, kind TEXT, place TEXT, site TEXT);
CREATE TABLE agreement(id TEXT PRIMARY KEY, number TEXT, takes_effect TEXT, over_at TEXT, end_reason TEXT);
CREATE TABLE agreement_version(
  agreement TEXT, version INTEGER, title TEXT, takes_effect TEXT, change TEXT, text_sha256 TEXT, signed_by_provider TEXT,
  provider_signed_at TEXT, signed_by_client TEXT, client_signed_at TEXT, PRIMARY KEY(agreement, version));
CREATE TABLE document(
  kind TEXT, agreement TEXT, name TEXT, language TEXT, html TEXT, PRIMARY KEY(kind, agreement, name, language));
CREATE TABLE ticket(
  id TEXT PRIMARY KEY, number INTEGER, external_number TEXT, title TEXT, description TEXT, state TEXT, priority TEXT, site TEXT, asset TEXT,
  visit TEXT, agreement TEXT, channel TEXT, author TEXT, reporter_name TEXT, technician TEXT, opened_at TEXT, response_promised TEXT,
  first_response_at TEXT, resolution_promised TEXT, resolved_at TEXT, closed_at TEXT, closed_by_silence INTEGER, solution TEXT, rating INTEGER,
  rating_comment TEXT);
CREATE TABLE ticket_time(
  ticket TEXT, event TEXT PRIMARY KEY, technician TEXT, kind TEXT, worked_on TEXT, minutes INTEGER, description TEXT, after_hours INTEGER,
  free_of_charge INTEGER);
CREATE TABLE ticket_material(ticket TEXT, position INTEGER, name TEXT, quantity INTEGER, PRIMARY KEY(ticket, position));
CREATE TABLE ticket_exclusion(
  ticket TEXT, claim TEXT PRIMARY KEY, exclusion TEXT, from_at TEXT, to_at TEXT, evidence TEXT, contested INTEGER, stands INTEGER,
  objection TEXT, answer TEXT);
CREATE TABLE visit(
  id TEXT PRIMARY KEY, number INTEGER, kind TEXT, state TEXT, site TEXT, technician TEXT, agreement TEXT, planned_start TEXT,
  planned_end TEXT, regular_day TEXT, arrived_at TEXT, departed_at TEXT, minutes INTEGER, notes TEXT, cancel_reason TEXT);
CREATE TABLE visit_check(
  visit TEXT, asset TEXT, asset_name TEXT, place TEXT, check_id TEXT, title TEXT, result TEXT, note TEXT, PRIMARY KEY(visit, asset, check_id));
CREATE TABLE work_record(
  record TEXT, revision INTEGER, event TEXT PRIMARY KEY, event_sha256 TEXT, counts INTEGER, visit TEXT, ticket TEXT, agreement_number TEXT,
  site_name TEXT, technician TEXT, planned_start TEXT, planned_end TEXT, started_at TEXT, ended_at TEXT, minutes INTEGER, summary TEXT,
  correction_reason TEXT, free_of_charge INTEGER, recorded_at TEXT);
CREATE TABLE work_item(
  work_record_event TEXT, position INTEGER, name TEXT, place TEXT, checks_ok INTEGER, checks_total INTEGER, findings TEXT,
  PRIMARY KEY(work_record_event, position));
CREATE TABLE verification(
  record TEXT, event TEXT PRIMARY KEY, verified_event TEXT, verified_sha256 TEXT, counts INTEGER, decision TEXT, contact TEXT, remark TEXT,
  signed_on TEXT, device TEXT, second_device TEXT, second_key_proven INTEGER, verified_at TEXT, received_at TEXT);
CREATE TABLE remote_session(
  id TEXT PRIMARY KEY, started_at TEXT, ended_at TEXT, minutes INTEGER, operator TEXT, device TEXT, tool TEXT, ticket TEXT, description TEXT,
  free_of_charge INTEGER, notes TEXT);
CREATE TABLE remote_task(session TEXT, event TEXT PRIMARY KEY, task TEXT, started_at TEXT, exit_code INTEGER);
CREATE TABLE hours_line(
  agreement TEXT, position INTEGER, date TEXT, kind TEXT, minutes INTEGER, effect_minutes INTEGER, balance_minutes INTEGER, package TEXT,
  entry TEXT, work TEXT, after_hours INTEGER, PRIMARY KEY(agreement, position));
CREATE TABLE settlement(
  event TEXT PRIMARY KEY, agreement TEXT, from_day TEXT, to_day TEXT, currency TEXT, net_minor INTEGER, vat_minor INTEGER,
  gross_minor INTEGER, corrects INTEGER, answered INTEGER, approved INTEGER, remark TEXT, statement_sha256 TEXT);
CREATE TABLE credit(agreement TEXT, month TEXT, owed_minor INTEGER, sum_minor INTEGER, cap_minor INTEGER, PRIMARY KEY(agreement, month));
CREATE TABLE attachment(
  id TEXT PRIMARY KEY, about TEXT, name TEXT, media_type TEXT, bytes INTEGER, sha256 TEXT, author TEXT, added_at TEXT, on_server INTEGER);
CREATE TABLE history(
  stream TEXT, seq INTEGER, subject TEXT, type TEXT, person TEXT, occurred_at TEXT, received_at TEXT, PRIMARY KEY(stream, seq));
CREATE TABLE flag(stream TEXT, seq INTEGER, event TEXT, reason TEXT, PRIMARY KEY(stream, seq));
CREATE VIEW entry AS
  SELECT h.stream, h.seq, h.subject, h.type, h.person, h.occurred_at, h.received_at, json_extract(CAST(e.bytes AS TEXT), '$.body') AS content
  FROM history h JOIN log_event e ON e.stream = h.stream AND e.seq = h.seq;
CREATE VIEW attachment_with_bytes AS
  SELECT a.id, a.about, a.name, a.media_type, f.bytes FROM attachment a JOIN attachment_file f ON f.sha256 = a.sha256;
)sql";

}  // namespace

void create_file_tables(Database& file) {
    file.execute(log_tables);
    file.execute(plain_tables);
}

}  // namespace countersign
