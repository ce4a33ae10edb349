// The server's part of a sync in memory, from the same rules: admission, order, chain. For tests that need two devices to meet.
#pragma once

#include <algorithm>
#include <map>

#include "core/domain/admission.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/ticket_promise.hpp"
#include "core/event/chain.hpp"
#include "core/sync/message.hpp"
#include "tests/support/story.hpp"

namespace countersign::test {

class MemoryServer {
public:
    SyncAnswer handle(const SyncRequest& request, const Actor& actor, Instant now, std::size_t page = 1000) {
        SyncAnswer answer;
        answer.server_time = now;
        for (const std::string& bytes : request.events) answer.fates.push_back(take_in(bytes, actor, now));
        for (auto& [id, events] : streams_) {
            const auto name = parse_stream(id);
            if (!name || access(actor, *name) == Access::none) continue;
            const auto cursor = request.cursors.find(id);
            const auto from = static_cast<std::size_t>(cursor == request.cursors.end() ? 0 : cursor->second);
            StreamNews& news = answer.streams[id];
            news.head = static_cast<std::int64_t>(events.size());
            for (std::size_t i = from; i < events.size() && i < from + page; ++i)
                news.events.push_back({events[i].bytes, *events[i].placement});
            if (!news.events.empty()) news.chain = news.events.back().placement.chain;
            if (from == events.size() && from > 0) news.chain = events.back().placement->chain;
        }
        return answer;
    }

    std::map<StreamId, std::vector<StoredEvent>>& streams() { return streams_; }

    std::vector<StoredEvent> events_of(const Subject& subject) const {
        std::vector<StoredEvent> found;
        for (const char* kind : {"/shared", "/reporter/", "/internal"}) {
            for (const auto& [id, events] : streams_) {
                if (id.value.find(kind) == std::string::npos) continue;
                for (const StoredEvent& event : events) {
                    if (event.envelope.subject == subject) found.push_back(event);
                }
            }
        }
        std::stable_sort(found.begin(), found.end(),
                         [](const auto& a, const auto& b) { return a.placement->received_at < b.placement->received_at; });
        return found;
    }

    void write_as_server(const Subject& subject, const StreamId& stream, const Body& body, Instant now) {
        const auto kind = describe(body);
        place(write_event({{ids_.next()}, stream, subject, kind->type, kind->version, {"server"}, {"server"}, now, kind->json}), now);
    }

private:
    template <typename State>
    State state_of(const std::string& id) const {
        auto state = fold({State::subject_kind, id}, events_of({State::subject_kind, id}));
        return state->template get<State>();
    }

    std::optional<Agreement> agreement_of(const OrganisationId& organisation, Instant at) const {
        const auto stream = streams_.find(shared_stream(organisation));
        if (stream == streams_.end()) return std::nullopt;
        std::optional<Agreement> best;
        for (const StoredEvent& event : stream->second) {
            if (event.envelope.type != AgreementVersionDrafted::type) continue;
            auto agreement = state_of<Agreement>(event.envelope.subject.id);
            if (agreement.in_force_at(at) && (!best || agreement.first_signed()->takes_effect > best->first_signed()->takes_effect))
                best = std::move(agreement);
        }
        return best;
    }

    std::int64_t place(StoredEvent event, Instant now) {
        auto& stream = streams_[event.envelope.stream];
        const Digest previous = stream.empty() ? chain_start(event.envelope.stream) : stream.back().placement->chain;
        const auto seq = static_cast<std::int64_t>(stream.size()) + 1;
        event.placement = Placement{seq, now, chain_next(previous, event.bytes, seq, now)};
        seqs_[event.envelope.id] = seq;
        stream.push_back(std::move(event));
        return seq;
    }

    FateOfEvent take_in(const std::string& bytes, const Actor& actor, Instant now) {
        auto event = read_event(bytes);
        if (!event) return {{""}, EventFate::refused, 0, {"refusal.event_malformed", {}}};
        const EventId id = event->envelope.id;
        if (const auto known = seqs_.find(id); known != seqs_.end()) return {id, EventFate::duplicate, known->second, {}};
        const auto body = read_body(event->envelope);
        if (!body) return {id, EventFate::refused, 0, {"refusal.event_malformed", {}}};
        const auto stream = parse_stream(event->envelope.stream);
        const auto organisation = state_of<Organisation>(stream ? stream->organisation.value : fixed_organisation_);
        const auto state = fold(event->envelope.subject, events_of(event->envelope.subject));
        const auto agreement = stream ? agreement_of(stream->organisation, event->envelope.occurred_at) : std::nullopt;
        const Context context{now, actor, organisation.registered ? &organisation : nullptr, agreement ? &*agreement : nullptr};
        const Verdict verdict = admit_event(*state, *event, *body, context);
        if (verdict.fate == Fate::refused) return {id, EventFate::refused, 0, verdict.reason};
        std::optional<TicketPromised> promised;
        const auto* on_ticket = body->get_if<TicketEvent>();
        if (on_ticket != nullptr) promised = owed_promise(state->get<Ticket>(), *on_ticket, event->envelope.occurred_at, context);
        const Subject subject = event->envelope.subject;
        const StreamId stream_name = event->envelope.stream;
        const bool opens_ticket = event->envelope.type == TicketOpened::type;
        const std::int64_t seq = place(std::move(*event), now);
        if (opens_ticket) write_as_server(subject, stream_name, TicketEvent{TicketNumberGiven{next_number_++}}, now);
        if (promised) write_as_server(subject, stream_name, TicketEvent{*promised}, now);
        if (verdict.fate == Fate::flagged) {
            write_as_server(subject, stream_name, FactFlagged{{id, verdict.reason}}, now);
            for (const Refusal& further : verdict.further) write_as_server(subject, stream_name, FactFlagged{{id, further}}, now);
            return {id, EventFate::flagged, seq, verdict.reason};
        }
        return {id, EventFate::accepted, seq, {}};
    }

    std::map<StreamId, std::vector<StoredEvent>> streams_;
    std::map<EventId, std::int64_t> seqs_;
    CountingIds ids_{200};
    std::int64_t next_number_ = 1001;
    std::string fixed_organisation_ = fixed_id(0);
};

}  // namespace countersign::test
