// Reading log_event and log_stream.
#include "server/export/file_event_store.hpp"

namespace countersign {

Result<void, Failure> FileEventStore::write(const std::function<void(EventWriter&)>&) {
    return Error{Failure{"failure.database_open", "write to", "an organisation's file", "it is only read"}};
}

Result<std::vector<LogEntry>, Failure> FileEventStore::read_after(const StreamId& stream, std::int64_t seq, const PageLimit& limit) {
    return file_.guarded([&] {
        std::vector<LogEntry> page;
        std::size_t bytes = 0;
        auto query = file_.prepare(
            "SELECT id, subject, bytes, seq, received_at_ms, chain_sha256 FROM log_event WHERE stream = ?1 AND seq > ?2 ORDER BY seq");
        query.bind(1, stream.value).bind(2, seq);
        while (page.size() < limit.events_max && (page.empty() || bytes < limit.bytes_max) && query.step()) {
            LogEntry entry{{query.text(0)}, query.text(1), {query.blob(2), {}}};
            entry.event.placement = {query.integer(3), {query.integer(4)}, digest_from_hex(query.text(5)).value_or(Digest{})};
            bytes += entry.event.bytes.size();
            page.push_back(std::move(entry));
        }
        return page;
    });
}

Result<bool, Failure> FileEventStore::awaits_answer_until(Instant) { return false; }

Result<std::map<StreamId, StreamHead>, Failure> FileEventStore::heads() {
    return file_.guarded([&] {
        std::map<StreamId, StreamHead> heads;
        auto query = file_.prepare("SELECT stream, events, head_sha256 FROM log_stream");
        while (query.step()) {
            heads[{query.text(0)}] = {query.integer(1), {}, digest_from_hex(query.text(2)).value_or(Digest{})};
        }
        return heads;
    });
}

Result<std::vector<StreamId>, Failure> FileEventStore::streams_of_events() {
    return file_.guarded([&] {
        std::vector<StreamId> streams;
        auto query = file_.prepare("SELECT DISTINCT stream FROM log_event ORDER BY stream");
        while (query.step()) streams.push_back({query.text(0)});
        return streams;
    });
}

}  // namespace countersign
