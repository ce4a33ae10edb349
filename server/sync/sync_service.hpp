// SyncService: answers one sync request (docs/protocol.md): the fate of each event sent, and what is new in every stream the account may
// read. Sending the same request twice changes nothing and answers "duplicate" for what was taken in before.
#pragma once

#include "server/store/event_store.hpp"
#include "server/sync/intake.hpp"

namespace countersign {

class SyncService {
public:
    SyncService(EventStore& store, IdSource& ids, PageLimit limit = {}) : store_(store), ids_(ids), limit_(limit) {}

    /// A Failure means that nothing of the request was taken in.
    Result<SyncAnswer, Failure> handle(const SyncRequest& request, const Actor& actor, Instant now);

    /// Whether there is more than the request's cursors hold, in what this account may read.
    Result<bool, Failure> has_news(const SyncRequest& request, const Actor& actor);

    /// Takes events in without reading anything back: all in one transaction.
    Result<std::vector<FateOfEvent>, Failure> take_in(const std::vector<std::string>& events, const Actor& actor, Instant now);

    /// All bytes of an attachment are here: from now on the log says so.
    Result<void, Failure> tell_received(const AttachmentId& id, Instant now);

    /// Called with the fates of every request that was taken in, for counting.
    void observe(std::function<void(const std::vector<FateOfEvent>&)> observer) { observer_ = std::move(observer); }

private:
    Result<void, Failure> let_silence_pass(Instant now);
    Result<void, Failure> add_news(const SyncRequest& request, const Actor& actor, SyncAnswer& answer);

    EventStore& store_;
    IdSource& ids_;
    PageLimit limit_;
    std::function<void(const std::vector<FateOfEvent>&)> observer_;
};

}  // namespace countersign
