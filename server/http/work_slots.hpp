// WorkSlots: how many requests are worked on at once. Connections that wait cost little; requests that are unpacked, parsed and answered
// cost memory and database readers, so there is a bound on those alone.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace countersign {

class WorkSlots {
public:
    explicit WorkSlots(std::size_t count) : free_(count) {}

    /// One slot, given back at the end of its life.
    class Slot {
    public:
        explicit Slot(WorkSlots* slots) : slots_(slots) {}
        Slot(Slot&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)) {}
        ~Slot() {
            if (slots_ != nullptr) slots_->give_back();
        }
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;
        explicit operator bool() const { return slots_ != nullptr; }

    private:
        WorkSlots* slots_;
    };
    /// An empty one when none became free in that time.
    Slot take(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        if (!freed_.wait_for(lock, time, [&] { return free_ > 0; })) return Slot(nullptr);
        --free_;
        return Slot(this);
    }

private:
    void give_back() {
        const std::lock_guard lock(mutex_);
        ++free_;
        freed_.notify_one();
    }
    std::mutex mutex_;
    std::condition_variable freed_;
    std::size_t free_;
};

}  // namespace countersign
