// The server of the simulated world.
#include "server_node.hpp"

#include "broken.hpp"
#include "core/event/codec.hpp"

namespace countersign::simulation {

void ServerNode::start() {
    auto database = StoreDatabase::open(disk_.path("countersign.db"));
    require(database.ok() || disk_.failed(),
            "the server opens its database after a power cut: " + (database ? "" : database.error().describe()));
    if (!database) return;
    database_ = std::move(*database);
    store_ = std::make_unique<SqliteEventStore>(*database_);
    service_ = std::make_unique<SyncService>(*store_, ids_, PageLimit{40, 30'000});
}

void ServerNode::crash(Chance& chance) {
    disk_.fail_after(1);
    disk_.may_change();
    service_.reset();
    store_.reset();
    database_.reset();
    disk_.power_cut(chance);
}

std::optional<std::string> ServerNode::answer(const std::string& text, const Actor& actor, Instant now) {
    if (!runs()) return std::nullopt;
    const auto request = read_sync_request(text);
    if (!request) return std::nullopt;
    ids_.set_time(now);
    const auto answer = service_->handle(*request, actor, now);
    if (!answer) return std::nullopt;
    for (std::size_t i = 0; i < answer->fates.size(); ++i) {
        const FateOfEvent& fate = answer->fates[i];
        if (fate.fate == EventFate::refused) continue;
        const Accepted now_accepted{fate.seq, sha256(request->events[i])};
        const auto [found, first] = accepted_.try_emplace(fate.id, now_accepted);
        require(found->second.seq == fate.seq && found->second.digest == now_accepted.digest,
                "an event is accepted at one place only, as it was written");
    }
    for (const auto& [stream, news] : answer->streams) {
        const auto name = parse_stream(stream);
        require(name && access(actor, *name) != Access::none, "nobody is sent a stream that they may not read");
        if (!news.chain || news.head == 0) continue;
        const std::int64_t at = news.events.empty() ? news.head : news.events.back().placement.seq;
        const auto [found, first] = told_.try_emplace({stream, at}, *news.chain);
        require(found->second == *news.chain, "a stream has one history: " + stream.value);
    }
    return write_sync_answer(*answer);
}

std::map<StreamId, StreamHead> ServerNode::heads() {
    auto heads = store_->heads();
    require(heads.ok(), "the server reads its heads");
    return std::move(*heads);
}

std::vector<PlacedBytes> ServerNode::events_after(const StreamId& stream, std::int64_t seq) {
    const auto entries = store_->read_after(stream, seq, {1'000'000, 1'000'000'000});
    require(entries.ok(), "the server reads its log");
    std::vector<PlacedBytes> events;
    for (const LogEntry& entry : *entries) events.push_back(entry.event);
    return events;
}

void ServerNode::check_what_was_told() {
    std::map<EventId, Accepted> held;
    std::size_t chains = 0;
    for (const auto& [stream, head] : heads()) {
        for (const PlacedBytes& placed : events_after(stream, 0)) {
            const auto event = read_event(placed.bytes);
            require(event.ok(), "the server holds what can be read");
            require(held.try_emplace(event->envelope.id, Accepted{placed.placement.seq, sha256(placed.bytes)}).second,
                    "no event is held twice");
            const auto told = told_.find({stream, placed.placement.seq});
            if (told == told_.end()) continue;
            ++chains;
            require(told->second == placed.placement.chain, "a history that was told does not change: " + stream.value);
        }
    }
    require(chains == told_.size(), "a history that was told does not get shorter");
    for (const auto& [id, told] : accepted_) {
        const auto found = held.find(id);
        require(found != held.end(), "what the server accepted is not lost: " + id.value);
        require(found->second.seq == told.seq && found->second.digest == told.digest,
                "what the server accepted does not change: " + id.value);
    }
}

}  // namespace countersign::simulation
