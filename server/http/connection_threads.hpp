// ConnectionThreads: a thread for each connection, up to a bound; a connection that waits for news then keeps no other from being served.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>

namespace countersign {

class ConnectionThreads {
public:
    explicit ConnectionThreads(std::size_t count_max) : count_max_(count_max) {}

    /// False when there are too many.
    bool start(std::function<void()> work) {
        {
            const std::lock_guard lock(mutex_);
            if (count_ >= count_max_) return false;
            ++count_;
        }
        try {
            std::thread([this, work = std::move(work)] {
                work();
                end();
            }).detach();
        } catch (const std::system_error&) {
            end();
            return false;
        }
        return true;
    }

    void wait_until_ended() {
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [&] { return count_ == 0; });
    }

private:
    void end() {
        // Told while locked: nobody destroys this before the thread has let go of it.
        const std::lock_guard lock(mutex_);
        --count_;
        ended_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable ended_;
    std::size_t count_ = 0;
    std::size_t count_max_;
};

}  // namespace countersign
