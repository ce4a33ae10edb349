// WorkSlots: how many requests are worked on at once. Connections that wait cost little; requests that are unpacked, parsed and answered
// cost memory and database readers, so there is a bound on those alone.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace countersign {

class WorkSlots {
public:
    explicit WorkSlots(std::size_t count) : free_(count) {}

    /// One slot, given back at the end of its life. It belongs to the thread that took it.
    class Slot {
    public:
        explicit Slot(WorkSlots* slots) : slots_(slots) {
            if (slots_ != nullptr) of_this_thread() = slots_;
        }
        ~Slot() {
            if (slots_ == nullptr) return;
            of_this_thread() = nullptr;
            slots_->give_back();
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

    /// While this lives, the request of this thread waits and leaves its slot to another: for a handler that waits for news. Outside of a
    /// request it does nothing.
    class Pause {
    public:
        Pause() : slots_(of_this_thread()) {
            if (slots_ != nullptr) slots_->give_back();
        }
        ~Pause() {
            if (slots_ != nullptr) slots_->take_back();
        }
        Pause(const Pause&) = delete;
        Pause& operator=(const Pause&) = delete;

    private:
        WorkSlots* slots_;
    };

private:
    static WorkSlots*& of_this_thread() {
        thread_local WorkSlots* slots = nullptr;
        return slots;
    }
    void give_back() {
        const std::lock_guard lock(mutex_);
        ++free_;
        freed_.notify_one();
    }
    void take_back() {
        std::unique_lock lock(mutex_);
        freed_.wait(lock, [&] { return free_ > 0; });
        --free_;
    }
    std::mutex mutex_;
    std::condition_variable freed_;
    std::size_t free_;
};

}  // namespace countersign
