// FileEventStore: the log in an organisation's file, as a store that can only be read.
#pragma once

#include "core/storage/database.hpp"
#include "server/store/event_store.hpp"

namespace countersign {

class FileEventStore : public EventStore {
public:
    explicit FileEventStore(Database& file) : file_(file) {}
    Result<void, Failure> write(const std::function<void(EventWriter&)>& work) override;
    Result<std::vector<LogEntry>, Failure> read_after(const StreamId& stream, std::int64_t seq, const PageLimit& limit) override;
    Result<bool, Failure> awaits_answer_until(Instant now) override;
    Result<std::map<StreamId, StreamHead>, Failure> heads() override;
    Result<std::vector<StreamId>, Failure> streams_of_events() override;

private:
    Database& file_;
};

}  // namespace countersign
