// The board of news: each wait has a condition of its own, so that a write wakes those whom it concerns and nobody else.
#include "server/sync/news_board.hpp"

#include <algorithm>

namespace countersign {

NewsBoard::Wait::Wait(NewsBoard& board, Actor actor, DeviceId device)
    : board_(board), actor_(std::move(actor)), device_(std::move(device)) {
    const std::lock_guard lock(board_.mutex_);
    board_.end_of_device(actor_.user, device_);
    if (board_.closed_) ending_ = Ending::closed;
    board_.waits_.insert(this);
}

NewsBoard::Wait::~Wait() {
    const std::lock_guard lock(board_.mutex_);
    board_.waits_.erase(this);
}

NewsBoard::Ending NewsBoard::Wait::until(std::chrono::steady_clock::time_point end) {
    std::unique_lock lock(board_.mutex_);
    if (!ended_.wait_until(lock, end, [&] { return ending_.has_value(); })) return Ending::time_over;
    const Ending ending = *ending_;
    // Whoever looked and may go on waits again; every other ending stays.
    if (ending == Ending::look_again) ending_.reset();
    return ending;
}

void NewsBoard::announce(const std::set<StreamId>& streams) {
    const std::lock_guard lock(mutex_);
    for (const StreamId& stream : streams) {
        const auto name = parse_stream(stream);
        if (!name) continue;
        for (Wait* wait : waits_) {
            if (access(wait->actor_, *name) != Access::none) end(*wait, Ending::news);
        }
    }
}

void NewsBoard::end_wait_of(const UserId& user, const DeviceId& device) {
    const std::lock_guard lock(mutex_);
    end_of_device(user, device);
}

void NewsBoard::look_again() {
    const std::lock_guard lock(mutex_);
    for (Wait* wait : waits_) end(*wait, Ending::look_again);
}

void NewsBoard::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (Wait* wait : waits_) end(*wait, Ending::closed);
}

std::size_t NewsBoard::count() const {
    const std::lock_guard lock(mutex_);
    return waits_.size();
}

void NewsBoard::end_of_device(const UserId& user, const DeviceId& device) {
    for (Wait* wait : waits_) {
        if (wait->actor_.user == user && wait->device_ == device) end(*wait, Ending::own_contact);
    }
}

// An ending for good takes the place of a mere look, never the other way round.
void NewsBoard::end(Wait& wait, Ending ending) {
    if (wait.ending_ && *wait.ending_ != Ending::look_again) return;
    wait.ending_ = ending;
    wait.ended_.notify_one();
}

}  // namespace countersign
