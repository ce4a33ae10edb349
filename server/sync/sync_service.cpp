// Taking in, then reading what is new.
#include "server/sync/sync_service.hpp"

#include <algorithm>

namespace countersign {

Result<SyncAnswer, Failure> SyncService::handle(const SyncRequest& request, const Actor& actor, Instant now) {
    SyncAnswer answer;
    answer.server_time = now;
    // A reporter is told of the client before the news are read, so that they can report from their first sync on.
    if (!request.events.empty() || actor.role == Role::reporter) {
        auto fates = take_in(request.events, actor, now);
        if (!fates) return Error{fates.error()};
        answer.fates = std::move(*fates);
    }
    // After what was sent: an objection that comes in time for this very sync is heard first.
    if (auto passed = let_silence_pass(now); !passed) return Error{passed.error()};
    if (auto added = add_news(request, actor, answer); !added) return Error{added.error()};
    return answer;
}

Result<void, Failure> SyncService::let_silence_pass(Instant now) {
    const auto over = store_.awaits_answer_until(now);
    if (!over) return Error{over.error()};
    if (!*over) return {};
    return store_.write([&](EventWriter& writer) { Intake(writer, ids_).let_silence_pass(now); });
}

Result<void, Failure> SyncService::tell_received(const AttachmentId& id, Instant now) {
    return store_.write([&](EventWriter& writer) { Intake(writer, ids_).tell_received(id, now); });
}

Result<std::vector<FateOfEvent>, Failure> SyncService::take_in(const std::vector<std::string>& events, const Actor& actor, Instant now) {
    std::vector<FateOfEvent> fates;
    auto written = store_.write([&](EventWriter& writer) {
        fates.clear();
        Intake intake(writer, ids_);
        if (actor.role == Role::reporter) {
            for (const OrganisationId& organisation : actor.organisations) intake.introduce(organisation, actor.user, now);
        }
        for (std::size_t index = 0; index < events.size(); ++index) fates.push_back(intake.take_in(events[index], index, actor, now));
    });
    if (!written) return Error{written.error()};
    if (observer_) observer_(fates);
    return fates;
}

// One page is shared by all streams, but every stream with news gets at least one event: that is how the device sees that it must ask
// again. A head below the device's cursor (a server restored from an older backup) is answered as it is; the device notices.
Result<void, Failure> SyncService::add_news(const SyncRequest& request, const Actor& actor, SyncAnswer& answer) {
    auto heads = store_.heads();
    if (!heads) return Error{heads.error()};
    std::size_t events_left = limit_.events_max;
    std::size_t bytes_left = limit_.bytes_max;
    for (const auto& [stream, head] : *heads) {
        const auto name = parse_stream(stream);
        if (!name || access(actor, *name) == Access::none) continue;
        StreamNews& news = answer.streams[stream];
        news.head = head.seq;
        const auto cursor = request.cursors.find(stream);
        const std::int64_t after = cursor == request.cursors.end() ? 0 : cursor->second;
        if (after == head.seq) news.chain = head.chain;
        if (after >= head.seq) continue;
        auto page = store_.read_after(stream, after, {std::max<std::size_t>(events_left, 1), bytes_left});
        if (!page) return Error{page.error()};
        for (LogEntry& entry : *page) {
            bytes_left -= std::min(bytes_left, entry.event.bytes.size());
            news.events.push_back(std::move(entry.event));
        }
        events_left -= std::min(events_left, page->size());
        // Another device may have written since the heads were read.
        if (news.events.empty()) continue;
        news.head = std::max(news.head, news.events.back().placement.seq);
        news.chain = news.events.back().placement.chain;
    }
    return {};
}

Result<bool, Failure> SyncService::has_news(const SyncRequest& request, const Actor& actor) {
    auto heads = store_.heads();
    if (!heads) return Error{heads.error()};
    return std::any_of(heads->begin(), heads->end(), [&](const auto& entry) {
        const auto cursor = request.cursors.find(entry.first);
        if (cursor != request.cursors.end() && cursor->second >= entry.second.seq) return false;
        const auto name = parse_stream(entry.first);
        return name && access(actor, *name) != Access::none;
    });
}

}  // namespace countersign
