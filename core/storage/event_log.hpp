// EventLog: the table of events on a device, for the replica. Ids lie there as their 16 bytes, and subjects and streams as small numbers
// that two tables of names explain: written out as text in the table and in each of its indexes they took as much room as the events, and
// a first sync spent its time on those pages. Numbers are given in the order in which names appear, so that what is written together lies
// together. Everything here throws DatabaseError (core/storage/database.hpp).
#pragma once

#include <functional>
#include <vector>

#include "core/event/envelope.hpp"
#include "core/storage/database.hpp"

namespace countersign {

class EventLog {
public:
    explicit EventLog(Database& database) : database_(database) {}

    // Names

    struct Key {
        std::int64_t number = 0;
        bool is_new = false;  ///< nothing had that name before
    };
    Key key_of(const Subject& subject);
    Key key_of(const StreamId& stream);
    /// Every subject there is, organisations first: rows of tickets carry their names.
    std::vector<Subject> subjects();
    std::vector<Subject> subjects_of_kind(const std::string& kind);

    // Reading

    /// What counts of one subject, in the order in which it is folded: what has its place, then what is still to be sent.
    std::vector<StoredEvent> events_of(const Subject& subject);
    /// What has its place in a stream, newest first, before `seq_before` (0: from the end).
    std::vector<StoredEvent> page_of(const StreamId& stream, std::int64_t seq_before, std::size_t count);
    /// All that has its place in a stream, in order, with what its chain is followed over.
    void follow(const StreamId& stream, const std::function<bool(const std::string& bytes, const Placement& placement)>& next);
    /// What is still to be sent, oldest first; `next` answers whether to go on.
    void outbox(std::size_t skip, const std::function<bool(std::string bytes)>& next);
    /// But the registration of the device's key, which is nobody's work and goes out with the entry before which it was written.
    std::size_t outbox_size();
    bool holds_own_of(const Subject& subject, const StreamId& stream);
    struct Known {
        std::string bytes;
        bool placed = false;
    };
    std::optional<Known> find(const EventId& id);

    // Writing

    void keep_own(const StoredEvent& event);
    /// An event of somebody else, with its place.
    void keep_placed(const StoredEvent& event, std::int64_t stream, std::int64_t subject);
    /// Gives an own event its place; false when there is none with this id that waits for one.
    bool place_own(const StoredEvent& event);
    /// Marks an own event as refused, or (empty) as to be sent again. Its subject, if there was one to mark.
    std::optional<Subject> set_refusal(const EventId& id, const std::string& refusal);
    void drop_refused(const EventId& id);

private:
    Database& database_;
};

}  // namespace countersign
