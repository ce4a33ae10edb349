// SqliteEventStore: the logs in SQLite.
#pragma once

#include <set>

#include "server/store/event_store.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

class SqliteEventStore : public EventStore {
public:
    explicit SqliteEventStore(StoreDatabase& database) : database_(database) {}
    Result<void, Failure> write(const std::function<void(EventWriter&)>& work) override;
    Result<std::vector<LogEntry>, Failure> read_after(const StreamId& stream, std::int64_t seq, const PageLimit& limit) override;
    Result<bool, Failure> awaits_answer_until(Instant now) override;
    Result<std::map<StreamId, StreamHead>, Failure> heads() override;
    Result<std::vector<StreamId>, Failure> streams_of_events() override;

    /// Called after each commit with the streams that grew, by the thread that wrote. Set before anybody writes.
    using Observer = std::function<void(const std::set<StreamId>&)>;
    void observe(Observer observer) { observer_ = std::move(observer); }

private:
    StoreDatabase& database_;
    Observer observer_;
};

}  // namespace countersign
