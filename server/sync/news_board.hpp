// NewsBoard: who waits to be told of news, and telling them. It lies in memory: nobody asks the database again and again. Worked example: a
// technician's tablet waits; a contact person's entry is committed in a stream that the technician may read; the board ends the tablet's
// wait, and the tablet syncs. What another process writes into the same database is not seen here; a wait is bounded for that reason, too.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>

#include "core/domain/permission.hpp"
#include "core/event/envelope.hpp"

namespace countersign {

class NewsBoard {
public:
    enum class Ending {
        news,
        own_contact,  ///< the device asked something else meanwhile: whoever sent this request reads its answer no more
        look_again,   ///< sessions, people or devices changed: whether this one may still wait is to be looked up
        closed,       ///< the server stops
        time_over,
    };

    /// One device's wait. It counts from the beginning of its life on: who looks for news behind that misses none.
    class Wait {
    public:
        /// Ends the wait that the same device may have left behind.
        Wait(NewsBoard& board, Actor actor, DeviceId device);
        ~Wait();
        Wait(const Wait&) = delete;
        Wait& operator=(const Wait&) = delete;

        Ending until(std::chrono::steady_clock::time_point end);

    private:
        friend class NewsBoard;
        NewsBoard& board_;
        Actor actor_;
        DeviceId device_;
        std::condition_variable ended_;
        std::optional<Ending> ending_;
    };

    /// Ends the waits of those who may read one of the streams. Called when what was written is committed.
    void announce(const std::set<StreamId>& streams);
    void end_wait_of(const UserId& user, const DeviceId& device);
    void look_again();
    /// Ends all waits, also those that begin from now on.
    void close();
    std::size_t count() const;

private:
    void end_of_device(const UserId& user, const DeviceId& device);
    static void end(Wait& wait, Ending ending);

    mutable std::mutex mutex_;
    std::set<Wait*> waits_;
    bool closed_ = false;
};

}  // namespace countersign
