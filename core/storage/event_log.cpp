// The statements of the device's log.
#include "core/storage/event_log.hpp"

#include "core/event/codec.hpp"

namespace countersign {

namespace {

// The 16 bytes of a UUID's text; empty, which no event's id is, when it is none.
std::string uuid_bytes(std::string_view text) {
    if (!is_uuid(text)) return {};
    const auto value_of = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
    std::string bytes;
    bytes.reserve(16);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        if (text[i] == '-') ++i;
        bytes += static_cast<char>(value_of(text[i]) << 4 | value_of(text[i + 1]));
    }
    return bytes;
}

StoredEvent event_in(std::string bytes) {
    auto event = read_event(std::move(bytes));
    if (!event) throw DatabaseError{event.error()};
    return std::move(*event);
}

// Columns: seq, received_at, chain.
Placement placement_in(const Statement& row, int first) {
    return {row.integer(first), {row.integer(first + 1)}, digest_from_raw(row.blob(first + 2)).value_or(Digest{})};
}

std::vector<Subject> subjects_in(Statement& rows) {
    std::vector<Subject> subjects;
    while (rows.step()) {
        if (auto subject = Subject::parse(rows.text(0))) subjects.push_back(std::move(*subject));
    }
    return subjects;
}

EventLog::Key key_in(Database& database, std::string_view find, std::string_view add, const std::string& name) {
    auto found = database.prepare(find);
    if (found.bind(1, name).step()) return {found.integer(0), false};
    auto added = database.prepare(add);
    added.bind(1, name).step();
    const std::int64_t number = added.integer(0);
    added.run();
    return {number, true};
}

}  // namespace

EventLog::Key EventLog::key_of(const Subject& subject) {
    return key_in(database_, "SELECT number FROM subject_name WHERE name = ?1",
                  "INSERT INTO subject_name(name) VALUES(?1) RETURNING number", subject.text());
}

EventLog::Key EventLog::key_of(const StreamId& stream) {
    return key_in(database_, "SELECT number FROM stream_name WHERE name = ?1", "INSERT INTO stream_name(name) VALUES(?1) RETURNING number",
                  stream.value);
}

std::vector<Subject> EventLog::subjects() {
    auto query = database_.prepare("SELECT name FROM subject_name ORDER BY name LIKE 'organisation/%' DESC, name");
    return subjects_in(query);
}

std::vector<Subject> EventLog::subjects_of_kind(const std::string& kind) {
    // "0" is what follows "/".
    auto query = database_.prepare("SELECT name FROM subject_name WHERE name >= ?1 || '/' AND name < ?1 || '0' ORDER BY name");
    query.bind(1, kind);
    return subjects_in(query);
}

std::vector<StoredEvent> EventLog::events_of(const Subject& subject) {
    std::vector<StoredEvent> events;
    // The server's times never go back within a stream, so this keeps each stream's order and is the same on every replica.
    auto query = database_.prepare(
        "SELECT bytes, seq, received_at, chain FROM event JOIN stream_name ON number = stream "
        "WHERE subject = (SELECT number FROM subject_name WHERE name = ?1) AND refusal IS NULL "
        "ORDER BY seq IS NULL, received_at, name DESC, seq, local_order");
    query.bind(1, subject.text());
    while (query.step()) {
        StoredEvent event = event_in(query.blob(0));
        if (query.optional_integer(1)) event.placement = placement_in(query, 1);
        events.push_back(std::move(event));
    }
    return events;
}

std::vector<StoredEvent> EventLog::page_of(const StreamId& stream, std::int64_t seq_before, std::size_t count) {
    std::vector<StoredEvent> events;
    auto query = database_.prepare(
        "SELECT bytes, seq, received_at, chain FROM event WHERE stream = (SELECT number FROM stream_name WHERE name = ?1) "
        "AND seq IS NOT NULL AND (?2 = 0 OR seq < ?2) ORDER BY seq DESC LIMIT ?3");
    query.bind(1, stream.value).bind(2, seq_before).bind(3, static_cast<std::int64_t>(count));
    while (query.step()) {
        events.push_back(event_in(query.blob(0)));
        events.back().placement = placement_in(query, 1);
    }
    return events;
}

void EventLog::follow(const StreamId& stream, const std::function<bool(const std::string&, const Placement&)>& next) {
    auto query = database_.prepare(
        "SELECT bytes, seq, received_at, chain FROM event WHERE stream = (SELECT number FROM stream_name WHERE name = ?1) "
        "AND seq IS NOT NULL ORDER BY seq");
    query.bind(1, stream.value);
    while (query.step() && next(query.blob(0), placement_in(query, 1))) {
    }
}

void EventLog::outbox(std::size_t skip, const std::function<bool(std::string)>& next) {
    auto query = database_.prepare("SELECT bytes FROM event WHERE seq IS NULL AND refusal IS NULL ORDER BY local_order LIMIT -1 OFFSET ?1");
    query.bind(1, static_cast<std::int64_t>(skip));
    while (query.step() && next(query.blob(0))) {
    }
}

std::size_t EventLog::outbox_size() {
    auto query = database_.prepare(
        "SELECT count(*) FROM event WHERE seq IS NULL AND refusal IS NULL "
        "AND subject NOT IN (SELECT number FROM subject_name WHERE name >= 'device/' AND name < 'device0')");
    query.step();
    return static_cast<std::size_t>(query.integer(0));
}

bool EventLog::holds_own_of(const Subject& subject, const StreamId& stream) {
    auto query = database_.prepare(
        "SELECT 1 FROM event WHERE subject = (SELECT number FROM subject_name WHERE name = ?1) "
        "AND stream = (SELECT number FROM stream_name WHERE name = ?2) AND refusal IS NULL");
    return query.bind(1, subject.text()).bind(2, stream.value).step();
}

std::optional<EventLog::Known> EventLog::find(const EventId& id) {
    auto query = database_.prepare("SELECT bytes, seq IS NOT NULL FROM event WHERE id = ?1");
    if (!query.bind_blob(1, uuid_bytes(id.value)).step()) return std::nullopt;
    return Known{query.blob(0), query.integer(1) != 0};
}

void EventLog::keep_own(const StoredEvent& event) {
    const Key stream = key_of(event.envelope.stream), subject = key_of(event.envelope.subject);
    database_.prepare("INSERT INTO event(id, stream, subject, bytes) VALUES(?1, ?2, ?3, ?4)")
        .bind_blob(1, uuid_bytes(event.envelope.id.value))
        .bind(2, stream.number)
        .bind(3, subject.number)
        .bind_blob(4, event.bytes)
        .run();
}

void EventLog::keep_placed(const StoredEvent& event, std::int64_t stream, std::int64_t subject) {
    database_.prepare("INSERT INTO event(id, stream, subject, bytes, seq, received_at, chain) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind_blob(1, uuid_bytes(event.envelope.id.value))
        .bind(2, stream)
        .bind(3, subject)
        .bind_blob(4, event.bytes)
        .bind(5, event.placement->seq)
        .bind(6, event.placement->received_at.utc_ms)
        .bind_blob(7, raw(event.placement->chain))
        .run();
}

bool EventLog::place_own(const StoredEvent& event) {
    database_.prepare("UPDATE event SET seq = ?2, received_at = ?3, chain = ?4, refusal = NULL WHERE id = ?1 AND seq IS NULL")
        .bind_blob(1, uuid_bytes(event.envelope.id.value))
        .bind(2, event.placement->seq)
        .bind(3, event.placement->received_at.utc_ms)
        .bind_blob(4, raw(event.placement->chain))
        .run();
    return database_.changes() > 0;
}

std::optional<Subject> EventLog::set_refusal(const EventId& id, const std::string& refusal) {
    auto update = database_.prepare(
        "UPDATE event SET refusal = nullif(?2, '') WHERE id = ?1 AND seq IS NULL "
        "RETURNING (SELECT name FROM subject_name WHERE number = subject)");
    update.bind_blob(1, uuid_bytes(id.value)).bind(2, refusal);
    std::optional<Subject> subject;
    while (update.step()) subject = Subject::parse(update.text(0));
    return subject;
}

void EventLog::drop_refused(const EventId& id) {
    database_.prepare("DELETE FROM event WHERE id = ?1 AND refusal IS NOT NULL").bind_blob(1, uuid_bytes(id.value)).run();
}

}  // namespace countersign
