// Replica: the device's side of a sync, the outbox, and following the chains.
#include <algorithm>
#include <tuple>

#include "core/domain/countersignature.hpp"
#include "core/domain/device_key.hpp"
#include "core/event/chain.hpp"
#include "core/storage/replica.hpp"

namespace countersign {

namespace {

Json refusal_json(const Refusal& refusal) { return {{"key", refusal.key}, {"params", refusal.params}}; }

Refusal read_refusal(const std::string& text) {
    const auto document = parse_json(text);
    if (!document) return {"refusal.unknown", {}};
    FieldReader fields(*document);
    Refusal refusal{fields.text_or("key", "refusal.unknown"), {}};
    for (const auto& [name, value] : fields.object("params").items()) {
        if (value.is_string()) refusal.params[name] = value.get<std::string>();
    }
    return refusal;
}

constexpr std::size_t events_per_request = 500;

}  // namespace

Result<SyncRequest, Failure> Replica::next_request(Instant now, std::size_t bytes_max, std::size_t skip) {
    return database_->guarded([&] {
        SyncRequest request;
        request.device = identity_ ? identity_->device : DeviceId{};
        request.user = identity_ ? identity_->actor.user : UserId{};
        request.device_time = now;
        for (const StreamHolding& holding : streams()) request.cursors[holding.stream] = holding.seq;
        std::size_t bytes = 0;
        auto query =
            database_->prepare("SELECT bytes FROM event WHERE seq IS NULL AND refusal IS NULL ORDER BY local_order LIMIT -1 OFFSET ?1");
        query.bind(1, static_cast<std::int64_t>(skip));
        while (request.events.size() < events_per_request && query.step()) {
            std::string event = query.blob(0);
            bytes += event.size();
            if (bytes > bytes_max && !request.events.empty()) break;
            request.events.push_back(std::move(event));
        }
        return request;
    });
}

// Takes one answer in: the pages of its streams, then the rows of every subject that they touched.
class Replica::Receiver {
public:
    Receiver(Replica& replica, ReceiveSummary& summary) : replica_(replica), database_(*replica.database_), summary_(summary) {}

    void take_refusal(const FateOfEvent& fate) {
        auto mark = database_.prepare("UPDATE event SET refusal = ?2 WHERE id = ?1 AND seq IS NULL RETURNING subject");
        mark.bind(1, fate.id.value).bind(2, write_json(refusal_json(fate.reason)));
        while (mark.step()) {
            if (auto subject = Subject::parse(mark.text(0))) touched_[*subject].here_before = true;
            ++summary_.refused;
        }
    }

    void take_stream(const StreamId& id, const StreamNews& news, bool holds_less) {
        StreamHolding holding{id, 0, chain_start(id), {}};
        {
            auto query = database_.prepare("SELECT seq, chain, alarm FROM stream WHERE id = ?1");
            query.bind(1, id.value);
            if (query.step()) holding = {id, query.integer(0), digest_from_raw(query.blob(1)).value_or(Digest{}), query.text(2)};
        }
        // A history that contradicts what this device holds is never taken over: what is here stays, and the person is told.
        if (holds_less) holding.alarm = "alarm.server_holds_less";
        if (holding.alarm.empty()) take_page(news, holding);
        database_
            .prepare(
                "INSERT INTO stream(id, seq, chain, alarm) VALUES(?1, ?2, ?3, ?4) "
                "ON CONFLICT(id) DO UPDATE SET seq = excluded.seq, chain = excluded.chain, alarm = excluded.alarm")
            .bind(1, id.value)
            .bind(2, holding.seq)
            .bind_blob(3, raw(holding.chain))
            .bind(4, holding.alarm)
            .run();
    }

    void write_rows() {
        touch_open_tickets_of_agreements();
        // Organisations first: rows of tickets carry their client's name for searching.
        for (auto& [subject, touched] : touched_) {
            if (subject.kind == Organisation::subject_kind) write_row(subject, touched);
        }
        for (auto& [subject, touched] : touched_) {
            if (subject.kind != Organisation::subject_kind) write_row(subject, touched);
        }
    }

private:
    struct Touched {
        std::vector<StoredEvent> arrived = {};
        bool here_before = false;  ///< there is more of it in the database than what has arrived now
    };

    // All of the page or nothing: its chain is known to fit at its end only.
    void take_page(const StreamNews& news, StreamHolding& holding) {
        StreamHolding next = holding;
        std::vector<StoredEvent> events;
        events.reserve(news.events.size());
        for (const PlacedBytes& placed : news.events) {
            const Placement& at = placed.placement;
            // An answer that was long on its way tells of what is here already.
            if (at.seq <= next.seq) continue;
            auto event = read_event(placed.bytes);
            if (at.seq != next.seq + 1) {
                next.alarm = "alarm.chain_broken";
            } else if (!event || event->envelope.stream != holding.stream) {
                next.alarm = "alarm.event_unreadable";
            }
            if (!next.alarm.empty()) break;
            next.seq = at.seq;
            next.chain = chain_next(next.chain, placed.bytes, at.seq, at.received_at);
            event->placement = Placement{at.seq, at.received_at, next.chain};
            events.push_back(std::move(*event));
        }
        const std::int64_t told_at = news.events.empty() ? news.head : news.events.back().placement.seq;
        const bool comparable = news.chain && told_at == next.seq;
        if (next.alarm.empty() && (comparable ? *news.chain != next.chain : !events.empty())) next.alarm = "alarm.chain_broken";
        if (next.alarm.empty()) next.alarm = contradiction_in(events);
        if (!next.alarm.empty()) {
            holding.alarm = next.alarm;
            return;
        }
        holding = next;
        for (StoredEvent& event : events) keep(std::move(event));
    }

    // Bytes of an own event that came back changed, or an id that is taken.
    std::string contradiction_in(const std::vector<StoredEvent>& events) {
        for (const StoredEvent& event : events) {
            auto known = database_.prepare("SELECT bytes, seq IS NOT NULL FROM event WHERE id = ?1");
            known.bind(1, event.envelope.id.value);
            if (known.step() && (known.integer(1) != 0 || known.blob(0) != event.bytes)) return "alarm.own_event_changed";
        }
        return {};
    }

    void keep(StoredEvent event) {
        const Envelope& envelope = event.envelope;
        auto [found, first] = touched_.try_emplace(envelope.subject);
        if (first) found->second.here_before = holds(envelope.subject);
        const bool own = confirm(event);
        if (!own) insert(event);
        ++(own ? summary_.confirmed : summary_.arrived);
        found->second.arrived.push_back(std::move(event));
    }

    bool holds(const Subject& subject) {
        auto query = database_.prepare("SELECT 1 FROM event WHERE subject = ?1 LIMIT 1");
        return query.bind(1, subject.text()).step();
    }

    // Only what this device made can be here without its place.
    bool confirm(const StoredEvent& event) {
        if (!replica_.identity_ || event.envelope.device != replica_.identity_->device) return false;
        database_.prepare("UPDATE event SET seq = ?2, received_at = ?3, chain = ?4, refusal = NULL WHERE id = ?1 AND seq IS NULL")
            .bind(1, event.envelope.id.value)
            .bind(2, event.placement->seq)
            .bind(3, event.placement->received_at.utc_ms)
            .bind_blob(4, raw(event.placement->chain))
            .run();
        return database_.changes() > 0;
    }

    void insert(const StoredEvent& event) {
        database_.prepare("INSERT INTO event(id, stream, subject, bytes, seq, received_at, chain) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .bind(1, event.envelope.id.value)
            .bind(2, event.envelope.stream.value)
            .bind(3, event.envelope.subject.text())
            .bind_blob(4, event.bytes)
            .bind(5, event.placement->seq)
            .bind(6, event.placement->received_at.utc_ms)
            .bind_blob(7, raw(event.placement->chain))
            .run();
    }

    void touch_open_tickets_of_agreements() {
        replica_.agreements_.clear();
        std::vector<std::string> agreements;
        for (const auto& [subject, touched] : touched_) {
            if (subject.kind == Agreement::subject_kind) agreements.push_back(subject.id);
        }
        // A ticket may have come before the agreement whose clocks say when it is due.
        for (const std::string& id : agreements) {
            const auto agreement = replica_.find<Agreement>(id);
            if (!agreement) continue;
            auto tickets = database_.prepare("SELECT id FROM ticket_row WHERE organisation = ?1 AND is_open = 1");
            tickets.bind(1, agreement->organisation.value);
            while (tickets.step()) touched_[{Ticket::subject_kind, tickets.text(0)}].here_before = true;
        }
    }

    // What is new as a whole need not be read from the database again.
    void write_row(const Subject& subject, Touched& touched) {
        if (touched.here_before) return replica_.refold(subject);
        std::stable_sort(touched.arrived.begin(), touched.arrived.end(), [](const StoredEvent& a, const StoredEvent& b) {
            return std::tuple(a.placement->received_at, b.envelope.stream, a.placement->seq) <
                   std::tuple(b.placement->received_at, a.envelope.stream, b.placement->seq);
        });
        replica_.write_folded(subject, touched.arrived);
    }

    Replica& replica_;
    Database& database_;
    ReceiveSummary& summary_;
    std::map<Subject, Touched> touched_;
};

Result<ReceiveSummary, Failure> Replica::receive(const SyncAnswer& answer, const std::map<StreamId, std::int64_t>& cursors) {
    ReceiveSummary summary;
    summary.more = answer.more();
    auto done = database_->guarded([&] {
        database_->transaction([&] {
            Receiver receiver(*this, summary);
            for (const FateOfEvent& fate : answer.fates) {
                if (fate.fate == EventFate::refused) receiver.take_refusal(fate);
            }
            for (const auto& [id, news] : answer.streams) {
                // Against what was asked from, not what is here: an answer that was long on its way tells of the past.
                const auto cursor = cursors.find(id);
                receiver.take_stream(id, news, cursor != cursors.end() && news.head < cursor->second);
            }
            receiver.write_rows();
        });
        count_outbox();
    });
    if (!done) return Error{done.error()};
    if (summary.confirmed + summary.arrived + summary.refused > 0) ++version_;
    return summary;
}

std::vector<AttentionEntry> Replica::attention() {
    auto entries = database_->guarded([&] {
        std::vector<AttentionEntry> found;
        auto query = database_->prepare("SELECT bytes, refusal FROM event WHERE refusal IS NOT NULL ORDER BY local_order");
        while (query.step()) {
            auto event = read_event(query.blob(0));
            if (!event) throw DatabaseError{event.error()};
            found.push_back({std::move(*event), read_refusal(query.text(1))});
        }
        return found;
    });
    return entries ? std::move(*entries) : std::vector<AttentionEntry>{};
}

Result<void, Failure> Replica::retry(const EventId& event) {
    auto done = database_->guarded([&] {
        database_->transaction([&] {
            auto update = database_->prepare("UPDATE event SET refusal = NULL WHERE id = ?1 AND seq IS NULL RETURNING subject");
            update.bind(1, event.value);
            std::optional<Subject> subject;
            while (update.step()) subject = Subject::parse(update.text(0));
            if (subject) refold(*subject);
        });
        count_outbox();
    });
    ++version_;
    return done;
}

Result<void, Failure> Replica::discard(const EventId& event) {
    auto done = database_->guarded(
        [&] { database_->prepare("DELETE FROM event WHERE id = ?1 AND refusal IS NOT NULL").bind(1, event.value).run(); });
    ++version_;
    return done;
}

std::vector<StreamHolding> Replica::streams() {
    auto holdings = database_->guarded([&] {
        std::vector<StreamHolding> found;
        auto query = database_->prepare("SELECT id, seq, chain, alarm FROM stream ORDER BY id");
        while (query.step()) {
            found.push_back({{query.text(0)}, query.integer(1), digest_from_raw(query.blob(2)).value_or(Digest{}), query.text(3)});
        }
        return found;
    });
    return holdings ? std::move(*holdings) : std::vector<StreamHolding>{};
}

std::vector<StoredEvent> Replica::log_page(const StreamId& stream, std::int64_t seq_before, std::size_t count) {
    auto events = database_->guarded([&] {
        std::vector<StoredEvent> found;
        auto query = database_->prepare(
            "SELECT bytes, seq, received_at, chain FROM event WHERE stream = ?1 AND seq IS NOT NULL AND (?2 = 0 OR seq < ?2) "
            "ORDER BY seq DESC LIMIT ?3");
        query.bind(1, stream.value).bind(2, seq_before).bind(3, static_cast<std::int64_t>(count));
        while (query.step()) {
            auto event = read_event(query.blob(0));
            if (!event) throw DatabaseError{event.error()};
            event->placement = Placement{query.integer(1), {query.integer(2)}, digest_from_raw(query.blob(3)).value_or(Digest{})};
            found.push_back(std::move(*event));
        }
        return found;
    });
    return events ? std::move(*events) : std::vector<StoredEvent>{};
}

std::optional<std::string> Replica::verify_stream(const StreamId& stream) {
    auto problem = database_->guarded([&]() -> std::optional<std::string> {
        ChainVerifier verifier(stream);
        AuthorshipCheck authors;
        CountersignatureCheck countersignatures;
        auto query =
            database_->prepare("SELECT bytes, seq, received_at, chain FROM event WHERE stream = ?1 AND seq IS NOT NULL ORDER BY seq");
        query.bind(1, stream.value);
        while (query.step()) {
            const Placement placement{query.integer(1), {query.integer(2)}, digest_from_raw(query.blob(3)).value_or(Digest{})};
            if (auto broken = verifier.follow(query.blob(0), placement)) {
                return "event " + std::to_string(placement.seq) + ": " + *broken;
            }
            const auto event = read_event(query.blob(0));
            if (!event || authors.next(*event) == Authorship::broken) {
                return "event " + std::to_string(placement.seq) + ": it is not signed by the device that it names";
            }
            if (!countersignatures.next(*event)) {
                return "event " + std::to_string(placement.seq) + ": it says of a second key what does not hold";
            }
        }
        return std::nullopt;
    });
    if (!problem) return problem.error().describe();
    return *problem;
}

}  // namespace countersign
