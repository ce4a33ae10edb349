// Replica: the device's side of a sync, the outbox, and following the chains.
#include <algorithm>

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

void Replica::touch_open_tickets_of_agreements(std::map<Subject, bool>& touched) {
    agreements_.clear();
    std::vector<std::string> agreements;
    for (const auto& [subject, touch] : touched) {
        if (subject.kind == Agreement::subject_kind) agreements.push_back(subject.id);
    }
    // A ticket may have come before the agreement whose clocks say when it is due.
    for (const std::string& id : agreements) {
        const auto agreement = find<Agreement>(id);
        if (!agreement) continue;
        auto tickets = database_->prepare("SELECT id FROM ticket_row WHERE organisation = ?1 AND is_open = 1");
        tickets.bind(1, agreement->organisation.value);
        while (tickets.step()) touched[{Ticket::subject_kind, tickets.text(0)}] = true;
    }
}

Result<ReceiveSummary, Failure> Replica::receive(const SyncAnswer& answer, const std::map<StreamId, std::int64_t>& cursors) {
    ReceiveSummary summary;
    summary.more = answer.more();
    auto done = database_->guarded([&] {
        database_->transaction([&] {
            std::map<Subject, bool> touched;
            for (const FateOfEvent& fate : answer.fates) {
                if (fate.fate != EventFate::refused) continue;
                auto mark = database_->prepare("UPDATE event SET refusal = ?2 WHERE id = ?1 AND seq IS NULL RETURNING subject");
                mark.bind(1, fate.id.value).bind(2, write_json(refusal_json(fate.reason)));
                while (mark.step()) {
                    if (auto subject = Subject::parse(mark.text(0))) touched[*subject] = true;
                    ++summary.refused;
                }
            }
            for (const auto& [id, news] : answer.streams) {
                // Against what was asked from, not what is here: an answer that was long on its way tells of the past.
                const auto cursor = cursors.find(id);
                const bool holds_less = cursor != cursors.end() && news.head < cursor->second;
                receive_stream(id, news, holds_less, {summary, touched});
            }

            touch_open_tickets_of_agreements(touched);
            // Organisations first: rows of tickets carry their client's name for searching.
            for (const auto& [subject, touch] : touched) {
                if (subject.kind == Organisation::subject_kind) refold(subject);
            }
            for (const auto& [subject, touch] : touched) {
                if (subject.kind != Organisation::subject_kind) refold(subject);
            }
        });
        count_outbox();
    });
    if (!done) return Error{done.error()};
    if (summary.confirmed + summary.arrived + summary.refused > 0) ++version_;
    return summary;
}

void Replica::receive_stream(const StreamId& id, const StreamNews& news, bool holds_less, Receiving receiving) {
    auto& [summary, touched] = receiving;
    StreamHolding holding{id, 0, chain_start(id), {}};
    auto query = database_->prepare("SELECT seq, chain, alarm FROM stream WHERE id = ?1");
    query.bind(1, id.value);
    if (query.step()) holding = {id, query.integer(0), digest_from_raw(query.blob(1)).value_or(Digest{}), query.text(2)};

    // A history that contradicts what this device holds is never taken over: what is here stays, and the person is told.
    const auto raise_alarm = [&](const std::string& text) { holding.alarm = text; };
    ChainVerifier verifier(holding.chain, holding.seq);
    if (holds_less) raise_alarm("alarm.server_holds_less");
    for (const PlacedBytes& placed : news.events) {
        if (!holding.alarm.empty()) break;
        if (placed.placement.seq <= holding.seq) continue;
        if (verifier.follow(placed.bytes, placed.placement)) {
            raise_alarm("alarm.chain_broken");
            break;
        }
        auto event = read_event(placed.bytes);
        if (!event || event->envelope.stream != id) {
            raise_alarm("alarm.event_unreadable");
            break;
        }
        auto known = database_->prepare("SELECT bytes FROM event WHERE id = ?1");
        known.bind(1, event->envelope.id.value);
        const bool own = known.step();
        if (own && known.blob(0) != placed.bytes) {
            raise_alarm("alarm.own_event_changed");
            break;
        }
        database_
            ->prepare(
                "INSERT INTO event(id, stream, subject, bytes, seq, received_at, chain) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                "ON CONFLICT(id) DO UPDATE SET seq = excluded.seq, received_at = excluded.received_at, chain = excluded.chain, refusal = "
                "NULL")
            .bind(1, event->envelope.id.value)
            .bind(2, id.value)
            .bind(3, event->envelope.subject.text())
            .bind_blob(4, placed.bytes)
            .bind(5, placed.placement.seq)
            .bind(6, placed.placement.received_at.utc_ms)
            .bind_blob(7, raw(placed.placement.chain))
            .run();
        touched[event->envelope.subject] = true;
        holding.seq = placed.placement.seq;
        holding.chain = placed.placement.chain;
        ++(own ? summary.confirmed : summary.arrived);
    }
    database_
        ->prepare(
            "INSERT INTO stream(id, seq, chain, alarm) VALUES(?1, ?2, ?3, ?4) "
            "ON CONFLICT(id) DO UPDATE SET seq = excluded.seq, chain = excluded.chain, alarm = excluded.alarm")
        .bind(1, id.value)
        .bind(2, holding.seq)
        .bind_blob(3, raw(holding.chain))
        .bind(4, holding.alarm)
        .run();
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
        auto query =
            database_->prepare("SELECT bytes, seq, received_at, chain FROM event WHERE stream = ?1 AND seq IS NOT NULL ORDER BY seq");
        query.bind(1, stream.value);
        while (query.step()) {
            const Placement placement{query.integer(1), {query.integer(2)}, digest_from_raw(query.blob(3)).value_or(Digest{})};
            if (auto broken = verifier.follow(query.blob(0), placement)) {
                return "event " + std::to_string(placement.seq) + ": " + *broken;
            }
        }
        return std::nullopt;
    });
    if (!problem) return problem.error().describe();
    return *problem;
}

}  // namespace countersign
