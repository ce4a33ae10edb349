// EventStore: the port behind which the logs of all organisations lie. Narrow on purpose: append, read on, heads; another database needs no
// more.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "core/event/envelope.hpp"
#include "core/sync/message.hpp"

namespace countersign {

/// How much one page may hold. One event always fits, so that reading on always gets further.
struct PageLimit {
    std::size_t events_max = 2'000;
    std::size_t bytes_max = 1'000'000;
};

/// An event as the log holds it, with the two columns it is found by.
struct LogEntry {
    EventId id;
    std::string subject;
    PlacedBytes event;
};

struct StreamHead {
    std::int64_t seq = 0;
    Instant received_at;
    Digest chain;
};

/// What can be done inside EventStore::write. A call that fails ends the whole write, of which then nothing remains.
class EventWriter {
public:
    virtual ~EventWriter() = default;
    /// The event of that id, whichever stream it is in.
    virtual std::optional<LogEntry> find(const EventId& id) = 0;
    /// In the order in which they arrived.
    virtual std::vector<StoredEvent> events_of(const Subject& subject) = 0;
    virtual std::vector<Subject> subjects_in(const StreamId& stream, const std::string& kind) = 0;
    /// In whichever streams of the organisation.
    virtual std::vector<Subject> subjects_of(const OrganisationId& organisation, const std::string& kind) = 0;
    /// Puts an event behind the last one of its stream. `received_at` is `now`, or the last event's where the clock went back.
    virtual Placement append(const StoredEvent& event, Instant now) = 0;
    /// The next number of a series that people quote: 1001, 1002 …
    virtual std::int64_t next_number(const std::string& kind) = 0;
    /// Remembers until when somebody may object to what a subject says (core/domain/silence.hpp); nothing forgets it.
    virtual void await_answer(const Subject& subject, std::optional<Instant> until) = 0;
    /// The subjects whose time is over, the oldest first.
    virtual std::vector<Subject> answers_awaited_until(Instant now, std::size_t count_max) = 0;
};

class EventStore {
public:
    virtual ~EventStore() = default;
    /// All of `work` is committed when it returns, or nothing of it.
    virtual Result<void, Failure> write(const std::function<void(EventWriter&)>& work) = 0;
    virtual Result<std::vector<LogEntry>, Failure> read_after(const StreamId& stream, std::int64_t seq, const PageLimit& limit) = 0;
    /// Whether an answer was awaited until then at the latest: one look into an index.
    virtual Result<bool, Failure> awaits_answer_until(Instant now) = 0;
    /// Every stream there is, with its last event.
    virtual Result<std::map<StreamId, StreamHead>, Failure> heads() = 0;
    /// Every stream that some event lies in. The same as the heads' unless somebody tampered with them.
    virtual Result<std::vector<StreamId>, Failure> streams_of_events() = 0;
};

}  // namespace countersign
