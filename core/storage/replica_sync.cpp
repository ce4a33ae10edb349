// Replica: the device's side of a sync, the outbox, and following the chains.
#include <algorithm>
#include <tuple>

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
constexpr int pages_unseen_max = 8;

}  // namespace

Result<SyncRequest, Failure> Replica::next_request(Instant now, std::size_t bytes_max, std::size_t skip) {
    return database_->guarded([&] {
        SyncRequest request;
        request.device = identity_ ? identity_->device : DeviceId{};
        request.user = identity_ ? identity_->actor.user : UserId{};
        request.device_time = now;
        for (const StreamHolding& holding : streams()) request.cursors[holding.stream] = holding.seq;
        std::size_t bytes = 0;
        log().outbox(skip, [&](std::string event) {
            bytes += event.size();
            if (bytes > bytes_max && !request.events.empty()) return false;
            request.events.push_back(std::move(event));
            return request.events.size() < events_per_request;
        });
        return request;
    });
}

// Takes one answer in: the pages of its streams, then the rows of every subject that they touched.
class Replica::Receiver {
public:
    Receiver(Replica& replica, ReceiveSummary& summary)
        : replica_(replica), database_(*replica.database_), log_(replica.log()), summary_(summary) {}

    void take_refusal(const FateOfEvent& fate) {
        const auto subject = log_.set_refusal(fate.id, write_json(refusal_json(fate.reason)));
        if (!subject) return;
        touched_[*subject].here_before = true;
        ++summary_.refused;
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
        summary_.held += holding.seq;
        summary_.at_server += std::max(news.head, holding.seq);
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
        std::int64_t number = 0;   ///< of its name in the log
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
        if (events.empty()) return;
        const std::int64_t stream = log_.key_of(holding.stream).number;
        for (StoredEvent& event : events) keep(std::move(event), stream);
    }

    // Bytes of an own event that came back changed, or an id that is taken.
    std::string contradiction_in(const std::vector<StoredEvent>& events) {
        for (const StoredEvent& event : events) {
            const auto known = log_.find(event.envelope.id);
            if (known && (known->placed || known->bytes != event.bytes)) return "alarm.own_event_changed";
        }
        return {};
    }

    void keep(StoredEvent event, std::int64_t stream) {
        const Envelope& envelope = event.envelope;
        auto [found, first] = touched_.try_emplace(envelope.subject);
        Touched& touched = found->second;
        if (touched.number == 0) {
            const EventLog::Key key = log_.key_of(envelope.subject);
            touched.number = key.number;
            touched.here_before = touched.here_before || !key.is_new;
        }
        // Only what this device made can be here without its place.
        const bool own = replica_.identity_ && envelope.device == replica_.identity_->device && log_.place_own(event);
        if (!own) log_.keep_placed(event, stream, touched.number);
        ++(own ? summary_.confirmed : summary_.arrived);
        touched.arrived.push_back(std::move(event));
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

    static bool before(const Placement& a, const StreamId& stream_a, const Placement& b, const StreamId& stream_b) {
        return std::tuple(a.received_at, stream_b, a.seq) < std::tuple(b.received_at, stream_a, b.seq);
    }

    // What is new as a whole, or follows a state that is at hand, need not be read from the database again.
    void write_row(const Subject& subject, Touched& touched) {
        std::stable_sort(touched.arrived.begin(), touched.arrived.end(), [](const StoredEvent& a, const StoredEvent& b) {
            return before(*a.placement, a.envelope.stream, *b.placement, b.envelope.stream);
        });
        if (follow_recent(subject, touched.arrived)) return;
        if (touched.here_before) touched.arrived = log_.events_of(subject);
        auto state = fold(subject, touched.arrived);
        if (!state) throw DatabaseError{state.error()};
        replica_.write_state(subject, touched.arrived.empty() ? SubjectState{} : *state);
        // What is still to be sent lies behind all that has its place.
        const bool all_placed = !touched.arrived.empty() && touched.arrived.back().confirmed();
        if (all_placed) replica_.recent_.keep(subject, std::move(*state), touched.arrived.back());
    }

    bool follow_recent(const Subject& subject, const std::vector<StoredEvent>& arrived) {
        RecentStates::Entry* recent = replica_.recent_.find(subject);
        if (recent == nullptr) return false;
        if (!arrived.empty()) {
            const StoredEvent& first = arrived.front();
            if (!before(recent->last, recent->last_stream, *first.placement, first.envelope.stream)) {
                replica_.recent_.forget(subject);
                return false;
            }
        }
        for (const StoredEvent& event : arrived) {
            const auto body = read_body(event.envelope);
            if (!body) throw DatabaseError{body.error()};
            apply(recent->state, *body, event);
            recent->last_stream = event.envelope.stream;
            recent->last = *event.placement;
        }
        replica_.write_state(subject, recent->state);
        return true;
    }

    Replica& replica_;
    Database& database_;
    EventLog log_;
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
    // Kept between the pages of one catching up only; after a failure they may hold what was rolled back.
    if (!done || !summary.more) recent_.clear();
    if (!done) return Error{done.error()};
    if (summary.confirmed + summary.arrived + summary.refused > 0) ++pages_unseen_;
    // Own entries that were answered are somebody's who looks at them.
    const bool waited_for = !summary.more || summary.confirmed + summary.refused > 0;
    if (pages_unseen_ > (waited_for ? 0 : pages_unseen_max)) {
        pages_unseen_ = 0;
        ++version_;
    }
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
            const auto subject = log().set_refusal(event, {});
            if (subject) refold(*subject);
        });
        count_outbox();
    });
    ++version_;
    return done;
}

Result<void, Failure> Replica::discard(const EventId& event) {
    auto done = database_->guarded([&] { log().drop_refused(event); });
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
    auto events = database_->guarded([&] { return log().page_of(stream, seq_before, count); });
    return events ? std::move(*events) : std::vector<StoredEvent>{};
}

std::optional<std::string> Replica::verify_stream(const StreamId& stream) {
    auto problem = database_->guarded([&]() -> std::optional<std::string> {
        ChainVerifier verifier(stream);
        AuthorshipCheck authors;
        std::optional<std::string> broken;
        log().follow(stream, [&](const std::string& bytes, const Placement& placement) {
            broken = verifier.follow(bytes, placement);
            if (!broken) {
                const auto event = read_event(bytes);
                if (!event || authors.next(*event) == Authorship::broken) broken = "it is not signed by the device that it names";
            }
            if (broken) broken = "event " + std::to_string(placement.seq) + ": " + *broken;
            return !broken;
        });
        return broken;
    });
    if (!problem) return problem.error().describe();
    return *problem;
}

}  // namespace countersign
