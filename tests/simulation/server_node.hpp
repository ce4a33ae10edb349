// ServerNode: the real store and sync service on a simulated disk, and what it has told anybody since the world began.
#pragma once

#include "server/demo/seeded_ids.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/sync/sync_service.hpp"
#include "sim_disk.hpp"

namespace countersign::simulation {

class ServerNode {
public:
    explicit ServerNode(std::uint64_t seed) : ids_(seed) {}

    /// Opens what the disk holds; throws Broken where it cannot, since a power cut is no excuse.
    void start();
    /// The power fails: what was not committed is gone.
    void crash(Chance& chance);
    bool runs() const { return service_ != nullptr; }
    SimDisk& disk() { return disk_; }

    /// The answer to a request's text; nothing where the server died over it or could not read it.
    std::optional<std::string> answer(const std::string& request, const Actor& actor, Instant now);

    std::map<StreamId, StreamHead> heads();
    std::vector<PlacedBytes> events_after(const StreamId& stream, std::int64_t seq);
    /// Throws Broken where something that was told is not as it was told.
    void check_what_was_told();
    bool has_accepted(const EventId& id) const { return accepted_.count(id) > 0; }
    std::size_t accepted() const { return accepted_.size(); }

private:
    struct Accepted {
        std::int64_t seq = 0;
        Digest digest;
    };

    SimDisk disk_{"server"};
    SeededIds ids_;
    std::unique_ptr<StoreDatabase> database_;
    std::unique_ptr<SqliteEventStore> store_;
    std::unique_ptr<SyncService> service_;
    std::map<EventId, Accepted> accepted_;
    std::map<std::pair<StreamId, std::int64_t>, Digest> told_;  ///< chains by place
};

}  // namespace countersign::simulation
