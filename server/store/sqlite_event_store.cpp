// Appending to and reading from the event table.
#include "server/store/sqlite_event_store.hpp"

#include <algorithm>

#include "core/event/chain.hpp"
#include "core/event/codec.hpp"

namespace countersign {

namespace {

constexpr std::int64_t first_number = 1'001;

// A chain value of a wrong length fits no content, which is what the verifier then says of it.
Digest digest_of(const std::string& blob) { return digest_from_raw(blob).value_or(Digest{}); }

// Columns: id, subject, bytes, seq, received_at, chain.
LogEntry entry_of(const Statement& row) {
    return {{row.text(0)}, row.text(1), {row.blob(2), {row.integer(3), {row.integer(4)}, digest_of(row.blob(5))}}};
}

std::vector<Subject> subjects_in_rows(Statement& rows) {
    std::vector<Subject> subjects;
    while (rows.step()) {
        if (auto subject = Subject::parse(rows.text(0))) subjects.push_back(std::move(*subject));
    }
    return subjects;
}

class SqliteEventWriter : public EventWriter {
public:
    explicit SqliteEventWriter(Database& database) : database_(database) {}

    std::optional<LogEntry> find(const EventId& id) override {
        auto query = database_.prepare("SELECT id, subject, bytes, seq, received_at, chain FROM event WHERE id = ?1");
        if (!query.bind(1, id.value).step()) return std::nullopt;
        return entry_of(query);
    }

    std::vector<StoredEvent> events_of(const Subject& subject) override {
        auto query =
            database_.prepare("SELECT id, subject, bytes, seq, received_at, chain FROM event WHERE subject = ?1 ORDER BY position");
        query.bind(1, subject.text());
        std::vector<StoredEvent> events;
        while (query.step()) {
            LogEntry entry = entry_of(query);
            auto event = read_event(std::move(entry.event.bytes));
            if (!event) throw DatabaseError{{"failure.database_corrupt", "read event", entry.id.value, event.error().cause}};
            event->placement = entry.event.placement;
            events.push_back(std::move(*event));
        }
        return events;
    }

    std::vector<Subject> subjects_in(const StreamId& stream, const std::string& kind) override {
        auto query = database_.prepare(
            "SELECT DISTINCT subject FROM event WHERE subject >= ?2 || '/' AND subject < ?2 || '0' AND stream = ?1 ORDER BY subject");
        query.bind(1, stream.value).bind(2, kind);
        return subjects_in_rows(query);
    }

    std::vector<Subject> subjects_of(const OrganisationId& organisation, const std::string& kind) override {
        auto query = database_.prepare(
            "SELECT DISTINCT subject FROM event WHERE subject >= ?2 || '/' AND subject < ?2 || '0' AND stream >= 'org/' || ?1 || '/' "
            "AND stream < 'org/' || ?1 || '0' ORDER BY subject");
        query.bind(1, organisation.value).bind(2, kind);
        return subjects_in_rows(query);
    }

    void await_answer(const Subject& subject, std::optional<Instant> until) override {
        if (!until) {
            database_.prepare("DELETE FROM awaited_answer WHERE subject = ?1").bind(1, subject.text()).run();
            return;
        }
        database_
            .prepare("INSERT INTO awaited_answer(subject, until) VALUES(?1, ?2) ON CONFLICT(subject) DO UPDATE SET until = excluded.until")
            .bind(1, subject.text())
            .bind(2, until->utc_ms)
            .run();
    }

    std::vector<Subject> answers_awaited_until(Instant now, std::size_t count_max) override {
        auto query = database_.prepare("SELECT subject FROM awaited_answer WHERE until <= ?1 ORDER BY until, subject LIMIT ?2");
        query.bind(1, now.utc_ms).bind(2, static_cast<std::int64_t>(count_max));
        return subjects_in_rows(query);
    }

    Placement append(const StoredEvent& event, Instant now) override {
        const StreamId& stream = event.envelope.stream;
        const StreamHead head = head_of(stream);
        Placement placement{head.seq + 1, std::max(now, head.received_at), {}};
        placement.chain = chain_next(head.chain, event.bytes, placement.seq, placement.received_at);
        database_.prepare("INSERT INTO event(stream, seq, id, subject, bytes, received_at, chain) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .bind(1, stream.value)
            .bind(2, placement.seq)
            .bind(3, event.envelope.id.value)
            .bind(4, event.envelope.subject.text())
            .bind_blob(5, event.bytes)
            .bind(6, placement.received_at.utc_ms)
            .bind_blob(7, raw(placement.chain))
            .run();
        database_
            .prepare(
                "INSERT INTO stream(id, seq, received_at, chain) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(id) DO UPDATE SET seq = excluded.seq, "
                "received_at = excluded.received_at, chain = excluded.chain")
            .bind(1, stream.value)
            .bind(2, placement.seq)
            .bind(3, placement.received_at.utc_ms)
            .bind_blob(4, raw(placement.chain))
            .run();
        grown_.insert(stream);
        return placement;
    }

    const std::set<StreamId>& grown() const { return grown_; }

    std::int64_t next_number(const std::string& kind) override {
        auto query = database_.prepare(
            "INSERT INTO number_series(kind, last) VALUES(?1, ?2) ON CONFLICT(kind) DO UPDATE SET last = last + 1 RETURNING last");
        query.bind(1, kind).bind(2, first_number);
        query.step();
        const std::int64_t number = query.integer(0);
        query.run();
        return number;
    }

private:
    StreamHead head_of(const StreamId& stream) {
        auto query = database_.prepare("SELECT seq, received_at, chain FROM stream WHERE id = ?1");
        if (!query.bind(1, stream.value).step()) return {0, {0}, chain_start(stream)};
        return {query.integer(0), {query.integer(1)}, digest_of(query.blob(2))};
    }

    Database& database_;
    std::set<StreamId> grown_;
};

}  // namespace

Result<void, Failure> SqliteEventStore::write(const std::function<void(EventWriter&)>& work) {
    std::set<StreamId> grown;
    auto written = database_.write([&](Database& database) {
        SqliteEventWriter writer(database);
        work(writer);
        grown = writer.grown();
    });
    if (written && observer_ && !grown.empty()) observer_(grown);
    return written;
}

Result<std::vector<LogEntry>, Failure> SqliteEventStore::read_after(const StreamId& stream, std::int64_t seq, const PageLimit& limit) {
    return database_.read([&](Database& database) {
        auto query = database.prepare(
            "SELECT id, subject, bytes, seq, received_at, chain FROM event WHERE stream = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
        query.bind(1, stream.value).bind(2, seq).bind(3, static_cast<std::int64_t>(limit.events_max));
        std::vector<LogEntry> entries;
        std::size_t bytes = 0;
        while (query.step()) {
            LogEntry entry = entry_of(query);
            bytes += entry.event.bytes.size();
            if (bytes > limit.bytes_max && !entries.empty()) break;
            entries.push_back(std::move(entry));
        }
        return entries;
    });
}

Result<bool, Failure> SqliteEventStore::awaits_answer_until(Instant now) {
    return database_.read([&](Database& database) {
        auto query = database.prepare("SELECT 1 FROM awaited_answer WHERE until <= ?1 LIMIT 1");
        return query.bind(1, now.utc_ms).step();
    });
}

Result<std::map<StreamId, StreamHead>, Failure> SqliteEventStore::heads() {
    return database_.read([](Database& database) {
        auto query = database.prepare("SELECT id, seq, received_at, chain FROM stream ORDER BY id");
        std::map<StreamId, StreamHead> heads;
        while (query.step()) heads[{query.text(0)}] = {query.integer(1), {query.integer(2)}, digest_of(query.blob(3))};
        return heads;
    });
}

Result<std::vector<StreamId>, Failure> SqliteEventStore::streams_of_events() {
    return database_.read([](Database& database) {
        auto query = database.prepare("SELECT DISTINCT stream FROM event ORDER BY stream");
        std::vector<StreamId> streams;
        while (query.step()) streams.push_back({query.text(0)});
        return streams;
    });
}

}  // namespace countersign
